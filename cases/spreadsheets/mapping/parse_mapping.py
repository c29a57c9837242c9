"""Reading mappings from TOML, telling every mistake by the key it is in."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

from cases.domain.vocabulary import FacilityKind, Language, Reliability
from cases.spreadsheets.import_ import charge_cells, people_cells
from cases.spreadsheets.mapping.schema import (
    DATE_STYLES,
    EARLIEST_YEARS,
    EVENT_ROWS,
    FIELDS,
    FIRST_WINS,
    LAST_WINS,
    LATEST_YEARS,
    OF_A_CASE,
    OTHERS,
    PERSON_ASIDE,
    PERSON_NAME,
    PERSON_ROWS,
    REPEATED,
    REQUIRED,
    SPLIT,
    UNREADABLE,
    WITH_NOTES,
    Block,
    CodeTerm,
    Condition,
    CourtTerm,
    FacilityTerm,
    Mapping,
    People,
    Rule,
    SourceTerm,
    fold,
    template_columns,
)
from cases.spreadsheets.mapping.toml_reader import Keys, MappingError

FOLDER = Path(__file__).parent / "mappings"
OPEN_TABLES = ("organisation", "occupation", "region", "state", "facility", "court")
NAME = re.compile(r"[a-z0-9_]{1,60}")
SECTIONS = {
    "title", "source", "place", "file", "rows", "people", "facility", "court", "not_held", "code", "organisations", "occupations",
    "aside", "tables",
}  # fmt: skip


def names() -> list[str]:
    """The mappings that come with the project."""
    return sorted(path.stem for path in FOLDER.glob("*.toml"))


def load(name_or_path: str) -> Mapping:
    """The mapping of that name, or in the file at that path. Raises MappingError with a sentence."""
    path = Path(name_or_path)
    if NAME.fullmatch(name_or_path):
        path = FOLDER / f"{name_or_path}.toml"
    if path.suffix != ".toml" or not path.is_file():
        raise MappingError(f"There is no mapping “{name_or_path}”. There are: {', '.join(names())}.")
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as wrong:
        raise MappingError(f"The mapping “{path.name}” is not written in TOML: {wrong}.") from wrong
    return read(parsed(text, path.name), path.stem)


def parsed(text: str, name: str) -> dict[str, Any]:
    """The tables of a mapping written in TOML. Raises MappingError."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as wrong:
        raise MappingError(f"The mapping “{name}” is not written in TOML: {wrong}.") from wrong


def read(content: dict[str, Any], name: str) -> Mapping:
    """The mapping that parsed TOML says. Raises MappingError."""
    if not NAME.fullmatch(name):
        raise MappingError(f"“{name}” is no name of a mapping: small letters, digits and underscores.")
    unknown = set(content) - SECTIONS - set(FIELDS)
    if unknown:
        raise MappingError(f"The mapping has an unknown section “{min(unknown)}”.")
    rows, place, file = (Keys(content.get(each, {}), each) for each in ("rows", "place", "file"))
    tables = {
        key: Keys(table, f"tables.{key}").texts() for key, table in Keys(content.get("tables", {}), "tables").all()
    }
    mapping = Mapping(
        name=name,
        title=Keys(content, "").text("title", needed=True),
        source=_source(Keys(content.get("source", {}), "source")),
        country=place.text("country", needed=True),
        jurisdiction=place.text("jurisdiction", needed=True),
        key=rows.list("key", needed=True),
        empty=frozenset(fold(each) for each in rows.list("empty")),
        keep=_conditions(rows, "keep"),
        left_out_because=rows.text("left_out_because"),
        one_row_is=rows.text("one_row_is", one_of=(PERSON_ROWS, EVENT_ROWS), default=PERSON_ROWS),
        wins=rows.text("wins", one_of=(FIRST_WINS, LAST_WINS), default=FIRST_WINS),
        others=rows.text("others", one_of=OTHERS),
        own=rows.yes("own"),
        optional=frozenset(rows.list("optional")),
        people=_people(content),
        blocks=_blocks(content, tables),
        facilities=tuple(_facility(Keys(each, "facility")) for each in content.get("facility", [])),
        courts=tuple(_court(Keys(each, "court")) for each in content.get("court", [])),
        not_held=frozenset(fold(each) for each in Keys(content, "").list("not_held")),
        link=rows.list("link"),
        codes=tuple(_code(Keys(each, "code")) for each in content.get("code", [])),
        organisations=Keys(content, "").list("organisations"),
        occupations=Keys(content, "").list("occupations"),
        aside=Keys(content.get("aside", {}), "aside").texts(),
        encoding=file.text("encoding"),
        delimiter=file.text("delimiter"),
        fill_short_rows=file.yes("fill_short_rows"),
    )
    for keys in (rows, place, file):
        keys.finish()
    _check_whole(mapping)
    return mapping


