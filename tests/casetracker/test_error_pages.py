"""Error pages: one per status, equal for all causes, silent about what was asked."""

import psycopg
import pytest
from django.core.exceptions import SuspiciousOperation, TooManyFieldsSent
from django.db import OperationalError
from django.template import TemplateDoesNotExist, loader
from django.test import Client, RequestFactory, override_settings

from casetracker import error_pages
from tests.casetracker.pages import CAUSES, SECRET, private_site, public_site

MARK = "Reflected-Text"


@pytest.mark.parametrize("address", [address for address in CAUSES if CAUSES[address] >= 400])
@pytest.mark.django_db
def test_error_page_for_any_cause_is_the_fixed_page_and_echoes_nothing(address: str) -> None:
    for site in (private_site, public_site):
        with site():
            client = Client(raise_request_exception=False, headers={"user-agent": MARK, "referer": MARK})
            joint = "&" if "?" in address else "?"
            response = client.generic("POST" if "only" in address else "GET", f"{address}{joint}x={MARK}")
            assert response.status_code == CAUSES[address]
            assert response.content == error_pages.page(CAUSES[address]).content
            assert MARK.encode() not in response.content
            assert SECRET.encode() not in response.content


@pytest.mark.parametrize("status", error_pages.WORDS)
def test_page_without_a_template_still_comes_out(status: int, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(*args: object, **kwargs: object) -> str:
        raise TemplateDoesNotExist("gone")

    monkeypatch.setattr(loader, "render_to_string", missing)
    response = error_pages.page(status)
    assert response.status_code == status
    assert str(error_pages.WORDS[status][0]) in response.content.decode()


def test_page_for_503_says_when_to_come_back() -> None:
    assert error_pages.page(503).headers["Retry-After"] == error_pages.RETRY_AFTER
    assert "Retry-After" not in error_pages.page(500).headers


class Locked(Exception):
    """What a driver raises, as far as it is looked at."""

    def __init__(self, **told: object) -> None:
        self.__dict__.update(told)


@pytest.mark.parametrize(
    ("cause", "busy"),
    [
        (Locked(sqlite_errorcode=5), True),
        (Locked(sqlite_errorcode=5 | 2 << 8), True),  # SQLITE_BUSY_SNAPSHOT
        (Locked(sqlite_errorcode=6), True),
        (Locked(sqlite_errorcode=13), False),  # the disk is full: that does not pass by itself
        (psycopg.errors.LockNotAvailable(), True),
        (psycopg.errors.QueryCanceled(), True),
        (psycopg.errors.DeadlockDetected(), True),
        (psycopg.errors.AdminShutdown(), False),
        (None, False),
    ],
)
def test_database_that_is_busy_is_told_apart_from_one_that_is_gone(cause: Exception | None, busy: bool) -> None:
    try:
        raise OperationalError("of whatever kind") from cause
    except OperationalError:
        response = error_pages.server_error(RequestFactory().get("/"))
    assert response.status_code == 503
    assert response.headers["Retry-After"] == (error_pages.BUSY_RETRY_AFTER if busy else error_pages.RETRY_AFTER)
    assert (str(error_pages.BUSY_TEXT) in response.content.decode()) is busy


def test_bad_request_tells_too_large_apart_from_unreadable() -> None:
    request = RequestFactory().get("/")
    assert error_pages.bad_request(request, TooManyFieldsSent()).status_code == 413
    assert error_pages.bad_request(request, SuspiciousOperation()).status_code == 400


@override_settings(DATA_UPLOAD_MAX_MEMORY_SIZE=10)
@pytest.mark.django_db
def test_post_over_the_limit_gets_413() -> None:
    response = Client(raise_request_exception=False).post("/accounts/login/", {"login": "x" * 50})
    assert response.status_code == 413


def test_foreign_host_gets_the_400_page() -> None:
    with public_site():
        response = Client(raise_request_exception=False).get("/fine/", headers={"host": "evil.example"})
    assert response.status_code == 400
    assert b"evil" not in response.content


@pytest.mark.django_db
def test_form_without_token_gets_the_403_page() -> None:
    response = Client(enforce_csrf_checks=True).post("/accounts/login/", {"login": "x"})
    assert response.status_code == 403
    assert response.content == error_pages.page(403).content
