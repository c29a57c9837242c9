"""Backup of what cannot be recreated, in one file: the private database and the evidence, each with its digest.

The register is not included (it is rebuilt from the approvals), nor is any key: a backup alone is not enough to read
the encrypted fields. Its `about.json` lets a restore compare the head of the log and the secret key.
"""

import hashlib
import io
import json
import os
import secrets
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import DatabaseError, transaction

from casetracker.backup_contents import ABOUT, EVIDENCE, SUMS, BackupError, Contents

__all__ = ["BackupError", "make"]
HEAD = "SELECT sequence, digest FROM accounts_entry ORDER BY sequence DESC LIMIT 1"
NO_HEAD = (0, "0" * 64)
# Variables that pass the parts of the URL, TLS options included, to PostgreSQL's programs: never on the command line.
VARIABLES = {
    "host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "password": "PGPASSWORD", "dbname": "PGDATABASE",
    "service": "PGSERVICE", "sslmode": "PGSSLMODE", "sslrootcert": "PGSSLROOTCERT", "sslcert": "PGSSLCERT",
    "sslkey": "PGSSLKEY", "channel_binding": "PGCHANNELBINDING", "target_session_attrs": "PGTARGETSESSIONATTRS",
}  # fmt: skip


def make(target: Path, *, connection: Any, data: Path) -> Contents:
    """Write the backup of the database behind `connection` and of the files under `data` to `target`.

    Return its contents. The file appears complete or not at all, readable by its owner only.

    Raises:
        BackupError: `target` exists, cannot be written, or the database cannot be copied.
    """
    if target.exists():
        raise BackupError(f"{target} exists already; a backup never overwrites another one.")
    unfinished = target.with_name(f"{target.name}.unfinished")
    try:
        with tempfile.TemporaryDirectory(dir=target.parent) as folder:
            copy, (number, digest) = _copy_of_database(connection, Path(folder))
            about = _about(connection.vendor, f"{number}:{digest}")
            descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(descriptor, "wb") as file:
                digests, size = _write(file, [(copy.name, copy), *_evidence(data)], about)
                file.flush()
                os.fsync(file.fileno())
        unfinished.replace(target)
    except (OSError, sqlite3.Error, DatabaseError) as error:
        raise BackupError(f"The backup could not be written: {str(error).strip()}.") from error
    finally:
        unfinished.unlink(missing_ok=True)
    return Contents(digests, size, about)


def key_print(key: str, salt: str) -> str:
    """Fingerprint that shows whether two keys are equal and is as expensive to brute-force as a passphrase."""
    return hashlib.scrypt(key.encode(), salt=bytes.fromhex(salt), n=2**14, r=8, p=1, dklen=32).hex()


def damage_of_sqlite(file: Path) -> str:
    """Return SQLite's first error on reading every page of a database that nothing writes to; empty if it is sound."""
    try:
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro&immutable=1", uri=True)) as database:
            # The constraints hold in the database; some call functions that only Django's connection provides.
            database.execute("PRAGMA ignore_check_constraints=ON")
            result = str(database.execute("PRAGMA integrity_check").fetchone()[0])
    except sqlite3.Error as error:
        return str(error)
    return "" if result == "ok" else result


def _about(vendor: str, head: str) -> dict[str, Any]:
    salt = secrets.token_hex(16)
    made_at = datetime.now(UTC).isoformat(timespec="seconds")
    fields = {"format": 1, "made_at": made_at, "database": vendor, "head": head}
    return fields | {"secret_key_salt": salt, "secret_key_print": key_print(settings.SECRET_KEY, salt)}


def _copy_of_database(connection: Any, folder: Path) -> tuple[Path, tuple[int, str]]:
    """Copy the database as of one moment, while others write; return the copy and the head of the log in it."""
    return _copy_of_sqlite(connection, folder) if connection.vendor == "sqlite" else _dump(connection, folder)


def _copy_of_sqlite(connection: Any, folder: Path) -> tuple[Path, tuple[int, str]]:
    copy = folder / "casetracker.sqlite3"
    connection.ensure_connection()
    with closing(sqlite3.connect(copy)) as target:
        connection.connection.backup(target)
        # From here on the copy is a single file, without a journal beside it that could get lost.
        target.execute("PRAGMA journal_mode=DELETE")
        head = target.execute(HEAD).fetchone() or NO_HEAD
    if damage := damage_of_sqlite(copy):
        raise BackupError(f"The database is damaged: {damage}.")
    return copy, head


def _dump(connection: Any, folder: Path) -> tuple[Path, tuple[int, str]]:
    program = shutil.which("pg_dump")
    if program is None:
        raise BackupError("pg_dump is not on this machine: apt-get install postgresql-client.")
    copy = folder / "casetracker.pgdump"
    command = [program, "--format=custom", "--no-owner", f"--file={copy}"]
    environment = os.environ | program_environment(connection.get_connection_params())
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        # The dump may take long, and this transaction keeps its snapshot open meanwhile.
        cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
        cursor.execute("SELECT pg_export_snapshot()")
        snapshot = cursor.fetchone()[0]
        head = _head(connection)
        _run([*command, f"--snapshot={snapshot}"], environment)
    return copy, head


def program_environment(parameters: Mapping[str, Any]) -> dict[str, str]:
    """Environment variables with which PostgreSQL's programs connect to the same server as Django, in the same way."""
    return {VARIABLES[name]: str(value) for name, value in parameters.items() if name in VARIABLES and value}


def _head(connection: Any) -> tuple[int, str]:
    with connection.cursor() as cursor:
        cursor.execute(HEAD)
        return cursor.fetchone() or NO_HEAD


def _run(command: list[str], environment: dict[str, str]) -> None:
    process = subprocess.run(  # noqa: S603 - PostgreSQL's own program; its command contains no user input
        command, env=environment, capture_output=True, text=True, check=False
    )
    if process.returncode:
        raise BackupError(f"pg_dump said: {process.stderr.strip()[:500]}")


def _evidence(data: Path) -> Iterator[tuple[str, Path]]:
    for file in sorted((data / EVIDENCE).rglob("*")):
        if file.is_file():
            yield file.relative_to(data).as_posix(), file


def _write(into: Any, parts: list[tuple[str, Path]], about: dict[str, Any]) -> tuple[dict[str, str], int]:
    """Write the archive; return the digests of its files and their total size in bytes."""
    digests, size = {}, 0
    with tarfile.open(fileobj=into, mode="w") as archive:
        for name, file in parts:
            archive.add(file, name, recursive=False)
            size += file.stat().st_size
            with file.open("rb") as content:
                digests[name] = hashlib.file_digest(content, "sha256").hexdigest()
        about_json = json.dumps(about, sort_keys=True).encode()
        _add(archive, ABOUT, about_json)
        digests[ABOUT] = hashlib.sha256(about_json).hexdigest()
        _add(archive, SUMS, "".join(f"{digest}  {name}\n" for name, digest in digests.items()).encode())
    return digests, size


def _add(archive: tarfile.TarFile, name: str, content: bytes) -> None:
    member = tarfile.TarInfo(name)
    member.size = len(content)
    archive.addfile(member, io.BytesIO(content))
