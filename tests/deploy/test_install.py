"""The install script: what it writes, with which modes, for whom; and that a second run changes nothing."""

import os
import pwd
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.conf import settings

from tests.deploy.installing import DEPLOY, HOSTS, bare, install, open_folder, tree, variables

SCRIPTS = ["install", "bin/casetracker", "bin/back-up", "bin/verify"]
EVERYTHING = ("--onion", "--postgresql", "--staff-from", "10.8.0.0/24 fd00::/64")


@pytest.mark.parametrize("script", SCRIPTS)
def test_shell_reads_the_script(script: str) -> None:
    first = (DEPLOY / script).read_text().partition("\n")[0]
    done = subprocess.run(
        [first.removeprefix("#!"), "-n", DEPLOY / script], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert os.access(DEPLOY / script, os.X_OK)


@pytest.mark.parametrize("web", ["caddy", "nginx", "none"])
def test_second_run_changes_nothing_and_needs_no_options(tmp_path: Path, web: str) -> None:
    install(tmp_path, *HOSTS, *EVERYTHING, "--web", web)
    before = tree(tmp_path)
    assert "0 changes" in install(tmp_path).stdout
    assert tree(tmp_path) == before


def test_dry_run_writes_nothing_and_names_every_file(tmp_path: Path) -> None:
    said = install(tmp_path, *HOSTS, *EVERYTHING, "--dry-run").stdout
    assert list(tmp_path.iterdir()) == []
    install(tmp_path, *HOSTS, *EVERYTHING)
    written = {f"/{path.relative_to(tmp_path)}" for path in tmp_path.rglob("*") if path.is_file()}
    assert written == set(re.findall(r"^file (\S+)", said, re.MULTILINE))


def test_repairs_a_mode_and_an_altered_unit_but_keeps_what_was_set_by_hand(tmp_path: Path) -> None:
    install(tmp_path, *HOSTS)
    private, unit = (
        tmp_path / "etc/casetracker/private.env",
        tmp_path / "etc/systemd/system/casetracker-private.service",
    )
    private.write_text(private.read_text() + "CASETRACKER_WORKERS=3\n")
    keys = private.read_text()
    private.chmod(0o644)
    unit.write_text("")
    said = install(tmp_path).stdout
    assert "2 changes" in said
    assert private.read_text() == keys
    assert private.stat().st_mode & 0o777 == 0o640
    assert "ExecStart" in unit.read_text()


def test_keys_are_new_for_each_installation_and_only_in_the_private_file(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        install(tmp_path / name, *HOSTS)
    one, two = (variables(tmp_path / name / "etc/casetracker/private.env") for name in ("one", "two"))
    assert len(one["CASETRACKER_SECRET_KEY"]) == 64
    assert len(one["CASETRACKER_FIELD_KEYS"]) == 44
    for name in ("CASETRACKER_SECRET_KEY", "CASETRACKER_FIELD_KEYS"):
        assert one[name] != two[name]
        holders = [path for path in (tmp_path / "one").rglob("*") if path.is_file() and one[name] in path.read_text()]
        assert holders == [tmp_path / "one/etc/casetracker/private.env"]


def test_no_placeholder_is_left_in_any_file(tmp_path: Path) -> None:
    install(tmp_path, *HOSTS, *EVERYTHING, "--web", "nginx")
    install(tmp_path, "--web", "caddy")
    for path in tmp_path.rglob("*"):
        if path.is_file():
            assert not re.search(r"@[A-Z_]+@|#onion", path.read_text()), path


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ((), "Name both hosts"),
        (("--staff-host", "x; rm -rf /", "--public-host", "example.org"), "--staff-host must be a host name"),
        (("--staff-host", "example.org", "--public-host", "example.org"), "two host names"),
        ((*HOSTS, "--web", "apache"), "--web must be"),
        ((*HOSTS, "--private-user", "same", "--public-user", "same"), "two users"),
        ((*HOSTS, "--staff-from", "everybody"), "--staff-from must be networks"),
        ((*HOSTS, "--unheard-of"), "Unknown option"),
    ],
)
def test_refuses_what_it_does_not_understand_and_writes_nothing(
    tmp_path: Path, options: tuple[str, ...], sentence: str
) -> None:
    assert sentence in install(tmp_path, *options, ok=False).stderr
    assert list(tmp_path.iterdir()) == []


def users() -> tuple[str, str]:
    """Two users of this machine that own nothing here."""
    names = [entry.pw_name for entry in pwd.getpwall() if entry.pw_name in ("daemon", "games", "man")]
    if os.geteuid() != 0 or len(names) < 2 or not shutil.which("setpriv"):
        pytest.skip("needs root, setpriv and two system users")
    return names[0], names[1]


def test_public_user_reads_the_register_and_neither_keys_nor_cases_nor_backups() -> None:
    private, public = users()
    with open_folder() as root:
        install(root, *HOSTS, "--postgresql", "--private-user", private, "--public-user", public)
        files = {
            "register": root / "var/lib/casetracker-register/register.sqlite3",
            "database": root / "var/lib/casetracker-private/casetracker.sqlite3",
            "backup": root / "var/backups/casetracker/one.tar",
            "keys": root / "etc/casetracker/private.env",
            "owner": root / "etc/casetracker/owner.env",
            "own settings": root / "etc/casetracker/public.env",
        }
        for name in ("register", "database", "backup"):
            files[name].write_text("x")
            files[name].chmod(0o444)  # the folder alone must protect it
        readable = {name for name, file in files.items() if reads(public, file)}
        assert readable == {"register", "own settings"}
        assert {name for name, file in files.items() if reads(private, file)} == {
            "register",
            "database",
            "backup",
            "keys",
        }
        assert not writes(public, files["register"].parent)
        assert writes(private, files["register"].parent)


