"""Work done in processes of their own over one private database, some of which die in the middle of it."""

import json
import os
import signal
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import connection, connections, transaction

from accounts.exceptions import Refused

WRITES = ("INSERT", "UPDATE", "DELETE")
DONE = "done"


@contextmanager
def shared_database(folder: Path) -> Iterator[None]:
    """Within it the private database can be opened by other processes. PostgreSQL's can as it is; of SQLite's, which lies in
    memory in tests, a copy is made in `folder` and opened as in production. For tests with real commits."""
    if connection.vendor != "sqlite":
        yield
        return
    file = folder / "private.sqlite3"
    connection.ensure_connection()
    with sqlite3.connect(file) as copy:
        connection.connection.backup(copy)
        # As production's file is before two processes open it: of two that make it so at once, SQLite sends one away unheard.
        copy.execute("PRAGMA journal_mode=WAL")
    copy.close()
    present = connections["default"]
    opened = present.copy()
    opened.settings_dict["NAME"] = str(file)
    # Deaths are of processes here, not of machines: what they wrote need not reach the disk.
    opened.settings_dict["OPTIONS"] = {
        **opened.settings_dict["OPTIONS"],
        "init_command": "PRAGMA synchronous=OFF; PRAGMA foreign_keys=ON; PRAGMA recursive_triggers=ON;",
    }
    # In memory it would not close, so as not to lose the data; a file does.
    opened.is_in_memory_db = lambda: False  # type: ignore[method-assign]
    connections["default"] = opened
    try:
        yield
    finally:
        opened.close()
        connections["default"] = present


def content() -> dict[str, list[Any]]:
    """Every row of every table of ours in the private database."""
    models = [model for label in ("cases", "accounts", "review") for model in apps.get_app_config(label).get_models()]
    return {
        model._meta.db_table: sorted(map(repr, model._base_manager.using("default").values_list())) for model in models
    }


def run_and_kill(work: Callable[[], Any], *, at: int) -> bool:
    """Run `work` in a child that is killed (SIGKILL) before its write number `at`, or before the commit after the last one;
    False when it was done before that."""
    connections["default"].close()  # no connection survives a fork
    child = os.fork()
    if child == 0:
        try:
            _die_at(at)
            work()
        finally:
            os._exit(0)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


def count_writes(work: Callable[[], Any], folder: Path) -> int:
    """How many writes `work` makes, its commit among them; nothing of it stays."""
    noted = folder / "writes"
    connections["default"].close()
    child = os.fork()
    if child == 0:
        try:
            _count_into(noted)
            work()
        finally:
            os._exit(0)
    os.waitpid(child, 0)
    return len(noted.read_bytes())


def count_all_writes(work: Callable[[], Any], folder: Path) -> int:
    """How many writes `work` makes that commits several times, commits aside; nothing of it stays."""
    noted = folder / "all_writes"
    noted.write_bytes(b"")
    connections["default"].close()
    child = os.fork()
    if child == 0:
        try:
            with transaction.atomic():
                _count_into(noted)
                work()
                os._exit(0)
        finally:
            os._exit(0)
    os.waitpid(child, 0)
    return len(noted.read_bytes())


def at_once(*works: Callable[[], Any]) -> list[str]:
    """Run all of them in processes of their own, started together; for each what became of it: DONE, a refusal's sentence,
    or the name of what it raised."""
    connections["default"].close()
    gate, opening = os.pipe()
    running = []
    for work in works:
        told, telling = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(opening)
            os.read(gate, 1)  # until every child is there and the parent lets go
            with os.fdopen(telling, "w") as answer:
                json.dump(_answer(work), answer)
            os._exit(0)
        os.close(telling)
        running.append((child, told))
    os.close(gate)
    os.close(opening)
    answers = []
    for child, told in running:
        with os.fdopen(told) as answer:
            answers.append(json.load(answer))
        os.waitpid(child, 0)
    return answers


def _answer(work: Callable[[], Any]) -> str:
    try:
        work()
    except Refused as refusal:
        return refusal.sentence
    except BaseException as raised:
        return f"{type(raised).__name__}: {raised}"
    return DONE


def _die_at(at: int) -> None:
    done = 0

    def count() -> None:
        nonlocal done
        done += 1
        if done >= at:
            os.kill(os.getpid(), signal.SIGKILL)

    _before_each_write(count)


def _count_into(file: Path) -> None:
    def count() -> None:
        with file.open("ab") as noted:
            noted.write(b".")

    _before_each_write(count, commit=lambda: os._exit(0))


def _before_each_write(call: Callable[[], None], commit: Callable[[], None] = lambda: None) -> None:
    """Call `call` before each statement that writes to the private database, and before the outermost commit, which is then
    preceded by `commit` too."""
    from django.db.backends.base.base import BaseDatabaseWrapper
    from django.db.backends.utils import CursorWrapper

    execute, end = CursorWrapper._execute_with_wrappers, BaseDatabaseWrapper._commit

    def counted(self: Any, sql: str, params: Any, many: bool, executor: Any) -> Any:
        if self.db.alias == "default" and str(sql).lstrip().upper().startswith(WRITES):
            call()
        return execute(self, sql, params, many, executor)

    def committed(self: Any) -> Any:
        if self.alias == "default":
            call()
            commit()
        return end(self)

    CursorWrapper._execute_with_wrappers = counted  # type: ignore[method-assign]
    BaseDatabaseWrapper._commit = committed  # type: ignore[method-assign]
