"""Undoing a list: everything as before, or a sentence and nothing."""

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from django.core import serializers

from accounts import switches
from accounts.exceptions import Refused
from accounts.models import Entry, User
from cases.models import Citation, Custody, Facility, ImportBatch, ImportRow, Person, PersonName
from cases.review import transitions
from cases.review.freeze import values_of
from cases.review.models import Snapshot, Status, UnpublishReason
from cases.spreadsheets.import_.list_withdrawal import outlook, undo_list, unpublish_list, withdraw_list
from cases.spreadsheets.import_.undo import check_may_undo, undo_batch
from tests import factories

pytestmark = pytest.mark.django_db(databases=["default", "register"])

ONE = "1,Ann Invented,,2020-01-02,,,\n"
LATER = "1,Ann Invented,,2020-01-02,2021-03-04,,a note\n"
TWO = ONE + "2,Bob Imaginary,05/06/1980,2020-01-03,,IP 1,\n"


def _state() -> list[str]:
    """Every person with what belongs to them, without versions and stamps."""
    told = []
    for model in (Person, PersonName, Custody, Citation):
        for record in model._base_manager.order_by("pk"):
            fields = serializers.serialize("python", [record])[0]["fields"]
            told.append(str({name: value for name, value in fields.items() if name not in ("version", "updated_at")}))
    return told


def approve(snapshot: Snapshot, by: User) -> None:
    transitions.approve(snapshot=snapshot, by=by, digest=snapshot.digest, ticked=set(values_of(snapshot.content)))


def test_undo_of_new_persons_leaves_nothing_of_them(take_in: Callable[..., ImportBatch], importer: User) -> None:
    batch = take_in(TWO)
    assert Person._base_manager.count() == 2
    undo_batch(batch=batch, by=importer)
    assert _state() == []
    assert not Facility._base_manager.exists()  # the list had made it and nothing else refers to it
    assert ImportRow.objects.filter(batch=batch).count() == 2
    assert Entry.objects.filter(action="undone", kind="importbatch", key=batch.pk, by=importer).count() == 1
    assert Entry.objects.filter(action="removed", kind="person").exists()


def test_undo_of_changes_restores_every_value(take_in: Callable[..., ImportBatch], importer: User) -> None:
    take_in(ONE)
    before = _state()
    second = take_in(LATER)
    assert _state() != before
    undo_batch(batch=second, by=importer)
    assert _state() == before


def test_undo_goes_back_list_by_list(take_in: Callable[..., ImportBatch], importer: User) -> None:
    first, second = take_in(ONE), take_in(LATER)
    with pytest.raises(Refused, match="A later list"):
        undo_batch(batch=first, by=importer)
    undo_batch(batch=second, by=importer)
    undo_batch(batch=first, by=importer)
    assert _state() == []


def test_undo_leaves_what_others_corrected_and_says_so(take_in: Callable[..., ImportBatch], importer: User) -> None:
    batch = take_in(TWO)
    name = PersonName.objects.get(text="Bob Imaginary")
    name.text = "Bob Imagined"
    name.save(by=importer)
    undo_batch(batch=batch, by=importer)
    batch.refresh_from_db()
    assert batch.undone_at is not None
    assert [str(person) for person in Person.objects.all()] == ["Bob Imagined"]
    assert "stayed: changed by others since" in batch.rows.get(person__isnull=False).reason


def test_undo_after_submission_and_approval_takes_all_back(
    take_in: Callable[..., ImportBatch], importer: User, editor: User, reviewer: User
) -> None:
    batch = take_in(TWO)
    ann, bob = Person.objects.order_by("pk")
    approve(transitions.submit(record=ann, by=editor), reviewer)
    transitions.submit(record=bob, by=editor)
    with pytest.raises(Refused, match="are public"):
        undo_list(batch=batch, by=importer, reason="The list was of others.")
    lead = factories.user(
        "lead", permissions=["cases.import_records", "review.retract_snapshot", "review.submit_snapshot"]
    )
    seen = outlook(batch, lead, as_listed=True)
    assert (seen.public, seen.pending, seen.taken_back, seen.staying) == (1, 1, 2, 0)
    with pytest.raises(Refused, match="reason"):
        undo_list(batch=batch, by=lead, reason=" ")
    assert undo_list(batch=batch, by=lead, reason="The list was of others.") == (0, 2)
    assert not Person.objects.visible_to(reviewer).exists()
    assert Person._base_manager.filter(taken_back_with=batch).count() == 2
    assert {snapshot.status for snapshot in Snapshot.objects.all()} == {Status.RETRACTED, Status.WITHDRAWN}
    assert not Snapshot.objects.visible_to(reviewer).exists()
    actions = set(Entry.objects.filter(by=lead).values_list("action", flat=True))
    assert actions >= {"retracted", "withdrew", "undone", "taken back", "list undone because"}
    assert Person.objects.visible_to(reviewer).count() == 0
    again = take_in(TWO)
    assert again.rows.filter(outcome="made").count() == 2  # as if the first had never been


