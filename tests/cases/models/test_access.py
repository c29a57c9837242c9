"""Restricting a record: who may, with how many readers, and that none is ever left without anybody who can open it."""

from typing import Any

import pytest

from accounts.audit.export import csv_rows, readable_entries
from accounts.exceptions import Refused
from accounts.models import Entry, User
from cases.models import Person
from tests import factories
from tests.access.world import account

pytestmark = pytest.mark.django_db

MADE = (factories.person, factories.case, factories.intake)


def fresh(record: Any) -> Any:
    return type(record)._base_manager.get(pk=record.pk)


@pytest.mark.parametrize("make", MADE)
def test_editor_cannot_restrict_what_somebody_else_entered(make: Any, editor: User, second: User) -> None:
    record = make(by=second)
    with pytest.raises(Refused, match="Ask a reviewer or a case lead"):
        record.restrict(readers=[editor, second], reason="Safety.", by=editor)
    assert not fresh(record).restricted


@pytest.mark.parametrize("make", MADE)
def test_case_lead_needs_a_reason_and_a_second_active_reader(make: Any, lead: User, second: User) -> None:
    record = make(by=second)
    with pytest.raises(Refused, match="Enter a reason"):
        record.restrict(readers=[lead, second], reason=" ", by=lead)
    with pytest.raises(Refused, match="at least two active readers"):
        record.restrict(readers=[lead], reason="Safety.", by=lead)
    disabled = account("disabled", "Editor")
    User.objects.filter(pk=disabled.pk).update(is_active=False)
    with pytest.raises(Refused, match="at least two active readers"):
        record.restrict(readers=[lead, disabled, account("nobody")], reason="Safety.", by=lead)
    record.restrict(readers=[second], reason="Safety.", by=lead)
    assert fresh(record).restricted and set(record.readers.all()) == {lead, second}


def test_own_record_is_restricted_by_its_author_alone_until_somebody_else_works_on_it(
    editor: User, second: User
) -> None:
    own = factories.person(by=editor)
    own.restrict(readers=[], by=editor)
    assert list(own.readers.all()) == [editor]
    shared = factories.person(by=editor)
    factories.custody(shared, by=second)
    with pytest.raises(Refused, match="Ask a reviewer or a case lead"):
        fresh(shared).restrict(readers=[editor, second], reason="Safety.", by=editor)


def test_restriction_is_not_changed_by_saving(editor: User) -> None:
    person = factories.person(by=editor)
    person.restricted = True
    with pytest.raises(Refused, match="Change access to a record"):
        person.save(by=editor)
    assert not fresh(person).restricted


def test_new_restricted_record_has_a_reader_from_the_start(editor: User) -> None:
    assert list(factories.intake(by=editor, restricted=True).readers.all()) == [editor]
    with pytest.raises(Refused, match="No one would be able to open"):
        factories.person(restricted=True)
    assert not Person._base_manager.exists()


@pytest.mark.parametrize("make", MADE)
def test_last_active_reader_is_not_removed(make: Any, editor: User, lead: User) -> None:
    record = make(by=editor, restricted=True)
    with pytest.raises(Refused, match="No one would be able to open"):
        record.set_readers([], by=editor)
    with pytest.raises(Refused, match="No one would be able to open"):
        record.set_readers([account("nobody")], by=None)
    record.set_readers([editor, lead], by=editor)
    with pytest.raises(Refused, match="at least two active readers"):
        record.set_readers([lead], by=lead)
    record.set_readers([lead], by=editor)
    assert list(record.readers.all()) == [lead]


def test_auditor_learns_that_a_record_was_restricted_and_nothing_of_it(auditor: User, lead: User, second: User) -> None:
    person = factories.person("Таемны Чалавек", by=second)
    person.restrict(readers=[second], reason="Her safety.", by=lead)
    known = readable_entries(auditor)
    act = known.get(action="record restricted")
    assert act.by == lead and (act.kind, act.key, act.root_kind, act.root_key) == ("", None, "", None)
    assert (act.field, act.before, act.after, act.note) == ("", "", "", "")
    text = str(list(csv_rows(auditor, known)))
    assert "Her safety" not in text and "Таемны" not in text and "second" not in text
    assert Entry.objects.get(action="reason for access").note == "Her safety."


@pytest.fixture
def second(roles: None) -> User:
    return account("second", "Editor")


@pytest.fixture
def lead(roles: None) -> User:
    return account("lead", "Case lead")
