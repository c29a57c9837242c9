"""A publication changes a copy of the register; a file that was the register is never written again."""

import errno
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.db import connections

from accounts.models import User
from cases.models import Person
from cases.public_site.models import PublishedPerson
from cases.publication import file_swap, known_file, publish, register_file
from cases.review import transitions
from cases.review.models import Outstanding
from tests import factories
from tests.promises.people import approve

pytestmark = pytest.mark.django_db(databases=["default", "register"])


def beside(file: Path) -> dict[str, Path]:
    """What lies beside the register, by the end of its name."""
    found = {one.name.removeprefix(file.name).lstrip("."): one for one in file.parent.glob(f"{file.name}*")}
    return {name: one for name, one in found.items() if name not in ("", "lock")}


def refusing(why: str) -> Callable[..., None]:
    """What stands in for a function of the system that says no."""

    def refuse(*_given: Any) -> None:
        raise PermissionError(why)

    return refuse


@pytest.fixture
def two(public_file: Path, editor: User, reviewer: User) -> list[Person]:
    """Two people who are public in a register on disk."""
    people = [factories.person(f"Першы {number}", by=editor) for number in range(2)]
    for person in people:
        approve(person, editor, reviewer)
    return people


def test_copy_for_the_next_publication_has_the_bytes_of_the_register(public_file: Path, two: list[Person]) -> None:
    assert set(beside(public_file)) == {"known"}
    assert file_swap.make_next(public_file)
    assert set(beside(public_file)) == {"known", "next"}
    assert beside(public_file)["next"].read_bytes() == public_file.read_bytes()
    assert known_file.digest_known(public_file) == known_file.sha256_of(public_file)
    assert not file_swap.make_next(public_file)


