"""Keys of names that were made by older rules are noticed, and made anew."""

from io import StringIO

import pytest
from django.core.checks import run_checks
from django.core.management import call_command

from cases.checks import OLD_KEYS
from cases.models import NameKey, Person
from cases.models.name_search import VERSION, find_persons, keys_are_old
from cases.models.person import NearKey
from tests import factories

pytestmark = pytest.mark.django_db


def warned() -> bool:
    return OLD_KEYS in [message.id for message in run_checks(databases=["default"])]


def test_check_keys_without_names_warns_of_nothing() -> None:
    assert not warned()


def test_rewrite_keys_of_older_rules_makes_them_found_again() -> None:
    person = factories.person("Зміцер Лісоўскі")
    NameKey.objects.all().delete()
    NearKey.objects.all().delete()
    NameKey.objects.create(name=person.names.get(), key="=of other rules")
    NearKey.objects.create(cut=VERSION, key="0")
    assert warned()
    call_command("rewrite_keys", stdout=StringIO())
    assert not warned()
    assert list(find_persons("Dmitry Lisovsky", Person.objects.all())) == [person]
    assert not NameKey.objects.filter(key="=of other rules").exists()


def test_rewrite_keys_if_needed_leaves_keys_of_today_alone() -> None:
    call_command("rewrite_keys", if_needed=True, verbosity=0)  # as `prepare` does before there is a name
    factories.person("Зміцер Лісоўскі")
    before = set(NameKey.objects.values_list("pk", flat=True))
    call_command("rewrite_keys", if_needed=True, stdout=StringIO())
    assert set(NameKey.objects.values_list("pk", flat=True)) == before
    assert not keys_are_old()
