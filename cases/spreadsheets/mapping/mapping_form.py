"""A mapping made in a form: each column is said to be one thing, or set aside. Makes the same tables as a file would hold.

No rule made here states what no cell says: there is no usual kind of custody, no verdict, no kind of penalty for all rows. What
cannot be read is kept as a note, so that the row is imported.
"""

from __future__ import annotations

from collections.abc import Mapping as MappingType
from collections.abc import Sequence
from typing import Any

from cases.domain.vocabulary import FacilityKind, Gender
from cases.spreadsheets.import_.people_cells import BRACKETS
from cases.spreadsheets.mapping.column_targets import ASIDE, DATES, KEY, LINK, NOTES, STATUS, TARGETS
from cases.spreadsheets.mapping.guess_columns import GENDERS
from cases.spreadsheets.mapping.schema import FIRST_WINS, NOT_HELD, PERSON_ASIDE, PERSON_NAME, PERSON_ROWS, SPLIT
from cases.spreadsheets.mapping.value_words import RELEASED, STAGES

__all__ = ["ASIDE", "DATES", "NOTES", "TARGETS", "content_of"]

SET_ASIDE = "set aside when the mapping was made"
SIGNS = ",;/"  # that divide occupations, citizenships and other names in one cell
SECRET = {
    "person.contacts": "contacts",
    "address": "contacts",
    "person.health": "health",
    "person.relatives": "relatives",
}
NOTED = ("judge", "lawyer")  # of the case
REMAND_KINDS = (FacilityKind.REMAND, FacilityKind.MILITARY)
SERVING_KINDS = (FacilityKind.COLONY, FacilityKind.WOMEN_COLONY, FacilityKind.YOUTH_COLONY, FacilityKind.SETTLEMENT)
OPEN_KINDS = (FacilityKind.OPEN,)
OTHER_KINDS = tuple(kind for kind in FacilityKind.values if kind not in (*REMAND_KINDS, *SERVING_KINDS, *OPEN_KINDS))
NOT_KNOWN = ("", "?")  # as conditions call an empty cell, and a place that is not known

Said = MappingType[str, Any]
Columns = MappingType[str, list[str]]  # target -> columns


def content_of(columns: MappingType[str, str], said: Said) -> dict[str, Any]:
    """The tables of a mapping. `columns`: column -> target. `said`: title, country ("BY Belarus"), jurisdiction, key (columns),
    dates, orders (column -> order of day and month), serials, years_from, language, people (sign between several people), custody
    (kind), charges (style), code (name), penalty (kind); what is empty or missing is stated of no row.

    What is missing or contradictory is told by whoever reads the tables: `parse_mapping.read`.
    """
    by_target: dict[str, list[str]] = {}
    for column, target in columns.items():
        by_target.setdefault(target, []).append(column)
    rows: dict[str, Any] = {"key": list(said["key"]), **_rows_of_a_person(said)}
    if LINK in by_target:
        rows["link"] = by_target[LINK]
    content: dict[str, Any] = {
        "title": said["title"],
        "source": {"title": said["title"], "language": said["language"]},
        "place": {"country": said["country"], "jurisdiction": said["jurisdiction"]},
        "rows": rows,
    }
    if said.get("fill_short_rows"):
        content["file"] = {"fill_short_rows": True}
    if said.get("people") and by_target.get("name.text"):
        content["people"] = {"column": by_target["name.text"][0], "separator": said["people"]}
    content |= _of_person(by_target, said) | _of_case(by_target, said)
    aside = [column for each in (ASIDE, KEY) for column in by_target.get(each, []) if column not in said["key"]]
    if aside:
        content["aside"] = dict.fromkeys(aside, SET_ASIDE)
    return content


def _rows_of_a_person(said: Said) -> dict[str, str]:
    """What a row is, where it is not a person; and which row wins."""
    if said.get("one_row_is") in (None, "", PERSON_ROWS):
        return {}
    return {"one_row_is": said["one_row_is"], "wins": said.get("wins") or FIRST_WINS}


def _rule(target: str, by_target: Columns, said: Said) -> Any:
    columns = by_target[target]
    rule: dict[str, Any] = {"column": columns[0]} if len(columns) == 1 else {"columns": columns}
    rule["unreadable"] = "note"
    if target not in DATES:
        return rule
    order = said.get("orders", {}).get(columns[0]) or said.get("dates")
    if order:
        rule["dates"] = order
    if said.get("serials"):
        rule["serials"] = True
    if said.get("years_from"):
        rule["years_from"] = int(said["years_from"])
    return rule


