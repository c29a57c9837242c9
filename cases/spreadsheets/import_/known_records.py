"""The records that a row of a list may be about: found by what identifies them, each claimed by one fact."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet

from cases.models import (
    Case,
    Charge,
    Custody,
    Defendant,
    Penalty,
    Person,
    PersonCitizenship,
    PersonName,
    PersonOccupation,
    PersonSummary,
    Recognition,
    Record,
    Sentence,
    Violation,
)
from cases.spreadsheets.import_.parsed_row import Fact, Term
from cases.spreadsheets.import_.reference_lookup import Vocabulary
from cases.spreadsheets.import_.statements import UNKNOWN, Statement, same_value

MODELS: dict[str, type[Record]] = {
    "person": Person, "name": PersonName, "citizenship": PersonCitizenship, "summary": PersonSummary,
    "occupation": PersonOccupation, "recognition": Recognition, "custody": Custody,
    "violation": Violation, "case": Case, "defendant": Defendant, "charge": Charge, "sentence": Sentence,
    "penalty": Penalty,
}  # fmt: skip
# By which of its values a record is known among its siblings where the list says something for the first time.
KNOWN_BY: dict[str, tuple[tuple[str, ...], ...]] = {
    "person": ((),), "case": ((),), "defendant": ((),), "name": (("text",),),
    "occupation": (("occupation",),), "citizenship": (("country",),), "summary": (("language",),),
    "recognition": (("organisation", "status"), ("organisation",)),
    "custody": (("kind", "from_date", "facility"),),
    "violation": (("kind", "on_date"),), "charge": (("provision", "offence_stage"), ("provision",)),
    "sentence": (("instance",),), "penalty": (("kind",),),
}  # fmt: skip
# What the database holds once: a change into what is there already is no change but the record that is there.
ONCE: dict[str, tuple[str, ...]] = {
    "name": ("text", "kind", "language"), "occupation": ("occupation",), "citizenship": ("country",),
    "summary": ("language",), "charge": ("provision", "offence_stage"),
    "recognition": ("organisation", "status", "from_date"),
}  # fmt: skip
NEAR = 62  # days between two starts of custody that may be one


@dataclass
class Existing:
    """The person a row is about (None: a new one beside known people), and the case it made, with their rows."""

    person: Person | None
    case: Case | None
    defendant: Defendant | None = None
    _rows: dict[str, list[Record]] = field(default_factory=dict)
    _claimed: set[tuple[str, int]] = field(default_factory=set)

    def __post_init__(self) -> None:
        if self.case is not None and self.person is not None:
            self.defendant = Defendant.objects.filter(case=self.case, person=self.person).first()

    def rows(self, noun: str) -> list[Record]:
        """The records of this noun, oldest first."""
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
        return model.objects.filter(person=self.person) if self.person else model.objects.none()

    def of(self, statement: Statement, vocabulary: Vocabulary) -> Record | None:
        """The record that the fact of an earlier edition became, if it is there still; claimed for that fact."""
        noun = statement.fact.noun
        if statement.key == UNKNOWN:
            return self.take(statement.fact, vocabulary)
        record = next((each for each in self.rows(noun) if each.pk == statement.key), None)
        if record is not None:
            self._claimed.add((noun, record.pk))
        return record

    def take(self, fact: Fact, vocabulary: Vocabulary) -> Record | None:
        """The unclaimed record that the fact speaks of, by the values it is known by; None where there is none."""
        for names in KNOWN_BY[fact.noun]:
            found = self._first_that_agrees(fact, names, vocabulary)
            if found is not None:
                return found
        if fact.noun == "custody":
            return self._first(fact, lambda record: _may_be_one_period(record, fact, vocabulary))
        return None

    def twin(self, fact: Fact, vocabulary: Vocabulary) -> Record | None:
        """The unclaimed record that holds already what the database holds only once."""
        names = ONCE.get(fact.noun)
        return self._first_that_agrees(fact, names, vocabulary) if names is not None else None

    def _first_that_agrees(self, fact: Fact, names: Sequence[str], vocabulary: Vocabulary) -> Record | None:
        return self._first(fact, lambda record: agrees(record, fact, names, vocabulary))

    def _first(self, fact: Fact, fits: Callable[[Any], bool]) -> Record | None:
        for record in self.rows(fact.noun):
            if (fact.noun, record.pk) not in self._claimed and fits(record):
                self._claimed.add((fact.noun, record.pk))
                return record
        return None


def empty_value(noun: str, name: str) -> Any:
    """The value of a new record of which nothing is said."""
    model: Any = MODELS[noun]
    return model._meta.get_field(name).get_default()


def agrees(record: Record, fact: Fact, names: Sequence[str], vocabulary: Vocabulary) -> bool:
    """Whether the record holds these values of a fact; a value the fact does not give is that of a new record."""
    return all(
        same_value(
            fact.noun, name, getattr(record, name),
            resolved(fact.values[name], vocabulary) if name in fact.values else empty_value(fact.noun, name),
        )
        for name in names
    )  # fmt: skip


def _may_be_one_period(record: Any, fact: Fact, vocabulary: Vocabulary) -> bool:
    """Whether a period of custody may be the one the fact speaks of: same kind, no other place, no start far from its own."""
    trial: Any = Custody(from_date=fact.values.get("from_date", ""))
    try:
        trial._meta.get_field("from_date").pre_save(trial, True)
    except ValueError:
        return False
    place = fact.values.get("facility")
    if record.kind != fact.values.get("kind", record.kind):
        return False
    if place is not None and record.facility_id is not None and record.facility != resolved(place, vocabulary):
        return False
    one, other = record.from_date_lower, trial.from_date_lower
    return one is None or other is None or abs((one - other).days) <= NEAR


def resolved(value: Any, vocabulary: Vocabulary) -> Any:
    """A value as a record holds it: terms as records, None where a term is new."""
    return vocabulary.find(value) if isinstance(value, Term) else value
