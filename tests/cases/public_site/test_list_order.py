"""Lists are in the reader's own alphabet, by name as shown or by family name, and count numbers as numbers."""

import re
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from cases.public_site.models import PublishedListOrder
from cases.publication import publish
from cases.review import transitions
from tests import factories

pytestmark = pytest.mark.django_db(databases=["default", "register"])

# In Latin letters: Ales, Uladz, Yanka, Zmitser; in Belarusian: Алесь, Зміцер, Уладзь, Янка.
PEOPLE = {
    "Зміцер Вопыт": "Zmitser Vopyt",
    "Янка Беляк": "Yanka Bieliak",
    "Алесь Юрка": "Ales Yurka",
    "Уладзь Ёлка": "Uladz Jolka",
}


@pytest.fixture
def people(approved: Any, editor: User) -> None:
    for name, latin in PEOPLE.items():
        person = factories.person(name, by=editor)
        factories.person_name(person, by=editor, text=latin, kind="latin")
        approved(person)


def listed(reader: Client, address: str) -> list[str]:
    page = reader.get(address).content.decode()
    names = [name for pair in PEOPLE.items() for name in pair]
    return sorted((name for name in names if name in page), key=page.index)


@pytest.mark.parametrize(
    ("address", "order"),
    [
        ("/en/persons/", ["Ales Yurka", "Uladz Jolka", "Yanka Bieliak", "Zmitser Vopyt"]),
        ("/be/persons/", ["Алесь Юрка", "Зміцер Вопыт", "Уладзь Ёлка", "Янка Беляк"]),
        ("/ru/persons/", ["Алесь Юрка", "Зміцер Вопыт", "Уладзь Ёлка", "Янка Беляк"]),
        ("/en/persons/?sort=family", ["Yanka Bieliak", "Uladz Jolka", "Zmitser Vopyt", "Ales Yurka"]),
        ("/be/persons/?sort=family", ["Янка Беляк", "Зміцер Вопыт", "Уладзь Ёлка", "Алесь Юрка"]),
        ("/ru/persons/?sort=family&gender=", ["Янка Беляк", "Зміцер Вопыт", "Уладзь Ёлка", "Алесь Юрка"]),
    ],
)
def test_people_are_in_the_alphabet_of_the_page(reader: Client, people: None, address: str, order: list[str]) -> None:
    assert listed(reader, address) == order


def test_places_and_case_numbers_are_in_the_order_of_their_numbers(reader: Client, approved: Any, editor: User) -> None:
    for number in (10, 2, 1):
        person = factories.person(by=editor)
        place = factories.facility(by=editor, name_en=f"Colony No. {number}")
        factories.custody(person, by=editor, facility=place)
        approved(person)
        case = factories.case(by=editor, number=f"{number}-7/22")
        approved(case)
    for address in ("/en/places/", "/en/persons/", "/en/persons/by/place/"):
        page = reader.get(address).content.decode().rpartition('id="filters"')[2]  # cards show places too
        assert re.findall(r"Colony No\. (\d+)", page)[:3] == ["1", "2", "10"], address
    page = reader.get("/en/cases/?sort=number").content.decode()
    assert list(dict.fromkeys(re.findall(r"(\d+)-7/22", page))) == ["1", "2", "10"]


def test_keys_go_with_what_is_unpublished(approved: Any, editor: User, reviewer: User) -> None:
    person = factories.person("Янка Беляк", by=editor)
    approved(person)
    assert PublishedListOrder.objects.filter(owner=person.public_id).exists()
    transitions.retract(record=person, by=reviewer, reason="Danger.")
    publish.publish_outstanding()
    assert not PublishedListOrder.objects.exists()


def test_keys_are_those_of_approved_names_alone(approved: Any, editor: User) -> None:
    person = factories.person("Янка Беляк", by=editor)
    approved(person)
    before = list(PublishedListOrder.objects.values())
    factories.person_name(person, by=editor, text="Алесь Таемны")
    publish.publish_outstanding()
    assert list(PublishedListOrder.objects.values()) == before
