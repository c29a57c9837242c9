"""The document of mappings names every key that mappings have, and its example can be read."""

import inspect
import re
from pathlib import Path
from typing import Any

from cases.spreadsheets.mapping import parse_mapping
from cases.spreadsheets.mapping.parse_mapping import SECTIONS, parsed, read
from cases.spreadsheets.mapping.schema import FIELDS

DOCUMENT = Path(parse_mapping.__file__).parent / "MAPPINGS.md"
ASKED = re.compile(r"\.(?:text|list|yes|get)\(\s*\"(\w+)\"|_conditions\(\w+, \"(\w+)\"")


def example() -> dict[str, Any]:
    """The example of the document."""
    blocks = re.findall(r"```toml\n(.*?)```", DOCUMENT.read_text(encoding="utf-8"), re.S)
    assert len(blocks) == 1
    return parsed(blocks[0], "example")


def keys_in(value: Any) -> set[str]:
    """Every key of nested tables."""
    if isinstance(value, dict):
        return set(value) | {key for each in value.values() for key in keys_in(each)}
    return {key for each in value for key in keys_in(each)} if isinstance(value, list) else set()


def test_example_is_a_mapping() -> None:
    mapping = read(example(), "example")
    assert {block.noun for block in mapping.blocks} == set(FIELDS)


def test_document_has_every_key_that_is_read() -> None:
    asked = {first or second for first, second in ASKED.findall(inspect.getsource(parse_mapping))}
    wanted = asked | SECTIONS | set(FIELDS)
    assert len(asked) > 40 and sorted(wanted - keys_in(example())) == []
    for noun, fields in FIELDS.items():
        assert sorted(set(fields) - keys_in(example()[noun])) == [], noun


def test_document_has_no_key_that_is_not_read() -> None:
    rules = re.findall(r"^\| (`[^|]+`) \|", DOCUMENT.read_text(encoding="utf-8"), re.M)
    named = {name for each in rules for name in re.findall(r"`(\w+)`", each)}
    assert named <= {first or second for first, second in ASKED.findall(inspect.getsource(parse_mapping))}
