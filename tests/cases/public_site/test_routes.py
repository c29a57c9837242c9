"""Every public route: it is in the table, answers, sets no cookie, asks for nothing from elsewhere, refuses what it must."""

import re
from typing import Any

import pytest
from django.test import Client

from cases.models import Case, Person
from tests.cases.public_site.routes import ROUTES, addresses, content_of, names, text_of

pytestmark = pytest.mark.django_db(databases=["default", "register"])
FETCHED = re.compile(
    rb'<script(?! type="application/ld\+json">)|<iframe|(?:src|srcset)="(?:https?:)?//|<link[^>]+href="(?:https?:)?//|style="'
)


def test_table_names_every_route() -> None:
    assert sorted(names()) == sorted(ROUTES)


def test_get_answers_without_a_cookie_or_a_foreign_request(reader: Client, public: tuple[Person, Case]) -> None:
    person, case = public
    for name, address in addresses(person.public_id, case.public_id).items():
        response = reader.get(address)
        expected = {"root": 302, "photo": 404, "label": 404}.get(name, 200)
        assert response.status_code == expected, name
        assert not response.cookies, name
        assert response.headers["Referrer-Policy"] == "no-referrer", name
        assert response.headers["Content-Security-Policy"], name
        if response.headers["Content-Type"].startswith("text/html"):
            assert not FETCHED.findall(response.content), name
        content_of(response)  # a file that nobody reads to its end keeps its place in the queue


def test_get_twice_gives_the_same_bytes(reader: Client, public: tuple[Person, Case]) -> None:
    person, case = public
    for name, address in addresses(person.public_id, case.public_id).items():
        first, second = reader.get(address), reader.get(address)
        assert content_of(first) == content_of(second), name
        assert first.headers.get("ETag") == second.headers.get("ETag"), name


def test_get_with_the_validator_gives_304(reader: Client, public: tuple[Person, Case]) -> None:
    person, case = public
    for name, address in addresses(person.public_id, case.public_id).items():
        validator = reader.get(address).headers.get("ETag")
        if validator:
            response = reader.get(address, headers={"If-None-Match": validator})
            assert (response.status_code, response.content) == (304, b""), name


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options", "trace"])
def test_any_other_method_is_refused_with_one_page(reader: Client, public: tuple[Person, Case], method: str) -> None:
    person, case = public
    bodies = set()
    for name, address in addresses(person.public_id, case.public_id).items():
        if address.startswith("/en/"):
            response = getattr(reader, method)(address)
            assert response.status_code == 405, name
            bodies.add(response.content)
    assert len(bodies) == 1


def test_head_has_the_headers_of_get(reader: Client, public: tuple[Person, Case]) -> None:
    person, case = public
    for name, address in addresses(person.public_id, case.public_id).items():
        got = reader.get(address)
        content_of(got)
        head = reader.head(address)
        content_of(head)
        assert dict(got.headers) == dict(head.headers), name


@pytest.mark.parametrize(
    "parameter", ["notes=x", "internal_notes__startswith=x", "_connector=OR", "person__cases=1", "fields=name", "utm=1"]
)
def test_unknown_parameter_is_refused_with_one_page(
    reader: Client, public: tuple[Person, Case], parameter: str
) -> None:
    person, case = public
    bodies = set()
    for name, address in addresses(person.public_id, case.public_id).items():
        if address.startswith("/en/"):
            response = reader.get(address + ("&" if "?" in address else "?") + parameter)
            assert response.status_code == 400, name
            assert parameter.split("=", maxsplit=1)[0].encode() not in response.content, name
            bodies.add(response.content)
    assert len(bodies) == 1


def test_discreet_titles_tell_nothing_of_the_page(reader: Client, public: tuple[Person, Case], settings: Any) -> None:
    person, case = public
    told: dict[bool, set[str]] = {}
    for discreet in (True, False):  # in this order: the page of figures is kept, and a process has one setting
        settings.DISCREET_TITLES = discreet
        told[discreet] = set()
        for address in addresses(person.public_id, case.public_id).values():
            response = reader.get(address)
            if response.status_code == 200 and response["Content-Type"].startswith("text/html"):
                told[discreet].add(text_of(response).partition("<title>")[2].partition("</title>")[0])
    assert told[True] == {"Register of prosecutions"}
    assert len(told[False]) > 10
