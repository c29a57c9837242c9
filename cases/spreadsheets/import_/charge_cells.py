"""Charges as lists write them: citations of provisions in any of the languages of the grammar, or bare words.

Pure functions. What is not understood is given back word for word, never dropped: the mapping says what becomes of it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from cases.domain import citations
from cases.domain.citations import Law, Laws
from cases.spreadsheets.mapping.schema import CodeTerm, Mapping

# "english_prose" and "east_slavic" are names that mappings use; both are read by the one grammar of cases.domain.citations.
STYLES = ("english_prose", "east_slavic", "words")
LONGEST_TITLE = 300


@dataclass
class Cited:
    """One provision as cited. `code`: the name of its code; "" for the usual one of the list. `items`: sub-divisions below the
    part, which a provision record does not have. `stage`: how far the offence went, where the text says so."""

    article: str
    part: str = ""
    title: str = ""
    items: list[str] = field(default_factory=list)
    code: str = ""
    stage: str = ""


@dataclass
class Charges:
    """What a cell says: the provisions in order, and the pieces that were not understood."""

    cited: list[Cited] = field(default_factory=list)
    left: list[str] = field(default_factory=list)


def read_charges(text: str, style: str, laws: Laws) -> Charges:
    """The charges in `text` under the laws at hand."""
    if style == "words":
        plain = " ".join(text.split())
        return Charges([Cited(words, title=words) for words in dict.fromkeys(_listed(plain))])
    reading = citations.read(text, laws)
    cited = [
        Cited(each.article, each.part, each.title[:LONGEST_TITLE], list(each.points), each.law.name, each.stage)
        for each in reading.cited
    ]
    return Charges(cited, reading.kept)


def laws_of(mapping: Mapping, loaded: Iterable[Law] = ()) -> dict[str, Laws]:
    """The laws that charges of a list can be of, by the code of the mapping that is meant where a cell names none.

    `loaded`: the codes of the reference data; those of the mapping come first.
    """
    known = {law.name: law for law in loaded}
    own = {code.name: _law(code, mapping, known.pop(code.name, None)) for code in mapping.codes}
    return {name: Laws([*own.values(), *known.values()], law) for name, law in own.items()}


def _law(code: CodeTerm, mapping: Mapping, loaded: Law | None) -> Law:
    country = mapping.country[:2]
    return citations.law(
        code.name, names=[code.short_name], country=country, part_sign=code.part_sign, part_pattern=code.part_pattern,
        phrases=[code.said_as] if code.said_as else [], loaded=loaded,
    )  # fmt: skip


def _listed(text: str) -> list[str]:
    return [piece.strip() for piece in text.split(",") if piece.strip()]
