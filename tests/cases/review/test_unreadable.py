"""A record with a date that cannot be read is told beside it: every list, queue and tool goes on with the others."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from accounts.admin_addresses import encrypted_key
from accounts.encrypted_choices import choice_of
from accounts.models import User
from cases.models import Person
from cases.review import publication_status, transitions
from cases.review.admin import bulk_review
from cases.review.freeze import values_of
from cases.review.models import Snapshot, Status
from tests import factories
from tests.accounts.signing_in import sign_in

pytestmark = pytest.mark.django_db(databases=["default", "register"])

PERSONS = "admin:cases_person_changelist"
QUEUE = "admin:review_snapshot_changelist"
UNREADABLE = "1980s 29 or 01.02.2020"  # once accepted, and refused since
SENTENCE = "A date of this record cannot be read"


def spoil(person: Person) -> Person:
    """Put a date into the database that no form would take, as older rules did."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE cases_person SET born = %s, version = version + 1 WHERE id = %s", [UNREADABLE, person.pk]
        )
    return Person.objects.get(pk=person.pk)


def told(answer: Any) -> str:
    return " ".join(str(message) for message in answer.context["messages"])


@pytest.fixture
def public(editor: User, approved: Any) -> Person:
    person = factories.person("Выдумана Публічная", by=editor, born="1980")
    approved(person)
    return spoil(person)


@pytest.fixture
def waiting(editor: User) -> Snapshot:
    person = factories.person("Выдуманы Першы", by=editor, born="1980")
    snapshot = transitions.submit(record=person, by=editor)
    spoil(person)
    return snapshot


def test_state_of_an_unreadable_public_record_says_so(public: Person) -> None:
    assert publication_status.state_of(public).code == publication_status.UNREADABLE
    assert publication_status.state_of(public).is_public


def test_lists_and_pages_show_an_unreadable_public_record(public: Person, editor: User) -> None:
    client = sign_in(editor)
    other = factories.person("Іншы Выдуманы", by=editor)
    for query in ({}, {"publication": "public"}):
        answer = client.get(reverse(PERSONS), query)
        assert answer.status_code == 200
        assert "one of its dates cannot be read" in answer.content.decode()
    assert str(other) in client.get(reverse(PERSONS)).content.decode()
    page = client.get(reverse("admin:cases_person_change", args=[public.pk]))
    assert UNREADABLE in page.content.decode()


def test_submitting_many_tells_the_unreadable_one_and_submits_the_others(editor: User) -> None:
    spoiled = spoil(factories.person("Выдуманы Сапсаваны", by=editor))
    fine = factories.person("Выдуманы Цэлы", by=editor)
    chosen = {"action": "submit_many", "_selected_action": [choice_of(spoiled), choice_of(fine)], "index": "0"}
    answer = sign_in(editor).post(reverse(PERSONS), chosen, follow=True)
    assert f"Выдуманы Сапсаваны ({spoiled.public_id}): {SENTENCE}" in told(answer)
    assert "1 record submitted." in told(answer)
    assert [snapshot.record for snapshot in Snapshot.objects.all()] == [fine]


def test_submitting_an_unreadable_record_is_refused_with_a_sentence(editor: User) -> None:
    spoiled = spoil(factories.person(by=editor))
    answer = sign_in(editor).post(reverse("admin:review_submit", args=["person", spoiled.pk]), follow=True)
    assert SENTENCE in told(answer)
    assert not Snapshot.objects.exists()


def test_queue_tells_the_unreadable_record_beside_it(waiting: Snapshot, editor: User, reviewer: User) -> None:
    fine = transitions.submit(record=factories.person("Выдуманы Другі", by=editor), by=editor)
    client: Client = sign_in(reviewer)
    queue = client.get(reverse(QUEUE)).content.decode()
    assert SENTENCE in queue
    assert str(fine.record) in queue
    alone = client.get(reverse("admin:review_snapshot_change", args=[waiting.pk]), follow=True)
    assert SENTENCE in told(alone)
    both = client.get(
        reverse("admin:review_many"), {"id": [encrypted_key(bulk_review.SELECTED, s.pk) for s in (waiting, fine)]}
    )
    assert SENTENCE in told(both)
    assert f'name="approve-{encrypted_key(bulk_review.SELECTED, fine.pk)}"' in both.content.decode()
    assert f'name="approve-{encrypted_key(bulk_review.SELECTED, waiting.pk)}"' not in both.content.decode()


def test_submission_of_a_record_unreadable_since_can_be_returned(waiting: Snapshot, reviewer: User) -> None:
    address = reverse("admin:review_snapshot_change", args=[waiting.pk])
    sign_in(reviewer).post(address, {"verb": "return", "note": "Mend the date."})
    waiting.refresh_from_db()
    assert waiting.status == Status.RETURNED


def test_approving_a_submission_whose_record_is_unreadable_since_keeps_what_was_frozen(
    waiting: Snapshot, reviewer: User
) -> None:
    name = encrypted_key(bulk_review.SELECTED, waiting.pk)
    data = {"id": name, f"approve-{name}": "yes", f"digest-{name}": waiting.digest}
    ticks = [f"{name}:{path}" for path in values_of(waiting.content)]
    answer = sign_in(reviewer).post(reverse("admin:review_many"), data | {"tick": ticks}, follow=True)
    assert "1 submission approved." in told(answer)
