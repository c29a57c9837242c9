"""A register that is half, garbage, altered or gone heals on the private side, whatever is run next, and decisions get through."""

import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from io import StringIO
from pathlib import Path
from random import Random
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from accounts.models import User
from cases.models import Person
from cases.public_site.models import PublishedPerson
from cases.publication import file_swap, known_file, publish, register_file
from cases.review import transitions
from cases.review.models import Outstanding
from cases.review.policy import POLICY, How, Public
from tests import factories
from tests.cases.publication.test_publish import decide
from tests.cases.review.registers import content_of
from tests.promises.people import approve

pytestmark = pytest.mark.django_db(databases=["default", "register"])


def flipped(file: Path) -> None:
    """One bit of a name that is public: no page of the file is wrong by SQLite's reading."""
    content = bytearray(file.read_bytes())
    at = content.index("Першы".encode())
    content[at + 1] ^= 1
    file.write_bytes(content)


def of_another_version(file: Path) -> None:
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA user_version = 7")


def without_a_table(file: Path) -> None:
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("DROP TABLE register_publishedname")


def from_a_former_day(file: Path) -> None:
    """Whole, of our own making, and out of date."""
    shutil.copyfile(file.with_name("former"), file.with_name("brought"))
    file.with_name("brought").replace(file)


def with_a_foreign_journal(file: Path) -> None:
    """What SQLite would play back into the file."""
    file.with_name(f"{file.name}-journal").write_bytes(Random(1).randbytes(4096))
    file.write_bytes(file.read_bytes()[:-4096])


