"""Health addresses: what they say, to whom, and that nothing stands before them."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cases.review.models import Outstanding

PROXIED = {"HTTP_X_FORWARDED_PROTO": "https", "HTTP_X_FORWARDED_FOR": "203.0.113.9"}


@pytest.mark.django_db
def test_private_site_says_that_the_database_answers_and_the_outbox_is_empty() -> None:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        answer = Client().get("/health")
    assert (answer.status_code, answer.content) == (200, b"ok: yes\ndatabase: reachable\noutbox: empty\n")
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.headers["Cache-Control"] == "no-store"
    assert not answer.cookies
    assert len(asked) <= 2


@pytest.mark.django_db
def test_private_site_says_how_long_the_oldest_decision_waits() -> None:
    entry = Outstanding.objects.create(noun="person", ref="abcdefghijkm")
    Outstanding.objects.filter(pk=entry.pk).update(since=datetime.now(UTC) - timedelta(seconds=90))
    said = Client().get("/health").content.decode()
    seconds = int(said.partition("decision is ")[2].partition(" ")[0])
    assert 90 <= seconds < 150
    assert "abcdefghijkm" not in said


@pytest.mark.parametrize("header", ["HTTP_X_FORWARDED_PROTO", "HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_VIA"])
@pytest.mark.django_db
def test_private_site_has_no_such_page_for_what_a_proxy_forwards(header: str) -> None:
    assert Client().get("/health", **{header: "x"}).status_code == 404


@pytest.mark.django_db
def test_private_site_has_no_such_page_for_another_machine() -> None:
    assert Client(REMOTE_ADDR="192.0.2.7").get("/health").status_code == 404


@pytest.mark.django_db
def test_hosts_and_https_are_checked_for_all_but_direct_requests(settings: pytest.FixtureRequest) -> None:
    settings.ALLOWED_HOSTS = ["staff.example"]  # type: ignore[attr-defined]
    settings.SECURE_SSL_REDIRECT = True  # type: ignore[attr-defined]
    assert Client(HTTP_HOST="10.0.0.1:8000").get("/health").status_code == 200
    assert Client(HTTP_HOST="10.0.0.1:8000", REMOTE_ADDR="").get("/health").status_code == 200
    assert Client(HTTP_HOST="staff.example", REMOTE_ADDR="192.0.2.7").get("/health").status_code == 301
    assert Client(HTTP_HOST="10.0.0.1", HTTP_X_FORWARDED_PROTO="http").get("/other").status_code == 400


def test_database_out_of_reach_is_503_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """pytest-django refuses every connection of a test without a database; here the database itself does."""
    from django.db import OperationalError

    def refuse(*_args: object) -> None:
        raise OperationalError

    monkeypatch.setattr(connection, "ensure_connection", refuse)
    answer = Client().get("/health")
    assert (answer.status_code, answer.content) == (503, b"ok: no\ndatabase: not reachable\n")


@pytest.mark.parametrize("method", ["post", "put", "delete", "options"])
def test_nothing_but_reading_is_accepted(method: str) -> None:
    answer = getattr(Client(), method)("/health")
    assert (answer.status_code, answer.headers["Allow"]) == (405, "GET, HEAD")
