"""What a list said of one person, kept with its row: every fact, and which record it became.

The next edition is compared with this, not with the cells: a mapping that was improved since, or a reader that understands more,
shows as a change of what the list says.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from cases.domain.dates import parse
from cases.spreadsheets.import_.parsed_row import Fact, Term
from cases.spreadsheets.mapping.schema import FIELDS

UNKNOWN = 0  # key of a record that was not kept: it is found by its values
TERM = "term"


@dataclass(slots=True)
class Statement:
    """One fact as the list gave it. `key`: of its record; None where an editor removed the record; UNKNOWN where not kept.

    `gone`: a later edition no longer gave the fact, and the record was kept. `kept`: values, and lines of notes, of which the
    same is true.
    """

    fact: Fact
    key: int | None
    gone: bool = False
    kept: set[str] = field(default_factory=set)
    kept_notes: list[str] = field(default_factory=list)


def encoded(statements: Iterable[Statement]) -> str:
    """The statements as JSON."""
    return json.dumps(
        [
            [
                each.fact.noun, each.fact.slot, {name: _plain(value) for name, value in each.fact.values.items()},
                each.fact.notes, each.key, each.gone, sorted(each.kept), each.kept_notes,
            ]
            for each in statements
        ],
        ensure_ascii=False,
    )  # fmt: skip


def decoded(text: str) -> list[Statement]:
    """The statements that `encoded` wrote."""
    return [
        Statement(
            Fact(noun, slot, {name: _value(value) for name, value in values.items()}, notes=notes),
            key, gone, set(kept), kept_notes,
        )
        for noun, slot, values, notes, key, gone, kept, kept_notes in json.loads(text)
    ]  # fmt: skip


def same_value(noun: str, name: str, one: Any, other: Any) -> bool:
    """Whether two values of a field are one. Of dates the meaning counts, not the form; of other texts not the spaces."""
    if isinstance(one, str) and isinstance(other, str):
        if one == other or one.split() == other.split():
            return True
        return FIELDS.get(noun, {}).get(name) == "date" and _meaning(one) == _meaning(other)
    if FIELDS.get(noun, {}).get(name) == "amount" and one not in (None, "") and other not in (None, ""):
        return Decimal(str(one)) == Decimal(str(other))
    return bool(one == other)


def same_facts(statements: Sequence[Statement], facts: Sequence[Fact]) -> bool:
    """Whether the list says now exactly what it said last."""
    return len(statements) == len(facts) and all(
        not (each.gone or each.kept or each.kept_notes) and each.fact.noun == fact.noun and each.fact.notes == fact.notes
        and each.fact.values.keys() == fact.values.keys()
        and all(same_value(fact.noun, name, each.fact.values[name], value) for name, value in fact.values.items())
        for each, fact in zip(statements, facts, strict=True)
    )  # fmt: skip


def _meaning(text: str) -> str:
    """The date in one form; a text that is none, or no day of the calendar, means itself."""
    try:
        partial = parse(text)
    except ValueError:
        return text
    return partial.edtf or text


def _plain(value: Any) -> Any:
    return (
        {TERM: [value.noun, value.name, value.article, value.part, value.title]} if isinstance(value, Term) else value
    )


def _value(value: Any) -> Any:
    return Term(*value[TERM]) if isinstance(value, dict) else value
