"""What a row says, as plain data: facts about persons and their case."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from cases.spreadsheets.mapping.schema import WITH_NOTES


@dataclass(frozen=True, slots=True)
class Term:
    """A word of the reference data: which kind of record, and its name; a provision also has its article and part.

    `title`: what the list calls a provision; two rows may call one provision differently.
    """

    noun: str
    name: str
    article: str = ""
    part: str = ""
    title: str = field(default="", compare=False)


@dataclass(slots=True)
class Fact:
    """One record the row speaks of. `slot`: the block that made it. `cells`: field -> (column, text) it was taken from."""

    noun: str
    slot: int
    values: dict[str, Any] = field(default_factory=dict)
    cells: dict[str, tuple[str, str]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


@dataclass(slots=True)
class PersonPlan:
    """What a row says of one of its people; `key` is their identity in the source."""

    part: int
    key: str
    name: str
    facts: list[Fact] = field(default_factory=list)

    def of(self, *nouns: str) -> list[Fact]:
        """The facts of these nouns, in order."""
        return [fact for fact in self.facts if fact.noun in nouns]


@dataclass(slots=True)
class RowPlan:
    """What becomes of a row: `people` and perhaps a `case`, or the reason why it is left out or refused."""

    number: int
    people: list[PersonPlan] = field(default_factory=list)
    case: Fact | None = None
    left_out: str = ""
    joined: int = 0  # the row that says what this one says, of a list with several rows a person
    refusals: list[tuple[str, str]] = field(default_factory=list)  # (column, sentence)
    doubts: list[str] = field(default_factory=list)
    unknown: list[tuple[str, str]] = field(default_factory=list)  # ("custody.facility", word) that somebody may explain
    terms: list[tuple[str, Term, str]] = field(default_factory=list)  # ("occupation.occupation", word, its column)
    links: list[str] = field(default_factory=list)  # addresses of the row's own sources
    noted_terms: list[tuple[Fact, str, str]] = field(
        default_factory=list
    )  # (fact, field, column): notes if nobody knows them
    key: str = ""
    cells: dict[str, str] = field(default_factory=dict)  # the row as it stands in the file


def notes_of(fact: Fact) -> str:
    """The internal notes a fact brings; "" where its record has none or there is nothing to note."""
    return "\n".join(dict.fromkeys(fact.notes)) if fact.noun in WITH_NOTES else ""
