"""The throw-away PostgreSQL: found, run also as root, and gone afterwards."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests import postgres
from tests.run import command, summary

PROGRAMS = postgres.find_programs()


@pytest.fixture
def readable_folder() -> Iterator[Path]:
    """A folder that whoever the server runs as can read; pytest's own are for us alone."""
    with tempfile.TemporaryDirectory(dir="/tmp") as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


def fake_server(folder: Path, version: str) -> Path:
    folder.mkdir()
    for name in postgres.NEEDED:
        (folder / name).write_text(f"#!/bin/sh\necho 'postgres (PostgreSQL) {version}'\n")
        (folder / name).chmod(0o755)
    return folder


def test_find_programs_takes_the_newest_that_is_supported(tmp_path: Path) -> None:
    old, new, newer = (fake_server(tmp_path / name, name) for name in ("13.2", "15.4", "17.1"))
    assert postgres.find_programs([old, newer, new]) == newer
    assert postgres.find_programs([old]) is None
    assert postgres.find_programs([tmp_path / "nowhere"]) is None


def test_version_in_a_folder_without_initdb_is_none_usable(tmp_path: Path) -> None:
    folder = fake_server(tmp_path / "16", "16.1")
    (folder / "initdb").unlink()
    assert postgres.version_in(folder) == 0


def test_account_as_root_is_somebody_else_and_otherwise_nobody_else() -> None:
    found = postgres.account()
    assert (found is not None and found.pw_uid != 0) if os.geteuid() == 0 else found is None


@pytest.mark.slow
@pytest.mark.skipif(PROGRAMS is None, reason="no PostgreSQL server programs on this machine")
def test_cluster_serves_an_ordinary_role_and_leaves_nothing_even_on_failure() -> None:
    assert PROGRAMS is not None
    place = ""
    with pytest.raises(ZeroDivisionError), postgres.cluster(PROGRAMS) as url:
        place = psycopg.conninfo.conninfo_to_dict(url)["host"]  # type: ignore[assignment]
        with psycopg.connect(url) as connection:
            row = connection.execute(
                "SELECT rolsuper, rolcreatedb FROM pg_roles WHERE rolname = current_user"
            ).fetchone()
            assert row == (False, True)
            assert connection.execute("SELECT lower('Ё')").fetchone() == ("ё",)
        raise ZeroDivisionError
    assert place
    assert not Path(place).exists()
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(url)


@pytest.mark.slow
@pytest.mark.skipif(PROGRAMS is None, reason="no PostgreSQL server programs on this machine")
def test_cluster_that_cannot_be_made_says_why(readable_folder: Path) -> None:
    broken = readable_folder
    for name in postgres.NEEDED:
        (broken / name).write_text("#!/bin/sh\necho 'no space left' >&2\nexit 1\n")
        (broken / name).chmod(0o755)
    with pytest.raises(postgres.ClusterError, match="no space left"), postgres.cluster(broken):
        raise AssertionError


def test_command_leaves_out_slow_tests_unless_asked() -> None:
    assert command([])[-2:] == ["-m", "not slow"]
    assert "not slow" not in command(["--slow"])
    assert command(["--slow", "-x"])[-1] == "-x"


def test_summary_tells_left_out_from_passed() -> None:
    assert summary("PostgreSQL", None) == "PostgreSQL: left out"
    assert summary("SQLite", 0) == "SQLite: passed"
    assert summary("SQLite", 5) == "SQLite: no test ran"
    assert summary("SQLite", 2) == "SQLite: FAILED (exit code 2)"
