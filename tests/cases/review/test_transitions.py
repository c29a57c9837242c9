"""Every move of a submission, for every role and status; the sentences are those that people read."""

from collections.abc import Callable
from typing import Any

import pytest

from accounts.exceptions import Refused
from accounts.models import Entry, User
from cases.models import Person
from cases.review import transitions
from cases.review.freeze import values_of
from cases.review.models import Snapshot, Status
from cases.review.publication_status import CHANGED, NEVER_SUBMITTED, PENDING, PUBLIC, RETURNED, WITHDRAWN, state_of
from tests import factories

pytestmark = pytest.mark.django_db(databases=["default", "register"])


def everything(snapshot: Snapshot) -> set[str]:
    return set(values_of(snapshot.content))


def approve_all(snapshot: Snapshot, by: User) -> Snapshot:
    return transitions.approve(snapshot=snapshot, by=by, digest=snapshot.digest, ticked=everything(snapshot))


def in_status(status: Status, *, editor: User, reviewer: User) -> Snapshot:
    """A submission of a fresh person, brought to a status through the verbs."""
    record = factories.person(by=editor)
    snapshot = transitions.submit(record=record, by=editor)
    if status == Status.APPROVED:
        approve_all(snapshot, reviewer)
    elif status == Status.RETURNED:
        transitions.return_(snapshot=snapshot, by=reviewer, note="Mend it.")
    elif status == Status.WITHDRAWN:
        transitions.withdraw(snapshot=snapshot, by=editor)
    elif status == Status.SUPERSEDED:
        transitions.submit(record=record, by=editor)
    elif status == Status.RETRACTED:
        approve_all(snapshot, reviewer)
        transitions.retract(record=record, by=reviewer, reason="The family asked.")
    snapshot.refresh_from_db()
    assert snapshot.status == status
    return snapshot


VERBS: dict[str, Callable[[Snapshot, User], Any]] = {
    "submit": lambda snapshot, by: transitions.submit(record=snapshot.record, by=by),
    "approve": approve_all,
    "return": lambda snapshot, by: transitions.return_(snapshot=snapshot, by=by, note="Mend it."),
    "withdraw": lambda snapshot, by: transitions.withdraw(snapshot=snapshot, by=by),
    "retract": lambda snapshot, by: transitions.retract(record=snapshot.record, by=by, reason="Danger."),
}
# Who may do what at all; a reviewer here is one who entered nothing of the record.
ALLOWED_ROLES = {
    "submit": {"editor", "reviewer"},
    "approve": {"reviewer"},
    "return": {"reviewer"},
    "withdraw": {"editor", "reviewer"},
    "retract": {"reviewer"},
}
# In which status of the newest submission each verb does something.
ALLOWED_STATUS = {
    "submit": set(Status) - {Status.APPROVED},
    "approve": {Status.PENDING},
    "return": {Status.PENDING},
    "withdraw": {Status.PENDING},
    "retract": {Status.APPROVED},
}
ROLES = ("editor", "reviewer", "auditor", "administrator")


@pytest.mark.parametrize("status", list(Status))
@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("verb", VERBS)
def test_verb_by_role_in_status_is_done_or_refused(
    verb: str, role: str, status: Status, request: pytest.FixtureRequest, editor: User, second_reviewer: User
) -> None:
    snapshot = in_status(status, editor=editor, reviewer=second_reviewer)
    by = request.getfixturevalue(role)
    if role in ALLOWED_ROLES[verb] and status in ALLOWED_STATUS[verb]:
        VERBS[verb](snapshot, by)
        return
    before = Snapshot.objects.values_list("pk", "status", "decided_by", "ended_by")
    told = list(before)
    with pytest.raises(Refused) as refusal:
        VERBS[verb](snapshot, by)
    assert refusal.value.sentence.endswith(".")
    assert list(before.all()) == told


def test_moves_name_every_status() -> None:
    assert set(transitions.MOVES) == set(Status)


def test_approve_by_submitter_is_refused(reviewer: User, editor: User) -> None:
    snapshot = transitions.submit(record=factories.person(by=editor), by=reviewer)
    with pytest.raises(Refused, match="You submitted this yourself"):
        approve_all(snapshot, reviewer)


def test_approve_by_someone_who_entered_a_value_is_refused(reviewer: User, editor: User) -> None:
    person = factories.person(by=editor)
    factories.custody(person, by=reviewer)
    snapshot = transitions.submit(record=person, by=editor)
    with pytest.raises(Refused, match="You entered some of these values yourself"):
        approve_all(snapshot, reviewer)


