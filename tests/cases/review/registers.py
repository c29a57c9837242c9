"""What a register holds, in a form that can be compared."""

import sqlite3
from pathlib import Path
from typing import Any

from cases.publication.register_file import models_in_order


def content(using: str = "register") -> dict[str, list[Any]]:
    """Every row of every table, in order, without the numbers that only the database gave."""
    held = {}
    for model in models_in_order():
        numbered = model._meta.pk.get_internal_type().endswith("AutoField")
        names = [f.attname for f in model._meta.concrete_fields if not (numbered and f.primary_key)]
        rows = model._base_manager.using(using).values_list(*names)
        held[model._meta.db_table] = sorted([str(value) for value in row] for row in rows)
    return held


def content_of(path: Path) -> dict[str, list[Any]]:
    """The same of a register file."""
    held = {}
    with sqlite3.connect(path) as connection:
        for model in models_in_order():
            numbered = model._meta.pk.get_internal_type().endswith("AutoField")
            columns = [f.column for f in model._meta.concrete_fields if not (numbered and f.primary_key)]
            rows = connection.execute(f"SELECT {', '.join(columns)} FROM {model._meta.db_table}")
            held[model._meta.db_table] = sorted([str(value) for value in row] for row in rows)
    connection.close()
    return held
