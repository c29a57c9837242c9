"""What a process keeps of one edition, and that a list tells what it would tell were its cards drawn now."""

from typing import Any

import pytest
from django.test import Client
from django.utils.translation import override

from accounts.models import User
from cases.models import Case, Person
from cases.register.kept import Kept
from cases.register.models import Edition, PublishedCard
from cases.register.reading import stored
from cases.register.showing import cards
from cases.review import publish, registerfile, transitions

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
def test_stored_card_is_the_one_drawn_now(public: tuple[Person, Case], language: str) -> None:
    ref = public[0].public_id
    with override(language):
        drawn = cards.drawn(stored.persons([ref])[ref], language)
    assert stored.cards([ref], language) == {ref: drawn}
    PublishedCard.objects.all().delete()
    with override(language):
        assert stored.cards([ref, "z" * 12], language) == {ref: drawn}


def test_new_version_of_the_site_draws_cards_anew(public: tuple[Person, Case], monkeypatch: pytest.MonkeyPatch) -> None:
    former = registerfile.schema_number()
    monkeypatch.setattr(registerfile, "release", lambda: "another")
    assert registerfile.schema_number() != former
    assert not registerfile.is_current()


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
