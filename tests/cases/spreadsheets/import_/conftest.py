"""What import tests share: an editor, and taking in a list given as bytes."""

from collections.abc import Callable
from typing import Any

import pytest

from accounts.models import User
from cases.models import ImportBatch
from cases.spreadsheets.import_.apply_import import Preview, carry_out, preview
from cases.spreadsheets.mapping import parse_mapping
from cases.spreadsheets.mapping.schema import Mapping
from cases.spreadsheets.reading import read_table

SIMPLE = """
title = "Invented list"
[source]
title = "Invented list of partners"
[place]
country = "BY Belarus"
jurisdiction = "Belarus"
[rows]
key = ["id"]
[name]
text = "name"
language = { value = "en" }
[person]
born = { column = "born", dates = "day_first" }
notes = ["note"]
[[custody]]
when = [{ column = "arrested", filled = true }]
kind = { value = "remand" }
from_date = "arrested"
until = "released"
facility = "prison"
[[facility]]
name = "Invented prison"
kind = "prison"
spellings = ["IP 1"]
"""
HEAD = "id,name,born,arrested,released,prison,note\n"


@pytest.fixture
def importer(db: None) -> User:
    """Somebody who may take in lists and nothing else."""
    from tests import factories

    return factories.user("importer", permissions=["cases.import_records"])


@pytest.fixture
def simple() -> Mapping:
    """A small mapping: key, name, birth, one period of custody, a note."""
    import tomllib

    return parse_mapping.read(tomllib.loads(SIMPLE), "simple")


@pytest.fixture
def look(importer: User, simple: Mapping) -> Callable[..., Preview]:
    """Preview rows (text below the headers) or a whole file (bytes) under a mapping."""

    def looking(rows: str | bytes, mapping: Mapping | None = None, by: User | None = None, **more: Any) -> Preview:
        mapping = mapping or simple
        content = rows if isinstance(rows, bytes) else (HEAD + rows).encode()
        table = read_table(content, "list.csv", fill_short_rows=mapping.fill_short_rows)
        return preview(mapping, table, by or importer, file_name="list.csv", **more)

    return looking


@pytest.fixture
def take_in(look: Callable[..., Preview], importer: User) -> Callable[..., ImportBatch]:
    """Preview and carry out."""

    def taking(rows: str | bytes, mapping: Mapping | None = None, **how: Any) -> ImportBatch:
        shown = look(rows, mapping)
        return carry_out(shown, importer, shown.table.sha256, **how)

    return taking