DAMAGES: dict[str, Callable[[Path], Any]] = {
    "half": lambda file: os.truncate(file, file.stat().st_size // 2),
    "a little cut off": lambda file: os.truncate(file, file.stat().st_size - 100),
    "its end is zeros": lambda file: file.write_bytes(file.read_bytes()[:20_000].ljust(file.stat().st_size, b"\0")),
    "garbage": lambda file: file.write_bytes(Random(1).randbytes(50_000)),
    "a header and garbage": lambda file: file.write_bytes(file.read_bytes()[:100] + Random(1).randbytes(50_000)),
    "empty": lambda file: file.write_bytes(b""),
    "missing": lambda file: file.unlink(),
    "its folder is missing": lambda file: shutil.rmtree(file.parent),
    "one bit flipped": flipped,
    "another version": of_another_version,
    "a table is missing": without_a_table,
    "a former edition": from_a_former_day,
    "a foreign journal": with_a_foreign_journal,
    "nobody may read it": lambda file: file.chmod(0),
    "a dead link": lambda file: (file.unlink(), file.symlink_to("nowhere")),
    "what is known of it is garbage": lambda file: file.with_name(f"{file.name}.known").write_text('{"files": [[1]]}'),
    "what is known of it is lost": lambda file: file.with_name(f"{file.name}.known").unlink(),
}
COMMANDS: dict[str, Callable[[], Any]] = {
    "a publication": publish.publish_outstanding,
    "publish": lambda: call_command("publish", verbosity=0),
    "verify_register": lambda: call_command("verify_register", stdout=StringIO(), stderr=StringIO()),
    "rebuild_register": lambda: call_command("rebuild_register", stdout=StringIO()),
    "rebuild_register --if-needed": lambda: call_command("rebuild_register", if_needed=True, stdout=StringIO()),
}


@pytest.fixture
def people(public_file: Path, editor: User, reviewer: User) -> list[Person]:
    """Two persons who are public, one of them to be withdrawn, and one approved: the register shows neither decision yet."""
    made = [factories.person(f"Першы {number}", by=editor) for number in range(3)]
    approve(made[0], editor, reviewer)
    shutil.copyfile(public_file, public_file.with_name("former"))
    approve(made[1], editor, reviewer)
    transitions.retract(record=made[1], by=reviewer, reason="Danger.")
    decide(made[2], editor, reviewer)
    return made


@pytest.mark.parametrize("run", COMMANDS)
@pytest.mark.parametrize("damage", DAMAGES)
def test_damaged_register_heals_and_decisions_get_through(
    public_file: Path, people: list[Person], tmp_path: Path, damage: str, run: str
) -> None:
    DAMAGES[damage](public_file)
    COMMANDS[run]()
    publish.publish_outstanding()
    assert not Outstanding.objects.exists()
    assert register_file.damage(thorough=True) == ""
    shown = set(PublishedPerson.objects.values_list("pk", flat=True))
    assert shown == {people[0].public_id, people[2].public_id}
    publish.rebuild(tmp_path / "anew.sqlite3")
    assert content_of(public_file) == content_of(tmp_path / "anew.sqlite3")


@pytest.mark.parametrize("damage", DAMAGES)
def test_damage_is_told_by_verify_register(public_file: Path, people: list[Person], damage: str) -> None:
    publish.publish_outstanding()
    call_command("verify_register", only_tell=True, stdout=StringIO())
    DAMAGES[damage](public_file)
    if damage == "nobody may read it" and os.geteuid() == 0:
        return  # root may
    with pytest.raises(CommandError) as told:
        call_command("verify_register", only_tell=True, stdout=StringIO())
    assert str(told.value).endswith(".")


def test_bit_that_the_disk_forgot_is_found_by_the_digest(public_file: Path, people: list[Person]) -> None:
    """The file's stamp is what it was: only the bytes tell."""
    publish.publish_outstanding()
    file_swap.make_next(public_file)
    before = public_file.stat()
    flipped(public_file)
    os.utime(public_file, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert register_file.damage() == ""
    err = StringIO()
    call_command("verify_register", stdout=StringIO(), stderr=err)
    assert "not those that were written" in err.getvalue()
    assert register_file.damage(thorough=True) == ""
    assert "Першы 0" in str(content_of(public_file)["register_publishedname"])


def test_whole_file_that_was_brought_back_is_taken_as_it_is(
    public_file: Path, people: list[Person], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Moved to another disk, say: other inode and time, the same bytes."""
    publish.publish_outstanding()
    file_swap.make_next(public_file)
    shutil.copyfile(public_file, public_file.with_name("moved"))
    public_file.with_name("moved").replace(public_file)
    monkeypatch.setattr(publish, "_rebuild", lambda _place: pytest.fail("The register was made anew."))
    assert publish.publish_outstanding() == 0
    assert known_file.is_known(public_file)


def test_register_that_cannot_be_written_is_told_in_a_sentence(public_file: Path, people: list[Person]) -> None:
    public_file.unlink()
    public_file.mkdir()
    for name, options in (("rebuild_register", {"if_needed": True}), ("rebuild_register", {}), ("verify_register", {})):
        with pytest.raises(CommandError, match="register"):
            call_command(name, **options)
    with pytest.raises(CommandError, match="copied"):
        call_command("copy_register", str(public_file.with_name("copy")))
    publish.publish_quietly()
    assert Outstanding.objects.exists()
    assert not public_file.with_name("copy").exists()


def test_record_of_which_no_rows_can_be_made_does_not_keep_a_register_from_healing(
    public_file: Path, people: list[Person], editor: User, reviewer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    hindered = factories.person("Першы Кепскі", by=editor, gender="male")
    approve(hindered, editor, reviewer)
    monkeypatch.setitem(POLICY, "person", {**POLICY["person"], "gender": Public(How.REFERENCE)})
    public_file.unlink()
    publish.publish_outstanding()
    shown = set(PublishedPerson.objects.values_list("pk", flat=True))
    assert shown == {people[0].public_id, people[2].public_id}
    assert set(Outstanding.objects.values_list("ref", flat=True)) == {hindered.public_id}


def test_copy_that_is_sent_is_whole_whatever_is_published_meanwhile(
    public_file: Path, people: list[Person], editor: User, reviewer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish.publish_outstanding()
    target, bytes_before = public_file.with_name("sent.sqlite3"), public_file.read_bytes()
    copy = publish.copy_whole

    def publish_then_copy(source: Any, into: Path) -> None:
        approve(factories.person("Чарговы", by=editor), editor, reviewer)
        copy(source, into)

    monkeypatch.setattr(publish, "copy_whole", publish_then_copy)
    out = StringIO()
    call_command("copy_register", str(target), stdout=out)
    assert target.read_bytes() == bytes_before != public_file.read_bytes()
    assert known_file.sha256_of(target) in out.getvalue()
    assert not list(public_file.parent.glob("*.unfinished"))


def test_copy_of_a_damaged_register_is_one_of_the_healed(public_file: Path, people: list[Person]) -> None:
    target = public_file.with_name("sent.sqlite3")
    target.write_bytes(b"the copy of yesterday")
    for name, damage in DAMAGES.items():
        if name == "its folder is missing":
            continue
        publish.publish_outstanding()
        damage(public_file)
        call_command("copy_register", str(target), stdout=StringIO())
        assert content_of(target) == content_of(public_file)


@pytest.mark.parametrize("target", ["register.sqlite3", "."])
def test_copy_refuses_what_is_no_place_for_it(public_file: Path, people: list[Person], target: str) -> None:
    before = public_file.read_bytes()
    with pytest.raises(CommandError, match="name"):
        call_command("copy_register", str(public_file.parent / target))
    assert public_file.read_bytes() == before


def test_process_that_died_between_the_two_notes_is_made_good_for(
    public_file: Path, people: list[Person], editor: User, reviewer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed before or after the new file got its name: what lies there is known."""
    for dies in ("before", "after"):
        rename = register_file._rename

        def die(unfinished: Path, target: Path, dies: str = dies, rename: Any = rename) -> None:
            if dies == "after":
                rename(unfinished, target)
            raise KeyboardInterrupt

        with monkeypatch.context() as killed:
            killed.setattr(register_file, "_rename", die)
            with pytest.raises(KeyboardInterrupt):
                publish.publish_outstanding()
        assert register_file.damage() == ""
        assert Outstanding.objects.exists()
    publish.publish_outstanding()
    assert not Outstanding.objects.exists()
