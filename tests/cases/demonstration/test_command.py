"""When the demonstration is not loaded, and what is said then."""

from datetime import date

import pytest
from django.core.management import CommandError, call_command

from accounts.exceptions import Refused
from accounts.models import Entry, User
from cases.demonstration.load_demonstration import load
from cases.models import Person
from tests import factories


def test_outside_demonstration_mode_it_is_refused(db: None, settings) -> None:
    settings.DEMO = False
    with pytest.raises(CommandError, match="CASETRACKER_DEMO=1"):
        call_command("load_demo")
    assert not Person.objects.exists() and not User.objects.exists()


def test_in_a_database_with_other_people_it_is_refused(roles: None) -> None:
    factories.person()
    with pytest.raises(Refused, match="database of their own"):
        load(allowed=True, today=date(2025, 5, 6))


def test_without_reference_data_it_is_refused_and_nothing_is_entered(roles: None, settings) -> None:
    settings.DEMO = True
    with pytest.raises(CommandError, match="Load the reference data first"):
        call_command("load_demo")
    assert (
        not Person.objects.exists() and not User.objects.exists() and not Entry.objects.filter(kind="person").exists()
    )
