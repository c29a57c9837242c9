"""The two sites as they are set up in production, in processes of their own."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from casetracker import environment
from tests.check import DEPLOY, ROOT, production

SHOW = (
    "import json; from casetracker.settings import {module} as s; "
    "print(json.dumps({{n: getattr(s, n) for n in {names}}}, default=str))"
)


def show(module: str, names: list[str], variables: dict[str, str]) -> dict[str, object]:
    done = subprocess.run(
        [sys.executable, "-c", SHOW.format(module=module, names=names)],
        cwd=ROOT, env=variables, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return json.loads(done.stdout)


def bare(data: Path, **given: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("CASETRACKER_")}
    return {**kept, "CASETRACKER_DATA": str(data), **{f"CASETRACKER_{name}": value for name, value in given.items()}}


def test_private_cookies_in_production_are_bound_to_host_and_https(tmp_path: Path) -> None:
    names = ["SESSION_COOKIE", "CSRF_COOKIE", "LANGUAGE_COOKIE"]
    found = show("private", [f"{n}_{p}" for n in names for p in ("NAME", "SECURE", "HTTPONLY")], production(tmp_path))
    for name in names:
        assert str(found[f"{name}_NAME"]).startswith("__Host-")
        assert found[f"{name}_SECURE"] is found[f"{name}_HTTPONLY"] is True


@pytest.mark.parametrize("module", ["private", "public"])
def test_production_redirects_to_https_and_demands_it_for_two_years(module: str, tmp_path: Path) -> None:
    names = ["SECURE_SSL_REDIRECT", "SECURE_HSTS_SECONDS", "SECURE_HSTS_INCLUDE_SUBDOMAINS", "DEBUG"]
    assert list(show(module, names, production(tmp_path)).values()) == [True, 63_072_000, True, False]
    assert list(show(module, names, bare(tmp_path)).values()) == [False, 0, False, False]


def test_private_settings_in_production_without_keys_do_not_start(tmp_path: Path) -> None:
    for missing in ("CASETRACKER_SECRET_KEY", "CASETRACKER_FIELD_KEYS"):
        variables = production(tmp_path)
        del variables[missing]
        done = subprocess.run(
            [sys.executable, "-c", "import casetracker.settings.private"],
            cwd=ROOT, env=variables, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode != 0
        assert missing in done.stderr


def test_public_settings_hold_no_private_database_app_session_or_key(tmp_path: Path) -> None:
    variables = {
        **bare(tmp_path),
        "CASETRACKER_DATABASE_URL": "postgresql://u:hunter2@h/x",
        "CASETRACKER_SECRET_KEY": "k",
    }
    found = show("public", ["DATABASES", "INSTALLED_APPS", "MIDDLEWARE", "SECRET_KEY"], variables)
    assert "hunter2" not in json.dumps(found)
    assert found["SECRET_KEY"] != "k"
    assert found["DATABASES"]["default"] == {}  # type: ignore[index]
    assert found["DATABASES"]["register"]["NAME"] == f"{(tmp_path / 'register.sqlite3').as_uri()}?mode=ro"  # type: ignore[index]
    assert found["INSTALLED_APPS"] == [
        "casetracker.apps.CasetrackerConfig", "django.contrib.sitemaps", "django.contrib.staticfiles", "cases.public_site",
    ]  # fmt: skip
    assert not [name for name in found["MIDDLEWARE"] if "session" in name or "auth" in name or "csrf" in name]  # type: ignore[attr-defined]


def test_public_database_refuses_to_write(tmp_path: Path) -> None:
    code = (
        "import django; django.setup()\n"
        "from django.db import connections, OperationalError\n"
        "with connections['register'].cursor() as cursor:\n"
        "    assert cursor.execute('SELECT a FROM t').fetchall() == [(1,)]\n"
        "    try: cursor.execute('INSERT INTO t VALUES (2)')\n"
        "    except OperationalError: print('refused')\n"
    )
    made = "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); c.executescript('CREATE TABLE t(a); INSERT INTO t VALUES(1)')"
    subprocess.run([sys.executable, "-c", made, tmp_path / "register.sqlite3"], check=True)
    variables = {**bare(tmp_path), "DJANGO_SETTINGS_MODULE": "casetracker.settings.public"}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=variables, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "refused"


def test_private_sqlite_keeps_every_commit_and_takes_the_lock_first() -> None:
    from casetracker.settings.private import DATABASES, PRIVATE_SQLITE

    assert PRIVATE_SQLITE["OPTIONS"]["transaction_mode"] == "IMMEDIATE"  # type: ignore[index]
    assert "synchronous=FULL" in PRIVATE_SQLITE["OPTIONS"]["init_command"]  # type: ignore[index]
    assert "secure_delete=ON" in DATABASES["register"]["OPTIONS"]["init_command"]


def test_deployment_check_in_demonstration_mode_fails(tmp_path: Path) -> None:
    for module in ("casetracker.settings.private", "casetracker.settings.public"):
        variables = bare(tmp_path, DEMO="1", SECRET_KEY=environment.new_secret_key())
        done = subprocess.run(
            [*DEPLOY, "--settings", module], cwd=ROOT, env=variables, capture_output=True, text=True, check=False
        )
        assert done.returncode == 1
        assert "casetracker.E002" in done.stderr
