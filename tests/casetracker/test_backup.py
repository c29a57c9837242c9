"""What cannot be made again, in one file that can be trusted."""

import shutil
import sqlite3
import stat
import tarfile
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection

from accounts.audit import log, verify
from casetracker import backup, environment
from casetracker.backup_contents import BackupError, check
from tests import factories

pytestmark = pytest.mark.skipif(
    bool(settings.DATABASE_URL) and shutil.which("pg_dump") is None, reason="pg_dump is not on this machine"
)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    evidence = tmp_path / "data" / "evidence" / "ab"
    evidence.mkdir(parents=True)
    (evidence / "abcd").write_bytes(b"an invented page")
    (tmp_path / "data" / "secret_key").write_text("never in a backup")
    return tmp_path / "data"


@pytest.fixture
def made(transactional_db: None, data: Path, tmp_path: Path) -> Path:
    factories.person("Выдуманы Чалавек")
    file = tmp_path / "one.tar"
    backup.make(file, connection=connection, data=data)
    return file


def test_make_holds_the_records_and_the_evidence_and_no_key(made: Path, tmp_path: Path) -> None:
    with tarfile.open(made) as archive:
        archive.extractall(tmp_path / "back", filter="data")
    assert (tmp_path / "back/evidence/ab/abcd").read_bytes() == b"an invented page"
    assert b"never in a backup" not in made.read_bytes()
    assert stat.S_IMODE(made.stat().st_mode) == 0o600
    if connection.vendor == "sqlite":
        with sqlite3.connect(tmp_path / "back/casetracker.sqlite3") as copy:
            assert copy.execute("SELECT text FROM cases_personname").fetchall() == [("Выдуманы Чалавек",)]


def test_check_of_a_whole_backup_names_what_is_in_it(made: Path) -> None:
    contents = check(made)
    assert contents.evidence == ["evidence/ab/abcd"]
    assert contents.names[0] == "about.json"


def test_backup_says_the_head_of_the_log_that_it_holds(transactional_db: None, data: Path, tmp_path: Path) -> None:
    log.write(action="exported")
    number, digest = verify.current_head()
    assert backup.make(tmp_path / "one.tar", connection=connection, data=data).head == f"{number}:{digest}"
    log.write(action="exported")
    assert check(tmp_path / "one.tar").head == f"{number}:{digest}"


def test_programs_of_postgresql_get_the_tls_options_of_the_url() -> None:
    told = environment.database(
        "postgresql://u:p@h:5433/n?sslmode=verify-full&sslrootcert=/ca.pem&target_session_attrs=read-write",
        statement_timeout=1,
    )
    parameters = {"dbname": told["NAME"], "user": told["USER"], "password": told["PASSWORD"], **told["OPTIONS"]}
    assert backup.program_environment(parameters) == {
        "PGDATABASE": "n",
        "PGUSER": "u",
        "PGPASSWORD": "p",
        "PGSSLMODE": "verify-full",
        "PGSSLROOTCERT": "/ca.pem",
        "PGTARGETSESSIONATTRS": "read-write",
    }


@pytest.mark.parametrize("place", [0.3, 0.6])
def test_check_of_an_altered_or_cut_backup_is_red(made: Path, place: float) -> None:
    content = bytearray(made.read_bytes())
    at = content.index(b"an invented page")
    made.write_bytes(content[: int(len(content) * place)])
    with pytest.raises(BackupError):
        check(made)
    content[at] ^= 1
    made.write_bytes(content)
    with pytest.raises(BackupError, match="evidence/ab/abcd"):
        check(made)


def test_make_never_overwrites_and_leaves_nothing_half_done(made: Path, data: Path, tmp_path: Path) -> None:
    before = made.read_bytes()
    with pytest.raises(BackupError, match="exists already"):
        backup.make(made, connection=connection, data=data)
    with pytest.raises(BackupError, match="could not be written"):
        backup.make(tmp_path / "nowhere" / "two.tar", connection=connection, data=data)
    assert made.read_bytes() == before
    assert sorted(file.name for file in tmp_path.iterdir()) == ["data", "one.tar"]


def test_command_writes_and_reads_one(
    transactional_db: None,
    data: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(settings, "DATA", data)
    call_command("back_up", str(tmp_path / "a.tar"))
    call_command("back_up", str(tmp_path / "a.tar"), "--check")
    assert capsys.readouterr().out.count("the database and 1 files of evidence, whole") == 2
    with pytest.raises(CommandError, match="no whole backup"):
        call_command("back_up", str(data / "secret_key"), "--check")