def test_undo_leaves_what_others_changed_and_published_since(
    take_in: Callable[..., ImportBatch], importer: User, editor: User, reviewer: User
) -> None:
    batch = take_in(TWO)
    bob = PersonName.objects.get(text="Bob Imaginary").person
    bob.gender = "male"
    bob.save(by=editor)
    approve(transitions.submit(record=bob, by=editor), reviewer)
    assert undo_list(batch=batch, by=importer, reason="Wrong.") == (1, 0)
    assert [person.pk for person in Person.objects.visible_to(editor)] == [bob.pk]
    assert Snapshot.objects.get().status == Status.APPROVED


def test_list_is_unpublished_and_withdrawn_as_a_whole(
    take_in: Callable[..., ImportBatch], importer: User, editor: User, reviewer: User
) -> None:
    batch = take_in(TWO)
    ann, bob = Person.objects.order_by("pk")
    approve(transitions.submit(record=ann, by=editor), reviewer)
    transitions.submit(record=bob, by=editor)
    with pytest.raises(Refused, match="permission"):
        unpublish_list(batch=batch, by=editor, reason="Wrong.")
    assert unpublish_list(batch=batch, by=reviewer, reason="Wrong.", because=UnpublishReason.SAFETY) == (1, Counter())
    assert withdraw_list(batch=batch, by=editor, reason="Wrong.") == (1, Counter())
    assert not Snapshot.objects.filter(status__in=(Status.APPROVED, Status.PENDING)).exists()
    assert Person.objects.visible_to(editor).count() == 2
    undo_list(batch=batch, by=importer, reason="Wrong.")
    assert not Person.objects.exclude(taken_back_with=batch).exists()


def test_undo_that_was_cut_off_goes_on(take_in: Callable[..., ImportBatch], importer: User, editor: User) -> None:
    batch = take_in("".join(f"{n},Invented Person{n},,2020-01-02,,,\n" for n in range(1, 26)))
    for person in Person.objects.all():
        transitions.submit(record=person, by=editor)
    lead = factories.user("lead", permissions=["cases.import_records", "review.submit_snapshot"])

    def dies(done: int, total: int) -> None:
        raise KeyboardInterrupt(f"{done} of {total}")

    with pytest.raises(KeyboardInterrupt):
        undo_list(batch=batch, by=lead, reason="Wrong.", progress=dies)
    left = Snapshot.objects.filter(status=Status.PENDING).count()
    assert left < 25
    assert undo_list(batch=batch, by=lead, reason="Wrong.") == (0, left)
    assert not Person.objects.visible_to(lead).exists()


def test_undo_leaves_what_another_record_refers_to(take_in: Callable[..., ImportBatch], importer: User) -> None:
    batch = take_in(TWO)
    factories.defendant(person=PersonName.objects.get(text="Ann Invented").person)
    undo_batch(batch=batch, by=importer)
    assert [str(person) for person in Person.objects.all()] == ["Ann Invented"]
    assert "other records refer to it" in batch.rows.get(person__isnull=False).reason


@pytest.mark.parametrize("case", ["twice", "no permission", "frozen", "restricted"])
def test_undo_is_refused_to_who_may_not(case: str, take_in: Callable[..., ImportBatch], importer: User) -> None:
    batch, by = take_in(ONE), importer
    if case == "twice":
        undo_batch(batch=batch, by=by)
        batch.refresh_from_db()
    elif case == "no permission":
        by = factories.user("nobody")
    elif case == "frozen":
        switches.throw("freeze", on=True, by=None)
    else:
        person: Any = Person.objects.get()
        person = factories.restrict(person)
    with pytest.raises(Refused):
        check_may_undo(batch, by)
    with pytest.raises(Refused):
        undo_batch(batch=batch, by=by)
