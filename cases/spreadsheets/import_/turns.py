"""One list at a time, and writing in turns: nobody else waits long for the database while a long list is written.

SQLite has one writer. A list is therefore written in pieces, each a short transaction of its own, between which the lock is
left free for long enough that whoever waits takes it. On PostgreSQL, which locks rows, pieces are only a matter of memory.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol, TypeVar

from django.conf import settings
from django.db import Error, connection

from accounts.exceptions import Refused

T = TypeVar("T")
HELD = 0.2
"""Seconds for which a piece should hold the lock."""
FREE, FREE_AT_MOST = 0.15, 2.0
"""Seconds between two pieces: whoever waits for SQLite's lock asks for it every tenth of a second."""
FEWEST, MOST = 10, 250
"""Rows of a piece: fewer would cost more than they spare others."""
PATIENCE = 20.0
"""Seconds to wait for another list."""
KEY = 0x11575  # any number that nothing else locks
BUSY = "Another list is being taken in or undone. Wait until that is done, then try again."


class _Lock(Protocol):
    def take(self) -> bool: ...

    def leave(self) -> None: ...


class _OfFile:
    """A lock beside the database; the system takes it away when the process ends, however it ends."""

    def __init__(self) -> None:
        name = hashlib.sha256(str(connection.settings_dict["NAME"]).encode()).hexdigest()[:16]
        self.path = Path(settings.DATA) / "lists" / f"{name}.lock"
        self.file: int | None = None

    def take(self) -> bool:
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        file = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(file)
            return False
        self.file = file
        return True

    def leave(self) -> None:
        if self.file is not None:
            os.close(self.file)


class _OfServer:
    """A lock of the database server, for several machines; the server takes it away when the connection ends."""

    def take(self) -> bool:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [KEY])
            return bool(cursor.fetchone()[0])

    def leave(self) -> None:
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [KEY])
        except Error:  # the connection is broken, and the lock with it
            connection.close()


@contextmanager
def alone(*, patience: float = PATIENCE) -> Iterator[None]:
    """Within it nobody else takes in or undoes a list, on this machine or another.

    Raises Refused where somebody is at it for longer than `patience` seconds.
    """
    lock: _Lock = _OfServer() if connection.vendor == "postgresql" else _OfFile()
    deadline = time.monotonic() + patience
    while not lock.take():
        if time.monotonic() >= deadline:
            raise Refused(BUSY)
        time.sleep(0.1)
    try:
        yield
    finally:
        lock.leave()


class Pieces:
    """How many things are written at once: so many that the lock is held for about HELD seconds, on this machine just now."""

    def __init__(self, fewest: int = FEWEST) -> None:
        self.fewest = fewest
        self.size = fewest if connection.vendor == "sqlite" else MOST
        self._held = 0.0  # seconds, by the piece before; 0 for none

    @contextmanager
    def turn(self, count: int) -> Iterator[None]:
        """Around the transaction that writes `count` things: leaves the lock free first, and learns from how long it took."""
        if self._held:
            leave_free(self._held)
        begun = time.monotonic()
        yield
        self._held = max(time.monotonic() - begun, 0.001)
        if connection.vendor == "sqlite" and count:
            # By steps: one slow piece on a busy machine says little about the next one.
            self.size = max(self.fewest, min(MOST, 2 * self.size, max(int(count * HELD / self._held), self.size // 4)))

    def write(self, items: Sequence[T], write: Callable[[Sequence[T]], None]) -> None:
        """Call `write` with some of the items after the other, each call in a turn of its own."""
        start = 0
        while start < len(items):
            some = items[start : start + self.size]
            with self.turn(len(some)):
                write(some)
            start += len(some)


def leave_free(held: float) -> None:
    """Let others write, where there is only one writer: on a busy machine, where a piece takes long, they come late, too."""
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        time.sleep(min(max(FREE, held), FREE_AT_MOST))
