"""An address that was retired by a merge leads on where a reviewer approved that, and answers like any other otherwise."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import models
from django.test import Client

from accounts.exceptions import Refused
from accounts.models import User
from cases.duplicates import merge_verbs
from cases.models import Merge, Person
from cases.public_site.models import Edition, PublishedRetired
from cases.publication import publish
from cases.review import redirects, transitions
from cases.review.models import Outstanding, Snapshot, Status
from tests import factories

pytestmark = pytest.mark.django_db(databases=["default", "register"])
UNKNOWN = "zzzzzzzzzzzz"
PLACES = ("/en/persons/{}/", "/be/persons/{}/", "/ru/persons/{}/", "/api/v1/persons/{}")


@pytest.fixture
def kept(editor: User) -> Person:
    return factories.person("Віталь Выдуманы", by=editor)


@pytest.fixture
def gone(editor: User) -> Person:
    return factories.person("Vital Vydumany", by=editor)


@pytest.fixture
def merge(editor: User, reviewer: User) -> Callable[..., Merge]:
    """`merge(kept, gone, leads_on=True)`: asked for by the editor, decided by the reviewer."""

    def carry_out(kept: Person, gone: Person, *, leads_on: bool) -> Merge:
        kept.refresh_from_db()
        gone.refresh_from_db()
        seen = (kept.version, gone.version)
        asked = merge_verbs.request_merge(kept=kept, gone=gone, by=editor, seen=seen, choices={})
        done = merge_verbs.approve_merge(merge=asked, by=reviewer, leads_on=leads_on)
        publish.publish_outstanding()
        return done

    return carry_out


def answers(reader: Client, person: Person) -> list[tuple[int, str]]:
    """Status and place to which each address of a person leads."""
    found = [reader.get(place.format(person.public_id)) for place in PLACES]
    return [(response.status_code, response.headers.get("Location", "")) for response in found]


def leading_to(person: Person) -> list[tuple[int, str]]:
    return [(301, place.format(person.public_id)) for place in PLACES]


NOWHERE = [(404, "")] * len(PLACES)


def assert_like_never(reader: Client, person: Person) -> None:
    """The retired address answers byte for byte like one that nobody ever had, and stands nowhere in the register."""
    assert answers(reader, person) == NOWHERE
    for place in PLACES:
        mine, unknown = (reader.get(place.format(ref)) for ref in (person.public_id, UNKNOWN))
        assert (mine.content, dict(mine.headers)) == (unknown.content, dict(unknown.headers))
    assert not PublishedRetired.objects.filter(pk=person.public_id).exists()


def test_retired_address_leads_on_where_the_reviewer_approved_it(
    kept: Person, gone: Person, approved: Any, merge: Any, reader: Client
) -> None:
    approved(kept)
    approved(gone)
    merge(kept, gone, leads_on=True)
    assert answers(reader, gone) == leading_to(kept)
    response = reader.get(f"/be/persons/{gone.public_id}/", follow=True)
    assert response.status_code == 200 and "Выдуманы" in response.content.decode()
    assert reader.head(f"/en/persons/{gone.public_id}/").status_code == 301
    assert response.redirect_chain[0][1] == 301
    assert "no-cache" in reader.get(f"/en/persons/{gone.public_id}/").headers["Cache-Control"]


def test_retired_address_answers_like_one_that_never_was_where_nobody_approved_more(
    kept: Person, gone: Person, approved: Any, merge: Any, reader: Client
) -> None:
    approved(kept)
    before = Edition.objects.get().digest
    approved(gone)
    merge(kept, gone, leads_on=False)
    assert_like_never(reader, gone)
    assert Edition.objects.get().digest == before


def test_what_leads_on_is_content_of_the_edition_and_the_same_when_made_anew(
    kept: Person, gone: Person, approved: Any, merge: Any
) -> None:
    approved(kept)
    before = Edition.objects.get().digest
    approved(gone)
    merge(kept, gone, leads_on=True)
    now = Edition.objects.get().digest
    assert now != before
    assert publish.approvals_of("person", [kept.public_id])[kept.public_id].retired == (gone.public_id,)
    Outstanding.objects.create(noun="person", ref=kept.public_id)
    assert publish.publish_outstanding() == 1
    assert Edition.objects.get().digest == now


@pytest.mark.parametrize("how", ["undone", "withdrawn", "closed"])
def test_retired_address_leads_nowhere_after_the_link_ended(
    kept: Person, gone: Person, approved: Any, merge: Any, reader: Client, editor: User, reviewer: User, how: str
) -> None:
    approved(kept)
    approved(gone)
    done = merge(kept, gone, leads_on=True)
    if how == "undone":
        merge_verbs.undo_merge(merge=done, by=editor)
    elif how == "closed":
        merge_verbs.close_address(merge=done, by=reviewer)
    else:
        transitions.retract(record=kept, by=reviewer, reason="Danger.")
    publish.publish_outstanding()
    assert_like_never(reader, gone)
    if how == "withdrawn":
        approved(Person.objects.get(pk=kept.pk))  # nobody approved anew that the address leads on
        assert_like_never(reader, gone)


def test_retired_address_waits_until_who_stays_is_public(
    kept: Person, gone: Person, approved: Any, merge: Any, reader: Client
) -> None:
    approved(gone)
    merge(kept, gone, leads_on=True)
    assert answers(reader, gone) == NOWHERE
    approved(Person.objects.get(pk=kept.pk))
    assert answers(reader, gone) == leading_to(kept)


@pytest.mark.parametrize("order", ["abc", "acb", "bac", "bca", "cab", "cba"])
def test_addresses_lead_on_through_a_later_merge_where_that_was_approved_too(
    order: str, kept: Person, gone: Person, approved: Any, merge: Any, reader: Client, editor: User
) -> None:
    third = factories.person("Віталій Выдуманы", by=editor)
    for person, letter in zip((kept, gone, third), order, strict=True):
        # What is published follows the order of public ids, which are random.
        models.QuerySet(Person).filter(pk=person.pk).update(public_id=letter * 12)
        person.refresh_from_db()
        approved(person)
    merge(kept, gone, leads_on=True)
    later = merge(third, kept, leads_on=True)
    assert answers(reader, gone) == answers(reader, kept) == leading_to(third)
    merge_verbs.undo_merge(merge=later, by=editor)
    publish.publish_outstanding()
    assert answers(reader, gone) == answers(reader, kept) == NOWHERE


def test_addresses_end_with_a_later_merge_that_does_not_lead_on(
    kept: Person, gone: Person, approved: Any, merge: Any, reader: Client, editor: User
) -> None:
    third = factories.person("Віталій Выдуманы", by=editor)
    for person in (kept, gone, third):
        approved(person)
    merge(kept, gone, leads_on=True)
    merge(third, kept, leads_on=False)
    assert_like_never(reader, gone)
    assert_like_never(reader, kept)
    assert redirects.leading_to([third.pk]) == {}


def test_address_of_who_was_never_public_cannot_lead_on(
    kept: Person, gone: Person, approved: Any, merge: Any, reader: Client, reviewer: User
) -> None:
    approved(kept)
    with pytest.raises(Refused, match="not public"):
        merge(kept, gone, leads_on=True)
    assert Person.objects.get(pk=gone.pk).merged_into is None
    merge_verbs.approve_merge(merge=Merge.objects.get(), by=reviewer)
    publish.publish_outstanding()
    assert_like_never(reader, gone)


def test_who_may_not_withdraw_cannot_close_the_address(
    kept: Person, gone: Person, approved: Any, merge: Any, auditor: User
) -> None:
    approved(kept)
    approved(gone)
    done = merge(kept, gone, leads_on=True)
    with pytest.raises(Refused, match="permission to unpublish"):
        merge_verbs.close_address(merge=done, by=auditor)
    assert Snapshot.objects.of(kept).filter(status=Status.APPROVED).exists()
    assert Merge.objects.get().leads_on


def test_retired_id_is_in_no_list_or_file(
    kept: Person, gone: Person, approved: Any, merge: Any, reader: Client
) -> None:
    approved(kept)
    approved(gone)
    merge(kept, gone, leads_on=True)
    for address in ("/api/v1/persons", "/en/persons/", "/en/persons.csv", "/en/persons.atom", "/sitemap-1.xml"):
        response = reader.get(address)
        body = b"".join(response) if response.streaming else response.content
        assert gone.public_id.encode() not in body


def test_way_that_ended_with_a_withdrawal_does_not_come_back_with_an_undone_merge(
    kept: Person, gone: Person, approved: Any, merge: Any, reader: Client, editor: User, reviewer: User
) -> None:
    third = factories.person("Віталій Выдуманы", by=editor)
    for person in (kept, gone, third):
        approved(person)
    merge(kept, gone, leads_on=True)
    later = merge(third, kept, leads_on=True)
    transitions.retract(record=third, by=reviewer, reason="Danger.")
    merge_verbs.undo_merge(merge=later, by=editor)
    kept.refresh_from_db()
    approved(kept)
    assert redirects.leading_to([kept.pk, third.pk]) == {}
    assert answers(reader, gone) == NOWHERE
