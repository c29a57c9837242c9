"""Words of a list that nobody has explained yet: what may be answered, and how an answer enters the mapping."""

from __future__ import annotations

import copy
from collections.abc import Mapping as MappingType
from typing import Any

from cases.domain.vocabulary import FacilityKind
from cases.models import Country, Court, Facility, Occupation, Organisation, Region
from cases.spreadsheets.mapping.schema import FIELDS, fold
from cases.spreadsheets.mapping.toml_reader import MappingError

NEW, KNOWN, CODE, NONE = "new", "known", "code", "none"
TERMS: dict[str, Any] = {
    "organisation": Organisation, "occupation": Occupation, "region": Region, "state": Country, "court": Court, "facility": Facility,  # noqa: E501
}  # fmt: skip
MADE = ("organisation", "occupation")  # words of which a new record may be made
Word = tuple[str, str]  # ("custody.facility", the text in the list)


def kind_of(where: str) -> str | tuple[str, ...]:
    """What the field wants: "facility", "organisation", "occupation" or the codes of a choice."""
    noun, _dot, name = where.partition(".")
    return FIELDS[noun][name]


def explained(content: dict[str, Any], answers: MappingType[Word, str]) -> dict[str, Any]:
    """The mapping with the answers in it. An answer is "known:<key>", "new:" (of a place "new:<kind>"), "code:<code>", or "none:"
    where the word means nothing of the kind and stays a note; of a place: that somebody is held nowhere.

    Raises MappingError for an answer that cannot be given.
    """
    content = copy.deepcopy(content)
    for (where, text), answer in answers.items():
        how, _colon, what = answer.partition(":")
        kind = kind_of(where)
        if kind == "facility" and how == NONE:
            content["not_held"] = [*_listed(content.get("not_held", [])), text]
        elif kind == "facility":
            _explain_place(content, text, how, what)
        elif how == NONE:
            start = {code: code for code in kind} if isinstance(kind, tuple) else {}
            _table_of(content, where, start)[text] = ""
        elif kind == "court":
            _explain_court(content, text, how, what)
        elif kind in TERMS:
            _explain_term(content, where, text, how, what)
        elif isinstance(kind, tuple) and how == CODE and what in kind:
            _table_of(content, where, {code: code for code in kind})[text] = what
        else:
            raise MappingError(f"“{answer}” is no answer to what “{text}” means.")
    return content


def _listed(value: Any) -> list[str]:
    return [value] if isinstance(value, str) else list(value)


def _explain_court(content: dict[str, Any], text: str, how: str, what: str) -> None:
    known = _known(Court, how, what, text)
    courts: list[dict[str, Any]] = content.setdefault("court", [])
    court = next((each for each in courts if each["name"] == known.name_en), None)
    if court is None:
        court = {"name": known.name_en}
        courts.append(court)
    if fold(court["name"]) != fold(text):
        court["spellings"] = [*court.get("spellings", []), text]


def _explain_place(content: dict[str, Any], text: str, how: str, what: str) -> None:
    places: list[dict[str, Any]] = content.setdefault("facility", [])
    if how == NEW and what in FacilityKind.values:
        places.append({"name": text, "kind": what})
        return
    known = _known(Facility, how, what, text)
    place = next((each for each in places if each["name"] == known.name_en), None)
    if place is None:
        place = {"name": known.name_en, "kind": known.kind}
        if known.code:
            place["code"] = known.code
        places.append(place)
    if fold(place["name"]) != fold(text):
        place["spellings"] = [*place.get("spellings", []), text]


def _explain_term(content: dict[str, Any], where: str, text: str, how: str, what: str) -> None:
    noun = str(kind_of(where))
    if how == NEW and noun in MADE:
        content[f"{noun}s"] = [*_listed(content.setdefault(f"{noun}s", [])), text]
        return
    known = _known(TERMS[noun], how, what, text)
    _table_of(content, where, {})[text] = known.name_en


def _known(model: Any, how: str, what: str, text: str) -> Any:
    found = model.objects.filter(public_id=what).first() if how == KNOWN and what.isalnum() else None
    if found is None:
        raise MappingError(f"Say what “{text}” means.")
    return found


def _table_of(content: dict[str, Any], where: str, start: dict[str, str]) -> dict[str, str]:
    """The table that the rules of this field go by, made where they have none yet."""
    noun, _dot, name = where.partition(".")
    blocks = content.get(noun, [])
    tables: dict[str, Any] = content.setdefault("tables", {})
    chosen = ""
    for block in blocks if isinstance(blocks, list) else [blocks]:
        rule = block.get(name)
        if isinstance(rule, str):
            rule = block[name] = {"column": rule}
        if isinstance(rule, dict) and ("column" in rule or "columns" in rule):
            chosen = rule.setdefault("table", chosen or f"{noun}_{name}")
    if not chosen:
        raise MappingError(f"No column gives {where}.")
    table: dict[str, str] = tables.setdefault(chosen, dict(start))
    return table
