"""The database itself keeps submissions as they were and refuses what the rules refuse."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from accounts.models import User
from cases.review import transitions
from cases.review.freeze import values_of
from cases.review.models import Author, Mention, Snapshot, UnpublishReason
from tests import factories

pytestmark = pytest.mark.django_db(databases=["default", "register"])


@pytest.fixture
def pending(editor: User) -> Snapshot:
    return transitions.submit(record=factories.person(by=editor), by=editor)


@pytest.fixture
def done(pending: Snapshot, reviewer: User) -> Snapshot:
    return transitions.approve(
        snapshot=pending, by=reviewer, digest=pending.digest, ticked=set(values_of(pending.content))
    )


def write(snapshot: Snapshot, **columns: Any) -> Callable[[], int]:
    return lambda: Snapshot.objects.filter(pk=snapshot.pk).update(**columns)


def refused(action: Callable[[], Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        action()


@pytest.mark.parametrize(
    "columns", [{"content": {}}, {"digest": "0" * 64}, {"note": "another"}, {"record_version": 99}, {"person": None}]
)
def test_frozen_columns_are_refused(columns: dict[str, Any], pending: Snapshot) -> None:
    refused(write(pending, **columns))


@pytest.mark.parametrize("columns", [{"reason": "another"}, {"withheld": ["x"]}, {"decided_at": timezone.now()}])
def test_decision_is_refused_a_change(columns: dict[str, Any], done: Snapshot) -> None:
    refused(write(done, **columns))


def test_submission_is_refused_deletion(pending: Snapshot) -> None:
    refused(lambda: Snapshot.objects.filter(pk=pending.pk).delete())


def test_approval_by_the_submitter_is_refused(pending: Snapshot, editor: User) -> None:
    refused(write(pending, status="approved", decided_at=timezone.now(), decided_by=editor))


def test_approval_by_an_author_is_refused(pending: Snapshot, reviewer: User) -> None:
    Author.objects.create(snapshot=pending, user=reviewer)
    refused(write(pending, status="approved", decided_at=timezone.now(), decided_by=reviewer))


def test_author_and_mention_are_refused_a_change(pending: Snapshot) -> None:
    refused(lambda: Author.objects.filter(snapshot=pending).delete())
    Mention.objects.create(snapshot=pending, noun="court", ref="x", key="y")
    refused(lambda: Mention.objects.update(ref="z"))


def test_submission_born_approved_is_refused(pending: Snapshot, editor: User, reviewer: User) -> None:
    person = factories.person(by=editor)
    refused(
        lambda: Snapshot.objects.create(
            person=person, content={}, digest="", record_version=1, status="approved", submitted_at=timezone.now(),
            submitted_by=editor, decided_at=timezone.now(), decided_by=reviewer,
        )
    )  # fmt: skip


def test_second_pending_submission_is_refused(pending: Snapshot) -> None:
    refused(
        lambda: Snapshot.objects.create(
            person=pending.person, content={}, digest="", record_version=1, submitted_at=timezone.now(),
            submitted_by=pending.submitted_by,
        )
    )  # fmt: skip


@pytest.mark.parametrize("status", ["pending", "returned", "withdrawn"])
def test_move_of_an_approved_submission_elsewhere_is_refused(status: str, done: Snapshot) -> None:
    refused(write(done, status=status))


@pytest.mark.skipif(connection.vendor != "sqlite", reason="only SQLite has INSERT OR REPLACE")
@pytest.mark.parametrize("table", ["accounts_entry", "review_snapshot", "review_author"])
def test_row_that_may_not_change_is_not_replaced_either(table: str, pending: Snapshot) -> None:
    def replace() -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}")

    refused(replace)


@pytest.mark.parametrize("noun", ["person", "case"])
def test_public_record_is_refused_a_restriction(noun: str, editor: User, reviewer: User, second_reviewer: User) -> None:
    record: Any = factories.person(by=editor) if noun == "person" else factories.case(by=editor)
    snapshot = transitions.submit(record=record, by=editor)
    ticked = set(values_of(snapshot.content))
    transitions.approve(snapshot=snapshot, by=reviewer, digest=snapshot.digest, ticked=ticked)
    refused(lambda: record.restrict(readers=[editor, reviewer], reason="Because.", by=second_reviewer))
    transitions.retract(record=record, by=reviewer, reason="Because.", because=UnpublishReason.OTHER)
    type(record).objects.get(pk=record.pk).restrict(readers=[editor, reviewer], reason="Because.", by=second_reviewer)


def test_person_named_by_a_public_case_is_refused_a_restriction(editor: User, reviewer: User) -> None:
    defendant = factories.defendant(by=editor)
    for record in (defendant.person, defendant.case):
        snapshot = transitions.submit(record=record, by=editor)
        ticked = set(values_of(snapshot.content))
        transitions.approve(snapshot=snapshot, by=reviewer, digest=snapshot.digest, ticked=ticked)
    transitions.retract(record=defendant.person, by=reviewer, reason="Because.", because=UnpublishReason.OTHER)
    assert Mention.objects.filter(ref=defendant.person.public_id, snapshot__status="approved").exists()
    person = type(defendant.person).objects.get(pk=defendant.person.pk)
    refused(lambda: person.restrict(readers=[editor, reviewer], reason="Because.", by=reviewer))
