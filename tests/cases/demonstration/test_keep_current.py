"""The demonstration's desk is never empty, and what somebody entered there stays."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.db import transaction

from accounts.models import Entry, User
from cases.demonstration.load_demonstration import load
from cases.models import Case, Hearing, Person
from cases.reference.load_reference_data import load as load_reference
from cases.workspace.agenda import entries, span
from cases.workspace.dashboard.panels import desk_of

pytestmark = pytest.mark.django_db(databases=["default", "register"])
LOADED = date(2025, 5, 6)
DUE = {"today", "week", "outcomes", "appeals", "limits", "releases", "birthdays", "drafts"}
LATER = [date(2025, 5, 7), date(2025, 12, 31), date(2028, 2, 24), date(2028, 2, 26)]


@pytest.fixture(scope="module")
def loaded(django_db_setup: None, django_db_blocker) -> Iterator[None]:
    """The demonstration, loaded once and rolled back after the tests of this module."""
    with django_db_blocker.unblock(), transaction.atomic(), transaction.atomic(using="register"):
        call_command("sync_roles", verbosity=0)
        load_reference()
        load(allowed=True, today=LOADED)
        yield
        transaction.set_rollback(True)
        transaction.set_rollback(True, using="register")


def shown(today: date) -> dict[str, int]:
    user = User.objects.get(username="editor")
    return {one.listing.code: len(one.found.items) for one in desk_of(user, today)}


def of_the_week(today: date) -> int:
    return len(entries(User.objects.get(username="editor"), *span("week", today)))


def test_desk_and_agenda_hold_something_on_the_day_of_loading(loaded: None) -> None:
    assert set(shown(LOADED)) >= DUE and shown(LOADED)["today"] >= 2
    assert of_the_week(LOADED) >= 4


@pytest.mark.parametrize("today", LATER, ids=str)
def test_desk_and_agenda_hold_something_on_any_later_day(loaded: None, today: date) -> None:
    with transaction.atomic():
        assert load(allowed=True, today=today) == 0
        assert set(shown(today)) >= DUE and of_the_week(today) >= 3
        transaction.set_rollback(True)


def test_loading_again_on_the_same_day_writes_nothing(loaded: None) -> None:
    before = Entry.objects.count()
    assert load(allowed=True, today=LOADED) == 0
    assert Entry.objects.count() == before


def test_what_somebody_entered_stays_when_the_days_move(loaded: None) -> None:
    with transaction.atomic():
        editor = User.objects.get(username="editor")
        case = Case.objects.get(number="INVENTED-DUE-1")
        asked = case.hearings.get(day="2025-05-04")
        asked.outcome = "adjourned"
        asked.save(by=editor)
        own = Hearing(case=case, day="2025-05-09")
        own.save(by=editor)
        gone = case.hearings.get(day="2025-05-12").officials.get()
        gone.remove(by=editor)
        load(allowed=True, today=LOADED + timedelta(7))
        days = set(case.hearings.values_list("day", "outcome"))
        assert {("2025-05-04", "adjourned"), ("2025-05-09", ""), ("2025-05-13", ""), ("2025-05-19", "")} <= days
        assert not case.hearings.get(day="2025-05-19").officials.exists()
        transaction.set_rollback(True)


def test_dates_are_not_moved_once_nobody_can_tell_from_when_they_count(loaded: None) -> None:
    with transaction.atomic():
        case = Case.objects.get(number="INVENTED-DUE-1")
        case.internal_notes = "Ours now."
        case.save(by=None)
        load(allowed=True, today=LOADED + timedelta(7))
        assert case.hearings.filter(day="2025-05-06").exists()
        assert Person.objects.filter(born="1988-05-11").exists()
        transaction.set_rollback(True)