def _fields(noun: str, by_target: Columns, said: Said) -> dict[str, Any]:
    targets = [target for target in by_target if target.partition(".")[0] == noun and target not in SECRET]
    return {target.partition(".")[2]: _rule(target, by_target, said) for target in targets}


def _of_person(by_target: Columns, said: Said) -> dict[str, Any]:
    content: dict[str, Any] = {"name": _names(by_target, said)} if "name.text" in by_target else {}
    person = _fields("person", by_target, said)
    for field in dict.fromkeys(SECRET.values()):
        columns = [column for target, of in SECRET.items() if of == field for column in by_target.get(target, [])]
        if columns:
            person[field] = {"columns": columns}
    noted = (NOTES, "photo") if _has_case(by_target) else (NOTES, "photo", *NOTED, STATUS)
    notes = [column for target in noted for column in by_target.get(target, [])]
    if notes:
        person["notes"] = notes
    if "gender" in person:
        person["gender"]["table"] = "person_gender"
        content.setdefault("tables", {})["person_gender"] = {code: code for code in Gender.values} | GENDERS
    if person:
        content["person"] = person
    for noun in ("citizenship", "occupation", "recognition", "summary"):
        fields = _fields(noun, by_target, said)
        if fields:
            content[noun] = {"when": [_filled(_columns(fields))], **fields}
            content[noun] |= {"split": SIGNS} if noun in SPLIT else {}
    if "summary" in content:
        content["summary"]["language"] = {"value": said["language"]}
    if "recognition" in content and "organisation" not in content["recognition"]:
        content["person"] = {**person, "notes": [*notes, *_columns(content.pop("recognition"), but="when")]}
    custody = _custody(by_target, said)
    if custody:
        content["custody"] = custody
    return content


def _names(by_target: Columns, said: Said) -> list[dict[str, Any]]:
    """The name, its other spelling, and other names; of a cell with several people, each of them."""
    column = PERSON_NAME if said.get("people") else by_target["name.text"][0]
    name: dict[str, Any] = {"text": {"column": column}, "language": {"value": said["language"]}}
    if said.get("order"):
        name["order"] = {"value": said["order"]}
    if said.get("people"):
        brackets = {"when": [_filled([PERSON_ASIDE])], "text": {"column": PERSON_ASIDE}, "kind": {"value": "alias"}}
        return [name, brackets | {"language": {"value": said["language"]}}]
    names = [name | {"parts": BRACKETS}]
    for target, more in (("name2.text", {}), ("alias.text", {"kind": {"value": "alias"}, "split": ",;"})):
        for other in by_target.get(target, []):
            names.append({"when": [_filled([other])], "text": {"column": other}, **more})
            if target == "name2.text" and said.get("latin", {}).get(other):
                names[-1] |= {"kind": {"value": "latin"}}
            elif target == "alias.text":
                names[-1] |= {"language": {"value": said["language"]}}
    return names


def _custody(by_target: Columns, said: Said) -> list[dict[str, Any]]:
    """Periods of custody. Which kind, the place of detention says and the status of the row; where they do not, it is an arrest."""
    custody = _fields("custody", by_target, said)
    if not custody:
        return []
    if said.get("custody"):
        return [{"when": [_filled(_columns(custody))], "kind": {"value": said["custody"]}, **custody}]
    place, start = custody.pop("facility", None), custody.get("from_date")
    if "end" not in custody and by_target.get(STATUS):
        released = {"columns": by_target[STATUS], "one_of": sorted(RELEASED)}
        custody["end"] = {"value": "released", "when": [released]}
    begun = [_filled(_columns({"from_date": start}))] if start else []
    if place is None:
        return [{"when": [_filled(_columns(custody))], "kind": {"value": "arrest"}, **custody}]
    column = place["column"]
    plain = {name: rule for name, rule in custody.items() if name != "from_date"}
    at_arrest = {"kind": {"value": "arrest"}, **({"from_date": start} if start else {})}
    length = by_target.get("penalty.length", [])
    sentenced, not_sentenced = ([_filled(length)], [_filled(length, filled=False)]) if length else ([], [])
    blocks: list[dict[str, Any]] = []
    if start:
        moved = [*begun, _kinds(column, SERVING_KINDS + OPEN_KINDS)]
        blocks.append({"when": moved, **at_arrest, "end": {"value": "transfer"}})
    blocks += [
        {"when": [_kinds(column, REMAND_KINDS)], "kind": {"value": "remand"}, "facility": place, **custody},
        {"when": [_kinds(column, SERVING_KINDS)], "kind": {"value": "serving"}, "facility": place, **plain},
        {"when": [_kinds(column, OPEN_KINDS)], "kind": {"value": "restriction"}, "facility": place, **plain},
        {
            "when": [_kinds(column, OTHER_KINDS), *not_sentenced],
            "kind": {"value": "arrest"},
            "facility": place,
            **custody,
        },
    ]
    if sentenced:
        serving = {"kind": {"value": "serving"}, "facility": place, **plain}
        blocks.append({"when": [_kinds(column, OTHER_KINDS), *sentenced], **serving})
    unknown = {"any": [_kinds(column, NOT_KNOWN)]} if start else {"any": [_kinds(column, ("?",))]}
    blocks.append({"when": [unknown], "kind": {"value": "arrest"}, "facility": place, **custody})
    if start:
        ended = {**custody, "end": {"value": "released"}} if custody.get("end", {}).get("value") else custody
        ended = ended if "end" in ended else {**ended, "end": {"value": "released"}}
        blocks.append({"when": [*begun, _kinds(column, (NOT_HELD,))], **at_arrest, **ended, "facility": place})
    return blocks


