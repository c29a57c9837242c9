"""Withdrawn records are answered like unknown ones from the moment the list arrives, before the edition does."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from cases.models import Case, Person
from cases.public_site.editions.manifest import Withdrawals
from cases.public_site.models import PublishedPhoto

pytestmark = pytest.mark.django_db(databases=["default", "register"])
UNKNOWN = "z" * 12
Withdraw = Callable[..., Path]


@pytest.fixture
def withdraw(settings: Any, tmp_path: Path) -> Withdraw:
    """Puts a list into force. The register of the test lies elsewhere."""
    settings.REGISTER_FILE = tmp_path / "register.sqlite3"

    def put(*ids: str) -> Path:
        place = tmp_path / "register.sqlite3.withdrawn"
        place.write_bytes(Withdrawals(1, frozenset(ids)).content())
        return place

    return put


def answer(reader: Client, path: str, **headers: str) -> tuple[int, bytes, dict[str, str]]:
    response = reader.get(path, headers=headers)
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return response.status_code, body, dict(response.headers)


@pytest.mark.parametrize("address", ["/en/persons/{}/", "/be/persons/{}/label/", "/api/v1/persons/{}"])
def test_page_of_a_withdrawn_person_is_as_one_that_does_not_exist(
    reader: Client, public: tuple[Person, Case], withdraw: Withdraw, address: str
) -> None:
    ref = public[0].public_id
    withdraw(ref)
    assert answer(reader, address.format(ref)) == answer(reader, address.format(UNKNOWN))


def test_nothing_that_names_them_is_answered(reader: Client, public: tuple[Person, Case], withdraw: Withdraw) -> None:
    person, case = public
    withdraw(person.public_id)
    for path in ("/en/", "/en/persons/", f"/en/cases/{case.public_id}/", "/api/v1/persons", "/en/persons.csv",
                 "/en/persons.atom", "/data/persons.csv", "/sitemap-1.xml", "/en/persons.xlsx"):  # fmt: skip
        status, body, headers = answer(reader, path)
        assert (path, status) == (path, 503)
        assert person.public_id.encode() not in body
        assert headers["Cache-Control"] == "no-store"
    assert answer(reader, "/en/about/")[0] == 200


def test_photo_of_a_withdrawn_person_is_gone(reader: Client, public: tuple[Person, Case], withdraw: Withdraw) -> None:
    ref = public[0].public_id
    PublishedPhoto.objects.create(id="p" * 12, owner=ref, person_id=ref, content=b"picture", sha256="a" * 64)
    path = f"/media/{'a' * 64}.jpg"
    assert answer(reader, path)[0] == 200
    withdraw(public[0].public_id)
    assert answer(reader, path) == answer(reader, f"/media/{'0' * 64}.jpg")


def test_copy_that_a_browser_kept_is_not_confirmed(
    reader: Client, public: tuple[Person, Case], withdraw: Withdraw
) -> None:
    path = f"/en/persons/{public[0].public_id}/"
    kept = answer(reader, path)[2]["ETag"]
    assert answer(reader, path, if_none_match=kept)[0] == 304
    withdraw(public[0].public_id)
    assert answer(reader, path, if_none_match=kept)[0] == 404


def test_others_are_shown_again_when_the_list_goes(
    reader: Client, public: tuple[Person, Case], withdraw: Withdraw
) -> None:
    before = answer(reader, "/en/persons/")
    place = withdraw(public[0].public_id)
    assert answer(reader, "/en/persons/")[0] == 503
    place.unlink()
    assert answer(reader, "/en/persons/") == before


def test_list_that_cannot_be_read_hides_everything(
    reader: Client, public: tuple[Person, Case], withdraw: Withdraw
) -> None:
    withdraw(UNKNOWN).write_text("{")
    assert answer(reader, "/en/persons/")[0] == 503
    assert answer(reader, "/en/about/")[0] == 503


def test_list_of_others_hides_nobody(reader: Client, public: tuple[Person, Case], withdraw: Withdraw) -> None:
    withdraw(UNKNOWN)
    assert answer(reader, f"/en/persons/{public[0].public_id}/")[0] == 200
    assert answer(reader, "/en/persons/")[0] == 200
