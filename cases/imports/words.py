"""Words of a list that nobody has explained yet: what may be answered, and how an answer enters the mapping."""

from __future__ import annotations

import copy
from collections.abc import Mapping as MappingType
from typing import Any

from cases.imports.keys import MappingError
from cases.imports.mapping import FIELDS, fold
from cases.models import Facility, Occupation, Organisation
from cases.vocabulary import FacilityKind

NEW, KNOWN, CODE = "new", "known", "code"
Word = tuple[str, str]  # ("custody.facility", the text in the list)


def kind_of(where: str) -> str | tuple[str, ...]:
    """What the field wants: "facility", "organisation", "occupation" or the codes of a choice."""
    noun, _dot, name = where.partition(".")
    return FIELDS[noun][name]


def explained(content: dict[str, Any], answers: MappingType[Word, str]) -> dict[str, Any]:
    """The mapping with the answers in it. An answer is "known:<key>", "new:" (of a place "new:<kind>") or "code:<code>".

    Raises MappingError for an answer that cannot be given.
    """
    content = copy.deepcopy(content)
    for (where, text), answer in answers.items():
        how, _colon, what = answer.partition(":")
        kind = kind_of(where)
        if kind == "facility":
            _explain_place(content, text, how, what)
        elif kind in ("organisation", "occupation"):
            _explain_term(content, where, text, how, what)
        elif isinstance(kind, tuple) and how == CODE and what in kind:
            _table_of(content, where, {code: code for code in kind})[text] = what
        else:
            raise MappingError(f"“{answer}” is no answer to what “{text}” means.")
    return content


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
    if how == NEW:
        declared = content.setdefault(f"{noun}s", [])
        content[f"{noun}s"] = [*([declared] if isinstance(declared, str) else declared), text]
        return
    known = _known(Organisation if noun == "organisation" else Occupation, how, what, text)
    _table_of(content, where, {})[text] = known.name_en


def _known(model: Any, how: str, what: str, text: str) -> Any:
    found = model.objects.filter(pk=what).first() if how == KNOWN and what.isdecimal() and len(what) < 19 else None
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
