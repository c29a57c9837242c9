"""One file that holds what cannot be made again: the private database and the evidence, each with its digest.

The register is not in it (it is made from the approvals), nor is any key: whoever finds a backup alone cannot read the
encrypted fields.
"""

import hashlib
import io
import os
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

EVIDENCE = "evidence"
SUMS = "SHA256SUMS"


class BackupError(Exception):
    """A backup that could not be made or does not hold what it says; the text is a sentence."""


def make(target: Path, *, connection: Any, data: Path) -> list[str]:
    """Write the backup of the database behind `connection` and of the files under `data` to `target`; return what is in it.

    The file appears whole or not at all, readable by its owner alone.

    Raises:
        BackupError: `target` exists, cannot be written, or the database cannot be copied.
    """
    if target.exists():
        raise BackupError(f"{target} exists already; a backup never overwrites another one.")
    unfinished = target.with_name(f"{target.name}.unfinished")
    try:
        with tempfile.TemporaryDirectory(dir=target.parent) as folder:
            copy = _copy_of_database(connection, Path(folder))
            opened = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(opened, "wb") as file:
                names = _write(file, [(copy.name, copy), *_evidence(data)])
                file.flush()
                os.fsync(file.fileno())
        unfinished.replace(target)
    except (OSError, sqlite3.Error) as error:
        raise BackupError(f"The backup could not be written: {error}.") from error
    finally:
        unfinished.unlink(missing_ok=True)
    return names


def check(file: Path) -> list[str]:
    """Read a backup through and compare every digest; return the names of what is in it.

    Raises:
        BackupError: it cannot be read, or something in it is altered, missing or more than was put in.
    """
    try:
        with tarfile.open(file) as archive:
            found = {member.name: _digest(archive.extractfile(member)) for member in archive if member.isfile()}
            listed = archive.extractfile(SUMS)
            lines = listed.read().decode().splitlines() if listed else []
    except (OSError, tarfile.TarError, KeyError) as error:
        raise BackupError(f"{file} is no whole backup: {error}.") from error
    found.pop(SUMS)
    told = {name: digest for digest, _gap, name in (line.partition("  ") for line in lines)}
    if wrong := sorted(name for name in found.keys() | told.keys() if found.get(name) != told.get(name)):
        raise BackupError(f"{file} is damaged: {', '.join(wrong)}.")
    return sorted(found)


def _copy_of_database(connection: Any, folder: Path) -> Path:
    return _copy_of_sqlite(connection, folder) if connection.vendor == "sqlite" else _dump(connection, folder)


def _copy_of_sqlite(connection: Any, folder: Path) -> Path:
    """A consistent copy, taken while others write, and looked through once."""
    copy = folder / "casetracker.sqlite3"
    connection.ensure_connection()
    with closing(sqlite3.connect(copy)) as into:
        connection.connection.backup(into)
        # What must not be lost is a file of its own from here on, without a journal beside it.
        into.execute("PRAGMA journal_mode=DELETE")
        # The constraints hold in the database; some of them ask functions that only Django's connection has.
        into.execute("PRAGMA ignore_check_constraints=ON")
        if (said := into.execute("PRAGMA integrity_check").fetchone()[0]) != "ok":
            raise BackupError(f"The database is damaged: {said}.")
    return copy


def _dump(connection: Any, folder: Path) -> Path:
    program = shutil.which("pg_dump")
    if program is None:
        raise BackupError("pg_dump is not on this machine: apt-get install postgresql-client.")
    copy = folder / "casetracker.pgdump"
    told = connection.get_connection_params()
    where = {"PGHOST": "host", "PGPORT": "port", "PGUSER": "user", "PGPASSWORD": "password", "PGDATABASE": "dbname"}
    environment = os.environ | {name: str(told[key]) for name, key in where.items() if told.get(key)}
    command = [program, "--format=custom", "--no-owner", f"--file={copy}"]
    done = subprocess.run(  # noqa: S603 - PostgreSQL's own program; nothing that anybody typed is in its command
        command, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise BackupError(f"pg_dump said: {done.stderr.strip()[:500]}")
    return copy


def _evidence(data: Path) -> Iterator[tuple[str, Path]]:
    for file in sorted((data / EVIDENCE).rglob("*")):
        if file.is_file():
            yield file.relative_to(data).as_posix(), file


def _write(into: Any, parts: list[tuple[str, Path]]) -> list[str]:
    sums = []
    with tarfile.open(fileobj=into, mode="w") as archive:
        for name, file in parts:
            archive.add(file, name, recursive=False)
            with file.open("rb") as content:
                sums.append(f"{_digest(content)}  {name}\n")
        told = "".join(sums).encode()
        about = tarfile.TarInfo(SUMS)
        about.size = len(told)
        archive.addfile(about, io.BytesIO(told))
    return [name for name, _file in parts]


def _digest(content: Any) -> str:
    return hashlib.file_digest(content, "sha256").hexdigest()
