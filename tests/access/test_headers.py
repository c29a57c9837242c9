"""The exact headers and cookies of every route of the private site, to a member of staff and to a stranger."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from cases.admin.evidence_panel import SEALED
from tests.access.asking import ask
from tests.access.table import lines
from tests.access.world import OTHERS, build, client_of
from tests.casetracker.test_headers import PRIVATE
from tests.check import ROOT, production

ALWAYS = {**PRIVATE, "Cache-Control": "no-store"}
OF_SOME = {
    "Content-Type", "Content-Length", "Content-Language", "Vary", "Permissions-Policy", "Location", "Allow",
    "Content-Disposition", "Clear-Site-Data",
}  # fmt: skip
SEALED_FILES = {"admin/cases/source/evidence/<int:pk>/"}
CLEARS = {"accounts/logout/", "admin/logout/", "accounts/sessions/end/", "accounts/leave/"}
COOKIES = {"session", "csrf", "messages"}
PRINT = """
from django.conf import settings
from accounts.signin.throttle import COOKIE
for name in ("SESSION", "CSRF", "LANGUAGE"):
    print(*[getattr(settings, f"{name}_COOKIE_{what}") for what in ("NAME", "SECURE", "HTTPONLY", "SAMESITE")],
          getattr(settings, f"{name}_COOKIE_PATH"), getattr(settings, f"{name}_COOKIE_DOMAIN"))
print(COOKIE, settings.MESSAGE_STORAGE, settings.CSRF_USE_SESSIONS)
"""


@pytest.mark.django_db(databases=["default", "register"])
@pytest.mark.parametrize("role", ["Editor+Reviewer", "Administrator", "anonymous"])
def test_every_route_answers_with_exactly_these_headers(role: str, roles: None) -> None:
    world = build(role)
    wrong = []
    for line in lines():
        if line.kind != OTHERS or line.pattern.startswith("admin/accounts/switch"):
            continue
        client = client_of(world.me)
        response = ask(client, world, line, OTHERS)
        headers = dict(response.headers)
        expected = ALWAYS
        if line.method == "GET" and line.pattern in SEALED_FILES and response.status_code == 200:
            expected = ALWAYS | {"Content-Security-Policy": SEALED}
        if {name: headers.pop(name, None) for name in expected} != expected:
            wrong.append(f"{line.method} {line.pattern}: lacks a header or has another value")
        if more := set(headers) - OF_SOME:
            wrong.append(f"{line.method} {line.pattern}: {sorted(more)}")
        signs_out = line.pattern in CLEARS and (role != "anonymous" or line.pattern != "accounts/sessions/end/")
        if ("Clear-Site-Data" in headers) != (line.method == "POST" and signs_out):
            wrong.append(f"{line.method} {line.pattern}: Clear-Site-Data")
        if more := set(response.cookies) - COOKIES:
            wrong.append(f"{line.method} {line.pattern}: cookies {sorted(more)}")
        wrong += [
            f"{line.method} {line.pattern}: cookie {name} can be read by a script or is sent from elsewhere"
            for name, cookie in response.cookies.items()
            if cookie.value and not (cookie["httponly"] and cookie["samesite"] == "Lax" and cookie["path"] == "/")
        ]
    assert not wrong, "\n".join(wrong)


def test_every_cookie_over_https_is_bound_to_the_host(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "manage.py", "shell", "--verbosity", "0", "-c", PRINT],
        cwd=ROOT, env={**os.environ, **production(tmp_path)}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    *cookies, last = done.stdout.strip().splitlines()
    assert [line.split() for line in cookies] == [
        [f"__Host-{name}", "True", "True", "Lax", "/", "None"] for name in ("session", "csrf", "language")
    ]
    assert last.split()[0] == "__Host-known"


@pytest.mark.slow
@pytest.mark.parametrize("settings", ["casetracker.settings.private", "casetracker.settings.public"])
def test_deployment_check_finds_nothing(settings: str, tmp_path: Path) -> None:
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING", "--settings", settings]
    done = subprocess.run(command, cwd=ROOT, env=production(tmp_path), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