def test_approve_after_another_touched_the_value_still_counts_its_author(reviewer: User, editor: User) -> None:
    person = factories.person(by=editor, gender="male")
    person.gender = "female"
    person.save(by=reviewer)
    person.gender = "male"
    person.save(by=editor)
    snapshot = transitions.submit(record=person, by=editor)
    assert not transitions.may_approve(snapshot, reviewer)


def test_approve_by_author_of_what_is_public_already_is_allowed(
    reviewer: User, second_reviewer: User, editor: User
) -> None:
    person = factories.person(by=reviewer)
    approve_all(transitions.submit(record=person, by=editor), second_reviewer)
    person.gender = "male"
    person.save(by=editor)
    approve_all(transitions.submit(record=person, by=editor), reviewer)
    assert state_of(person).code == PUBLIC


def test_approve_by_author_of_a_value_withheld_before_is_refused(
    reviewer: User, second_reviewer: User, editor: User
) -> None:
    person = factories.person(by=editor, gender="")
    person.gender = "male"
    person.save(by=reviewer)
    snapshot = transitions.submit(record=person, by=editor)
    ticked = everything(snapshot) - {f"{person.path}/gender"}
    transitions.approve(snapshot=snapshot, by=second_reviewer, digest=snapshot.digest, ticked=ticked)
    again = transitions.submit(record=person, by=editor)
    assert not transitions.may_approve(again, reviewer)
    assert transitions.may_approve(again, second_reviewer)


def test_approve_by_author_of_new_reference_data_is_refused(reviewer: User, editor: User) -> None:
    person = factories.person(by=editor)
    place = factories.facility(by=reviewer)
    factories.custody(person, by=editor, facility=place)
    snapshot = transitions.submit(record=person, by=editor)
    assert not transitions.may_approve(snapshot, reviewer)


def test_approve_of_a_replaced_submission_is_refused(reviewer: User, editor: User) -> None:
    person = factories.person(by=editor)
    shown = transitions.submit(record=person, by=editor)
    person.gender = "male"
    person.save(by=editor)
    transitions.submit(record=person, by=editor)
    with pytest.raises(Refused, match="replaced or decided"):
        approve_all(shown, reviewer)


def test_approve_with_another_digest_is_refused(reviewer: User, editor: User) -> None:
    snapshot = transitions.submit(record=factories.person(by=editor), by=editor)
    with pytest.raises(Refused, match="replaced or decided"):
        transitions.approve(snapshot=snapshot, by=reviewer, digest="0" * 64, ticked=everything(snapshot))


@pytest.mark.parametrize("ticked", [set(), {"person/unknown/gender"}, {"person/unknown/notes"}])
def test_approve_with_ticks_that_name_nothing_is_refused(ticked: set[str], reviewer: User, editor: User) -> None:
    snapshot = transitions.submit(record=factories.person(by=editor), by=editor)
    with pytest.raises(Refused):
        transitions.approve(snapshot=snapshot, by=reviewer, digest=snapshot.digest, ticked=ticked)


def test_approve_of_a_charge_without_its_defendant_is_refused(reviewer: User, editor: User) -> None:
    defendant = factories.defendant(by=editor)
    charge = factories.charge(defendant, by=editor)
    snapshot = transitions.submit(record=defendant.case, by=editor)
    with pytest.raises(Refused, match="which contains it, has none"):
        transitions.approve(snapshot=snapshot, by=reviewer, digest=snapshot.digest, ticked={f"{charge.path}/provision"})


@pytest.mark.parametrize("verb", ["return", "retract"])
def test_decide_without_a_reason_is_refused(verb: str, reviewer: User, editor: User) -> None:
    snapshot = in_status(Status.PENDING if verb == "return" else Status.APPROVED, editor=editor, reviewer=reviewer)
    with pytest.raises(Refused, match="Enter a reason"):
        if verb == "return":
            transitions.return_(snapshot=snapshot, by=reviewer, note="  ")
        else:
            transitions.retract(record=snapshot.record, by=reviewer, reason="")


def test_submit_of_what_is_public_as_it_is_is_refused(reviewer: User, editor: User) -> None:
    snapshot = in_status(Status.APPROVED, editor=editor, reviewer=reviewer)
    with pytest.raises(Refused, match="already published"):
        transitions.submit(record=snapshot.record, by=editor)


