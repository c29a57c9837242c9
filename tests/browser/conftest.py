"""Two people at two browsers, and a reader of the public site."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connections

from accounts.models import User
from tests.accounts.signing_in import sign_in

CHROMIUM = Path("/usr/bin/chromium")
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def register_left(transactional_db: None) -> Iterator[None]:
    """Leave the register's file at the end: each publication put a new one in its place, and that one is emptied."""
    yield
    connections["register"].close()


@pytest.fixture
def browser(register_left: None) -> Iterator[Any]:
    """Debian's Chromium."""
    from playwright.sync_api import sync_playwright

    # The browser's driver runs an event loop in this thread; our own calls to the database are made between its calls.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=str(CHROMIUM), args=["--disable-gpu"])
        yield chromium
        chromium.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def desk_of(live_server: Any, browser: Any) -> Callable[[User], Any]:
    """A page of the private site on which this user is signed in."""

    def open_desk(user: User) -> Any:
        address = live_server.url.replace("127.0.0.1", "localhost")
        context = browser.new_context(base_url=address, viewport={"width": 1280, "height": 900})
        name = settings.SESSION_COOKIE_NAME
        value = sign_in(user).cookies[name].value
        context.add_cookies([{"name": name, "value": value, "url": address, "secure": settings.SESSION_COOKIE_SECURE}])
        return context.new_page()

    return open_desk


@pytest.fixture
def public_site(live_server: Any) -> Iterator[str]:
    """Address of the public site over the register of this test."""
    register = Path(connections["register"].settings_dict["NAME"])
    environment = {name: value for name, value in os.environ.items() if not name.startswith("CASETRACKER_")}
    environment |= {"CASETRACKER_REGISTER": str(register), "CASETRACKER_DATA": str(register.parent / "public")}
    settings_of_it = ["--settings", "casetracker.settings.public"]
    collect = [sys.executable, "-m", "django", "collectstatic", "--no-input", "--verbosity", "0", *settings_of_it]
    subprocess.run(collect, cwd=ROOT, env=environment, check=True)
    program = [sys.executable, "-m", "tests.browser.public_site"]
    with subprocess.Popen(program, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        port = process.stdout.readline().strip()
        yield f"http://localhost:{port}"
        process.terminate()


def shoot(page: Any, name: str) -> None:
    """Keep a picture where CASETRACKER_PICTURES names a folder."""
    if folder := os.environ.get("CASETRACKER_PICTURES"):
        page.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=True)
