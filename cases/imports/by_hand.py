"""A mapping made in a form: each column is said to be one thing, or set aside. Makes the same tables as a file would hold."""

from __future__ import annotations

from collections.abc import Mapping as MappingType
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.vocabulary import Gender

ASIDE, NOTES = "aside", "notes"
TARGETS: tuple[tuple[Promise | str, tuple[tuple[str, Promise], ...]], ...] = (
    ("", ((ASIDE, _("set aside: not taken in")), (NOTES, _("internal note, word for word")))),
    (_("Person"), (
        ("name.text", _("name")), ("name2.text", _("name in another script or language")), ("person.gender", _("gender")),
        ("person.born", _("date of birth")), ("person.died", _("date of death")), ("occupation.occupation", _("occupation")),
        ("recognition.organisation", _("recognised by (organisation)")),
    )),
    (_("Custody"), (
        ("custody.from_date", _("in custody since")), ("custody.until", _("in custody until")),
        ("custody.facility", _("place of detention")),
    )),
    (_("Case"), (
        ("case.number", _("case number")), ("case.title", _("title of the case")), ("case.opened", _("case opened")),
        ("charge.charges", _("charges (articles)")), ("sentence.decided", _("sentenced on")),
        ("penalty.length", _("length of the penalty")),
    )),
)  # fmt: skip
"""What a column may be, in groups: (key, label)."""

DATES = frozenset(
    {"person.born", "person.died", "custody.from_date", "custody.until", "case.opened", "sentence.decided"}
)
OF_A_CASE = ("case", "charge", "sentence", "penalty")
SET_ASIDE = "set aside when the mapping was made"


def content_of(columns: MappingType[str, str], said: MappingType[str, Any]) -> dict[str, Any]:
    """The tables of a mapping. `columns`: column -> target. `said`: title, country ("BY Belarus"), jurisdiction, key (columns),
    dates, serials, years_from, language, custody (kind), charges (style), code (name), penalty (kind), cite.

    What is missing or contradictory is told by whoever reads the tables: `mapping_file.read`.
    """
    by_target: dict[str, list[str]] = {}
    for column, target in columns.items():
        by_target.setdefault(target, []).append(column)
    content: dict[str, Any] = {
        "title": said["title"],
        "source": {"title": said["title"], "language": said["language"]},
        "place": {"country": said["country"], "jurisdiction": said["jurisdiction"]},
        "rows": {"key": list(said["key"])},
    }
    if said.get("fill_short_rows"):
        content["file"] = {"fill_short_rows": True}
    content |= _of_person(by_target, said) | _of_case(by_target, said)
    aside = [column for column in by_target.get(ASIDE, []) if column not in said["key"]]
    if aside:
        content["aside"] = dict.fromkeys(aside, SET_ASIDE)
    return content


def _rule(target: str, by_target: MappingType[str, list[str]], said: MappingType[str, Any]) -> Any:
    columns = by_target[target]
    rule: dict[str, Any] = {"column": columns[0]} if len(columns) == 1 else {"columns": columns}
    if target in DATES and said["dates"]:
        rule["dates"] = said["dates"]
    if target in DATES and said.get("serials"):
        rule["serials"] = True
    if target in DATES and said.get("years_from"):
        rule["years_from"] = int(said["years_from"])
    if target == "person.gender":
        rule["table"] = "person_gender"
    return rule


def _fields(noun: str, by_target: MappingType[str, list[str]], said: MappingType[str, Any]) -> dict[str, Any]:
    targets = [target for target in by_target if target.partition(".")[0] == noun]
    return {target.partition(".")[2]: _rule(target, by_target, said) for target in targets}


def _of_person(by_target: MappingType[str, list[str]], said: MappingType[str, Any]) -> dict[str, Any]:
    content: dict[str, Any] = {}
    names = [each for each in (_fields("name", by_target, said), _fields("name2", by_target, said)) if each]
    if names:
        names[0]["language"] = {"value": said["language"]}
        content["name"] = names
        for other in names[1:]:
            other["when"] = [_filled(by_target["name2.text"])]
    person = _fields("person", by_target, said)
    if NOTES in by_target:
        person["notes"] = by_target[NOTES]
    if person:
        content["person"] = person
    if "person.gender" in by_target:
        content["tables"] = {"person_gender": {code: code for code in Gender.values}}
    for noun in ("occupation", "recognition"):
        fields = _fields(noun, by_target, said)
        if fields:
            content[noun] = {"when": [_filled(_columns(fields))], **fields}
    custody = _fields("custody", by_target, said)
    if custody:
        content["custody"] = [{"when": [_filled(_columns(custody))], "kind": {"value": said["custody"]}, **custody}]
    return content


def _of_case(by_target: MappingType[str, list[str]], said: MappingType[str, Any]) -> dict[str, Any]:
    fields = {noun: _fields(noun, by_target, said) for noun in OF_A_CASE}
    if not any(fields.values()):
        return {}
    every = [column for each in fields.values() for column in _columns(each)]
    name = next(iter(by_target.get("name.text", [])), "")
    title = f"{{{name}}} ({said['title']})" if name else said["title"]
    content: dict[str, Any] = {
        "case": {
            "when": [_filled(every)], "title": {"template": title}, "kind": {"value": "criminal"}, **fields["case"],
        },
        "defendant": {"stage": {"value": "verdict" if fields["sentence"] or fields["penalty"] else "charged"}},
    }  # fmt: skip
    if fields["charge"]:
        charges = {"when": [_filled(_columns(fields["charge"]))], "style": said["charges"], **fields["charge"]}
        content["charge"] = [{**charges, "status": {"value": "charged"}}]
        content["code"] = [{"name": said["code"]}]
    if fields["sentence"] or fields["penalty"]:
        columns = _columns(fields["sentence"]) + _columns(fields["penalty"])
        content["sentence"] = {"when": [_filled(columns)], "instance": {"value": "first"}, **fields["sentence"]}
    if fields["penalty"]:
        columns = _columns(fields["penalty"])
        content["penalty"] = [{"when": [_filled(columns)], "kind": {"value": said["penalty"]}, **fields["penalty"]}]
    return content


def _columns(fields: MappingType[str, Any]) -> list[str]:
    return [column for rule in fields.values() for column in rule.get("columns", [rule.get("column")])]


def _filled(columns: list[str]) -> dict[str, Any]:
    return {"columns": columns, "filled": True}
