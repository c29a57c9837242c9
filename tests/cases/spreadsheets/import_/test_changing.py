"""Changing many records at once leaves the same as saving them one by one."""

from typing import Any

import pytest
from django.db import transaction

from accounts.audit import verify
from accounts.models import Entry, User
from cases.models import ChangedMeanwhile, Citation, Custody, NameKey, Person, PersonName, Record
from cases.models.record import move_version
from cases.spreadsheets.import_.changing import Changes
from tests import factories

pytestmark = pytest.mark.django_db


def person_of(name: str) -> Person:
    """Somebody with a name and a custody."""
    person: Person = factories.person(name)
    factories.custody(person, from_date="2021-05")
    return person


def rows_of(person: Person) -> tuple[Person, PersonName, Custody]:
    """Fresh instances of the person, the name and the custody."""
    return Person.objects.get(pk=person.pk), person.names.get(), person.custody.get()


def change(root: Person, name: PersonName, custody: Custody) -> list[Record]:
    """New values; the rows know the person at hand."""
    root.born, root.health = "1981", "secret"
    name.person = custody.person = root
    name.text, custody.until = f"{name.text}-Renamed", "2022-01-02"
    return [root, name, custody]


def outcome(person: Person, since: int) -> Any:
    """Everything that tells one way of saving from the other, private keys and random ids left out."""
    root, name, custody = rows_of(person)
    entries = Entry.objects.filter(root_kind="person", root_key=person.pk, sequence__gt=since)
    keys = NameKey.objects.filter(name=name).count()
    return (
        (root.version, root.born_edtf, root.health, root.updated_by, root.restricted), (name.version, name.updated_by, keys),
        (custody.version, custody.until_lower), person.citations.count(),
        sorted(entries.values_list("action", "kind", "field", "by")),
    )  # fmt: skip


def head() -> int:
    return Entry.objects.order_by("-sequence").values_list("sequence", flat=True).first() or 0


def test_changes_leave_the_same_as_saving_one_by_one(importer: User) -> None:
    source = factories.source()
    one, two = person_of("Invented Onename"), person_of("Invented Twoname")
    since = head()
    for record in change(*rows_of(one)):
        record.save(by=importer)
    Citation(source=source, person=Person.objects.get(pk=one.pk)).save(by=importer)
    first = outcome(one, since)
    since = head()
    citation = Citation(source=source, person=Person.objects.get(pk=two.pk))
    changes = Changes(importer, [[citation]])
    records = rows_of(two)
    for record in records:
        changes.begin(record)
    for record in change(*records):
        changes.end(record)
    changes.make_ready()
    changes.write()
    assert outcome(two, since) == first
    assert verify.verify() == []
    assert not Entry.objects.filter(after__contains="secret").exists()


def test_changes_of_a_record_that_changed_since_are_refused_whole(importer: User) -> None:
    one, two = person_of("Invented Onename"), person_of("Invented Twoname")
    changes = Changes(importer, [])
    for person in (one, two):
        root = Person.objects.get(pk=person.pk)
        changes.begin(root)
        root.born = "1981"
        changes.end(root)
    changes.make_ready()
    move_version(Person.objects.get(pk=two.pk), by=None)
    with pytest.raises(ChangedMeanwhile), transaction.atomic():
        changes.write()
    assert not Person.objects.filter(born="1981").exists()


def test_change_that_changes_nothing_writes_nothing(importer: User) -> None:
    person, since = person_of("Invented Onename"), head()
    changes = Changes(importer, [])
    root = Person.objects.get(pk=person.pk)
    changes.begin(root)
    changes.end(root)
    changes.make_ready()
    changes.write()
    assert (Person.objects.get().version, head()) == (root.version, since)
