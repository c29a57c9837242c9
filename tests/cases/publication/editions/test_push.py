"""Editions are pushed outward: to folders, and to hosts by rsync over any command that reaches them."""

import os
import shlex
import shutil
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings as site
from django.core.management import CommandError, call_command

from accounts.models import User
from cases.models import Person
from cases.public_site.editions.manifest import LIST, MANIFEST, REGISTER, SIGNATURE, file_at
from cases.publication.editions import shelf
from cases.review import transitions
from tests.cases.publication.editions.conftest import release

pytestmark = pytest.mark.django_db(databases=["default", "register"])
DAY = date(2026, 5, 4)
FOR_LONG = 36_500  # days: hosts go by the clock of this machine
needs_rsync = pytest.mark.skipif(not shutil.which("rsync"), reason="rsync is not installed")


def is_whole(folder: Path) -> bool:
    made = shelf.at(folder)
    return all(file_at(folder, file.path) == file for file in made.manifest.files)


@pytest.fixture
def remote_shell(tmp_path: Path) -> Path:
    """Reaches every host but "down" on this machine, as ssh would: by a shell, in the order of calls that it notes."""
    script = tmp_path / "reach"
    script.write_text(
        f'#!/bin/sh\necho "$1 $2" >> {tmp_path}/calls\n'
        '[ "$1" = down ] && { echo "no route to host" >&2; exit 255; }\nshift\nexec sh -c "$*"\n'
    )
    script.chmod(0o700)
    return script


@pytest.fixture
def receiving(tmp_path: Path, key_file: Path) -> Callable[[str], str]:
    """The command that a host runs, and makes its folders."""

    def command(name: str) -> str:
        host = tmp_path / name
        (host / "editions").mkdir(parents=True, exist_ok=True)
        setting = f"CASETRACKER_DATA={host} CASETRACKER_REGISTER={host}/register.sqlite3"
        return (
            f"{setting} {shlex.quote(sys.executable)} {site.BASE_DIR}/manage.py receive_edition {host}/editions/incoming "
            f"--public-key {key_file}.pub --consume --settings casetracker.settings.public"
        )

    return command


def published(register: Path) -> set[str]:
    with closing(sqlite3.connect(f"{register.as_uri()}?mode=ro", uri=True)) as database:
        return {ref for (ref,) in database.execute("SELECT id FROM register_published")}


def test_edition_goes_to_every_folder(people: list[Person], key_file: Path, place: Path, tmp_path: Path) -> None:
    release(key_file, valid_days=FOR_LONG, day=DAY)
    targets = [tmp_path / "stick", tmp_path / "disk"]
    call_command("push_edition", *map(str, targets), verbosity=0)
    for target in targets:
        assert is_whole(target / "edition-000001")
        assert (target / "edition-000001" / (MANIFEST + SIGNATURE)).exists()
    call_command("push_edition", *map(str, targets), verbosity=0)  # again: nothing to do
    release(key_file, valid_days=FOR_LONG, day=date(2026, 5, 5))
    call_command("push_edition", *map(str, targets), verbosity=0)
    assert [path.name for path in targets[0].iterdir()] == ["edition-000002"]


def test_reader_of_a_folder_sees_no_half_edition(
    people: list[Person], key_file: Path, place: Path, tmp_path: Path
) -> None:
    """A folder has the name of an edition only when all of it is there."""
    release(key_file, valid_days=FOR_LONG, day=DAY)
    stick = tmp_path / "stick"
    (stick / "edition-000001.unfinished").mkdir(parents=True)
    (stick / "edition-000001.unfinished" / "left.over").write_text("of a push that was cut off")
    call_command("push_edition", str(stick), verbosity=0)
    assert [path.name for path in stick.iterdir()] == ["edition-000001"]


def test_target_that_fails_does_not_stop_the_others(
    people: list[Person], key_file: Path, place: Path, tmp_path: Path
) -> None:
    release(key_file, valid_days=FOR_LONG, day=DAY)
    (tmp_path / "full").write_text("no folder")
    with pytest.raises(CommandError, match="/full: It could not be written") as refusal:
        call_command("push_edition", str(tmp_path / "full"), str(tmp_path / "stick"), verbosity=0)
    assert "stick" not in str(refusal.value)
    assert is_whole(tmp_path / "stick" / "edition-000001")


def test_unsigned_edition_is_not_pushed(people: list[Person], place: Path, tmp_path: Path) -> None:
    release(None, day=DAY)
    with pytest.raises(CommandError, match="is not signed"):
        call_command("push_edition", str(tmp_path / "stick"), verbosity=0)
    assert not (tmp_path / "stick").exists()


