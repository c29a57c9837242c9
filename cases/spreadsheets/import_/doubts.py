"""What is doubtful in a row that is taken all the same: days that cannot be, and words of two scripts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from cases.domain import characters
from cases.domain.dates import parse
from cases.domain.sentencing.chronology import Row, impossible
from cases.domain.sentencing.day_ranges import Range
from cases.models.date_conflicts import CODES
from cases.models.note_messages import said
from cases.spreadsheets.import_.known_records import MODELS
from cases.spreadsheets.import_.parsed_row import Fact, PersonPlan, RowPlan
from cases.spreadsheets.mapping.schema import FIELDS


def doubts_of(plan: RowPlan, today: date) -> Iterator[str]:
    """A sentence for everything that cannot be in one row, as its list gives it, and for names that mix scripts."""
    for person in plan.people:
        for finding in impossible(_timeline(plan, person), today):
            yield f"Impossible, and never published as a fact: {said(finding.note)}"
        for fact in _facts(plan, person):
            for name, value in fact.values.items():
                words = characters.mixed_words(value) if isinstance(value, str) and _is_short(fact.noun, name) else []
                words += characters.mixed_words(getattr(value, "name", "")) if not isinstance(value, str) else []
                if words:
                    yield f"Letters of different scripts in one word: {', '.join(words)}."


def _facts(plan: RowPlan, person: PersonPlan) -> list[Fact]:
    return [*person.facts, *([plan.case] if plan.case else [])]


def _timeline(plan: RowPlan, person: PersonPlan) -> list[Row]:
    return [_row(fact, number) for number, fact in enumerate(_facts(plan, person)) if fact.noun != "name"]


def _row(fact: Fact, number: int) -> Row:
    dates: dict[str, Any] = {}
    no_days = set()
    for name, value in fact.values.items():
        if FIELDS[fact.noun].get(name) == "date" and value:
            partial = parse(value)
            if partial.dated:
                dates[name] = Range(partial.lower, partial.upper)
            else:
                no_days.add(name)
    codes = {name: value for name, value in fact.values.items() if name in CODES and isinstance(value, str)}
    return Row(f"{MODELS[fact.noun].noun()}/{number}", dates, codes, frozenset(no_days))


def _is_short(noun: str, name: str) -> bool:
    field: Any = MODELS[noun]._meta.get_field(name)
    return bool(getattr(field, "max_length", None)) and not field.choices
