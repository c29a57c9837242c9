"""How far a long work is, and whether its process still lives.

A file, not a row: while a list is taken in, SQLite lets nobody else write. The process that works holds a lock on the file,
which the system takes away when it ends, however it ends. The file holds two numbers and says nothing of any list.
"""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

from django.conf import settings


class Progress:
    """The progress of one work, known by its public id."""

    def __init__(self, public_id: str) -> None:
        self.path: Path = settings.DATA / "lists" / f"{public_id}.progress"
        self._file: int | None = None

    def begin(self, inherited: int | None = None) -> int:
        """Take the lock and return the open file, which a child process may inherit and pass as `inherited`.

        Raises BlockingIOError when somebody is at this work already.
        """
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._file = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600) if inherited is None else inherited
        fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return self._file

    def note(self, done: int, total: int) -> None:
        """`done` of `total` are done."""
        if self._file is not None:
            os.pwrite(self._file, f"{done:>10} {total:>10}\n".encode(), 0)

    def leave(self) -> None:
        """Let go of the file here; a child that inherited it keeps the lock."""
        if self._file is not None:
            os.close(self._file)
            self._file = None

    def end(self) -> None:
        """Remove the file: how the work ended stands in the database."""
        self.path.unlink(missing_ok=True)
        self.leave()

    def far(self) -> tuple[int, int]:
        """(done, total) as last noted; (0, 0) where nothing was."""
        try:
            done, total = self.path.read_text().split()
            return int(done), int(total)
        except (OSError, ValueError):
            return 0, 0

    def is_alive(self) -> bool:
        """Whether a process is at the work."""
        try:
            file = os.open(self.path, os.O_RDWR)
        except FileNotFoundError:
            return False
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        finally:
            os.close(file)
        return False
