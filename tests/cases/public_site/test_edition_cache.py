"""What a process keeps of one edition, and that a list tells what it would tell were its cards drawn now."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.translation import override

from accounts.models import User
from cases.models import Case, Person
from cases.public_site.edition_cache import Kept
from cases.public_site.models import Edition, PublishedCard
from cases.public_site.presenters import person_cards
from cases.public_site.queries import documents
from cases.publication import publish, register_file
from cases.review import transitions

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
    ref, today = public[0].public_id, timezone.localdate()
    with override(language):
        drawn = person_cards.drawn(documents.persons([ref])[ref], language)
    assert documents.cards([ref], language, today) == {ref: drawn.on(today)}
    PublishedCard.objects.all().delete()
    with override(language):
        assert documents.cards([ref, "z" * 12], language, today) == {ref: drawn.on(today)}


def test_new_version_of_the_site_draws_cards_anew(public: tuple[Person, Case], monkeypatch: pytest.MonkeyPatch) -> None:
    former = register_file.schema_number()
    monkeypatch.setattr(register_file, "release", lambda: "another")
    assert register_file.schema_number() != former
    assert not register_file.is_current()


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
