"""Which edition of the register is being read, and whether the connection reads the current file."""

import os
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import DatabaseError, connections

REGISTER = "register"


Found = tuple[int, int, int, int]  # device, inode, size, time of change: identify a file and its state
HEADER = 100  # bytes


class Missing(Exception):
    """Raised if the register file does not exist or is incomplete."""


@dataclass(frozen=True)
class Current:
    """The current edition: its digest, and the day of its newest approval."""

    digest: str
    changed_on: date | None


def follow_file() -> None:
    """Close the connection to the old file when it has been replaced.

    Raises:
        Missing: there is no file, or it is incomplete: then nothing is served, not even what could be read.
    """
    connection = connections[REGISTER]
    if connection.in_atomic_block:
        return
    try:
        state = os.stat(settings.REGISTER_FILE)  # noqa: PTH116 - called for every request; a Path costs twice as much
    except OSError as reason:
        raise Missing from reason
    stamp = (state.st_dev, state.st_ino, state.st_size, state.st_mtime_ns)
    if stamp == _damaged:
        raise Missing
    if getattr(connection, "register_file", None) != stamp:
        connection.close()
        if not _is_whole(state.st_size):
            raise Missing
    connection.register_file = stamp  # type: ignore[attr-defined]


_damaged: Found | None = None  # the file in which a page could not be read


def distrust(reason: DatabaseError) -> None:
    """Stop reading the current file if the file itself is damaged, and not the moment or the query at fault: no reader may be
    able to switch the site off by a crafted request."""
    global _damaged  # noqa: PLW0603 - one file per process
    name = getattr(reason.__cause__, "sqlite_errorname", "")
    connection = connections[REGISTER]
    if name in ("SQLITE_CORRUPT", "SQLITE_NOTADB") and not connection.in_atomic_block:
        _damaged = getattr(connection, "register_file", None)
        connection.close()


def _is_whole(size: int) -> bool:
    """Whether the file has the size that its first page states, and every column that pages need."""
    with Path(settings.REGISTER_FILE).open("rb") as file:
        head = file.read(HEADER)
    page = int.from_bytes(head[16:18], "big")
    if (
        not head.startswith(b"SQLite format 3\x00")
        or (65536 if page == 1 else page) * int.from_bytes(head[28:32], "big") != size
    ):
        return False
    with connections[REGISTER].cursor() as cursor:
        cursor.execute("SELECT m.name, c.name FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type = 'table'")
        columns = set(cursor.fetchall())
    return columns >= _needed()


@cache
def _needed() -> frozenset[tuple[str, str | None]]:
    models = apps.get_app_config(REGISTER).get_models()
    return frozenset(
        (model._meta.db_table, field.column) for model in models for field in model._meta.local_concrete_fields
    )


def begin() -> None:
    """Pin one register file for this thread until `end`, as it is now. A lock on it keeps a publication from changing a file
    that a request still reads."""
    connection = connections[REGISTER]
    if connection.in_atomic_block:
        return
    connection.ensure_connection()
    end()  # of a request that was never closed
    with connection.wrap_database_errors:
        connection.connection.execute("BEGIN")


def end() -> None:
    """Release the pinned file."""
    connection = connections[REGISTER]
    if not connection.in_atomic_block and connection.connection is not None and connection.connection.in_transaction:
        connection.connection.rollback()


def current() -> Current:
    """The edition in the register; an empty register has the digest of empty content."""
    connection = connections[REGISTER]
    connection.ensure_connection()
    # Called several times per request: a Django cursor costs three times as much, a model fifteen times.
    with connection.wrap_database_errors:
        row = connection.connection.execute("SELECT digest, changed_on FROM register_edition WHERE id = 1").fetchone()
    if row is None:
        return Current("0" * 64, None)
    day = date.fromisoformat(row[1]) if isinstance(row[1], str) else row[1]
    return Current(row[0], day)


def is_neutral() -> bool:
    """Whether the emergency switch demands the neutral page (its file lies beside the register)."""
    return os.path.exists(f"{settings.REGISTER_FILE}.neutral")  # noqa: PTH110 - called for every request
