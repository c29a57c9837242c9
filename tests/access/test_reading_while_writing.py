"""Reading goes on while somebody else writes: on SQLite no GET waits for the write lock, but those that must log who read."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from django.core.management import call_command
from django.db import connection, connections
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.sessions import SEEN
from cases.models import Case, Person
from casetracker.error_pages import BUSY_RETRY_AFTER, BUSY_TEXT
from tests.access.asking import ask, in_words
from tests.access.table import Line
from tests.access.test_routes import TABLE, cells
from tests.access.world import OTHERS, RESTRICTED, ROLES, SECRET, World, build, client_of
from tests.promises.processes import shared_database

pytestmark = [
    pytest.mark.django_db(databases=["default", "register"], transaction=True),
    pytest.mark.skipif("connection.vendor != 'sqlite'", reason="PostgreSQL locks rows, and reading locks none"),
]
MUST_WRITE = {
    "accounts/invitation/<str:token>/": "a link that does not work is logged",
    "admin/cases/source/evidence/<int:pk>/": "taking a kept file out is logged",
    "accounts/factors/webauthn/login/": "a challenge is kept that the answer must fit",
    "accounts/factors/webauthn/reauthenticate/": "a challenge is kept that the answer must fit",
    "accounts/factors/webauthn/add/": "a challenge is kept that the answer must fit",
    "accounts/factors/totp/activate/": "the new secret is kept until its first code comes",
}
"""GETs that write, and why; every other one must do without."""


@contextmanager
def somebody_writes(file: Path) -> Iterator[None]:
    """Within it another connection holds the write lock, and ours waits for nothing."""
    connections["default"].close()
    connections["default"].settings_dict["OPTIONS"]["timeout"] = 0
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        try:
            yield
        finally:
            other.execute("ROLLBACK")


@pytest.fixture
def file(public_file: Path, tmp_path: Path) -> Iterator[Path]:
    call_command("sync_roles", verbosity=0)
    with shared_database(tmp_path):
        yield tmp_path / "private.sqlite3"


def asked(client: Client, world: World, line: Line, kind: str, cookies: dict[str, Any]) -> Any:
    """One answer, as if nothing had been asked before."""
    client.cookies.clear()
    client.cookies.update(cookies)
    return ask(client, world, line, kind)


@pytest.mark.parametrize("role", ROLES)
def test_no_get_needs_the_write_lock(role: str, file: Path) -> None:
    world = build(role)
    client = client_of(world.me)
    client.get("/admin/")  # by a link and not by the form: its first request notes when the session began
    cookies = dict(client.cookies)
    wrong = []
    with somebody_writes(file):
        for method, pattern, kind, exact in cells(set(world.keys)):
            if method != "GET":
                continue
            line = TABLE[method, pattern, exact]
            response = asked(client, world, line, kind, cookies)
            answer = in_words(response)
            if pattern in MUST_WRITE and answer == "503":
                assert response.headers["Retry-After"] == BUSY_RETRY_AFTER
                continue
            if answer != line.answers[role]:
                wrong.append(f"GET {pattern} {kind}: {answer}, not {line.answers[role]}")
    assert not wrong, "\n".join(wrong)


def test_session_that_must_be_noted_as_used_reads_on_while_somebody_writes(file: Path) -> None:
    """The moment of the last request is noted where it can be; who only reads is not sent away for it."""
    world = build("Editor")
    client = client_of(world.me)
    client.get("/admin/")
    session = client.session
    session[SEEN] -= 600
    session.save()
    seen = session[SEEN]
    with somebody_writes(file):
        assert client.get("/admin/").status_code == 200
    assert client.session[SEEN] == seen
    assert client.get("/admin/").status_code == 200
    assert client.session[SEEN] > seen + 590


def test_list_of_sessions_leaves_out_ended_ones_and_writes_nothing(file: Path) -> None:
    world = build("Editor")
    client = client_of(world.me)
    client.get("/admin/")
    UserSession.objects.create(user=world.me, ip="192.0.2.1", session_key="ended", user_agent="Ended")
    with somebody_writes(file):
        response = client.get("/accounts/sessions/")
    assert response.status_code == 200
    assert "192.0.2.1" not in response.content.decode()


def test_reading_that_must_be_logged_is_refused_with_503_while_somebody_writes(file: Path) -> None:
    world = build("Editor")
    client = client_of(world.keeper)
    addresses = [
        reverse(f"admin:cases_{model.noun()}_change", args=[world.key(model.noun(), RESTRICTED)])
        for model in (Person, Case)
    ]
    addresses.append(reverse("admin:cases_evidence", args=[world.key("evidence", OTHERS)]))
    for address in addresses:
        with somebody_writes(file):
            response = client.get(address)
        assert response.status_code == 503, address
        assert response.headers["Retry-After"] == BUSY_RETRY_AFTER
        assert str(BUSY_TEXT) in response.content.decode()
        assert SECRET not in response.content.decode()
        assert client.get(address).status_code == 200


@pytest.mark.parametrize("address", ["/accounts/login/", "/accounts/language/", "/admin/cases/country/add/"])
def test_whatever_waits_too_long_is_told_503_and_never_400(address: str, file: Path) -> None:
    world = build("Editor")
    assert isinstance(world.me, User)
    world.me.set_password("plum tree under eleven lamps")
    world.me.save()
    client = Client() if "login" in address else client_of(world.me)
    client.raise_request_exception = False
    form = {
        "login": "me", "password": "plum tree under eleven lamps", "language": "be", "code": "XX", "name_en": "Nowhere",
    }  # fmt: skip
    with somebody_writes(file):
        response = client.post(address, form)
    assert response.status_code == 503
    assert response.headers["Retry-After"] == BUSY_RETRY_AFTER
    assert str(BUSY_TEXT) in response.content.decode()


def test_session_that_cannot_be_written_is_no_bad_request(file: Path) -> None:
    """What Django makes of it by itself: "the session was deleted", and 400."""
    client = client_of(build("Editor").me)
    session = client.session
    session["anything"] = 1
    with somebody_writes(file), pytest.raises(Exception, match="locked") as raised:
        session.save()
    assert type(raised.value).__name__ == "OperationalError"
    assert connection.vendor == "sqlite"
