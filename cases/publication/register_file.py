"""The register as a file: created from its models, replaced as a whole, cleaned of unpublished content."""

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

from cases.domain.names import KEYS_VERSION
from cases.public_site.build_id import release
from cases.publication import known_file
from cases.review.policy import POLICY

REGISTER = "register"
READ_ONLY = 0o444  # who may read it is decided by its folder
ROWS_ARE_MADE_BY = (
    "publication/approved_content",
    "review/source_flags",
    "publication/fill_tables",
    "publication/display_names",
    "publication/register_rows",
)  # modules of cases: a new version of them causes a rebuild


@contextmanager
def locked() -> Iterator[None]:
    """Hold the lock for writing the register: one publication or rebuild at a time on this machine.

    Afterwards the connection reads the current file, not one that a rebuild has replaced meanwhile.
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
    """The register's models in the order in which their tables are created."""
    return sorted(apps.get_app_config(REGISTER).get_models(), key=lambda model: model._meta.db_table)


def schema_number() -> int:
    """A number that changes with the tables, the policy, the rules of names and the code of the pages; stored as the file's
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
    makers = [(Path(__file__).parents[1] / f"{name}.py").read_bytes() for name in ROWS_ARE_MADE_BY]
    return repr([tables, KEYS_VERSION, sorted((noun, repr(rules)) for noun, rules in POLICY.items()), makers])


def is_current() -> bool:
    """Whether the register was built from the current models and is the file that was put in place here."""
    return not damage()


def damage(*, thorough: bool = False) -> str:
    """A sentence on what is wrong with the register; empty if nothing is. The file is not opened as a database before that is
    known. Inside a transaction (tests) only its schema number is checked."""
    if connections[REGISTER].in_atomic_block:
        with connections[REGISTER].cursor() as cursor:
            cursor.execute("PRAGMA user_version")
            current = cursor.fetchone()[0] == schema_number()
        return "" if current else "The register was made for other tables or by another version."
    return known_file.damage_of(register_path(), schema_number(), thorough=thorough)


def mark_current() -> None:
    """Store the number of the current models in the file."""
    with connections[REGISTER].cursor() as cursor:
        cursor.execute(f"PRAGMA user_version = {schema_number()}")


def is_untidy() -> bool:
    """Whether something was unpublished from the file and its traces are still to be wiped."""
    header = known_file.header_of(register_path())
    return header is not None and header.untidy


def mark_untidy(untidy: bool) -> None:
    """Store that in the file itself, so that it survives a crash."""
    with connections[REGISTER].cursor() as cursor:
        cursor.execute(f"PRAGMA application_id = {int(untidy)}")


@contextmanager
def building(target: Path) -> Iterator[None]:
    """Context in which, for this thread alone, the register is a new, empty file that replaces `target` at the end.

    Readers who have the old file open keep reading it until they open the new one. If the body raises, the new file is removed
    and the old one stays.
    """
    unfinished, at_register_path = beside(target, "new"), target == register_path()
    unfinished.unlink(missing_ok=True)
    os.close(os.open(unfinished, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    # Nobody else reads the file before it is renamed, so a crash needs no journal: it leaves the old register as it was.
    with instead(unfinished, "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;"):
        connection = connections[REGISTER]
        with connection.schema_editor() as editor:
            for model in models_in_order():
                editor.create_model(model)
        yield
        mark_current()
        connection.close()
        if at_register_path:
            put_in_place(unfinished, target)
        else:
            hand_out(unfinished, target)


@contextmanager
def instead(unfinished: Path, pragmas: str, **options: Any) -> Iterator[None]:
    """Point the database alias to the file `unfinished`, for this thread alone; the file is removed at the end if it still
    exists."""
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
    """Rename a complete file to the register, so that after a power failure either the old or the new one is there. From then
    on it is read-only, for us too. Files that SQLite would take for its journal are not ours and are removed."""
    for name in ("-journal", "-wal", "-shm"):
        target.with_name(f"{target.name}{name}").unlink(missing_ok=True)
    unfinished.chmod(READ_ONLY)
    known_file.note(target, target, unfinished)
    _rename(unfinished, target)
    known_file.note(target, target)


def hand_out(unfinished: Path, target: Path) -> None:
    """Rename a complete file that was built outside the register's place."""
    unfinished.chmod(0o644)
    _rename(unfinished, target)


def _rename(unfinished: Path, target: Path) -> None:
    with unfinished.open("rb") as file:
        os.fsync(file.fileno())
    unfinished.replace(target)
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def beside(target: Path, name: str) -> Path:
    """Path of a companion file of a register."""
    return target.with_name(f"{target.name}.{name}")


def register_path() -> Path:
    """Path of the register: the file of the database alias, which differs from the settings in tests."""
    return Path(connections[REGISTER].settings_dict["NAME"])


def forget_counts() -> None:
    """Delete SQLite's counters of all rows ever inserted, which would reveal how much was unpublished."""
    with connections[REGISTER].cursor() as cursor:
        cursor.execute("DELETE FROM sqlite_sequence")


def put_in_order() -> None:
    """Rewrite the rows of every table in an order that depends on their content, and number them from one.

    The order of rows and the gaps between them would reveal what was unpublished, and when. Nothing refers to the numbers.
    """
    with connections[REGISTER].cursor() as cursor:
        for model in apps.get_app_config("register").get_models():
            if model._meta.model_name == "publishedrule":
                continue  # the rules are in the order of the policy and contain no records
            table, key = model._meta.db_table, model._meta.pk
            counted = isinstance(key, models.AutoField | models.BigAutoField)
            columns = [f'"{field.column}"' for field in model._meta.concrete_fields if not (counted and field is key)]
            order = ", ".join(columns) if counted else f'"{key.column}"'
            listed = ", ".join(columns)
            # Names of tables and columns come from our own models.
            cursor.execute(f'CREATE TEMP TABLE held AS SELECT {listed} FROM "{table}" ORDER BY {order}')  # noqa: S608
            cursor.execute(f'DELETE FROM "{table}"')  # noqa: S608
            cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table])
            cursor.execute(f'INSERT INTO "{table}" ({listed}) SELECT {listed} FROM held ORDER BY rowid')  # noqa: S608
            cursor.execute("DROP TABLE held")


def wipe_traces() -> None:
    """Rewrite the file (VACUUM), so that no page of it contains unpublished content. Not possible inside a transaction."""
    connection = connections[REGISTER]
    if not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("VACUUM")
