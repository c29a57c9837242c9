"""Replacement of a SQLite database with another one, in one step of the file system.

The files that SQLite keeps beside a database (`-wal`, `-shm`, `-journal`) belong to that very file: left beside another
database they are applied to it and destroy it. So the former database is copied as it is, then closed by SQLite itself,
which merges those files into it; a rename then leaves either the former or the new database at every moment.
"""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from django.db import connections

from casetracker.backup import damage_of_sqlite
from casetracker.backup_contents import BackupError
from casetracker.data_lock import InUse

ALIAS = "default"
BESIDE = ("-wal", "-shm", "-journal")
BUSY = (5, 6)  # SQLITE_BUSY, SQLITE_LOCKED
PATIENCE = 1.0  # seconds to wait for another writer


class SqliteTarget:
    """Database of the site as a SQLite file."""

    vendor = "sqlite"
    aside_note = ""
    next_steps: tuple[str, ...] = ()
    in_place = False  # True once the former database may have been replaced

    def __init__(self) -> None:
        self.file = Path(connections[ALIAS].settings_dict["NAME"])

    def is_used(self) -> bool:
        """Whether a database exists already."""
        return self.file.exists()

    def check_not_in_use(self) -> None:
        """Do nothing: another user of it holds the lock of the data folder, or is found when the file is closed."""

    def size(self) -> int:
        """Size in bytes of the current database and the files beside it."""
        return sum(path.stat().st_size for path in self._files() if path.exists())

    @contextmanager
    def staged(self, copy: Path) -> Iterator[None]:
        """Point the default connection to the restored database, unseen by others; put it in place at the end.

        Raises:
            BackupError: it is damaged; nothing was changed.
        """
        if damage := damage_of_sqlite(copy):
            raise BackupError(f"The database in the backup is damaged: {damage}.")
        original = connections[ALIAS]
        original.close()
        staging = original.copy()
        options = dict(staging.settings_dict["OPTIONS"])
        options["init_command"] = str(options.get("init_command", "")).replace(
            "journal_mode=WAL", "journal_mode=DELETE"
        )
        staging.settings_dict["NAME"] = str(copy)
        staging.settings_dict["OPTIONS"] = options
        connections[ALIAS] = staging
        try:
            yield
        finally:
            staging.close()
            connections[ALIAS] = original
        self._put_in_place(copy)

    def set_aside(self, folder: Path) -> None:
        """Copy the former database as it is into `folder`, then let SQLite close it.

        Raises:
            InUse: another program has it open.
        """
        for path in self._files():
            if path.exists():
                shutil.copy2(path, folder / path.name)
        if not self.file.exists():
            return
        try:
            with closing(sqlite3.connect(self.file, timeout=PATIENCE, isolation_level=None)) as database:
                database.execute("PRAGMA journal_mode=DELETE").fetchone()
        except sqlite3.Error as error:
            if getattr(error, "sqlite_errorcode", 0) & 0xFF in BUSY:
                raise InUse(
                    f"Another program has {self.file} open. Stop it first, then restore; nothing was changed."
                ) from error
            # An unreadable database cannot be closed; its copy is set aside as it is.

    def _put_in_place(self, copy: Path) -> None:
        self.in_place = True
        for path in self._files()[1:]:
            path.unlink(missing_ok=True)
        os.sync()  # the new database and the evidence reach the disk before the name does
        copy.replace(self.file)
        descriptor = os.open(self.file.parent, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

    def _files(self) -> list[Path]:
        return [self.file, *(self.file.with_name(f"{self.file.name}{suffix}") for suffix in BESIDE)]