def reads(user: str, file: Path) -> bool:
    return run_as(user, "cat", str(file))


def writes(user: str, folder: Path) -> bool:
    return run_as(user, "touch", str(folder / "new"))


def run_as(user: str, *command: str) -> bool:
    become = ["setpriv", f"--reuid={user}", f"--regid={user}", "--clear-groups", "--"]
    return subprocess.run([*become, *command], capture_output=True, check=False).returncode == 0


@pytest.mark.parametrize("site", ["private", "public"])
def test_written_settings_pass_the_checks_of_a_deployment(site: str) -> None:
    """With the folders of this test in place of the machine's."""
    with open_folder() as root:
        install(root, *HOSTS, "--staff-from", "10.8.0.0/24")
        written = variables(root / f"etc/casetracker/{site}.env")
        here = {name: f"{root}{value}" if value.startswith("/") else value for name, value in written.items()}
        done = subprocess.run(
            [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING",
             "--settings", f"casetracker.settings.{site}"],
            cwd=settings.BASE_DIR, env={**bare(), **here}, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        assert set(written) >= {"CASETRACKER_ALLOWED_HOSTS", "CASETRACKER_DATA", "CASETRACKER_REGISTER"}
    if site == "public":
        assert not {name for name in written if "KEY" in name or "DATABASE" in name or "BACKUP" in name}


def wrapper(root: Path, name: str, *arguments: str, as_user: str = "") -> subprocess.CompletedProcess[str]:
    """Run an installed command, with the settings of the test and a program that prints who runs it with what."""
    text = (root / "usr/local/sbin" / name).read_text().replace("/etc/casetracker", f"{root}/etc/casetracker")
    text = re.sub(r"^cd .*$", "cd /", text, flags=re.MULTILINE)
    script = root / f"run-{name}"
    script.write_text(text.replace("exec .venv/bin/python manage.py", "id -un; env; echo"))
    script.chmod(0o755)
    become = ["setpriv", f"--reuid={as_user}", "--clear-groups", "--"] if as_user else []
    return subprocess.run([*become, str(script), *arguments], env=bare(), capture_output=True, text=True, check=False)


def test_commands_run_as_the_user_of_their_site_with_its_settings() -> None:
    private, public = users()
    with open_folder() as root:
        install(root, *HOSTS, "--postgresql", "--private-user", private, "--public-user", public)
        said = wrapper(root, "casetracker", "invite", "a b")
        assert (said.returncode, said.stderr) == (0, "")
        assert said.stdout.splitlines()[0] == private
        assert said.stdout.splitlines()[-1] == "invite a b"
        assert f"CASETRACKER_DATABASE_URL=postgresql://{private}@/casetracker?host=/run/postgresql\n" in said.stdout
        assert "DJANGO_SETTINGS_MODULE=casetracker.settings.private\n" in said.stdout
        assert "CASETRACKER_SECRET_KEY=" in said.stdout
        owner = wrapper(root, "casetracker", "--owner", "prepare").stdout
        assert "CASETRACKER_DATABASE_URL=postgresql://casetracker_owner:" in owner
        assert owner.splitlines()[-1] == "prepare"
        of_public = wrapper(root, "casetracker-site", "prepare_public").stdout
        assert of_public.splitlines()[0] == public
        assert "DJANGO_SETTINGS_MODULE=casetracker.settings.public\n" in of_public
        assert "KEY" not in of_public
        refused = wrapper(root, "casetracker", "invite", as_user=public)
        assert (refused.returncode, "Run this as root" in refused.stderr) == (1, True)


def test_backup_job_makes_checks_and_keeps_the_newest(tmp_path: Path) -> None:
    """With a program in place of manage.py that writes the file that it is told to write."""
    python = tmp_path / ".venv/bin/python"
    python.parent.mkdir(parents=True)
    python.write_text('#!/bin/sh\necho "$@" >>calls\n[ "${4:-}" = --check ] || echo x >"$3"\n')
    python.chmod(0o755)
    folder = tmp_path / "backups"
    folder.mkdir()
    for name, days in (("old-Z.tar", 40), ("young-Z.tar", 5), ("notes.txt", 40)):
        (folder / name).touch()
        os.utime(folder / name, (time.time() - days * 86400,) * 2)
    environment = {**bare(), "CASETRACKER_BACKUPS": str(folder)}
    done = subprocess.run(
        [DEPLOY / "bin/back-up"], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    left = {path.name for path in folder.iterdir()}
    (made,) = left - {"young-Z.tar", "notes.txt"}
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d{6}Z\.tar", made)
    assert (tmp_path / "calls").read_text().splitlines() == [
        f"manage.py back_up {folder / made}", f"manage.py back_up {folder / made} --check",
    ]  # fmt: skip
