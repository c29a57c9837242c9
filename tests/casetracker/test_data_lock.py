"""Who is at work over the data folder, and that a restore and a running site never meet."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from casetracker import data_lock
from tests.check import ROOT, production

HOLD = "import casetracker.wsgi, sys; print('ready', flush=True); sys.stdin.read()"


def manage(data: Path, *command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=ROOT,
        env=production(data),
        capture_output=True,
        text=True,
        check=False,
    )


def test_folder_is_for_many_or_for_one(tmp_path: Path) -> None:
    with data_lock.exclusive(tmp_path):
        with pytest.raises(data_lock.InUse, match="is being restored"):
            data_lock.hold(tmp_path)
        with pytest.raises(data_lock.InUse, match="Stop it first"), data_lock.exclusive(tmp_path):
            pass
    with data_lock.exclusive(tmp_path):
        pass


def test_private_site_keeps_a_restore_away_as_long_as_it_lives(tmp_path: Path) -> None:
    site = subprocess.Popen(
        [sys.executable, "-c", HOLD], cwd=ROOT, env=production(tmp_path), stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert site.stdin and site.stdout
    with site.stdin, site.stdout:
        assert site.stdout.readline() == b"ready\n"
        refused = manage(tmp_path, "restore", "backup.tar")
        assert refused.returncode == 1
        assert refused.stderr == (
            f"CommandError: The private site or a command is running over {tmp_path}. Stop it first, then restore; "
            "nothing was changed.\n"
        )
        site.kill()
        site.wait()
    assert "no whole backup" in manage(tmp_path, "restore", "backup.tar").stderr


def test_command_and_site_refuse_to_start_during_a_restore(tmp_path: Path) -> None:
    with data_lock.exclusive(tmp_path):
        refused = manage(tmp_path, "verify_log")
        assert refused.returncode == 1
        assert (
            refused.stderr == f"A backup is being restored into {tmp_path}. Wait until that is done, then try again.\n"
        )
        started = subprocess.run(
            [sys.executable, "-c", HOLD],
            cwd=ROOT,
            env=production(tmp_path),
            capture_output=True,
            text=True,
            check=False,
        )
        assert "InUse: A backup is being restored" in started.stderr
    assert not (tmp_path / "casetracker.sqlite3").exists()


@pytest.mark.parametrize(
    ("command", "arguments"),
    [
        ("restore", []),
        ("check", []),
        ("make_downloads", []),
        ("migrate", ["--settings", "casetracker.settings.public"]),
        ("--version", []),
    ],
)
def test_command_that_leaves_private_data_alone_holds_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str, arguments: list[str]
) -> None:
    monkeypatch.setenv("CASETRACKER_DATA", str(tmp_path / "data"))
    data_lock.hold_for_command([command], arguments)
    assert not (tmp_path / "data").exists()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_folder_that_may_not_be_written_to_is_told(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(data_lock.InUse, match="as the user of the private site"):
        data_lock.hold(tmp_path)
