"""JSON and JSON Lines: an array of objects, or an object a line, as a table whose headers are the paths of the values.

{"name": "A", "birth": {"year": 1980}} has the columns "name" and "birth.year". Lists of plain values are joined by "; ". A list of
{"value": ..., "label": ...}, as Uwazi writes its metadata, gives the labels, or the values where there are none.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from cases.spreadsheets.reading.table import Limits, Raw, Unreadable

DEEPEST = 6  # levels of objects; what lies deeper stays as JSON
WRAPPERS = ("rows", "data", "items", "results", "records", "entities", "actors")  # keys of an object around the rows
VALUE, LABEL = "value", "label"
UWAZI = frozenset({VALUE, LABEL, "type", "icon", "parent", "inheritedValue", "inheritedType"})
JOINED = "; "


def rows(text: str, limits: Limits) -> Iterator[Raw]:
    """The headers, then the objects in order; numbered as lines of a table, the headers being row 1. Raises Unreadable."""
    found = [_flat(each, number) for number, each in enumerate(_objects(text), start=1)]
    if not found:
        raise Unreadable("The file has no row with anything in it.")
    headers = list(dict.fromkeys(header for each in found for header in each))
    if len(headers) > limits.columns:
        raise Unreadable(f"The file has {len(headers):,} different keys; at most {limits.columns} are taken.")
    yield 1, headers
    for number, each in enumerate(found, start=2):
        yield number, [each.get(header, "") for header in headers]


def _objects(text: str) -> list[Any]:
    try:
        whole = _loaded(text)
    except json.JSONDecodeError as wrong:
        return _of_lines(text, wrong)
    if isinstance(whole, dict):
        inner = [whole[key] for key in WRAPPERS if _is_rows(whole.get(key))]
        return inner[0] if len(inner) == 1 else [whole]
    if not _is_rows(whole):
        raise Unreadable("The JSON is no list of objects: each person must be an object with named values.")
    return list(whole)


def _of_lines(text: str, whole: json.JSONDecodeError) -> list[Any]:
    """JSON Lines: an object a line."""
    found: list[Any] = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            each = _loaded(line)
        except json.JSONDecodeError as wrong:
            at = whole if not found else wrong
            line_number = whole.lineno if not found else number
            raise Unreadable(f"The file is no JSON: line {line_number}, {at.msg}.") from wrong
        if not isinstance(each, dict):
            raise Unreadable(f"Line {number} is no object with named values.")
        found.append(each)
    return found


def _loaded(text: str) -> Any:
    """Numbers stay as they are written: 12345678901234567890 and 1.10 lose nothing."""
    try:
        return json.loads(text, parse_int=str, parse_float=str, parse_constant=str, object_pairs_hook=_unique)
    except RecursionError as wrong:
        raise Unreadable("The JSON is nested too deeply.") from wrong


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        keys = [key for key, _value in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise Unreadable(f"The JSON gives “{twice[:80]}” twice in one object.")
    return found


def _is_rows(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(each, dict) for each in value)


def _flat(value: dict[str, Any], number: int, path: str = "", depth: int = 0) -> dict[str, str]:
    flat: dict[str, str] = {}
    for key, each in value.items():
        here = f"{path}.{key}" if path else key
        inner = (
            _flat(each, number, here, depth + 1) if isinstance(each, dict) and depth < DEEPEST else {here: _text(each)}
        )
        for header, text in inner.items():
            if header in flat:
                raise Unreadable(f"Object {number} gives “{header[:80]}” in two ways.")
            flat[header] = text
    return flat


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return JOINED.join(filter(None, map(_text, value)))
    if isinstance(value, dict):
        return _of_object(value)
    return "" if value is None else str(value)


def _of_object(value: dict[str, Any]) -> str:
    """What an object in a list says: a value of Uwazi by its label, a link, a span of time, a related word by its title."""
    if VALUE in value and value.keys() <= UWAZI:
        return _text(value.get(LABEL)) or _text(value[VALUE])
    if "url" in value and value.keys() <= {LABEL, "url"}:
        return _text(value["url"])
    if value.keys() == {"from", "to"}:
        return " – ".join(filter(None, (_text(value["from"]), _text(value["to"]))))
    if isinstance(value.get("title"), str):
        return str(value["title"])  # Bayanat: {"id": 3, "title": "..."}
    return json.dumps(value, ensure_ascii=False)
