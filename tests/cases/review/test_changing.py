"""A publication changes a copy of the register that is kept for it; nobody reads a file while it changes."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.db import connections

from accounts.models import User
from cases.models import Person
from cases.register.models import PublishedPerson
from cases.review import changing, publish, registerfile, transitions
from cases.review.models import Outstanding
from tests import factories
from tests.cases.review.registers import content_of
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


def test_publication_keeps_a_copy_with_the_same_content(public_file: Path, two: list[Person]) -> None:
    assert list(beside(public_file)) == ["spare"]
    assert content_of(beside(public_file)["spare"]) == content_of(public_file)


def test_next_publication_changes_the_copy_and_copies_nothing(
    public_file: Path, two: list[Person], editor: User, reviewer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(changing.shutil, "copyfile", refusing("The register was copied."))
    spare = beside(public_file)["spare"].stat().st_ino
    approve(factories.person("Другі", by=editor), editor, reviewer)
    assert public_file.stat().st_ino == spare
    assert PublishedPerson.objects.count() == 3
    assert content_of(beside(public_file)["spare"]) == content_of(public_file)


def test_withdrawal_keeps_no_copy(public_file: Path, two: list[Person], reviewer: User) -> None:
    transitions.retract(record=two[0], by=reviewer, reason="Danger.")
    publish.publish_outstanding()
    assert beside(public_file) == {}
    assert PublishedPerson.objects.count() == 1


def test_withdrawal_is_done_before_its_traces_are_wiped_and_survives_that_failing(
    public_file: Path, two: list[Person], reviewer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = two[0].names.get().text.encode()
    assert name in public_file.read_bytes()
    with monkeypatch.context() as broken:
        broken.setattr(changing.shutil, "copyfile", refusing("The disk is full."))
        transitions.retract(record=two[0], by=reviewer, reason="Danger.")
        publish.publish_quietly()
        assert PublishedPerson.objects.count() == 1
        assert name not in public_file.read_bytes()
        assert registerfile.is_untidy()
        assert beside(public_file) == {}
    publish.publish_outstanding()
    assert not registerfile.is_untidy()
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
    name.text = "Цяпер Інакш"
    name.save(by=editor)
    approve(Person.objects.get(pk=two[0].pk), editor, reviewer)
    for file in (public_file, *beside(public_file).values()):
        assert former not in file.read_bytes()
        assert name.text.encode() in file.read_bytes()


def test_file_that_somebody_still_reads_is_neither_changed_nor_kept(
    public_file: Path, two: list[Person], editor: User, reviewer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(changing, "PATIENCE", 0.01)
    with closing(sqlite3.connect(f"{public_file.as_uri()}?mode=ro", uri=True, isolation_level=None)) as reading:
        reading.execute("BEGIN")
        count = "SELECT count(*) FROM register_publishedperson"
        assert reading.execute(count).fetchone() == (2,)
        for number in (3, 4):
            approve(factories.person(f"Наступны {number}", by=editor), editor, reviewer)
            assert PublishedPerson.objects.count() == number
            assert reading.execute(count).fetchone() == (2,)
    assert list(beside(public_file)) == ["spare"]


def test_copy_that_somebody_reads_is_left_to_them(
    public_file: Path, two: list[Person], editor: User, reviewer: User
) -> None:
    """Whoever looked where the register lies just before it was replaced opens what is the copy by then."""
    with closing(sqlite3.connect(beside(public_file)["spare"], isolation_level=None)) as reading:
        reading.execute("BEGIN")
        count = "SELECT count(*) FROM register_publishedperson"
        assert reading.execute(count).fetchone() == (2,)
        approve(factories.person("Другі", by=editor), editor, reviewer)
        assert PublishedPerson.objects.count() == 3
        assert reading.execute(count).fetchone() == (2,)


@pytest.mark.parametrize("harm", ["another edition", "another schema", "no register"])
def test_copy_that_is_not_alike_is_not_used(
    public_file: Path, two: list[Person], editor: User, reviewer: User, harm: str
) -> None:
    spare = beside(public_file)["spare"]
    if harm == "no register":
        spare.write_bytes(b"nothing")
    else:
        with closing(sqlite3.connect(spare, isolation_level=None)) as connection:
            connection.execute("DELETE FROM register_publishedname")
            connection.execute(
                "PRAGMA user_version = 1" if harm == "another schema" else "UPDATE register_edition SET digest = 'a'"
            )
    approve(factories.person("Другі", by=editor), editor, reviewer)
    assert PublishedPerson.objects.count() == 3
    assert content_of(public_file)["register_publishedname"]
    assert content_of(beside(public_file)["spare"]) == content_of(public_file)


def test_file_system_without_second_names_keeps_no_copy(
    public_file: Path, two: list[Person], editor: User, reviewer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(changing.os, "link", refusing("This file system has no hard links."))
    approve(factories.person("Другі", by=editor), editor, reviewer)
    assert beside(public_file) == {}
    assert PublishedPerson.objects.count() == 3


def test_rebuild_forgets_the_copy(public_file: Path, two: list[Person]) -> None:
    publish.rebuild()
    assert beside(public_file) == {}
    assert connections["register"].settings_dict["NAME"] == str(public_file)
