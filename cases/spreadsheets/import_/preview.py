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
from django.utils import timezone

from cases.models import Case, ImportBatch, ImportRow, Outcome, Person, Record
from cases.spreadsheets.import_ import parse_rows
from cases.spreadsheets.import_.cells import ListContext
from cases.spreadsheets.import_.doubts import doubts_of
from cases.spreadsheets.import_.known_records import MODELS, Existing
from cases.spreadsheets.import_.no_longer_said import Answers, Unsaid, settle
from cases.spreadsheets.import_.parsed_row import Fact, PersonPlan, RowPlan, Term
from cases.spreadsheets.import_.reference_lookup import Vocabulary
from cases.spreadsheets.import_.resources import RESOURCES, sentences
from cases.spreadsheets.import_.row_candidates import Likeness, likenesses
from cases.spreadsheets.import_.row_diff import Change, Comparison, Write, compare
from cases.spreadsheets.import_.statements import UNKNOWN, Statement, decoded, encoded, same_facts
from cases.spreadsheets.mapping.schema import REQUIRED, WITH_NOTES, Mapping
from cases.spreadsheets.reading import Table, Unreadable

SHARP_FALL = 0.7  # of the people of the last time: fewer, and somebody has to say that the list is whole
CHUNK = 500
PORTION = 100  # rows between two words of progress


def unwatched(done: int, total: int) -> None:
    """Progress that nobody looks at."""


@dataclass(slots=True)
class PreviewRow:
    """The outcome of a row for one of its people (`part`); a row that is refused or left out has one outcome only."""

    number: int
    part: int
    outcome: Outcome
    key: str = ""
    name: str = ""
    reason: str = ""
    column: str = ""
    facts: list[Write] = field(default_factory=list)  # what becomes of every fact of the row
    unsaid: list[Unsaid] = field(default_factory=list)  # what the list gave last time and does not give any more
    removals: list[Record] = field(default_factory=list)
    statements: list[Statement] = field(default_factory=list)  # of earlier editions, to be carried on
    last_said: str = ""  # as the row of the last edition keeps it, where nothing changed
    person: Person | None = None
    case: Any = None
    plan: RowPlan | None = None
    beside_known: bool = False  # another person of the same row is there already, and perhaps their case

    @property
    def is_new(self) -> bool:
        """Whether the row speaks of nobody who is there: all of its records are to be made."""
        return self.outcome == Outcome.MADE and self.person is None and not self.beside_known

    @property
    def writes(self) -> list[Write]:
        """What has to be written."""
        return [write for write in self.facts if write.is_needed]

    @property
    def touches(self) -> bool:
        """Whether anything is made, changed or removed."""
        return bool(self.writes or self.removals)

    def said(self) -> str:
        """What is kept of the row for the next edition, once its records are there."""
        if self.last_said or (not self.facts and not self.statements):
            return self.last_said
        statements = [*(write.statement() for write in self.facts if write.fact.noun), *self.statements]
        shared = self.plan.case if self.plan is not None else None
        if shared is not None and self.case is not None and not any(each.fact.noun == "case" for each in statements):
            statements.append(Statement(shared, self.case.pk))
        return encoded(statements)

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
    answers: Answers = field(default_factory=dict)  # about what the list no longer says
    gone: list[PreviewRow] = field(default_factory=list)  # people of the last time who are not in the list any more
    doubts: list[tuple[int, str]] = field(default_factory=list)
    context: ListContext = field(default_factory=ListContext)
    last_count: int = 0
    unknown: Counter[tuple[str, str]] = field(default_factory=Counter)  # ("custody.facility", word) -> rows

    @property
    def all_rows(self) -> list[PreviewRow]:
        """The rows of the file, and those of people who are not in it any more."""
        return [*self.rows, *self.gone]

    @property
    def went(self) -> list[str]:
        """The keys of people of the last time who are not in the list any more."""
        return [row.key for row in self.gone]

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
        return Counter(row.outcome for row in self.rows if row.outcome not in NOBODY)

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
             [[write.noun, write.record and write.record.pk, sorted(map(str, write.values.items()))] for write in row.writes],
             [[unsaid.key, unsaid.answer] for unsaid in row.unsaid], [record.path for record in row.removals]]
            for row in self.all_rows
        ]  # fmt: skip
        return hashlib.sha256(json.dumps(told, ensure_ascii=True).encode()).hexdigest()