def _source(keys: Keys) -> SourceTerm:
    source = SourceTerm(
        title=keys.text("title", needed=True),
        publisher=keys.text("publisher"),
        link=keys.text("link"),
        published=keys.text("published"),
        language=keys.text("language", one_of=tuple(Language.values), default="en"),
        reliability=keys.text("reliability", one_of=tuple(Reliability.values), default="unknown"),
        cite=keys.text("cite", one_of=("values", "record"), default="values"),
    )
    keys.finish()
    return source


def _people(content: dict[str, Any]) -> People | None:
    if "people" not in content:
        return None
    keys = Keys(content["people"], "people")
    people_rule = People(keys.text("column", needed=True), keys.text("separator", needed=True))
    if len(people_rule.separator) != 1:
        raise MappingError("people.separator must be one sign.")
    keys.finish()
    return people_rule


def _facility(keys: Keys) -> FacilityTerm:
    kinds = tuple(FacilityKind.values)
    term = FacilityTerm(
        keys.text("name", needed=True),
        keys.text("kind", needed=True, one_of=kinds),
        keys.text("code"),
        keys.list("spellings"),
    )
    keys.finish()
    return term


def _court(keys: Keys) -> CourtTerm:
    term = CourtTerm(keys.text("name", needed=True), keys.list("spellings"))
    keys.finish()
    return term


def _code(keys: Keys) -> CodeTerm:
    plain = CodeTerm("")
    term = CodeTerm(
        name=keys.text("name", needed=True),
        short_name=keys.text("short_name"),
        said_as=keys.text("said_as"),
        part_sign=keys.text("part_sign"),
        whole_pattern=keys.text("whole_pattern", default=plain.whole_pattern),
        part_pattern=keys.text("part_pattern", default=plain.part_pattern),
        titles=Keys(keys.get("titles") or {}, "code.titles").texts(),
    )
    keys.finish()
    return term


def _conditions(keys: Keys, key: str) -> tuple[Condition, ...]:
    found = keys.get(key) or []
    if not isinstance(found, list):
        raise MappingError(f"{keys.where}.{key} must be a list of conditions.")
    return tuple(_condition(Keys(each, f"{keys.where}.{key}")) for each in found)


def _condition(keys: Keys) -> Condition:
    either = _conditions(keys, "any")
    filled = keys.get("filled")
    condition = Condition(
        () if either else keys.list("columns") or keys.list("column", needed=True),
        filled,
        keys.list("one_of"),
        keys.list("contains"),
        tuple(keys.get("facility_kind") or ()),
        either,
    )
    tests = (filled is not None, condition.one_of, condition.contains, condition.facility_kind, either)
    if sum(map(bool, tests)) != 1:
        raise MappingError(f"{keys.where} needs exactly one of filled, one_of, contains, facility_kind, any.")
    keys.finish()
    return condition


def _blocks(content: dict[str, Any], tables: dict[str, dict[str, str]]) -> tuple[Block, ...]:
    blocks: list[Block] = []
    for noun in FIELDS:
        given = content.get(noun, [])
        several = given if isinstance(given, list) else [given]
        if len(several) > 1 and noun not in REPEATED:
            raise MappingError(f"[{noun}] can stand only once.")
        blocks += [_block(noun, Keys(each, noun), tables) for each in several]
    return tuple(blocks)


