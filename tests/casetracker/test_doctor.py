"""manage.py doctor: every check is silent on a healthy installation and speaks where something is wrong."""

import io
import os
import shutil
import sqlite3
import subprocess
import time
from collections import namedtuple
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db.utils import ConnectionHandler
from django.utils import timezone

from accounts.audit import log
from accounts.models import User
from cases.review.models import Outstanding
from casetracker import deployment, doctor, environment, preparation
from tests import postgres
from tests.accounts.signing_in import sign_in
from tests.deploy.installing import DEPLOY

PROGRAMS = postgres.find_programs()
Usage = namedtuple("Usage", "total used free")
GB = 1024**3


@pytest.fixture
def healthy(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, db: None) -> Iterator[Any]:
    """Settings of an installation in which nothing is wrong, but for the database, which is that of the test."""
    data, backups, register = tmp_path / "data", tmp_path / "backups", tmp_path / "register"
    for folder in (data, backups, register, tmp_path / "program"):
        folder.mkdir(mode=0o700)
    settings.DATA, settings.BACKUPS, settings.BASE_DIR = data, backups, tmp_path / "program"
    settings.REGISTER_FILE = register / "register.sqlite3"
    settings.EVIDENCE = data / "evidence"
    settings.PRODUCTION, settings.DEMO = True, False
    settings.SECRET_KEY, settings.FIELD_KEYS = environment.new_secret_key(), [environment.new_field_key()]
    for name in ("SECRET_KEY", "FIELD_KEYS", "TRUSTED_PROXIES"):
        monkeypatch.setenv(f"CASETRACKER_{name}", "1")
    with closing(sqlite3.connect(settings.REGISTER_FILE)) as file:
        file.execute("CREATE TABLE register_edition (digest text)")
    settings.REGISTER_FILE.chmod(0o444)
    (backups / "one.tar").touch()
    (data / doctor.STAMP).touch()
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: Usage(100 * GB, 50 * GB, 50 * GB))
    monkeypatch.setattr(preparation, "missing", list)
    yield settings


def age(path: Path, seconds: float) -> None:
    os.utime(path, (time.time() - seconds, time.time() - seconds))


