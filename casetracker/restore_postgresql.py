"""Restore of a dump over the content of a PostgreSQL database, in one transaction.

The former tables are set aside by renaming their schema; a new schema receives the dump. `pg_restore` only turns the
dump into statements, and Django's own connection executes them, over TLS if the URL asks for it: so the restored data
can be checked before it is committed, nobody else sees it before that, and any interruption leaves the former state.
"""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from casetracker.backup_contents import BackupError
from casetracker.data_lock import InUse

SCHEMA = "public"
TIMEOUTS = ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout")
OTHERS = (
    "SELECT count(*) FROM pg_stat_activity "
    "WHERE datname = current_database() AND pid <> pg_backend_pid() AND usesysid IS NOT NULL"
)
RELATIONS = "SELECT count(*) FROM pg_class WHERE relnamespace = to_regnamespace('public') AND relkind IN ('r', 'p', 'v', 'm', 'S')"
FUNCTIONS = "SELECT count(*) FROM pg_proc WHERE pronamespace = to_regnamespace('public')"


class PostgresqlTarget:
    """Database of the site on a PostgreSQL server. `name` becomes the schema of the former tables."""

    vendor = "postgresql"
    in_place = False  # True once the former tables may have been set aside
    next_steps = (
        "Rights of other database roles (GRANT) are not in a backup: grant them again if the site uses a role of its own.",
    )

    def __init__(self, name: str) -> None:
        self.name = name.replace("-", "_")
        self.aside_note = (
            f'The former tables are in the schema {self.name} of the same database; once you no longer need them: DROP SCHEMA "'
            f'{self.name}" CASCADE.'
        )

    def is_used(self) -> bool:
        """Whether the database already has tables."""
        return bool(_count(RELATIONS))

    def check_not_in_use(self) -> None:
        """Raise InUse if anybody else is connected to the database, from any machine."""
        if count := _count(OTHERS):
            raise InUse(
                f"{count} other connection(s) to the database are open: a site or a program is using it. Stop it first, then "
                "restore; nothing was changed."
            )

    def size(self) -> int:
        """Bytes that the former tables need in the data folder: none, they stay on the server."""
        return 0

    @contextmanager
    def staged(self, copy: Path) -> Iterator[None]:
        """Show the restored tables to the default connection only; commit them at the end.

        Raises:
            BackupError: the dump cannot be restored; nothing was changed.
        """
        with transaction.atomic():
            with connection.cursor() as cursor:
                for name in TIMEOUTS:
                    cursor.execute(f"SET LOCAL {name} = 0")
                if _count(RELATIONS) or _count(FUNCTIONS):
                    _make_room(cursor, connection.ops.quote_name(self.name))
            _load(copy)
            with connection.cursor() as cursor:
                cursor.execute("RESET search_path")
            yield
            self.check_not_in_use()
            self.in_place = True
        connection.close()  # discards what the statements of the dump have set

    def set_aside(self, folder: Path) -> None:
        """Do nothing: the former tables are set aside as soon as the transaction is committed."""


def _count(query: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return int(cursor.fetchone()[0])


def _make_room(cursor: Any, former: str) -> None:
    """Rename the schema to `former` and create a new one as initdb does."""
    cursor.execute(f"ALTER SCHEMA {SCHEMA} RENAME TO {former}")
    cursor.execute(f"CREATE SCHEMA {SCHEMA}")
    cursor.execute(f"COMMENT ON SCHEMA {SCHEMA} IS 'standard public schema'")
    cursor.execute(f"GRANT USAGE ON SCHEMA {SCHEMA} TO PUBLIC")
    cursor.execute(f"ALTER SCHEMA {SCHEMA} OWNER TO pg_database_owner")


def _load(dump: Path) -> None:
    """Execute the statements that pg_restore makes of the dump."""
    program = shutil.which("pg_restore")
    if program is None:
        raise BackupError("pg_restore is not on this machine: apt-get install postgresql-client.")
    command = [program, "--no-owner", "--no-privileges", "--exit-on-error", "--file=-", str(dump)]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    with tempfile.TemporaryFile() as errors:
        process = subprocess.Popen(  # noqa: S603 - PostgreSQL's own program; its command contains no user input
            command, stdout=subprocess.PIPE, stderr=errors, env=environment
        )
        try:
            with process.stdout or errors as script:
                _carry_out(script)
        finally:
            code = process.wait()
        if code:
            errors.seek(0)
            message = errors.read().decode(errors="replace").strip()
            raise BackupError(f"The dump in the backup cannot be read. pg_restore said: {message[:500]}")


def _carry_out(script: Any) -> None:
    """Execute statements as they come, and stream the lines of each COPY as its data."""
    parameters = _settings()
    pending: list[bytes] = []
    at_top = True  # in the lines that set up the session
    connection.ensure_connection()
    with connection.wrap_database_errors, connection.connection.cursor() as cursor:
        for line in script:
            at_top = at_top and not line.startswith(b"CREATE ")
            if line.startswith(b"COPY ") and line.rstrip().endswith(b" FROM stdin;"):
                _execute(cursor, pending)
                with cursor.copy(line.decode().rstrip().removesuffix(";")) as copy:
                    for row in script:
                        if row.rstrip(b"\r\n") == b"\\.":
                            break
                        copy.write(row)
            elif not _is_of_psql(line) and not (at_top and _sets_unknown(line, parameters)):
                pending.append(line)
        _execute(cursor, pending)


def _execute(cursor: Any, waiting: list[bytes]) -> None:
    if text := b"".join(waiting).decode():
        cursor.execute(text)
    waiting.clear()


def _is_of_psql(line: bytes) -> bool:
    """Whether the line is a command of psql, not a statement: newer versions write \\restrict and \\unrestrict."""
    return line.startswith((b"\\restrict ", b"\\unrestrict "))


def _sets_unknown(line: bytes, known: set[str]) -> bool:
    """Whether the line sets a parameter unknown to this server, as a newer pg_restore does for an older server."""
    words = line.decode(errors="replace").split()
    return len(words) > 2 and words[0] == "SET" and words[2] == "=" and words[1] not in known


def _settings() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM pg_settings")
        return {row[0] for row in cursor.fetchall()}
