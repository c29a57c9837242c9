"""What a row would write: facts compared with the records that are there.

A list that comes again is compared three ways: what it said last time, what it says now, and what the record says. Only
where the list itself changed is a change proposed; a correction that an editor made since is never undone by the same row.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet

from cases.imports.plans import Fact, PersonPlan, RowPlan, Term, notes_of
from cases.imports.vocabulary import Vocabulary
from cases.models import (
    Case,
    Charge,
    Custody,
    Defendant,
    Penalty,
    Person,
    PersonName,
    PersonOccupation,
    Recognition,
    Record,
    Sentence,
    Violation,
)

MODELS: dict[str, type[Record]] = {
    "person": Person, "name": PersonName, "occupation": PersonOccupation, "recognition": Recognition, "custody": Custody,
    "violation": Violation, "case": Case, "defendant": Defendant, "charge": Charge, "sentence": Sentence,
    "penalty": Penalty,
}  # fmt: skip
# By which of its values a record is known again among its siblings; the first that fits wins.
KNOWN_BY: dict[str, tuple[tuple[str, ...], ...]] = {
    "person": ((),), "case": ((),), "defendant": ((),), "name": (("text",),), "occupation": (("occupation",),),
    "recognition": (("organisation", "status"), ("organisation",)),
    "custody": (("kind", "from_date", "facility"), ("kind", "facility"), ("kind",)),
    "violation": (("kind", "on_date"),), "charge": (("provision", "offence_stage"), ("provision",)),
    "sentence": (("instance",),), "penalty": (("kind",),),
}  # fmt: skip
NOTES = "internal_notes"


@dataclass
class Change:
    """One value that a row would change: where, from what, to what, in words."""

    noun: str
    field: str
    before: str
    after: str


@dataclass
class Write:
    """One record to be made (`record` is None) or changed, and the fact behind it. `values` holds only what is set."""

    fact: Fact
    record: Record | None
    values: dict[str, Any]
    changes: list[Change] = field(default_factory=list)
    contradicted: dict[str, str] = field(default_factory=dict)  # field -> what the list says instead

    @property
    def noun(self) -> str:
        """The noun of the fact."""
        return self.fact.noun


@dataclass
class Existing:
    """The person a row is about, and the case it made, with their rows."""

    person: Person
    case: Case | None
    defendant: Defendant | None = None
    _rows: dict[str, list[Record]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.case is not None:
            self.defendant = Defendant.objects.filter(case=self.case, person=self.person).first()

    def rows(self, noun: str) -> list[Record]:
        """The records of this noun, oldest first; each is given out once by `take`."""
        if noun not in self._rows:
            self._rows[noun] = list(self._query(noun).order_by("pk"))
        return self._rows[noun]

    def _query(self, noun: str) -> QuerySet[Any]:
        model: Any = MODELS[noun]
        if noun in ("person", "case", "defendant"):
            record = getattr(self, noun)
            return model.objects.filter(pk=record.pk if record is not None else None)
        if noun in ("charge", "sentence"):
            return model.objects.filter(defendant=self.defendant) if self.defendant else model.objects.none()
        if noun == "penalty":
            return model.objects.filter(sentence__defendant=self.defendant) if self.defendant else model.objects.none()
        return model.objects.filter(person=self.person)

    def take(self, fact: Fact, vocabulary: Vocabulary) -> Record | None:
        """The record that the fact speaks of, by the values it is known by; None where there is none. Given out once."""
        rows = self.rows(fact.noun)
        for names in KNOWN_BY[fact.noun]:
            for record in rows:
                if all(_same(record, name, fact.values.get(name), vocabulary) for name in names):
                    rows.remove(record)
                    return record
        return None


def _same(record: Record, name: str, value: Any, vocabulary: Vocabulary) -> bool:
    """Whether the record holds this value of a fact; a value the fact does not give is that of a new record."""
    value = resolved(value, vocabulary)
    if value is None:
        value = record._meta.get_field(name).get_default()  # type: ignore[union-attr]
    return _equal(getattr(record, name), value)


def _equal(one: Any, other: Any) -> bool:
    """Whether two values are one; of texts, lists do not keep how many spaces stand between words."""
    if isinstance(one, str) and isinstance(other, str):
        return one == other or one.split() == other.split()
    return bool(one == other)


def resolved(value: Any, vocabulary: Vocabulary) -> Any:
    """A value as a record holds it: terms as records, None where a term is new."""
    return vocabulary.find(value) if isinstance(value, Term) else value


def said(value: Any) -> str:
    """A value in words, for the preview."""
    if isinstance(value, Term):
        return " ".join(filter(None, (value.article, value.part))) or value.name
    return "" if value is None else str(value)


def writes_of(
    plan: RowPlan, person: PersonPlan, *, existing: Existing | None, last: PersonPlan | None, vocabulary: Vocabulary,
    last_case: Fact | None = None, again: bool = False,
) -> list[Write]:  # fmt: skip
    """What has to be written for one person of a row, parents first. `last`: what the list said of them last time.

    `again`: what the list says is a change of what is there, also where it says it for the first time.
    """
    facts = [*person.facts, *([plan.case] if plan.case and person.of("defendant") else [])]
    order = list(MODELS)
    facts.sort(key=lambda fact: order.index(fact.noun))
    before = [*(last.facts if last else []), *([last_case] if last_case else [])]
    found: list[Write] = []
    for fact in facts:
        write = _write(fact, _earlier(fact, facts, before), existing, vocabulary, again=again or last is not None)
        if write is not None:
            found.append(write)
    return found


def _earlier(fact: Fact, facts: list[Fact], before: list[Fact]) -> Fact | None:
    """What the list said in the place of this fact: the same provision, or the same place in the same block."""
    if fact.noun == "charge":
        same = [
            each for each in before if each.noun == "charge" and each.values["provision"] == fact.values["provision"]
        ]
        return same[0] if same else None
    mine = [each for each in facts if (each.noun, each.slot) == (fact.noun, fact.slot)]
    theirs = [each for each in before if (each.noun, each.slot) == (fact.noun, fact.slot)]
    place = next(index for index, each in enumerate(mine) if each is fact)
    return theirs[place] if place < len(theirs) else None


def _write(
    fact: Fact, earlier: Fact | None, existing: Existing | None, vocabulary: Vocabulary, *, again: bool
) -> Write | None:
    """The write that brings a record to what the fact says, or None where nothing is to be written."""
    if existing is None:
        return Write(fact, None, _with_notes(fact, None))
    record = existing.take(earlier or fact, vocabulary)
    if record is None:
        if earlier is not None and earlier.values == fact.values:
            return None  # the list says what it said; somebody has taken the record away since
        return Write(fact, None, _with_notes(fact, None))
    write = Write(fact, record, {})
    for name, value in fact.values.items():
        if earlier is not None and earlier.values.get(name) == value:
            continue
        if again or getattr(record, name) in (None, ""):
            _set(write, name, value, vocabulary)
        elif not _equal(getattr(record, name), resolved(value, vocabulary)):
            write.contradicted[name] = said(value)
    said_before = set(earlier.notes) if earlier is not None else set()
    fresh = Fact(fact.noun, fact.slot, notes=[note for note in fact.notes if note not in said_before])
    notes = _with_notes(fresh, record).get(NOTES)
    if notes is not None and notes != getattr(record, NOTES):
        write.values[NOTES] = notes
        write.changes.append(Change(fact.noun, NOTES, getattr(record, NOTES), notes))
    return write if write.values or write.contradicted else None


def _set(write: Write, name: str, value: Any, vocabulary: Vocabulary) -> None:
    current = getattr(write.record, name)
    if current is not None and _equal(current, resolved(value, vocabulary)):
        return
    write.values[name] = value
    write.changes.append(Change(write.noun, name, said(current), said(value)))


def _with_notes(fact: Fact, record: Record | None) -> dict[str, Any]:
    """The values of a fact with its notes behind those that the record has already."""
    notes = notes_of(fact)
    if not notes:
        return dict(fact.values)
    present = getattr(record, NOTES) if record is not None else ""
    lines = [line for line in notes.split("\n") if line not in present]
    return {**fact.values, NOTES: "\n".join(filter(None, [present, *lines]))}