def test_submit_of_a_restricted_record_is_refused_to_its_reader_and_denied_to_others(
    editor: User, reviewer: User
) -> None:
    person = factories.person(by=editor, restricted=True, readers=[editor])
    with pytest.raises(Refused, match="Remove the restriction"):
        transitions.submit(record=person, by=editor)
    with pytest.raises(Refused, match="This record does not exist"):
        transitions.submit(record=person, by=reviewer)


def test_approve_of_a_record_restricted_meanwhile_is_refused(editor: User, reviewer: User) -> None:
    person = factories.person(by=editor)
    snapshot = transitions.submit(record=person, by=editor)
    person.refresh_from_db()
    person = factories.restrict(person, editor, reviewer)
    with pytest.raises(Refused, match="is restricted"):
        approve_all(snapshot, reviewer)


def test_every_verb_is_told_in_the_log(editor: User, reviewer: User) -> None:
    snapshot = in_status(Status.RETRACTED, editor=editor, reviewer=reviewer)
    actions = Entry.objects.filter(kind="snapshot", key=snapshot.pk).order_by("sequence").values_list("action", "by")
    assert list(actions) == [("submitted", editor.pk), ("approved", reviewer.pk), ("retracted", reviewer.pk)]


def test_state_follows_a_record_through_its_life(editor: User, reviewer: User) -> None:
    person: Person = factories.person(by=editor)
    assert state_of(person).code == NEVER_SUBMITTED
    snapshot = transitions.submit(record=person, by=editor)
    assert state_of(person).code == PENDING
    transitions.return_(snapshot=snapshot, by=reviewer, note="Mend it.")
    assert state_of(person).code == RETURNED
    approve_all(transitions.submit(record=person, by=editor), reviewer)
    assert state_of(person).code == PUBLIC
    person.internal_notes = "Nothing of this is public."
    person.save(by=editor)
    assert state_of(person).code == PUBLIC
    person.gender = "female"
    person.save(by=editor)
    assert state_of(person).code == CHANGED
    transitions.retract(record=person, by=reviewer, reason="Danger.")
    assert state_of(person).code == WITHDRAWN


def test_approve_by_an_author_whose_clock_ran_behind_is_refused(
    reviewer: User, second_reviewer: User, editor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    from datetime import timedelta

    from django.utils import timezone

    person = factories.person(by=editor, gender="male")
    approve_all(transitions.submit(record=person, by=editor), second_reviewer)
    now = timezone.now
    monkeypatch.setattr(timezone, "now", lambda: now() - timedelta(days=3))
    person.gender = "female"
    person.save(by=reviewer)
    monkeypatch.undo()
    assert not transitions.may_approve(transitions.submit(record=person, by=editor), reviewer)


def test_approve_of_what_a_source_says_without_what_it_is_about_is_refused(reviewer: User, editor: User) -> None:
    person = factories.person(by=editor, gender="male")
    citation = factories.citation(person, by=editor, about=f"{person.path}/gender")
    snapshot = transitions.submit(record=person, by=editor)
    with pytest.raises(Refused, match="Tick the value that the source applies to"):
        ticked = everything(snapshot) - {f"{citation.path}/about"}
        transitions.approve(snapshot=snapshot, by=reviewer, digest=snapshot.digest, ticked=ticked)


@pytest.mark.parametrize("words", ["nul \x00", "turned \u202e round", "half \ud800"])
def test_words_with_characters_that_cannot_be_seen_are_refused(words: str, editor: User, reviewer: User) -> None:
    snapshot = in_status(Status.PENDING, editor=editor, reviewer=reviewer)
    ticked = everything(snapshot)
    public = in_status(Status.APPROVED, editor=editor, reviewer=reviewer).record
    for attempt in (
        lambda: transitions.submit(record=snapshot.record, by=editor, note=words),
        lambda: transitions.approve(snapshot=snapshot, by=reviewer, digest=snapshot.digest, ticked=ticked, note=words),
        lambda: transitions.return_(snapshot=snapshot, by=reviewer, note=words),
        lambda: transitions.withdraw(snapshot=snapshot, by=editor, note=words),
        lambda: transitions.retract(record=public, by=reviewer, reason=words),
    ):
        with pytest.raises(Refused, match="invisible characters"):
            attempt()
