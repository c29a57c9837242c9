"""A site with a data folder, a database and a register of its own, and two backups to restore into it."""

import os
import secrets
import shutil
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, connections

from accounts.audit import verify
from cases.evidence import file_store
from cases.models import Evidence, PersonName
from casetracker import backup, restore
from tests import factories
from tests.promises.world import register_at

EVENTS = {"os.rename", "os.link", "os.remove", "os.mkdir", "os.rmdir", "shutil.copyfile", "sqlite3.connect"}
FORMER, RESTORED, SINCE = "Былы Чалавек", "Вернуты Чалавек", "Новы Чалавек"


@dataclass
class Site:
    """`former` and `newer` are backups; `head` is that of `newer`. The database and the folder `data` are empty at first."""

    data: Path
    register: Path
    former: Path
    newer: Path
    head: verify.Mark

    def make_used(self) -> None:
        """Give it a former state: people and evidence of which some are not in the backup `newer`."""
        restore.restore(self.former)
        add(SINCE)
        connection.close()

    def state(self) -> tuple[list[str], list[str]]:
        """Names of the persons, and what the kept files hold that records name."""
        names = sorted(PersonName._base_manager.values_list("text", flat=True))
        files = sorted(b"".join(file_store.pieces(one.sha256)).decode() for one in Evidence._base_manager.all())
        connection.close()
        return names, files

    def files(self) -> dict[str, bytes]:
        """Every file of the folders with its bytes, but for the lock."""
        folders = (self.data, self.register.parent)
        found = (file for folder in folders for file in folder.rglob("*") if file.is_file())
        return {str(file): file.read_bytes() for file in found if not file.name.endswith(".lock")}

    def aside(self) -> list[Path]:
        """Folders with former states."""
        return sorted(self.data.glob("before-restore-*"))


WAS = ([FORMER, SINCE], [FORMER, SINCE])
IS = ([FORMER, RESTORED], [FORMER, RESTORED])


def add(name: str) -> None:
    """A person with a contact that is encrypted, and a kept file that a record names."""
    factories.person(name, contacts="an invented address")
    factories.evidence(sha256=file_store.keep([name.encode()]))


@contextmanager
def site(folder: Path) -> Iterator[Site]:
    """A site in `folder`. For tests with real commits; the test's own database is where the backups come from."""
    data, register = folder / "data", folder / "public" / "register.sqlite3"
    present = settings.DATA, settings.EVIDENCE
    settings.EVIDENCE = folder / "source" / "evidence"
    try:
        add(FORMER)
        backup.make(folder / "former.tar", connection=connection, data=folder / "source")
        add(RESTORED)
        backup.make(folder / "newer.tar", connection=connection, data=folder / "source")
        head = verify.current_head()
        settings.DATA, settings.EVIDENCE = data, data / "evidence"
        register.parent.mkdir()
        with register_at(register), own_database(data):
            yield Site(data, register, folder / "former.tar", folder / "newer.tar", head)
    finally:
        settings.DATA, settings.EVIDENCE = present


@contextmanager
def own_database(data: Path) -> Iterator[None]:
    """Within it the default connection is that of an empty database: a file in `data`, or one of PostgreSQL's own."""
    present = connections["default"]
    name = str(data / "casetracker.sqlite3") if present.vendor == "sqlite" else f"restore_{secrets.token_hex(4)}"
    if present.vendor == "postgresql":
        _execute(present, f"CREATE DATABASE {name}")
    opened = present.copy()
    opened.settings_dict["NAME"] = name
    opened.settings_dict["OPTIONS"] = {**opened.settings_dict["OPTIONS"]}
    if present.vendor == "sqlite":
        opened.is_in_memory_db = lambda: False  # type: ignore[method-assign]
    connections["default"] = opened
    try:
        yield
    finally:
        opened.close()
        connections["default"] = present
        if present.vendor == "postgresql":
            _execute(present, f"DROP DATABASE {name} WITH (FORCE)")


def _execute(present: Any, statement: str) -> None:
    with present.cursor() as cursor:
        cursor.execute(statement)


def kill_at(number: int, work: Callable[[], object], data: Path) -> bool:
    """Do `work` in a child that is killed (SIGKILL) before its step `number` in the file system below `data`; False when it was
    done before that."""
    connections.close_all()  # no connection survives a fork
    child = os.fork()
    if child == 0:
        code = 1
        try:
            _die_at(number, str(data))
            work()
            code = 0
        finally:
            os._exit(code)
    status = os.waitpid(child, 0)[1]
    if not os.WIFSIGNALED(status) and os.waitstatus_to_exitcode(status):
        raise AssertionError("the work failed")
    return os.WIFSIGNALED(status)


def _die_at(number: int, data: str) -> None:
    seen = 0

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        nonlocal seen
        if event in EVENTS and any(data in str(argument) for argument in arguments[:2]):
            seen += 1
            if seen == number:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(hook)


def forget_killed(place: Site) -> None:
    """Remove what a killed restore has left beside the state, so that the next one takes the same steps."""
    shutil.rmtree(place.data / restore.WORK, ignore_errors=True)
    for folder in place.aside():
        shutil.rmtree(folder)
    _end_sessions_of_the_dead()


def _end_sessions_of_the_dead() -> None:
    """PostgreSQL keeps the session of a killed program until it notices; the next restore would take it for somebody at work.

    Only sessions of this role are ended: the server's own workers (autovacuum) belong to nobody and may not be.
    """
    if connections["default"].vendor == "postgresql":
        _execute(
            connections["default"],
            "SELECT pg_terminate_backend(pid, 20000) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid() AND usename = current_user",
        )
