"""The label for a letter: for whoever is held and may get letters, and for nobody else."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from cases.models import Person
from tests import factories

pytestmark = pytest.mark.django_db(databases=["default", "register"])


def held(by: User, **given: Any) -> Person:
    """A person in a place with an address."""
    person = factories.person(by=by, **given)
    facility = factories.facility(by=by, country=factories.country(code="BY", name_en="Belarus", by=by))
    factories.facility_address(by=by, facility=facility, local="вул. Выдуманая 1\n220000 Мінск", latin="Vydumanaja 1")
    factories.custody(person, by=by, facility=facility)
    return person


def test_label_has_name_address_and_country(reader: Client, approved: Any, editor: User) -> None:
    person = held(editor)
    approved(person)
    address = f"/en/persons/{person.public_id}/"
    assert 'href="label/"' in reader.get(address).content.decode()
    page = reader.get(f"{address}label/").content.decode()
    label = page.split('<div class="label">')[1].split("</div>")[0]
    assert all(text in label for text in ("Іван Выдуманы", "вул. Выдуманая 1", "Belarus", 'lang="ru"', "Vydumanaja 1"))


@pytest.mark.parametrize("case", ["released", "no letters", "nobody"])
def test_label_of_whoever_has_none_is_not_found(reader: Client, approved: Any, editor: User, case: str) -> None:
    person = held(editor, can_receive_letters=False if case == "no letters" else None)
    if case == "released":
        period = person.custody.get()
        period.until, period.end = "2022-01-02", "released"
        period.save(by=editor)
    if case != "nobody":
        approved(person)
    for rest in ("label/", "label/?x=1"):
        response = reader.get(f"/en/persons/{person.public_id}/{rest}")
        assert response.status_code == (400 if "?" in rest else 404)