NOBODY = frozenset({Outcome.REFUSED, Outcome.LEFT_OUT, Outcome.JOINED})  # rows that name no person of their own
PRECEDENCE = (Outcome.REFUSED, Outcome.LEFT_OUT, Outcome.JOINED, Outcome.MADE, Outcome.CHANGED, Outcome.UNCHANGED)


def preview(
    mapping: Mapping,
    table: Table,
    by: AbstractBaseUser,
    *,
    file_name: str = "",
    same_as: MappingType[tuple[int, int], str] | None = None,
    answers: Answers | None = None,
    compare_names: bool = True,
    progress: Callable[[int, int], None] = unwatched,
) -> Preview:
    """What would become of every row of `table` under `mapping`; reads, never writes.

    `same_as`: decisions of the editor, (row, person in the row) -> public id of the person who it is. `answers`: what
    becomes of what the list no longer says (`no_longer_said`). `compare_names`:
    also look for like names, which takes most of the time and decides nothing. `progress` is told rows done and all.
    Raises Unreadable where the columns do not fit the mapping.
    """
    wrong = parse_rows.check_columns(mapping, table)
    if wrong:
        raise Unreadable(" ".join(wrong))
    made = Preview(mapping, table, file_name, [], Vocabulary(mapping), dict(same_as or {}))
    made.answers = dict(answers or {})
    made.context = parse_rows.context_of(mapping, table, made.vocabulary.laws)
    plans = parse_rows.plan_rows(mapping, table, made.context)
    earlier = _earlier_rows(mapping, plans)
    visible = _visible(by, earlier.values())
    for done, plan in enumerate(plans):
        if done % PORTION == 0:
            progress(done, len(plans))
        made.rows += _rows(made, plan, earlier, visible, by)
        plan.doubts += dict.fromkeys(doubts_of(plan, timezone.localdate()))
        made.unknown.update(dict.fromkeys(plan.unknown, 1))
        made.doubts += [(plan.number, doubt) for doubt in plan.doubts if not plan.refusals]
    _add_overview(made, plans, by)
    if compare_names:
        _compare_names(made, plans, earlier, by)
    _check_sum(made)
    return made


def _earlier_rows(mapping: Mapping, plans: list[RowPlan]) -> dict[str, ImportRow]:
    """For each key the latest row of this source that made or met a person, undone batches left out.

    Lists taken in before dates of a key had one form are found by the words of the cells.
    """
    in_words = {
        person.key: words for plan in plans for person in plan.people if (words := _in_words(mapping, plan, person))
    }
    keys = [*(person.key for plan in plans for person in plan.people), *in_words.values()]
    found: dict[str, ImportRow] = {}
    for start in range(0, len(keys), CHUNK):
        rows = ImportRow.objects.filter(
            batch__mapping=mapping.name,
            batch__undone_at=None,
            key__in=keys[start : start + CHUNK],
            person__isnull=False,
        )
        found |= {row.key: row for row in rows.select_related("person", "case").order_by("pk")}
    return found | {key: found[words] for key, words in in_words.items() if key not in found and words in found}


def _in_words(mapping: Mapping, plan: RowPlan, person: PersonPlan) -> str:
    """The key as the cells write it, where that is another."""
    words = " | ".join(" ".join(plan.cells.get(column, "").split()) for column in mapping.key)
    return "" if words == plan.key else words + person.key.removeprefix(plan.key)


