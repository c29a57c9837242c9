"""What a process keeps of one edition, and that a list tells of a brief what it would tell of the whole document."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from cases.models import Case, Person
from cases.register.kept import Kept
from cases.register.models import Edition
from cases.register.reading import stored
from cases.register.reading.briefs import brief_of
from cases.register.showing import person
from cases.review import publish, transitions

pytestmark = pytest.mark.django_db(databases=["default", "register"])


def test_value_is_made_once_an_edition(public: Any) -> None:
    kept: Kept[int] = Kept(10)
    assert [kept.get("a", lambda: 1), kept.get("a", lambda: 2)] == [1, 1]
    Edition.objects.update(digest="f" * 64)
    assert kept.get("a", lambda: 3) == 3


def test_store_begins_anew_when_it_is_full(public: Any) -> None:
    kept: Kept[int] = Kept(2)
    for number in range(10):
        kept.get(number, lambda: 1)
    assert len(kept.values()) <= 3


@pytest.mark.parametrize("language", ["en", "be", "ru"])
def test_card_of_a_brief_is_the_card_of_the_document(public: tuple[Person, Case], language: str) -> None:
    ref = public[0].public_id
    document = stored.persons([ref])[ref]
    assert person.card(stored.briefs([ref])[ref], language) == person.card(document, language)
    assert brief_of(document) == stored.briefs([ref])[ref]


def test_withdrawn_person_leaves_every_kept_page(reader: Client, public: tuple[Person, Case], reviewer: User) -> None:
    addresses = ("/en/", "/en/persons/", "/en/figures/")
    before = [reader.get(address).content for address in addresses]
    assert [reader.get(address).content for address in addresses] == before
    assert public[0].public_id in before[1].decode()
    transitions.retract(record=public[0], by=reviewer, reason="Danger.")
    publish.publish_outstanding()
    after = [reader.get(address).content.decode() for address in addresses]
    assert not any(public[0].public_id in page for page in after)
    assert after[2] != before[2].decode()
