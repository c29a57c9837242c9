"""Which edition of the register is being read, and whether the connection reads the file that lies there now."""

import os
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db import connections

REGISTER = "register"


class Missing(Exception):
    """There is no register file."""


@dataclass(frozen=True)
class Current:
    """The edition by its digest, and the day of the newest approval in it."""

    digest: str
    changed_on: date | None


def follow_file() -> None:
    """Leave the old file when another one was put in its place.

    Raises:
        Missing: there is no file.
    """
    connection = connections[REGISTER]
    if connection.in_atomic_block:
        return
    try:
        state = os.stat(settings.REGISTER_FILE)  # noqa: PTH116 - asked for every request, and a Path costs twice as much
    except OSError as reason:
        raise Missing from reason
    found = (state.st_dev, state.st_ino)
    if connection.connection is not None and getattr(connection, "register_file", None) != found:
        connection.close()
    connection.register_file = found  # type: ignore[attr-defined]


def begin() -> None:
    """From here until `end` this thread reads one file as it is now. It holds a lock on it, so whoever publishes does not change
    a file that a request still reads."""
    connection = connections[REGISTER]
    if connection.in_atomic_block:
        return
    connection.ensure_connection()
    end()  # of a request that was never closed
    with connection.wrap_database_errors:
        connection.connection.execute("BEGIN")


def end() -> None:
    """Let go of the file that was read."""
    connection = connections[REGISTER]
    if not connection.in_atomic_block and connection.connection is not None and connection.connection.in_transaction:
        connection.connection.rollback()


def current() -> Current:
    """The edition in the register; an empty register has the digest of nothing."""
    connection = connections[REGISTER]
    connection.ensure_connection()
    # Asked several times in every request: a cursor of Django costs three times as much, a model fifteen times.
    with connection.wrap_database_errors:
        row = connection.connection.execute("SELECT digest, changed_on FROM register_edition WHERE id = 1").fetchone()
    if row is None:
        return Current("0" * 64, None)
    day = date.fromisoformat(row[1]) if isinstance(row[1], str) else row[1]
    return Current(row[0], day)


def is_neutral() -> bool:
    """Whether the emergency switch asks for a page that says nothing (its file stands beside the register)."""
    return os.path.exists(f"{settings.REGISTER_FILE}.neutral")  # noqa: PTH110 - asked for every request
