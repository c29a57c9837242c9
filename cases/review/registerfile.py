"""The register as a file: made from its models, replaced whole, cleaned of what was withdrawn."""

import fcntl
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import connections, models
from django.db.models import Model

from cases.names import KEYS_VERSION
from cases.register.release import release
from cases.review.policy import POLICY

REGISTER = "register"
ROWS_ARE_MADE_BY = (
    "approved",
    "care",
    "filling",
    "naming",
    "rows",
)  # modules beside this one: a new version makes the rows anew


@contextmanager
def locked() -> Iterator[None]:
    """Wait for, and hold, the right to write the register: one publication or rebuild at a time on this machine.

    Afterwards the connection reads the file that lies there now, not one that a rebuild has replaced meanwhile.
    """
    path = register_path()
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.with_name(f"{path.name}.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        connection = connections[REGISTER]
        if not connection.in_atomic_block:
            connection.close()
        yield


def models_in_order() -> list[type[Model]]:
    """The register's models in the order in which their tables are made."""
    return sorted(apps.get_app_config(REGISTER).get_models(), key=lambda model: model._meta.db_table)


def schema_number() -> int:
    """A number that changes with the tables, the policy, the rules of names and what pages are made with; the file's
    user_version (28 bits)."""
    return int(hashlib.sha256(f"{_tables_and_rules()} {release()}".encode()).hexdigest()[:7], 16)


@cache
def _tables_and_rules() -> str:
    tables = [
        (
            model._meta.db_table,
            [(f.column, f.db_type(connections[REGISTER])) for f in model._meta.local_concrete_fields],
        )
        for model in models_in_order()
    ]
    makers = [Path(__file__).with_name(f"{name}.py").read_bytes() for name in ROWS_ARE_MADE_BY]
    return repr([tables, KEYS_VERSION, sorted((noun, repr(rules)) for noun, rules in POLICY.items()), makers])


def is_current() -> bool:
    """Whether there is a register made from the models as they are now."""
    with connections[REGISTER].cursor() as cursor:
        cursor.execute("PRAGMA user_version")
        return bool(cursor.fetchone()[0] == schema_number())


def mark_current() -> None:
    """Note in the file which models it was made from."""
    with connections[REGISTER].cursor() as cursor:
        cursor.execute(f"PRAGMA user_version = {schema_number()}")


def is_untidy() -> bool:
    """Whether something was withdrawn from the file and the traces of that are still to be wiped."""
    with connections[REGISTER].cursor() as cursor:
        cursor.execute("PRAGMA application_id")
        return bool(cursor.fetchone()[0])


def mark_untidy(untidy: bool) -> None:
    """Note that in the file itself, so that whoever finds it after a crash knows."""
    with connections[REGISTER].cursor() as cursor:
        cursor.execute(f"PRAGMA application_id = {int(untidy)}")


@contextmanager
def building(target: Path) -> Iterator[None]:
    """Within it, and for this thread alone, the register is a new, empty file that takes the place of `target` at the end.

    Readers who have the old file open go on reading it whole until they open the new one. When the body raises, the new
    file is removed and the old one stays.
    """
    unfinished = target.with_name(f"{target.name}.new")
    unfinished.unlink(missing_ok=True)
    # Nobody else reads the file before it is renamed, so a crash needs no journal: it leaves the old register as it was.
    with instead(unfinished, "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;"):
        connection = connections[REGISTER]
        with connection.schema_editor() as editor:
            for model in models_in_order():
                editor.create_model(model)
        yield
        mark_current()
        connection.close()
        put_in_place(unfinished, target)


@contextmanager
def instead(unfinished: Path, pragmas: str, **options: Any) -> Iterator[None]:
    """Let the alias mean the file `unfinished`, for this thread alone; it is removed at the end if it is still there."""
    present = connections[REGISTER]
    connection = present.copy()
    connection.settings_dict["NAME"] = str(unfinished)
    connection.settings_dict["OPTIONS"] = {"init_command": pragmas, **options}
    connections[REGISTER] = connection
    try:
        yield
    finally:
        connection.close()
        connections[REGISTER] = present
        unfinished.unlink(missing_ok=True)


def put_in_place(unfinished: Path, target: Path) -> None:
    """Give a whole file its name, so that a loss of power leaves the one or the other."""
    with unfinished.open("rb") as file:
        os.fsync(file.fileno())
    unfinished.replace(target)
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def register_path() -> Path:
    """Where the register lies: the file of the database alias, which in tests is another than the settings' own."""
    return Path(connections[REGISTER].settings_dict["NAME"])


def forget_counts() -> None:
    """Drop SQLite's own count of all rows that ever were, which would tell how much was withdrawn."""
    with connections[REGISTER].cursor() as cursor:
        cursor.execute("DELETE FROM sqlite_sequence")


def put_in_order() -> None:
    """Write the rows of every table anew in an order of their content, and number them from one.

    The order and the gaps in which rows stand would tell what was withdrawn, and when. Nothing refers to the numbers.
    """
    with connections[REGISTER].cursor() as cursor:
        for model in apps.get_app_config("register").get_models():
            if model._meta.model_name == "publishedrule":
                continue  # the rules stand in the order of the policy and tell of nobody
            table, key = model._meta.db_table, model._meta.pk
            counted = isinstance(key, models.AutoField | models.BigAutoField)
            columns = [f'"{field.column}"' for field in model._meta.concrete_fields if not (counted and field is key)]
            order = ", ".join(columns) if counted else f'"{key.column}"'
            listed = ", ".join(columns)
            # Names of tables and columns are those of our own models.
            cursor.execute(f'CREATE TEMP TABLE held AS SELECT {listed} FROM "{table}" ORDER BY {order}')  # noqa: S608
            cursor.execute(f'DELETE FROM "{table}"')  # noqa: S608
            cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table])
            cursor.execute(f'INSERT INTO "{table}" ({listed}) SELECT {listed} FROM held ORDER BY rowid')  # noqa: S608
            cursor.execute("DROP TABLE held")


def wipe_traces() -> None:
    """Write the file anew, so that no page of it holds what was withdrawn. Not possible inside a transaction."""
    connection = connections[REGISTER]
    if not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("VACUUM")
