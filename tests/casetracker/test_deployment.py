"""What a deployment must have: settings of its own, and files that nobody else reads."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from casetracker import deployment
from tests.check import DEPLOY, ROOT, production


def run(command: list[str], environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "manage.py", *command], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("command", ["invite", "prepare", "import_list", "migrate", "freeze"])
def test_command_without_settings_is_refused_in_a_sentence_and_makes_nothing(command: str) -> None:
    bare = {name: value for name, value in os.environ.items() if not name.startswith("CASETRACKER_")}
    done = run([command], bare)
    assert done.returncode == 1
    assert f"`{command}` would make a new database and new keys" in done.stderr
    assert "Traceback" not in done.stderr


def test_commands_that_need_no_data_and_demonstrations_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CASETRACKER_DATA", raising=False)
    monkeypatch.setenv("CASETRACKER_DEMO", "0")
    assert deployment.refusal_without_settings(["check"]) == ""
    assert deployment.refusal_without_settings([]) == ""
    assert deployment.refusal_without_settings(["invite"])
    monkeypatch.setenv("CASETRACKER_DEMO", "1")
    assert deployment.refusal_without_settings(["invite"]) == ""


@pytest.mark.parametrize("value", ["0", "false", "no", "off", ""])
def test_demonstration_that_is_off_lets_no_command_run(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CASETRACKER_DATA", raising=False)
    monkeypatch.setenv("CASETRACKER_DEMO", value)
    assert "would make a new database" in deployment.refusal_without_settings(["invite"])


@pytest.mark.parametrize("demo", ["0", "1"])
def test_installed_program_runs_no_command_without_its_settings(
    demo: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    installed = tmp_path / "install.conf"
    monkeypatch.setattr(deployment, "INSTALLED", installed)
    monkeypatch.setenv("CASETRACKER_DEMO", demo)
    monkeypatch.setenv("CASETRACKER_DATA", str(tmp_path))
    installed.touch()
    assert deployment.refusal_without_settings(["invite"]) == ""
    monkeypatch.delenv("CASETRACKER_DATA")
    assert "Run: sudo casetracker invite" in deployment.refusal_without_settings(["invite"])
    assert deployment.refusal_without_settings(["check"]) == ""


def test_private_files_that_others_can_read_are_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "DATA", tmp_path)
    monkeypatch.setattr(deployment, "_is_closed_above", lambda _path: False)
    key = tmp_path / "field_key"
    key.write_text("x")
    key.chmod(0o600)
    assert key not in deployment.readable_by_others()
    key.chmod(0o644)
    assert key in deployment.readable_by_others()
    monkeypatch.undo()
    assert deployment._is_closed_above(Path("/root/x")) is ((Path("/root").stat().st_mode & 0o011) == 0)


def test_what_the_private_side_writes_is_its_own(tmp_path: Path) -> None:
    code = "import casetracker.settings.private, pathlib; pathlib.Path('%s').write_text('x')" % (tmp_path / "written")
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=production(tmp_path / "data"), check=True)
    assert (tmp_path / "written").stat().st_mode & 0o777 == 0o600


def test_check_says_where_the_number_of_proxies_was_not_said(tmp_path: Path) -> None:
    environment = production(tmp_path)
    del environment["CASETRACKER_TRUSTED_PROXIES"]
    done = subprocess.run(
        [*DEPLOY, "--settings", "casetracker.settings.private"],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode != 0
    assert "CASETRACKER_TRUSTED_PROXIES is not set" in done.stderr


def test_public_host_is_prepared_with_its_own_settings_alone(tmp_path: Path) -> None:
    bare = {name: value for name, value in os.environ.items() if not name.startswith("CASETRACKER_")}
    public = {**bare, "CASETRACKER_DATA": str(tmp_path), "CASETRACKER_ALLOWED_HOSTS": "public.example"}
    done = run(["prepare_public", "--settings", "casetracker.settings.public"], public)
    assert done.returncode == 0, done.stderr
    assert list((tmp_path / "static" / "public").glob("public_site/*.css"))
    assert "There is no register yet" in done.stdout
    assert not (tmp_path / "secret_key").exists()