def _has_case(by_target: Columns) -> bool:
    return any(target.partition(".")[0] in ("case", "charge", "sentence", "penalty") for target in by_target)


def _of_case(by_target: Columns, said: Said) -> dict[str, Any]:
    fields = {noun: _fields(noun, by_target, said) for noun in ("case", "defendant", "charge", "sentence", "penalty")}
    if not _has_case(by_target):
        return {}
    every = [column for noun, each in fields.items() if noun != "defendant" for column in _columns(each)]
    name = next(iter(by_target.get("name.text", [])), "")
    name = PERSON_NAME if said.get("people") else name
    title = f"{{{name}}} ({said['title']})" if name else said["title"]
    case = {"when": [_filled(every)], "title": {"template": title}, **fields["case"]}
    content: dict[str, Any] = {"case": case, "defendant": fields["defendant"]}
    if STATUS in by_target and "stage" not in fields["defendant"]:
        stages = {"columns": by_target[STATUS], "table": "defendant_stage", "unreadable": "note"}
        content["defendant"] = {"stage": stages}
        content["tables"] = {"defendant_stage": STAGES}
    noted = [column for target in NOTED for column in by_target.get(target, [])]
    if noted:
        content["defendant"]["notes"] = noted
    if not content["defendant"]:
        del content["defendant"]
    if fields["charge"]:
        charges = {"when": [_filled(_columns(fields["charge"]))], "style": said["charges"], **fields["charge"]}
        content["charge"] = [charges]
        content["code"] = [{"name": said["code"]}]
    if fields["sentence"]:
        content["sentence"] = {"when": [_filled(_columns(fields["sentence"]))], **fields["sentence"]}
    if fields["penalty"]:
        content["penalty"] = _penalties(fields["penalty"], by_target, said)
    return content


def _penalties(fields: dict[str, Any], by_target: Columns, said: Said) -> list[dict[str, Any]]:
    """A length without a kind is imprisonment of those who are in a colony; of others nothing is said."""
    amount = fields.pop("amount", None)
    blocks: list[dict[str, Any]] = []
    if fields:
        filled = _filled(_columns(fields))
        place = by_target.get("custody.facility", [])
        if said.get("penalty") and "kind" not in fields:
            blocks.append({"when": [filled], "kind": {"value": said["penalty"]}, **fields})
        elif place and "kind" not in fields:
            others = {"any": [_kinds(place[0], (*NOT_KNOWN, NOT_HELD, *REMAND_KINDS, *OPEN_KINDS, *OTHER_KINDS))]}
            in_colony = {"when": [filled, _kinds(place[0], SERVING_KINDS)], "kind": {"value": "imprisonment"}}
            blocks += [{**in_colony, **fields}, {"when": [filled, others], **fields}]
        else:
            blocks.append({"when": [filled], **fields})
    if amount:
        blocks.append({"when": [_filled(_columns({"amount": amount}))], "kind": {"value": "fine"}, "amount": amount})
    return blocks


def _columns(fields: MappingType[str, Any], but: str = "") -> list[str]:
    rules = [rule for name, rule in fields.items() if name != but and isinstance(rule, dict)]
    return [column for rule in rules for column in rule.get("columns", [rule.get("column")]) if column]


def _filled(columns: list[str], *, filled: bool = True) -> dict[str, Any]:
    return {"columns": columns, "filled": filled}


def _kinds(column: str, kinds: Sequence[str]) -> dict[str, Any]:
    return {"column": column, "facility_kind": [str(kind) for kind in kinds]}
