"""What was unpublished for the family or for safety is not public again before a second reviewer lifts the flag."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.admin_addresses import encrypted_key
from accounts.exceptions import Refused
from accounts.models import User
from cases.duplicates import merge_verbs
from cases.models import Person
from cases.review import do_not_publish, transitions
from cases.review.admin import bulk_review
from cases.review.diff import compare
from cases.review.freeze import values_of
from cases.review.models import Snapshot, Unpublication, UnpublishReason
from cases.review.review_warnings import warnings_for
from tests import factories
from tests.access.world import client_of

pytestmark = pytest.mark.django_db(databases=["default", "register"])


def take_down(person: Person, by: User, because: UnpublishReason = UnpublishReason.ASKED) -> Unpublication:
    transitions.retract(record=person, by=by, reason="Her mother asked.", because=because)
    return Unpublication.objects.get(person=person)


def approve(snapshot: Snapshot, by: User) -> None:
    ticked = set(values_of(snapshot.content))
    transitions.approve(snapshot=snapshot, by=by, digest=snapshot.digest, ticked=ticked)


@pytest.fixture
def person(editor: User, reviewer: User) -> Person:
    made = factories.person("Віталь Выдуманы", by=editor)
    approve(transitions.submit(record=made, by=editor), reviewer)
    return made


@pytest.mark.parametrize("because", [UnpublishReason.ASKED, UnpublishReason.SAFETY])
def test_flag_refuses_approval_until_a_second_reviewer_lifts_it(
    because: UnpublishReason, person: Person, editor: User, reviewer: User, second_reviewer: User
) -> None:
    flag = take_down(person, reviewer, because)
    snapshot = transitions.submit(record=person, by=editor)
    for somebody in (reviewer, second_reviewer):
        with pytest.raises(Refused, match="do not publish"):
            approve(snapshot, somebody)
    with pytest.raises(Refused, match="yourself"):
        do_not_publish.lift(flag=flag, by=reviewer, reason="It is safe.")
    with pytest.raises(Refused, match="You don't have permission to remove"):
        do_not_publish.lift(flag=flag, by=editor, reason="It is safe.")
    with pytest.raises(Refused, match="Enter a reason"):
        do_not_publish.lift(flag=flag, by=second_reviewer, reason=" ")
    do_not_publish.lift(flag=flag, by=second_reviewer, reason="She wrote again.")
    approve(snapshot, reviewer)
    with pytest.raises(Refused, match="no longer marked"):
        do_not_publish.lift(flag=flag, by=second_reviewer, reason="Again.")


def test_other_reasons_leave_no_flag(person: Person, editor: User, reviewer: User) -> None:
    take_down(person, reviewer, UnpublishReason.WRONG)
    approve(transitions.submit(record=person, by=editor), reviewer)


def test_next_review_begins_with_by_whom_when_and_why(person: Person, editor: User, reviewer: User) -> None:
    take_down(person, reviewer, UnpublishReason.WRONG)
    snapshot = transitions.submit(record=person, by=editor)
    first = warnings_for(compare(snapshot), user=reviewer)[0]
    assert "reviewer" in first and "Her mother asked." in first and str(timezone.localdate().year) in first
    approve(snapshot, reviewer)
    factories.custody(person, by=editor)
    later = transitions.submit(record=person, by=editor)
    assert not any("Her mother asked." in line for line in warnings_for(compare(later), user=reviewer))


def test_database_refuses_approval_and_changes_of_the_flag(
    person: Person, editor: User, reviewer: User, second_reviewer: User
) -> None:
    flag = take_down(person, reviewer)
    snapshot = transitions.submit(record=person, by=editor)
    now = timezone.now()
    rows = Unpublication.objects.filter(pk=flag.pk)
    attempts: list[Callable[[], Any]] = [
        lambda: Snapshot.objects.filter(pk=snapshot.pk).update(
            status="approved", decided_at=now, decided_by=second_reviewer
        ),
        lambda: rows.update(do_not_publish=False),
        lambda: rows.update(because="other"),
        lambda: rows.update(lifted_at=now, lifted_by=reviewer, lift_reason="Myself."),
        rows.delete,
    ]
    for attempt in attempts:
        with pytest.raises(IntegrityError), transaction.atomic():
            attempt()
    do_not_publish.lift(flag=flag, by=second_reviewer, reason="She wrote again.")
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(lifted_at=None, lifted_by=None, lift_reason="")


def test_merge_carries_the_flag_to_the_survivor_and_back(
    person: Person, editor: User, reviewer: User, second_reviewer: User
) -> None:
    take_down(person, reviewer)
    kept = factories.person("Віталь Выдуманы", by=editor)
    person.refresh_from_db()
    merge = merge_verbs.request_merge(
        kept=kept, gone=person, by=editor, seen=(kept.version, person.version), choices={}
    )
    snapshot = transitions.submit(record=kept, by=editor)
    with pytest.raises(Refused, match="do not publish"):
        approve(snapshot, second_reviewer)
    assert "Her mother asked." in warnings_for(compare(snapshot), user=reviewer)[0]
    transitions.withdraw(snapshot=snapshot, by=editor)
    merge_verbs.undo_merge(merge=merge, by=editor)
    for each in (kept, person):
        each.refresh_from_db()
        with pytest.raises(Refused, match="do not publish"):
            approve(transitions.submit(record=each, by=editor), second_reviewer)


def test_merge_into_a_public_record_is_refused_while_the_flag_stands(
    person: Person, editor: User, reviewer: User
) -> None:
    take_down(person, reviewer)
    kept = factories.person("Віталь Выдуманы", by=editor)
    approve(transitions.submit(record=kept, by=editor), reviewer)
    person.refresh_from_db()
    with pytest.raises(Refused, match="Unpublish the public one first"):
        merge_verbs.request_merge(kept=kept, gone=person, by=editor, seen=(kept.version, person.version), choices={})


def test_bulk_review_and_pages_obey_the_flag(
    person: Person, editor: User, reviewer: User, second_reviewer: User
) -> None:
    client = client_of(reviewer)
    address = reverse("admin:review_retract", args=["person", person.pk])
    assert client.post(address, {"reason": "Her mother asked.", "because": "merged"}).status_code == 409
    assert client.post(address, {"reason": "Her mother asked.", "because": "asked"}).status_code == 302
    snapshot = transitions.submit(record=person, by=editor)
    name = encrypted_key(bulk_review.SELECTED, snapshot.pk)
    bulk = {
        "id": name, f"digest-{name}": snapshot.digest, f"approve-{name}": "yes",
        "tick": [f"{name}:{path}" for path in values_of(snapshot.content)],
    }  # fmt: skip
    answer = client_of(second_reviewer).post(reverse("admin:review_many"), bulk, follow=True)
    assert "Do not publish" in answer.content.decode()
    snapshot.refresh_from_db()
    assert snapshot.status == "pending"
    flag = Unpublication.objects.get()
    lift = reverse("admin:review_lift", args=[flag.pk])
    assert lift in client.get(reverse("admin:cases_person_change", args=[person.pk])).content.decode()
    assert client.post(lift, {"reason": "Safe."}).status_code == 409
    assert client_of(second_reviewer).get(lift).status_code == 200
    assert client_of(second_reviewer).post(lift, {"reason": "Safe."}).status_code == 302
    flag.refresh_from_db()
    assert flag.lifted_by == second_reviewer
