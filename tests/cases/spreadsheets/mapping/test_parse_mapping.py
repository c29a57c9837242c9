"""A mapping with a mistake is refused with a sentence that names the key."""

import tomllib
from pathlib import Path

import pytest

from cases.spreadsheets.mapping.parse_mapping import load, read
from cases.spreadsheets.mapping.toml_reader import MappingError
from tests.cases.spreadsheets.import_.conftest import SIMPLE


def test_read_whole_mapping_is_taken() -> None:
    mapping = read(tomllib.loads(SIMPLE), "simple")
    assert mapping.used_columns() == {"id", "name", "born", "arrested", "released", "prison", "note"}


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('title = "Invented list"', "", "title is missing"),
        ('key = ["id"]', "", "rows.key"),
        ('key = ["id"]', "key = [1]", "rows.key must be a list of texts"),
        ('text = "name"', "", "name.text is missing"),
        ("[person]", "[persom]", "unknown section “persom”"),
        ('kind = { value = "remand" }', 'kind = { value = "jail" }', "custody.kind: “jail” is none of"),
        ('kind = { value = "remand" }', 'kind = { value = "remand", column = "x" }', "custody.kind needs exactly one of"),
        ('from_date = "arrested"', 'from_date = { column = "arrested", datess = "x" }', "custody.from_date.datess"),
        ('from_date = "arrested"', 'from_date = { column = "arrested", dates = "guess" }', "“guess” is none of"),
        ('from_date = "arrested"', 'from_date = { column = "arrested", table = "t" }', "there is no [tables.t]"),
        ('from_date = "arrested"', 'facilty = "arrested"', "custody.facilty is not a key"),
        (", filled = true }]", "}]", "exactly one of filled"),
        ('kind = "prison"', 'kind = "castle"', "facility.kind: “castle”"),
        ('text = "name"', 'text = "person.name"', "needs the section [people]"),
        ('notes = ["note"]', 'notes = ["note"]\n[defendant]', "[case] is missing"),
        ('[source]', "keep = 1\n[source]", "unknown section “keep”"),
        ('key = ["id"]', 'key = ["id"]\nkeep = [{ column = "x", filled = true }]', "left_out_because"),
        ('country = "BY Belarus"', "country = 5", "place.country must be a text"),
    ],
)  # fmt: skip
def test_read_mapping_with_a_mistake_names_the_key(old: str, new: str, said: str) -> None:
    assert old in SIMPLE
    with pytest.raises(MappingError) as refused:
        read(tomllib.loads(SIMPLE.replace(old, new, 1)), "simple")
    assert said in str(refused.value)


def test_load_unknown_mapping_names_those_there_are() -> None:
    with pytest.raises(MappingError, match="viasna"):
        load("nowhere")


def test_load_mapping_that_is_no_toml_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "broken.toml"
    path.write_text("title = ")
    with pytest.raises(MappingError, match="not written in TOML"):
        load(str(path))