def _visible(by: Any, rows: Iterable[ImportRow]) -> set[int]:
    """The persons of these rows of whom `by` may know, and whose case of the list is not closed to `by` either."""
    rows = list(rows)
    persons = _visible_keys(Person, by, [row.person_id for row in rows])
    cases = _visible_keys(Case, by, [row.case_id for row in rows])
    return persons - {row.person_id for row in rows if row.case_id is not None and row.case_id not in cases}


def _visible_keys(model: type[Record], by: Any, keys: Iterable[int | None]) -> set[int]:
    wanted = sorted({key for key in keys if key is not None})
    found: set[int] = set()
    for start in range(0, len(wanted), CHUNK):
        records = model.objects.visible_to(by).filter(pk__in=wanted[start : start + CHUNK])
        found.update(records.values_list("pk", flat=True))
    return found


def _rows(made: Preview, plan: RowPlan, earlier: dict[str, ImportRow], visible: set[int], by: Any) -> list[PreviewRow]:
    if plan.left_out:
        return [PreviewRow(plan.number, 0, Outcome.LEFT_OUT, plan.key, reason=plan.left_out, plan=plan)]
    if plan.joined:
        reason = f"Imported together with row {plan.joined}: several rows of one person."
        return [PreviewRow(plan.number, 0, Outcome.JOINED, plan.key, reason=reason, plan=plan)]
    rows: list[PreviewRow] = []
    _find_words(made.vocabulary, plan)
    cases = [last.case for person in plan.people if (last := earlier.get(person.key)) and last.person_id in visible]
    shared = next((case for case in cases if case is not None), None)
    for person in [] if plan.refusals else plan.people:
        try:
            with_case = not any(write.noun == "case" for row in rows for write in row.facts)
            rows.append(_row(made, plan, person, earlier.get(person.key), visible, by, shared, with_case=with_case))
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
    for fact, name, column in plan.noted_terms:
        term = fact.values[name]
        if not vocabulary.knows(term):
            plan.unknown.append((f"{fact.noun}.{name}", term.name))
            plan.doubts.append(f"{column}: “{term.name}” is not known. Kept as an internal note.")
            _drop_value(plan, fact, name, f"{column}: {fact.cells[name][1]}")
    plan.noted_terms = []


def _drop_value(plan: RowPlan, fact: Fact, name: str, note: str) -> None:
    """Take a value out of a fact and keep its words as a note; a fact that is nothing without the value goes."""
    del fact.values[name], fact.cells[name]
    if fact.noun in WITH_NOTES:
        fact.notes.append(note)
        return
    for person in plan.people:
        if any(each is fact for each in person.facts):
            person.of("person")[0].notes.append(note)
            if REQUIRED.get(fact.noun) == name:
                person.facts = [each for each in person.facts if each is not fact]


def _row(
    made: Preview, plan: RowPlan, person: PersonPlan, last: ImportRow | None, visible: set[int], by: Any, shared: Any, *,
    with_case: bool,
) -> PreviewRow:  # fmt: skip
    """What becomes of one person. `shared`: the case of the row. `with_case`: no other person of the row has brought it."""
    row = PreviewRow(plan.number, person.part, Outcome.MADE, person.key, person.name, plan=plan)
    decided = made.same_as.get((plan.number, person.part)) or (person.key if made.mapping.own else None)
    if last is not None and last.person_id not in visible:
        # Whoever may not know of the person is told what a list that comes again mostly tells: nothing new.
        row.outcome, row.last_said = Outcome.UNCHANGED, last.said
        return row
    row.case = shared
    if last is not None:
        row.person, row.case = last.person, last.case or shared
    elif decided:
        row.person = Person.objects.visible_to(by).filter(public_id=decided).first()
        if row.person is None:
            raise ValidationError(f"There is no person {decided}.")
        row.reason = "" if made.mapping.own else "The same person as one who is there, by decision of the editor."
    facts = _facts(plan, person, with_case=with_case)
    statements = _statements(made, plan.number, person.key, last)
    if not with_case:  # what the list says of the case is compared with the first person of the row
        statements = [each for each in statements if each.fact.noun != "case"]
    if last is not None and statements and same_facts(_in_order(statements), _in_order_of_facts(facts)):
        row.outcome, row.last_said = Outcome.UNCHANGED, last.said
        return row
    existing = Existing(row.person, row.case) if row.person is not None or row.case is not None else None
    comparison = compare(facts, existing=existing, last=statements, vocabulary=made.vocabulary, again=made.mapping.own)
    _settle(made, row, comparison)
    if row.person is not None:
        row.outcome = Outcome.CHANGED if row.touches else Outcome.UNCHANGED
    return row


