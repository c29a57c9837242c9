"""What would become of every row of a list, before anything is written."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterable
from collections.abc import Mapping as MappingType
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError

from cases.imports import planning
from cases.imports.changes import MODELS, Change, Existing, Write, writes_of
from cases.imports.likeness import Likeness, likenesses
from cases.imports.mapping import Mapping
from cases.imports.plans import PersonPlan, RowPlan, Term
from cases.imports.reading import Table, Unreadable
from cases.imports.resources import RESOURCES, sentences
from cases.imports.vocabulary import Vocabulary
from cases.models import ImportBatch, ImportRow, Outcome, Person

SHARP_FALL = 0.7  # of the people of the last time: fewer, and somebody has to say that the list is whole
CHUNK = 500
PORTION = 100  # rows between two words of progress


def unwatched(done: int, total: int) -> None:
    """Progress that nobody looks at."""


@dataclass
class PreviewRow:
    """The outcome of a row for one of its people (`part`); a row that is refused or left out has one outcome only."""

    number: int
    part: int
    outcome: Outcome
    key: str = ""
    name: str = ""
    reason: str = ""
    column: str = ""
    writes: list[Write] = field(default_factory=list)
    person: Person | None = None
    case: Any = None
    plan: RowPlan | None = None
    beside_known: bool = False  # another person of the same row is there already, and perhaps their case

    @property
    def is_new(self) -> bool:
        """Whether the row speaks of nobody who is there: all of its records are to be made."""
        return self.outcome == Outcome.MADE and self.person is None and not self.beside_known

    @property
    def changes(self) -> list[Change]:
        """Values of records that are there, from what to what."""
        return [change for write in self.writes for change in write.changes]


@dataclass
class Preview:
    """The outcome of every row, and what an editor should look at before it is carried out."""

    mapping: Mapping
    table: Table
    file_name: str
    rows: list[PreviewRow]
    vocabulary: Vocabulary
    same_as: dict[tuple[int, int], str]
    new_words: list[Term] = field(default_factory=list)
    likenesses: list[Likeness] = field(default_factory=list)
    went: list[str] = field(default_factory=list)  # people of the last time who are not in the list any more
    doubts: list[tuple[int, str]] = field(default_factory=list)
    last_count: int = 0
    unknown: Counter[tuple[str, str]] = field(default_factory=Counter)  # ("custody.facility", word) -> rows

    @property
    def counts(self) -> Counter[str]:
        """How many rows of the file had each outcome; they add up to the rows of the file."""
        outcomes: dict[int, set[str]] = {}
        for row in self.rows:
            outcomes.setdefault(row.number, set()).add(row.outcome)
        return Counter(next(each for each in PRECEDENCE if each in found) for found in outcomes.values())

    @property
    def people(self) -> Counter[str]:
        """How many people had each outcome, of the rows that name people."""
        return Counter(row.outcome for row in self.rows if row.outcome not in (Outcome.REFUSED, Outcome.LEFT_OUT))

    @property
    def refused(self) -> list[PreviewRow]:
        """The rows that cannot be taken."""
        return [row for row in self.rows if row.outcome == Outcome.REFUSED]

    @property
    def fell_sharply(self) -> bool:
        """Whether so many people of the last time are missing that the list may not be whole."""
        return bool(self.last_count) and sum(self.people.values()) < SHARP_FALL * self.last_count

    @property
    def digest(self) -> str:
        """SHA-256 over every outcome and value: equal previews write the same."""
        told = [
            [row.number, row.part, row.outcome, row.key, row.reason, row.person and row.person.pk,
             [[write.noun, write.record and write.record.pk, sorted(map(str, write.values.items()))] for write in row.writes]]
            for row in self.rows
        ]  # fmt: skip
        return hashlib.sha256(json.dumps(told, ensure_ascii=True).encode()).hexdigest()


PRECEDENCE = (Outcome.REFUSED, Outcome.LEFT_OUT, Outcome.MADE, Outcome.CHANGED, Outcome.UNCHANGED)


def preview(
    mapping: Mapping,
    table: Table,
    by: AbstractBaseUser,
    *,
    file_name: str = "",
    same_as: MappingType[tuple[int, int], str] | None = None,
    compare_names: bool = True,
    progress: Callable[[int, int], None] = unwatched,
) -> Preview:
    """What would become of every row of `table` under `mapping`; reads, never writes.

    `same_as`: decisions of the editor, (row, person in the row) -> public id of the person who it is. `compare_names`:
    also look for like names, which takes most of the time and decides nothing. `progress` is told rows done and all.
    Raises Unreadable where the columns do not fit the mapping.
    """
    wrong = planning.check_columns(mapping, table)
    if wrong:
        raise Unreadable(" ".join(wrong))
    made = Preview(mapping, table, file_name, [], Vocabulary(mapping), dict(same_as or {}))
    plans = planning.plan_rows(mapping, table)
    earlier = _earlier_rows(mapping, [person.key for plan in plans for person in plan.people])
    visible = _visible(by, [row.person_id for row in earlier.values()])
    for done, plan in enumerate(plans):
        if done % PORTION == 0:
            progress(done, len(plans))
        made.rows += _rows(made, plan, earlier, visible, by)
        made.unknown.update(dict.fromkeys(plan.unknown, 1))
        made.doubts += [(plan.number, doubt) for doubt in plan.doubts if not plan.refusals]
    _add_overview(made, plans, by)
    if compare_names:
        _compare_names(made, plans, earlier, by)
    _check_sum(made)
    return made


def _earlier_rows(mapping: Mapping, keys: list[str]) -> dict[str, ImportRow]:
    """For each key the latest row of this source that made or met a person, undone batches left out."""
    found: dict[str, ImportRow] = {}
    for start in range(0, len(keys), CHUNK):
        rows = ImportRow.objects.filter(
            batch__mapping=mapping.name,
            batch__undone_at=None,
            key__in=keys[start : start + CHUNK],
            person__isnull=False,
        )
        found |= {row.key: row for row in rows.select_related("person", "case").order_by("pk")}
    return found


def _visible(by: Any, keys: Iterable[int | None]) -> set[int]:
    wanted = sorted({key for key in keys if key is not None})
    found: set[int] = set()
    for start in range(0, len(wanted), CHUNK):
        persons = Person.objects.visible_to(by).filter(pk__in=wanted[start : start + CHUNK])
        found.update(persons.values_list("pk", flat=True))
    return found


def _rows(made: Preview, plan: RowPlan, earlier: dict[str, ImportRow], visible: set[int], by: Any) -> list[PreviewRow]:
    if plan.left_out:
        return [PreviewRow(plan.number, 0, Outcome.LEFT_OUT, plan.key, reason=plan.left_out, plan=plan)]
    rows = []
    _find_words(made.vocabulary, plan)
    for person in [] if plan.refusals else plan.people:
        try:
            rows.append(_row(made, plan, person, earlier.get(person.key), visible, by))
        except ValidationError as refused:
            plan.refusals += sentences(refused)
    if plan.refusals:
        columns, reasons = zip(*plan.refusals, strict=True)
        reason = " ".join(dict.fromkeys(reasons))
        return [
            PreviewRow(plan.number, 0, Outcome.REFUSED, plan.key, reason=reason, column=", ".join(columns), plan=plan)
        ]
    known = any(row.outcome != Outcome.MADE or row.person is not None for row in rows)
    for row in rows:
        row.beside_known = known
    return rows


def _find_words(vocabulary: Vocabulary, plan: RowPlan) -> None:
    """Refuse a row for each of its words that nobody has explained: all of them, so that they are asked at once."""
    for where, term, column in plan.terms:
        if not vocabulary.knows(term):
            plan.unknown.append((where, term.name))
            sentence = f"“{term.name}” is not known. Add it to the mapping or the records."
            plan.refusals.append((column, sentence))


def _row(
    made: Preview, plan: RowPlan, person: PersonPlan, last: ImportRow | None, visible: set[int], by: Any
) -> PreviewRow:
    row = PreviewRow(plan.number, person.part, Outcome.MADE, person.key, person.name, plan=plan)
    decided = made.same_as.get((plan.number, person.part)) or (person.key if made.mapping.own else None)
    if last is not None and last.person_id not in visible:
        # Whoever may not know of the person is told what a list that comes again mostly tells: nothing new.
        row.outcome = Outcome.UNCHANGED
        return row
    existing = None
    if last is not None:
        row.person, row.case = last.person, last.case
    elif decided:
        row.person = Person.objects.visible_to(by).filter(public_id=decided).first()
        if row.person is None:
            raise ValidationError(f"There is no person {decided}.")
        row.reason = "" if made.mapping.own else "The same person as one who is there, by decision of the editor."
    if last is not None and json.loads(last.cells or "{}") == plan.cells:
        row.outcome = Outcome.UNCHANGED
        return row
    if row.person is not None:
        existing = Existing(row.person, row.case)
    before = planning.plan_row(made.mapping, plan.number, json.loads(last.cells)) if last and last.cells else None
    told = next((each for each in before.people if each.key == person.key), None) if before else None
    row.writes = writes_of(
        plan,
        person,
        existing=existing,
        last=told,
        vocabulary=made.vocabulary,
        last_case=before.case if before else None,
        again=made.mapping.own,
    )
    _check_writes(row.writes, made.vocabulary)
    if existing is not None:
        row.outcome = Outcome.CHANGED if row.writes else Outcome.UNCHANGED
    return row


def _check_writes(writes: list[Write], vocabulary: Vocabulary) -> None:
    """Fill records without saving them, so that what the models refuse is known now. Raises ValidationError."""
    for write in writes:
        values = {}
        for name, value in write.values.items():
            if isinstance(value, Term):
                vocabulary.find(value)  # so that a word which would be made is listed
            else:
                values[name] = value
        # A copy: the record that is there stays as it is until the list is carried out.
        trial = MODELS[write.noun]() if write.record is None else type(write.record)(**_held(write.record))
        RESOURCES[write.noun].fill(trial, values)


def _held(record: Any) -> dict[str, Any]:
    return {field.attname: getattr(record, field.attname) for field in record._meta.concrete_fields}


def _compare_names(made: Preview, plans: list[RowPlan], earlier: dict[str, ImportRow], by: Any) -> None:
    new = {(row.number, row.part) for row in made.rows if row.outcome == Outcome.MADE}
    pairs = [(plan, person) for plan in plans for person in plan.people if (plan.number, person.part) in new]
    known = [row.person_id for row in earlier.values() if row.person_id]
    made.likenesses = likenesses(pairs, by, known=known)


def _add_overview(made: Preview, plans: list[RowPlan], by: Any) -> None:
    for term in (made.vocabulary.country, made.vocabulary.source):
        made.vocabulary.find(term)
    if made.mapping.source.publisher:
        made.vocabulary.find(Term("organisation", made.mapping.source.publisher))
    made.new_words = made.vocabulary.new()
    last = ImportBatch.objects.filter(mapping=made.mapping.name, undone_at=None).order_by("-pk").first()
    if last is not None:
        people = dict(last.rows.exclude(person=None).values_list("key", "person"))
        made.last_count = len(people)
        went = people.keys() - {person.key for plan in plans for person in plan.people}
        visible = _visible(by, [people[key] for key in went])
        made.went = sorted(key for key in went if people[key] in visible)


def _check_sum(made: Preview) -> None:
    """Every row of the file has an outcome, and none has one that is not in the file."""
    if {row.number for row in made.rows} != set(made.table.numbers) or sum(made.counts.values()) != len(
        made.table.rows
    ):
        raise AssertionError("The outcomes do not add up to the rows of the file.")