def test_list_goes_alone_and_leaves_with_the_edition(
    people: list[Person], key_file: Path, place: Path, tmp_path: Path, reviewer: User
) -> None:
    stick = str(tmp_path / "stick")
    release(key_file, valid_days=FOR_LONG, day=DAY)
    call_command("push_edition", stick, verbosity=0)
    transitions.retract(record=people[0], by=reviewer, reason="Danger.")
    release(key_file, only_withdrawn=True)
    call_command("push_edition", stick, only_withdrawn=True, verbosity=0)
    assert {path.name for path in (tmp_path / "stick").iterdir()} == {"edition-000001", LIST, LIST + SIGNATURE}
    release(key_file, valid_days=FOR_LONG, day=DAY)
    call_command("push_edition", stick, verbosity=0)
    assert [path.name for path in (tmp_path / "stick").iterdir()] == ["edition-000002"]


@needs_rsync
def test_hosts_take_what_is_pushed_and_a_withdrawal_leaves_no_byte(
    people: list[Person], key_file: Path, place: Path, tmp_path: Path, reviewer: User,
    remote_shell: Path, receiving: Callable[[str], str],
) -> None:  # fmt: skip
    host = tmp_path / "near"
    options = {"rsh": str(remote_shell), "receive": receiving("near"), "verbosity": 0}
    target = f"near:{host}/editions"
    release(key_file, valid_days=FOR_LONG, day=DAY)
    call_command("push_edition", target, **options)
    assert published(host / "register.sqlite3") == {person.public_id for person in people}
    assert list((host / "editions" / "incoming").iterdir()) == []

    transitions.retract(record=people[0], by=reviewer, reason="Danger.")
    release(key_file, only_withdrawn=True)
    call_command("push_edition", target, only_withdrawn=True, **options)
    assert people[0].public_id in (host / "register.sqlite3.withdrawn").read_text()

    release(key_file, valid_days=FOR_LONG, day=DAY)
    call_command("push_edition", target, **options)
    assert published(host / "register.sqlite3") == {people[1].public_id}
    assert not (host / "register.sqlite3.withdrawn").exists()
    for folder, _folders, files in os.walk(host):
        for name in files:
            assert people[0].public_id.encode() not in (Path(folder) / name).read_bytes()


@needs_rsync
def test_host_that_is_down_is_named_and_the_others_get_the_list_first(
    people: list[Person], key_file: Path, place: Path, tmp_path: Path, reviewer: User,
    remote_shell: Path, receiving: Callable[[str], str],
) -> None:  # fmt: skip
    release(key_file, valid_days=FOR_LONG, day=DAY)
    transitions.retract(record=people[0], by=reviewer, reason="Danger.")
    release(key_file, valid_days=FOR_LONG, day=DAY)
    options = {"rsh": str(remote_shell), "receive": receiving("near"), "verbosity": 0}
    with pytest.raises(CommandError, match="down:/editions: The files could not be sent: no route to host") as refusal:
        call_command("push_edition", "down:/editions", f"near:{tmp_path}/near/editions", **options)
    assert "near:" not in str(refusal.value)
    assert published(tmp_path / "near" / "register.sqlite3") == {people[1].public_id}


@needs_rsync
def test_host_that_refuses_is_named_with_its_sentence(
    people: list[Person], key_file: Path, place: Path, tmp_path: Path, remote_shell: Path,
    receiving: Callable[[str], str],
) -> None:  # fmt: skip
    command = receiving("near")
    call_command("make_signing_key", tmp_path / "other.key", without_passphrase=True, verbosity=0)
    release(tmp_path / "other.key", valid_days=FOR_LONG, day=DAY)
    with pytest.raises(CommandError, match=r"The host did not take it: .*another key"):
        call_command(
            "push_edition", f"near:{tmp_path}/near/editions", rsh=str(remote_shell), receive=command, verbosity=0
        )
    assert not (tmp_path / "near" / "register.sqlite3").exists()


@needs_rsync
def test_only_what_changed_is_sent(
    people: list[Person], key_file: Path, place: Path, tmp_path: Path, remote_shell: Path,
    receiving: Callable[[str], str], monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """The host's edition is the basis: rsync itself says how much of the register it had to send as it is."""
    options = {"rsh": str(remote_shell), "receive": receiving("near"), "verbosity": 0}
    target = f"near:{tmp_path}/near/editions"
    release(key_file, valid_days=FOR_LONG, day=DAY)
    call_command("push_edition", target, **options)
    release(key_file, valid_days=FOR_LONG, day=date(2026, 5, 5))
    real = shutil.which("rsync")
    (tmp_path / "bin").mkdir()
    spy = tmp_path / "bin" / "rsync"
    spy.write_text(
        f'#!/bin/sh\ncase "$1" in --server) exec {real} "$@";; esac\n{real} --stats "$@" >> {tmp_path}/stats\n'
    )
    spy.chmod(0o700)
    monkeypatch.setenv("PATH", f"{spy.parent}:{os.environ['PATH']}")
    call_command("push_edition", target, **options)
    lines = (tmp_path / "stats").read_text().splitlines()
    sent = [int(line.split()[2].replace(",", "")) for line in lines if line.startswith("Literal data")]
    size = (place / "edition-000002" / REGISTER).stat().st_size
    assert 0 < sum(sent) < size / 10
