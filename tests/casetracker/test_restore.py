"""A backup that is restored is whole, or nothing was changed: whatever lies in the folder and whenever it ends."""

import fcntl
import os
import shutil
import sqlite3
import tarfile
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, connections

from accounts.audit import log, verify
from accounts.models import Entry, Invitation, Switch, User
from casetracker import backup, data_lock, restore
from casetracker.backup_contents import BackupError, check
from casetracker.restore import RestoreError
from casetracker.restore_sqlite import SqliteTarget
from tests import factories
from tests.casetracker import restoring
from tests.casetracker.restoring import IS, WAS, Site

pytestmark = [
    pytest.mark.django_db(databases=["default", "register"], transaction=True),
    pytest.mark.skipif(
        bool(settings.DATABASE_URL) and shutil.which("pg_restore") is None, reason="pg_restore is not on this machine"
    ),
]
sqlite_only = pytest.mark.skipif(bool(settings.DATABASE_URL), reason="about the files of SQLite")
postgresql_only = pytest.mark.skipif(not settings.DATABASE_URL, reason="about PostgreSQL")


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    monkeypatch.setattr(
        os, "sync", lambda: None
    )  # a loss of power is not tried, and other programs' writes need not be waited for
    with restoring.site(tmp_path) as made:
        yield made


def unpacked(backup: Path, folder: Path) -> Path:
    with tarfile.open(backup) as archive:
        archive.extractall(folder, filter="data")
    return folder


def mark(head: verify.Mark) -> str:
    return f"{head[0]}:{head[1]}"


def test_restore_into_an_empty_folder_brings_everything_back(site: Site) -> None:
    report = restore.restore(site.newer, heads=[site.head])
    assert (report.findings, report.failures, report.head) == ([], [], mark(site.head))
    assert site.state() == IS
    assert verify.verify([site.head]) == []
    newest = Entry.objects.order_by("-sequence").first()
    assert newest is not None and newest.action == "restored" and mark(site.head) in newest.note
    assert report.new_head == mark(verify.current_head())
    assert site.register.exists() and Path(f"{site.register}.neutral").exists()
    assert Switch.objects.get(name="neutral").on
    assert not (site.data / restore.WORK).exists() and report.aside is None


def test_restored_database_ends_sessions_and_open_links(site: Site, tmp_path: Path) -> None:
    restore.restore(site.newer)
    account = factories.user("colleague")
    expires = datetime(2100, 1, 1, tzinfo=UTC)
    Invitation.objects.create(user=account, digest="0" * 64, expires_at=expires)
    Session.objects.create(session_key="a" * 32, session_data="x", expire_date=expires)
    backup.make(tmp_path / "open.tar", connection=connection, data=site.data)
    connection.close()
    restore.restore(tmp_path / "open.tar", replace=True)
    assert User.objects.get(pk=account.pk).session_stamp != account.session_stamp
    assert Invitation.objects.get().closed_at is not None
    assert not Session.objects.exists()


@sqlite_only
def test_plain_copying_beside_a_left_wal_destroys_what_restore_brings_back(site: Site, tmp_path: Path) -> None:
    file = site.data / "casetracker.sqlite3"
    site.make_used()
    leave_a_wal(file, tmp_path / "crashed")
    shutil.copytree(tmp_path / "crashed", tmp_path / "by hand")
    plain = tmp_path / "by hand" / file.name
    shutil.copyfile(unpacked(site.newer, tmp_path / "out") / file.name, plain)
    assert not is_the_backup(plain), "this way of making a crash shows nothing"

    assert file.with_name(f"{file.name}-wal").stat().st_size
    report = restore.restore(site.newer, replace=True, heads=[site.head])
    assert site.state() == IS
    assert report.aside is not None
    assert (report.aside / f"{file.name}-wal").read_bytes() == (tmp_path / "crashed" / f"{file.name}-wal").read_bytes()
    assert not [path for path in site.data.glob("*.sqlite3-*") if path.stat().st_size]


@sqlite_only
@pytest.mark.parametrize("ending", ["-wal", "-journal"])
def test_what_a_removed_database_left_beside_it_is_moved_aside(site: Site, tmp_path: Path, ending: str) -> None:
    site.data.mkdir(exist_ok=True)
    stray = site.data / f"casetracker.sqlite3{ending}"
    stray.write_bytes(b"of another database" * 1000)
    report = restore.restore(site.newer)
    assert site.state() == IS
    assert report.aside is not None and (report.aside / stray.name).read_bytes().startswith(b"of another")


