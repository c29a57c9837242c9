"""Promise 5 for the public: a publisher killed at any step leaves a whole register, old or new, and the next one mends it."""

import os
import signal
import sqlite3
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import pytest
from django.db import connection, connections

from accounts.models import User
from cases.publication import known_file, publish, register_file
from cases.review import transitions
from cases.review.freeze import values_of
from cases.review.models import Outstanding
from tests.cases.review.registers import content_of
from tests.promises.people import WORDS, approve, described, word

pytestmark = pytest.mark.django_db(databases=["default", "register"])


@pytest.fixture
def outstanding(public_file: Path, editor: User, reviewer: User) -> Path:
    """Three people: one public, one withdrawn and one approved, neither of which the register shows yet."""
    if connection.vendor != "sqlite":
        pytest.skip(
            "the child of a fork cannot share a connection to PostgreSQL; what it does to the register is the same"
        )
    people = [described([word(Random(one * 50 + n)) for n in range(WORDS)], editor) for one in range(3)]
    approve(people[0], editor, reviewer)
    approve(people[1], editor, reviewer)
    transitions.retract(record=people[1], by=reviewer, reason="Danger.")
    snapshot = transitions.submit(record=people[2], by=editor)
    transitions.approve(snapshot=snapshot, by=reviewer, digest=snapshot.digest, ticked=set(values_of(snapshot.content)))
    return public_file


def run_and_kill(work: Callable[[], Any], *, at: int) -> bool:
    """Run `work` in a child of this process that is killed (SIGKILL) before its statement number `at` to the register;
    False when it was done before. The child has the private database in its own memory, as it was."""
    connections["register"].close()  # SQLite's connections do not survive a fork
    child = os.fork()
    if child == 0:
        try:
            die_at(at, work)
        finally:
            os._exit(0)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


def die_at(at: int, work: Callable[[], Any]) -> None:
    """Run `work`; every statement to any register connection counts, those of a register in the making too."""
    from django.db.backends.utils import CursorWrapper

    true, done = CursorWrapper._execute_with_wrappers, 0

    def counted(self: Any, sql: str, params: Any, many: bool, executor: Any) -> Any:
        nonlocal done
        if self.db.alias == "register":
            done += 1
            if done >= at:
                os.kill(os.getpid(), signal.SIGKILL)
        return true(self, sql, params, many, executor)

    CursorWrapper._execute_with_wrappers = counted  # type: ignore[method-assign]
    # As with a large publication, pages reach the file before the commit, so the crash leaves a journal to be played back.
    options = connections["register"].settings_dict["OPTIONS"]
    options["init_command"] += " PRAGMA cache_size=1;"
    work()


def as_read(file: Path) -> dict[str, list[Any]]:
    """The content as the public site reads it: the file is not to be written, not even to mend it."""
    with sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True) as reading:
        assert reading.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    reading.close()
    return content_of(file)


def content_of_rebuilt(place: Path) -> dict[str, list[Any]]:
    """What the register should hold, made from nothing at another place."""
    publish.rebuild(place)
    return content_of(place)


@pytest.mark.parametrize("work", [publish.publish_outstanding, publish.rebuild])
def test_publisher_killed_at_any_step_leaves_a_whole_register(
    work: Callable[[], Any], outstanding: Path, tmp_path: Path
) -> None:
    old, new = as_read(outstanding), content_of_rebuilt(tmp_path / "new.sqlite3")
    assert old != new
    before, notes = outstanding.read_bytes(), list(Outstanding.objects.values_list("noun", "ref"))
    killed = 0
    for at in (*range(1, 12), *range(13, 400, 19)):
        connections["register"].close()
        outstanding.write_bytes(before)
        known_file.note(outstanding, outstanding)
        if not run_and_kill(work, at=at):
            break
        killed += 1
        assert as_read(outstanding) in (old, new), f"killed before statement {at}"
        assert list(Outstanding.objects.values_list("noun", "ref")) == notes
        publish.publish_outstanding()
        assert as_read(outstanding) == new
        assert not register_file.is_untidy()
        assert not list(outstanding.parent.glob("*-journal"))
        for noun, ref in notes:
            Outstanding.objects.create(noun=noun, ref=ref)
    assert killed >= 10


def test_publisher_killed_after_the_commit_of_an_approval_loses_nothing(outstanding: Path, tmp_path: Path) -> None:
    """The notes of what is outstanding are committed with the decision; nothing else is needed to go on."""
    assert as_read(outstanding) != content_of_rebuilt(tmp_path / "new.sqlite3")
    assert publish.publish_outstanding() == 2
    assert as_read(outstanding) == content_of(tmp_path / "new.sqlite3")
    assert publish.publish_outstanding() == 0