def test_next_publication_changes_the_copy_and_copies_nothing(
    public_file: Path, two: list[Person], editor: User, reviewer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    file_swap.make_next(public_file)
    monkeypatch.setattr(file_swap, "copy_whole", refusing("The register was copied."))
    ready = beside(public_file)["next"].stat().st_ino
    approve(factories.person("Другі", by=editor), editor, reviewer)
    assert public_file.stat().st_ino == ready
    assert PublishedPerson.objects.count() == 3
    assert set(beside(public_file)) == {"known"}


def test_withdrawal_keeps_no_copy(public_file: Path, two: list[Person], reviewer: User) -> None:
    file_swap.make_next(public_file)
    transitions.retract(record=two[0], by=reviewer, reason="Danger.")
    publish.publish_outstanding()
    assert set(beside(public_file)) == {"known"}
    assert PublishedPerson.objects.count() == 1


@pytest.mark.parametrize("withdrawn_at", [1, 2])
def test_copy_that_is_being_made_while_something_is_withdrawn_goes(
    public_file: Path, two: list[Person], reviewer: User, monkeypatch: pytest.MonkeyPatch, withdrawn_at: int
) -> None:
    """Before its first piece, and between two pieces."""
    copy, called = file_swap._copy_bytes, 0

    def withdraw_then_copy(source: int, into: int, wanted: Callable[[], bool]) -> bool:
        nonlocal called
        called += 1
        if called == 1:
            if withdrawn_at == 2:
                copy(source, into, lambda: False)
            transitions.retract(record=two[0], by=reviewer, reason="Danger.")
            publish.publish_outstanding()
            assert not public_file.with_name(f"{public_file.name}.part").exists()
        return copy(source, into, wanted)

    monkeypatch.setattr(file_swap, "_copy_bytes", withdraw_then_copy)
    monkeypatch.setattr(file_swap, "PIECE", 4096)
    file_swap.make_next(public_file)
    assert set(beside(public_file)) == {"known"}


def test_withdrawal_is_done_before_its_traces_are_wiped_and_survives_that_failing(
    public_file: Path, two: list[Person], reviewer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = two[0].names.get().text.encode()
    assert name in public_file.read_bytes()
    with monkeypatch.context() as broken:
        broken.setattr(file_swap, "_tidy", refusing("The disk is full."))
        transitions.retract(record=two[0], by=reviewer, reason="Danger.")
        publish.publish_quietly()
        assert PublishedPerson.objects.count() == 1
        assert name not in public_file.read_bytes()
        assert register_file.is_untidy()
        assert set(beside(public_file)) == {"known"}
    publish.publish_outstanding()
    assert not register_file.is_untidy()
    assert not Outstanding.objects.exists()


def test_order_and_gaps_tell_nothing_after_a_withdrawal(
    public_file: Path, two: list[Person], reviewer: User, tmp_path: Path
) -> None:
    transitions.retract(record=two[0], by=reviewer, reason="Danger.")
    publish.publish_outstanding()
    with closing(sqlite3.connect(public_file)) as reading:
        names = reading.execute("SELECT rowid FROM register_publishedname ORDER BY rowid").fetchall()
        assert names == [(place,) for place in range(1, len(names) + 1)]
        assert reading.execute("PRAGMA freelist_count").fetchone() == (0,)
        assert reading.execute("PRAGMA application_id").fetchone() == (0,)


def test_value_that_was_changed_stands_in_no_file(
    public_file: Path, two: list[Person], editor: User, reviewer: User
) -> None:
    name = two[0].names.get()
    former = name.text.encode()
    file_swap.make_next(public_file)
    name.text = "Цяпер Інакш"
    name.save(by=editor)
    approve(Person.objects.get(pk=two[0].pk), editor, reviewer)
    file_swap.make_next(public_file)
    assert set(beside(public_file)) == {"known", "next"}
    for file in (public_file, *beside(public_file).values()):
        assert former not in file.read_bytes()
    for file in (public_file, beside(public_file)["next"]):
        assert name.text.encode() in file.read_bytes()


def test_copy_that_was_made_of_another_edition_or_touched_since_is_not_used(
    public_file: Path, two: list[Person], editor: User, reviewer: User
) -> None:
    file_swap.make_next(public_file)
    ready = beside(public_file)["next"]
    content = ready.read_bytes()
    for harm in (content[:5000], b"nothing", content.replace(b"male", b"fema")):
        ready.write_bytes(harm)
        approve(factories.person("Другі", by=editor), editor, reviewer)
        assert register_file.damage(thorough=True) == ""
        file_swap.make_next(public_file)
    approve(factories.person("Трэці", by=editor), editor, reviewer)
    ready.write_bytes(content)  # whole, of an edition before
    approve(factories.person("Чацвёрты", by=editor), editor, reviewer)
    assert PublishedPerson.objects.count() == 7


def test_copy_that_died_half_way_is_begun_again(public_file: Path, two: list[Person]) -> None:
    public_file.with_name(f"{public_file.name}.part").write_bytes(b"half" * 100_000)
    assert file_swap.make_next(public_file)
    assert beside(public_file)["next"].read_bytes() == public_file.read_bytes()


def test_file_system_that_cannot_copy_by_itself_is_helped(
    public_file: Path, two: list[Person], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def not_here(*_given: Any) -> int:
        raise OSError(errno.EXDEV, "Invalid cross-device link")

    monkeypatch.setattr(file_swap.os, "copy_file_range", not_here)
    file_swap.copy_whole(public_file, tmp_path / "copy")
    assert (tmp_path / "copy").read_bytes() == public_file.read_bytes()


def test_rebuild_forgets_the_copy(public_file: Path, two: list[Person]) -> None:
    file_swap.make_next(public_file)
    publish.rebuild()
    assert set(beside(public_file)) == {"known"}
    assert connections["register"].settings_dict["NAME"] == str(public_file)


def test_file_that_was_the_register_is_never_written_again(
    public_file: Path, two: list[Person], editor: User, reviewer: User
) -> None:
    """Readers who open the file and read it slowly, as rsync, cp and backups do: without SQLite's lock, a piece at a time, while
    twenty editions are published, every third one after a copy was made ready, every fifth one a withdrawal."""
    readers: list[Reading] = []
    people = list(two)
    for number in range(20):
        readers += [Reading(public_file), Reading(public_file)]
        for reading in readers:
            reading.go_on()
        if number % 5 == 4:
            transitions.retract(record=people.pop(), by=reviewer, reason="Danger.")
            publish.publish_outstanding()
        else:
            people.append(factories.person(f"Чарговы {number}", by=editor))
            approve(people[-1], editor, reviewer)
        if number % 3 == 0:
            file_swap.make_next(public_file)
        for reading in readers:
            reading.go_on()
    for reading in readers:
        copy = reading.to_the_end(public_file.with_name("copy.sqlite3"))
        assert copy.read_bytes() == reading.expected
        with closing(sqlite3.connect(copy)) as opened:
            assert opened.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            assert opened.execute("SELECT digest FROM register_edition").fetchone()


class Reading:
    """Somebody who copies the register a piece at a time; `expected` is what it was when they opened it."""

    def __init__(self, file: Path) -> None:
        self.expected, self.opened, self.read = file.read_bytes(), file.open("rb", buffering=0), b""

    def go_on(self) -> None:
        """Read another piece."""
        self.read += self.opened.read(8192)

    def to_the_end(self, copy: Path) -> Path:
        """Read what is left and write the copy."""
        copy.write_bytes(self.read + self.opened.read())
        self.opened.close()
        return copy