def demonstration(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.DEMO = True


def file_modes(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deployment, "_is_closed_above", lambda _path: False)
    (settings.DATA / "field_key").touch()
    (settings.DATA / "field_key").chmod(0o644)


def keys(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CASETRACKER_FIELD_KEYS")


def proxies(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CASETRACKER_TRUSTED_PROXIES")


def clock(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    age(settings.DATA / doctor.STAMP, -3600)


def disk(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: Usage(100 * GB, 98 * GB, 2 * GB))


def backups(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    age(settings.BACKUPS / "one.tar", 37 * 3600)


def publication(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    age(settings.DATA / doctor.STAMP, 16 * 60)


def outbox(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    entry = Outstanding.objects.create(noun="person", ref="abcdefghijkm")
    Outstanding.objects.filter(pk=entry.pk).update(since=timezone.now() - timedelta(minutes=16))


def register(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.REGISTER_FILE.unlink()


def static_files(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preparation, "missing", lambda: ["static/private/a.css"])


RED: dict[str, Callable[[Any, pytest.MonkeyPatch], None]] = {
    check.__name__: check
    for check in (
        demonstration, file_modes, keys, proxies, clock, disk, backups, publication, outbox, register, static_files,
    )
}  # fmt: skip
OF_THE_DATABASE = {"database_role", "write_ahead_log"}  # below, each with a database of its own


def findings(*, without: set[str] = OF_THE_DATABASE) -> dict[str, doctor.Finding]:
    return {name: finding for name, finding in doctor.examine() if name not in without}


def test_every_check_is_seen_red_here() -> None:
    assert set(RED) | OF_THE_DATABASE == set(doctor.CHECKS)


def test_nothing_is_found_in_a_healthy_installation(healthy: Any) -> None:
    assert findings() == {}


@pytest.mark.parametrize("name", RED)
def test_check_speaks_where_something_is_wrong(name: str, healthy: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    RED[name](healthy, monkeypatch)
    found = findings()
    assert set(found) == {name}
    assert found[name].problem and found[name].remedy


@pytest.mark.parametrize(
    ("secret", "field"), [("short", None), ("a" * 60, None), (None, "not a key"), (None, "A" * 43 + "=")]
)
def test_weak_keys_are_found(healthy: Any, secret: str | None, field: str | None) -> None:
    healthy.SECRET_KEY = secret or healthy.SECRET_KEY
    healthy.FIELD_KEYS = [field] if field else healthy.FIELD_KEYS
    assert set(findings()) == {"keys"}


def test_key_in_the_program_folder_is_found_and_not_repeated(healthy: Any) -> None:
    file = healthy.BASE_DIR / "settings.env"
    file.write_text(f"CASETRACKER_SECRET_KEY={healthy.SECRET_KEY}\n")
    found = findings()["keys"]
    assert str(file) in found.problem
    assert healthy.SECRET_KEY not in f"{found.problem}{found.remedy}"


def test_log_from_the_future_is_a_wrong_clock(healthy: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    log.write(action="left quickly")
    now = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: now - timedelta(hours=1))
    assert "clock" in findings()


def test_register_that_the_public_user_cannot_read_is_found(healthy: Any) -> None:
    healthy.REGISTER_FILE.chmod(0o400)
    assert set(findings()) == {"register"}


def test_backups_that_nobody_watches_and_none_at_all_are_found(healthy: Any) -> None:
    (healthy.BACKUPS / "one.tar").unlink()
    assert set(findings()) == {"backups"}
    healthy.BACKUPS = None
    assert set(findings()) == {"backups"}


def test_check_that_fails_is_a_finding_and_the_others_still_speak(healthy: Any) -> None:
    healthy.HEALTH = "casetracker.health.nothing_there"
    healthy.DEMO = True
    found = findings()
    assert set(found) == {"demonstration", "outbox"}
    assert "ImportError" in found["outbox"].problem


def test_sqlite_without_write_ahead_log_is_found(healthy: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for mode, expected in (("DELETE", 1), ("WAL", 0)):
        engine = {"ENGINE": "django.db.backends.sqlite3", "NAME": tmp_path / f"{mode}.sqlite3"}
        options = {"init_command": f"PRAGMA journal_mode={mode};"}
        with closing(ConnectionHandler({"default": {**engine, "OPTIONS": options}})["default"]) as connection:
            monkeypatch.setattr(doctor, "connection", connection)
            assert len(list(doctor.write_ahead_log())) == expected


@pytest.mark.skipif(PROGRAMS is None or not shutil.which("psql"), reason="PostgreSQL is not on this machine")
@pytest.mark.django_db
def test_role_that_owns_the_tables_is_found_and_the_installed_rights_are_enough(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with postgres.cluster(PROGRAMS) as url:  # type: ignore[arg-type]
        place, role = url.partition("?host=")[2], postgres.ROLE
        place = place.replace("%2F", "/")

        def psql(user: str, *arguments: str) -> subprocess.CompletedProcess[str]:
            command = ["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-h", place, "-U", user, "-d", role]
            return subprocess.run([*command, *arguments], capture_output=True, text=True, check=False)

        assert (
            psql("owner", "-c", "CREATE ROLE site LOGIN", "-c", f"ALTER SCHEMA public OWNER TO {role}").returncode == 0
        )
        protected = (
            "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no'; END $$; "
            "CREATE TABLE entry (id serial, x int); "
            "CREATE TRIGGER keep BEFORE DELETE ON entry FOR EACH ROW EXECUTE FUNCTION refuse();"
        )
        assert psql(role, "-c", protected).returncode == 0
        rights = psql(role, "-v", f"owner={role}", "-v", "site=site", "-f", str(DEPLOY / "postgresql/roles.sql"))
        assert (rights.returncode, rights.stderr) == (0, "")
        assert psql(role, "-c", "CREATE TABLE later (id serial)").returncode == 0
        for statement, works in (
            ("INSERT INTO entry (x) VALUES (1)", True),
            ("INSERT INTO later DEFAULT VALUES", True),
            ("DELETE FROM entry", False),
            ("DROP TRIGGER keep ON entry", False),
            ("ALTER TABLE entry DISABLE TRIGGER keep", False),
            ("TRUNCATE entry", False),
            ("SET session_replication_role = replica", False),
            ("CREATE TABLE mine (id int)", False),
        ):
            assert (psql("site", "-c", statement).returncode == 0) is works, statement
        for user, expected in ((role, 1), ("owner", 1), ("site", 0)):
            config = environment.database(f"postgresql://{user}@/{role}?host={place}", statement_timeout=1000)
            with closing(ConnectionHandler({"default": config})["default"]) as connection:
                monkeypatch.setattr(doctor, "connection", connection)
                assert len(list(doctor.database_role())) == expected, user


def test_command_prints_each_finding_with_what_to_do_and_ends_with_an_error(healthy: Any) -> None:
    healthy.DEMO = True
    said = io.StringIO()
    with pytest.raises(CommandError, match=r"Findings: [12]\."):
        call_command("doctor", stdout=said)
    assert "demonstration: Demonstration mode is on" in said.getvalue()
    assert "Remove CASETRACKER_DEMO" in said.getvalue()


def test_command_says_that_nothing_is_wrong(healthy: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(doctor.CHECKS, "write_ahead_log")
    monkeypatch.delitem(doctor.CHECKS, "database_role")
    said = io.StringIO()
    call_command("doctor", stdout=said)
    assert said.getvalue() == f"{len(doctor.CHECKS)} checks, nothing is wrong.\n"


def test_page_shows_administrators_the_same_findings(healthy: Any, administrator: User) -> None:
    healthy.BACKUPS = None
    page = sign_in(administrator).get("/admin/system/").content.decode()
    assert "Nobody watches the backups" in page
    assert "casetracker-backup.timer" in page
    assert "abcdefghijkm" not in page


@pytest.mark.django_db(databases=["default", "register"])
def test_publication_leaves_the_mark_that_is_looked_for(settings: Any, tmp_path: Path, public_file: Path) -> None:
    settings.DATA = tmp_path
    call_command("publish", verbosity=0)
    assert time.time() - (tmp_path / doctor.STAMP).stat().st_mtime < 60