@sqlite_only
def test_former_database_that_cannot_be_read_is_moved_aside_as_it_is(site: Site) -> None:
    site.make_used()
    file = site.data / "casetracker.sqlite3"
    file.write_bytes(b"no database at all" * 500)
    report = restore.restore(site.newer, replace=True)
    assert site.state() == IS
    assert report.aside is not None and (report.aside / file.name).read_bytes().startswith(b"no database")


def leave_a_wal(file: Path, crashed: Path) -> None:
    """Make the files of `file` those of a process that died: changes of many pages in -wal, none of them in the database."""
    with closing(sqlite3.connect(file, isolation_level=None)) as writing:
        writing.execute("PRAGMA journal_mode=WAL")
        writing.execute("CREATE TABLE filler (text TEXT)")
        writing.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        writing.executemany("INSERT INTO filler VALUES (?)", [("x" * 3000,)] * 500)
        crashed.mkdir()
        for path in file.parent.glob(f"{file.name}*"):
            shutil.copyfile(path, crashed / path.name)
    for path in crashed.iterdir():
        shutil.copyfile(path, file.with_name(path.name))


def is_the_backup(file: Path) -> bool:
    """Whether a database opens and has no more and no less than the backup."""
    try:
        with closing(sqlite3.connect(file)) as opened:
            opened.execute("PRAGMA ignore_check_constraints=ON")
            whole = opened.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
            tables = {row[0] for row in opened.execute("SELECT name FROM sqlite_master")}
            return whole and "filler" not in tables
    except sqlite3.Error:
        return False


def test_used_folder_is_refused_and_with_replace_moved_aside_whole(site: Site, tmp_path: Path) -> None:
    site.make_used()
    before = site.files()
    with pytest.raises(RestoreError, match="With --replace they are moved aside"):
        restore.restore(site.newer)
    assert site.files() == before
    report = restore.restore(site.newer, replace=True)
    assert site.state() == IS
    assert report.aside is not None
    if connection.vendor == "sqlite":
        assert (report.aside / "casetracker.sqlite3").read_bytes() == before[str(site.data / "casetracker.sqlite3")]
    else:
        schema = report.aside.name.replace("-", "_")
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM {schema}.cases_person")
            assert cursor.fetchone()[0] == len(WAS[0])
    kept = sorted(path.read_text() for path in report.aside.rglob("evidence/*/*"))
    assert kept == WAS[1]


def test_running_site_is_refused(site: Site) -> None:
    site.make_used()
    before = site.files()
    with (site.data / data_lock.NAME).open("r+") as lock:
        fcntl.flock(lock, fcntl.LOCK_SH)
        with pytest.raises(RestoreError, match="Stop it first, then restore; nothing was changed"):
            restore.restore(site.newer, replace=True)
    assert site.files() == before


def test_database_that_another_program_has_open_is_refused(site: Site) -> None:
    site.make_used()
    other = connections["default"].copy()
    with other.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM cases_person")
        cursor.fetchone()
        with pytest.raises(RestoreError, match="Stop it first, then restore; nothing was changed"):
            restore.restore(site.newer, replace=True)
    other.close()
    assert site.state() == WAS
    assert site.aside() == []


@pytest.mark.parametrize("packed", [True, False])
def test_damaged_backup_is_refused_and_nothing_is_touched(site: Site, tmp_path: Path, packed: bool) -> None:
    site.make_used()
    before = site.files()
    whole = unpacked(site.newer, tmp_path / "whole")
    names = [file.relative_to(whole).as_posix() for file in whole.rglob("*") if file.is_file()]
    assert len(names) == 5
    for name in names:
        for how in ("cut", "altered", "missing", "empty"):
            folder = tmp_path / "damaged"
            shutil.copytree(whole, folder)
            damage(folder / name, how)
            source = pack(folder, tmp_path / "damaged.tar") if packed else folder
            with pytest.raises(RestoreError, match=r"is damaged|is no whole backup"):
                restore.restore(source, replace=True)
            shutil.rmtree(folder)
    assert site.files() == before


