"""The register as a file: made from its models, replaced whole, cleaned of what was withdrawn."""

import fcntl
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.apps import apps
from django.db import connections
from django.db.models import Model

REGISTER = "register"


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
    """A number that changes with the tables of the register; SQLite keeps it as the file's user_version (31 bits)."""
    told = [
        (
            model._meta.db_table,
            [(f.column, f.db_type(connections[REGISTER])) for f in model._meta.local_concrete_fields],
        )
        for model in models_in_order()
    ]
    return int(hashlib.sha256(repr(told).encode()).hexdigest()[:7], 16)


def is_current() -> bool:
    """Whether there is a register made from the models as they are now."""
    with connections[REGISTER].cursor() as cursor:
        cursor.execute("PRAGMA user_version")
        return bool(cursor.fetchone()[0] == schema_number())


def mark_current() -> None:
    """Note in the file which models it was made from."""
    with connections[REGISTER].cursor() as cursor:
        cursor.execute(f"PRAGMA user_version = {schema_number()}")


@contextmanager
def building(target: Path) -> Iterator[None]:
    """Within it, and for this thread alone, the register is a new, empty file that takes the place of `target` at the end.

    Readers who have the old file open go on reading it whole until they open the new one. When the body raises, the new
    file is removed and the old one stays.
    """
    unfinished = target.with_name(f"{target.name}.new")
    unfinished.unlink(missing_ok=True)
    present = connections[REGISTER]
    connection = present.copy()
    connection.settings_dict["NAME"] = str(unfinished)
    # Nobody else reads the file before it is renamed, so a crash needs no journal: it leaves the old register as it was.
    connection.settings_dict["OPTIONS"] = {"init_command": "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;"}
    connections[REGISTER] = connection
    try:
        with connection.schema_editor() as editor:
            for model in models_in_order():
                editor.create_model(model)
        yield
        mark_current()
        connection.close()
        _put_in_place(unfinished, target)
    finally:
        connection.close()
        connections[REGISTER] = present
        unfinished.unlink(missing_ok=True)


def _put_in_place(unfinished: Path, target: Path) -> None:
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


def wipe_traces() -> None:
    """Write the file anew, so that no page of it holds what was withdrawn. Not possible inside a transaction."""
    connection = connections[REGISTER]
    if not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("VACUUM")