def _settle(made: Preview, row: PreviewRow, comparison: Comparison) -> None:
    settled = settle(
        comparison, made.answers, vocabulary=made.vocabulary, person=row.person, row_is_gone=row.outcome == Outcome.GONE
    )
    row.facts = [*comparison.writes, *settled.writes]
    row.unsaid, row.removals, row.statements = settled.unsaid, settled.removals, settled.statements
    _check_writes(row.writes, made.vocabulary)


def _facts(plan: RowPlan, person: PersonPlan, *, with_case: bool) -> list[Fact]:
    return [*person.facts, *([plan.case] if plan.case and with_case and person.of("defendant") else [])]


def _statements(made: Preview, number: int, key: str, last: ImportRow | None) -> list[Statement]:
    """What the list said of the person last time; of a row that did not keep it, as its cells are read now."""
    if last is None:
        return []
    if last.said:
        return decoded(last.said)
    if not last.cells:
        return []
    before = parse_rows.plan_row(made.mapping, number, json.loads(last.cells), made.context)
    told = next((each for each in before.people if each.key == key), None)
    return [Statement(fact, UNKNOWN) for fact in _facts(before, told, with_case=True)] if told else []


def _in_order(statements: list[Statement]) -> list[Statement]:
    order = list(MODELS)
    return sorted(statements, key=lambda each: order.index(each.fact.noun))


def _in_order_of_facts(facts: list[Fact]) -> list[Fact]:
    order = list(MODELS)
    return sorted(facts, key=lambda fact: order.index(fact.noun))


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
        people = last.rows.exclude(person=None).exclude(outcome=Outcome.GONE)
        here = {person.key for plan in plans for person in plan.people}
        here |= {_in_words(made.mapping, plan, person) for plan in plans for person in plan.people}
        keys = set(people.values_list("key", flat=True))
        made.last_count = len(keys)
        went = sorted(keys - here)
        for start in range(0, len(went), CHUNK):
            rows = list(
                people.filter(key__in=went[start : start + CHUNK]).select_related("person", "case").order_by("key")
            )
            visible = _visible(by, rows)
            for row in rows:
                if row.person_id in visible:
                    made.gone.append(_gone_row(made, row))


def _gone_row(made: Preview, last: ImportRow) -> PreviewRow:
    """A person who is not in the list any more: everything that the list said of them is offered."""
    row = PreviewRow(0, len(made.gone), Outcome.GONE, last.key, person=last.person, case=last.case)
    row.name = str(last.person)
    assert row.person is not None, "only rows with a person are asked for"
    existing = Existing(row.person, row.case)
    statements = _statements(made, 0, last.key, last)
    left = [(each, record) for each in statements if (record := existing.of(each, made.vocabulary)) is not None]
    _settle(made, row, Comparison(left=left))
    return row


def _check_sum(made: Preview) -> None:
    """Every row of the file has an outcome, and none has one that is not in the file."""
    if {row.number for row in made.rows} != set(made.table.numbers) or sum(made.counts.values()) != len(
        made.table.rows
    ):
        raise AssertionError("The outcomes do not add up to the rows of the file.")