def _block(noun: str, keys: Keys, tables: dict[str, dict[str, str]]) -> Block:
    rules = {}
    for field, kind in FIELDS[noun].items():
        given = keys.get(field)
        if given is not None:
            rules[field] = _rule(given, f"{noun}.{field}", kind, tables)
    needed = REQUIRED.get(noun)
    if needed and needed not in rules:
        raise MappingError(f"{noun}.{needed} is missing.")
    block = Block(
        noun, rules, _conditions(keys, "when"), keys.list("notes"),
        keys.text("parts", one_of=("", *people_cells.PART_STYLES)), keys.text("style", one_of=("", *charge_cells.STYLES)),
        keys.list("not_charges"), keys.text("split"),
    )  # fmt: skip
    if noun == "charge" and not block.style:
        raise MappingError("charge.style is missing.")
    if block.split and noun not in SPLIT:
        raise MappingError(f"{noun}.split: only {', '.join(sorted(SPLIT))} can be divided.")
    if block.notes and noun not in WITH_NOTES:
        raise MappingError(f"{noun}.notes: this record has no internal notes.")
    keys.finish()
    return block


def _rule(given: Any, where: str, kind: str | tuple[str, ...], tables: dict[str, dict[str, str]]) -> Rule:
    keys = Keys({"column": given} if isinstance(given, str) else given, where)
    table_name = keys.text("table")
    if table_name and table_name not in tables:
        raise MappingError(f"{where}.table: there is no [tables.{table_name}].")
    month_only = keys.get("month_only")
    rule = Rule(
        columns=keys.list("columns") or keys.list("column"),
        value=keys.text("value"),
        template=keys.text("template"),
        table={fold(key): value for key, value in tables.get(table_name, {}).items()},
        open_table=kind in OPEN_TABLES,
        default=keys.text("default"),
        when=_conditions(keys, "when"),
        otherwise=keys.text("otherwise"),
        dates=keys.text("dates", one_of=DATE_STYLES),
        serials=keys.yes("serials") or keys.get("dates") == "excel",
        years_from=_years_from(keys),
        month_only=_condition(Keys(month_only, f"{where}.month_only")) if month_only else None,
        unreadable=keys.text("unreadable", one_of=UNREADABLE, default="refuse"),
    )
    keys.finish()
    if sum(map(bool, (rule.columns, rule.value, rule.template))) != 1:
        raise MappingError(f"{where} needs exactly one of column, value, template.")
    if isinstance(kind, tuple):
        for value in (rule.value, rule.default, rule.otherwise, *rule.table.values()):
            if value and value not in kind:
                raise MappingError(f"{where}: “{value}” is none of {', '.join(kind)}.")
    return rule


def _years_from(keys: Keys) -> int:
    given = keys.get("years_from")
    if given is not None and (type(given) is not int or not EARLIEST_YEARS <= given <= LATEST_YEARS):
        raise MappingError(f"{keys.where}.years_from must be a year from {EARLIEST_YEARS} to {LATEST_YEARS}.")
    return given or 0


def _check_whole(mapping: Mapping) -> None:
    """What only the whole mapping can break."""
    if not mapping.block("name"):
        raise MappingError("[name] is missing: every row must say who it is about.")
    if any(block.noun in OF_A_CASE for block in mapping.blocks) and not mapping.block("case"):
        raise MappingError("[case] is missing, to which defendant, charge and sentence belong.")
    if mapping.block("charge") and not mapping.codes:
        raise MappingError("[[code]] is missing: charges need a code of law.")
    if mapping.keep and not mapping.left_out_because:
        raise MappingError("rows.left_out_because is missing: why the other rows are left out.")
    if mapping.people and mapping.one_row_is == EVENT_ROWS:
        raise MappingError("rows.one_row_is: a list with several people in a cell cannot have several rows a person.")
    both = mapping.used_columns() & set(mapping.aside)
    if both:
        raise MappingError(f"aside.{min(both)}: this column is used by a rule as well.")
    virtual = {PERSON_NAME, PERSON_ASIDE}
    named = {column for block in mapping.blocks for column in block.notes} | {
        column
        for block in mapping.blocks
        for rule in block.rules.values()
        for column in (*rule.columns, *template_columns(rule.template))
    }
    if not mapping.people and named & virtual:
        raise MappingError(f"“{min(named & virtual)}” needs the section [people].")
    if mapping.people and named & {mapping.people.column} - set(mapping.key):
        raise MappingError(f"people.column: use {PERSON_NAME} instead of “{mapping.people.column}” in the rules.")