def damage(file: Path, how: str) -> None:
    content = bytearray(file.read_bytes())
    if how == "missing":
        file.unlink()
    elif how == "altered":
        content[len(content) // 2] ^= 1
        file.write_bytes(content)
    else:
        file.write_bytes(content[: len(content) // 2 if how == "cut" else 0])


def pack(folder: Path, target: Path) -> Path:
    with tarfile.open(target, "w") as archive:
        for file in sorted(folder.rglob("*")):
            if file.is_file():
                archive.add(file, file.relative_to(folder).as_posix())
    return target


@pytest.mark.parametrize("name", ["../out", "/out", "evidence/../../out", "secret_key", "evidence"])
def test_backup_with_other_files_is_refused(site: Site, tmp_path: Path, name: str) -> None:
    whole = unpacked(site.newer, tmp_path / "whole")
    with tarfile.open(tmp_path / "odd.tar", "w") as archive:
        archive.add(whole / "about.json", name)
    with pytest.raises(RestoreError, match="no backup made by back_up"):
        restore.restore(tmp_path / "odd.tar")
    assert not (tmp_path / "out").exists()
    with pytest.raises(BackupError, match="no whole backup"):
        check(tmp_path / "nowhere.tar")


def test_head_that_does_not_match_refuses_and_nothing_is_touched(site: Site) -> None:
    number, digest = site.head
    for wrong, sentence in (((number, "0" * 64), "mistyped"), ((number + 5, digest), "was noted after this backup")):
        with pytest.raises(RestoreError, match="nothing was changed") as refused:
            restore.restore(site.newer, heads=[wrong])
        assert sentence in refused.value.findings[0]
    assert not (site.data / "casetracker.sqlite3").exists()
    report = restore.restore(site.newer, heads=[(number, "0" * 64)], accept_findings=True)
    assert report.findings and site.state() == IS


def test_head_noted_earlier_matches_too(site: Site) -> None:
    earlier = Path(site.former)
    number, _colon, digest = check(earlier).head.partition(":")
    assert restore.restore(site.newer, heads=[(int(number), digest), site.head]).findings == []


def test_keys_that_do_not_fit_are_told_before_anything_is_touched(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    from casetracker.environment import new_field_key

    lost, other = settings.FIELD_KEYS, new_field_key()
    monkeypatch.setattr(settings, "FIELD_KEYS", [other])
    site.data.mkdir()
    (site.data / "field_key").write_text(other)
    os.utime(site.data / "field_key", (4e9, 4e9))
    with pytest.raises(RestoreError) as refused:
        restore.restore(site.newer)
    assert "2 of 2 encrypted values in cases_person.contacts cannot be read" in refused.value.findings[0]
    assert "younger than the backup" in refused.value.findings[1]
    monkeypatch.setattr(settings, "FIELD_KEYS", [other, *lost])
    assert restore.restore(site.newer).findings == []


def test_other_secret_key_is_told_and_refuses_nothing(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not any("CASETRACKER_SECRET_KEY" in note for note in restore.restore(site.newer).notes)
    monkeypatch.setattr(settings, "SECRET_KEY", "another one")
    assert any("CASETRACKER_SECRET_KEY" in note for note in restore.restore(site.newer, replace=True).notes)


def test_evidence_that_a_record_names_and_the_backup_lacks_is_told(site: Site, tmp_path: Path) -> None:
    whole = unpacked(site.newer, tmp_path / "whole")
    name = next(iter(check(whole).evidence))
    (whole / name).unlink()
    sums = whole / "SHA256SUMS"
    sums.write_text("".join(line for line in sums.read_text().splitlines(keepends=True) if name not in line))
    with pytest.raises(RestoreError) as refused:
        restore.restore(whole)
    assert "is named by a record and is not in the backup" in refused.value.findings[0]


def test_log_that_was_altered_in_the_backup_is_told(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verify, "digest_of", lambda _entry: "0" * 64)
    with pytest.raises(RestoreError) as refused:
        restore.restore(site.newer)
    assert "was altered" in refused.value.findings[0]


def test_backup_of_a_newer_version_is_refused(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    from casetracker import restored_state

    class Known:
        applied_migrations = {("review", "0001_initial"): None, ("review", "0099_later"): None}
        disk_migrations = {("review", "0001_initial"): None}
        replacements: dict[object, object] = {}

    monkeypatch.setattr(restored_state, "MigrationLoader", lambda _connection: Known())
    with pytest.raises(RestoreError, match=r"newer version of this program \(review.0099_later\)"):
        restore.restore(site.newer)


def test_step_after_the_restoring_that_fails_is_told_and_the_backup_is_in_place(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    from cases.publication.management.commands import rebuild_register

    def fail(*args: object) -> int:
        raise OSError("no room")

    monkeypatch.setattr(rebuild_register, "rebuild", fail)
    with pytest.raises(CommandError, match=r"is in place, but a step after it failed: .*no room.*make prepare"):
        call_command("restore", str(site.newer))
    assert site.state() == IS


@pytest.mark.parametrize("step", ["_enter", "_link_evidence", "_add_evidence", "_look_through"])
def test_step_that_fails_leaves_the_former_state(site: Site, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    site.make_used()
    Path(f"{site.register}.neutral").unlink()

    def fail(*args: object) -> None:
        raise OSError("no room")

    monkeypatch.setattr(restore, step, fail)
    with pytest.raises(RestoreError, match=r"no room.*nothing was changed"):
        restore.restore(site.newer, replace=True)
    assert site.state() == WAS
    assert site.aside() == [] and not (site.data / restore.WORK).exists()
    assert not Path(f"{site.register}.neutral").exists()


def test_rename_that_fails_keeps_what_was_moved_aside(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("about the files of SQLite")
    site.make_used()

    def fail(target: SqliteTarget, copy: Path) -> None:
        target.in_place = True
        raise OSError("the disk is gone")

    monkeypatch.setattr(SqliteTarget, "_put_in_place", fail)
    with pytest.raises(RestoreError, match="broke off while it was being put in place") as told:
        restore.restore(site.newer, replace=True)
    assert "nothing was changed" not in str(told.value) and str(site.aside()[0]) in str(told.value)
    assert site.state() == WAS and len(site.aside()) == 1


def test_former_evidence_that_cannot_be_removed_is_told_and_the_backup_is_in_place(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.make_used()
    unlink = Path.unlink

    def refuse(path: Path, missing_ok: bool = False) -> None:
        if path.is_relative_to(site.data / "evidence"):
            raise PermissionError("not yours")
        unlink(path, missing_ok)

    monkeypatch.setattr(Path, "unlink", refuse)
    with pytest.raises(CommandError, match=r"is in place, but a step after it failed: .*not yours"):
        call_command("restore", str(site.newer), "--replace")
    assert site.state() == IS


def test_kill_at_any_step_leaves_the_former_or_the_restored_state(site: Site, tmp_path: Path) -> None:
    site.make_used()
    if connection.vendor == "sqlite":
        leave_a_wal(site.data / "casetracker.sqlite3", tmp_path / "crashed")
    found, number = [], 0
    while restoring.kill_at(number := number + 1, lambda: restore.restore(site.newer, replace=True), site.data):
        found.append(site.state())
        assert found[-1] in (WAS, IS), f"after step {number}"
        restoring.forget_killed(site)
    assert found.count(WAS) > 5 and IS in found
    assert found == sorted(found, key=[WAS, IS].index), "once restored, it stays so"
    assert site.state() == IS
    assert verify.verify([site.head]) == []


def test_command_says_what_was_done_and_prints_no_error(site: Site, capfd: pytest.CaptureFixture[str]) -> None:
    site.make_used()
    with pytest.raises(CommandError, match="--replace"):
        call_command("restore", str(site.newer))
    call_command("restore", str(site.newer), "--check", "--head", mark(site.head))
    assert site.state() == WAS
    call_command("restore", str(site.newer), "--replace", "--head", mark(site.head))
    said = capfd.readouterr()
    assert said.err == ""
    assert "and has the head you gave" in said.out and "Nothing was changed (--check)." in said.out
    assert said.out.rstrip().endswith(mark(verify.current_head()))
    with pytest.raises(CommandError):
        call_command("restore", str(site.newer), "--replace", "--head", f"{site.head[0]}:{'0' * 64}")
    assert "mistyped" in capfd.readouterr().err


def test_restored_state_can_be_backed_up_and_restored_again(site: Site, tmp_path: Path) -> None:
    restore.restore(site.newer)
    log.write(action="exported")
    call_command("back_up", str(tmp_path / "again.tar"))
    head = verify.current_head()
    connection.close()
    restore.restore(tmp_path / "again.tar", replace=True, heads=[site.head, head])
    assert site.state() == IS


def test_backup_for_the_other_database_is_refused(site: Site, tmp_path: Path) -> None:
    whole = unpacked(site.newer, tmp_path / "whole")
    names = ("casetracker.sqlite3", "casetracker.pgdump")
    own, other = names if connection.vendor == "sqlite" else names[::-1]
    (whole / own).rename(whole / other)
    sums = whole / "SHA256SUMS"
    sums.write_text(sums.read_text().replace(own, other))
    with pytest.raises(RestoreError, match="CASETRACKER_DATABASE_URL"):
        restore.restore(whole)


@postgresql_only
def test_dump_that_cannot_be_read_leaves_the_former_tables(site: Site, tmp_path: Path) -> None:
    import hashlib

    site.make_used()
    whole = unpacked(site.newer, tmp_path / "whole")
    dump = whole / "casetracker.pgdump"
    dump.write_bytes(dump.read_bytes()[:20_000])
    content = dump.read_bytes()
    sums = whole / "SHA256SUMS"
    lines = [line for line in sums.read_text().splitlines() if "pgdump" not in line]
    sums.write_text("\n".join([*lines, f"{hashlib.sha256(content).hexdigest()}  casetracker.pgdump"]) + "\n")
    with pytest.raises((RestoreError, DatabaseError)):
        restore.restore(whole, replace=True)
    assert site.state() == WAS
