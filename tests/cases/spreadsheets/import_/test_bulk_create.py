"""Adding many records at once leaves the same as saving them one by one."""

from typing import Any

import pytest

from accounts.audit import verify
from accounts.models import Entry, User
from cases.models import Case, Citation, Custody, Defendant, Jurisdiction, NameKey, Person, PersonName, Record, Source
from cases.spreadsheets.import_.bulk_create import add_all
from tests import factories

pytestmark = pytest.mark.django_db


def aggregate(source: Source, jurisdiction: Jurisdiction, name: str) -> list[list[Record]]:
    """A person and a case that nobody saved yet, wave by wave."""
    person, case = Person(born="March 1980", health="secret"), Case(jurisdiction=jurisdiction, title=name)
    return [
        [person],
        [PersonName(person=person, text=name), PersonName(person=person, text="Ała", kind="alias", position=1)],
        [Custody(person=person, from_date="2021-05")],
        [case],
        [Defendant(case=case, person=person)],
        [Citation(source=source, person=person, about="")],
    ]


def outcome(name: str) -> Any:
    """Everything that tells one way of saving from the other, private keys and random ids left out."""
    person = PersonName.objects.get(text=name).person
    case = Case.objects.get(title=name)
    entries = Entry.objects.filter(root_kind="person", root_key=person.pk) | Entry.objects.filter(
        root_kind="case", root_key=case.pk
    )
    told = sorted((each.action, each.kind, each.field, each.by_id) for each in entries)
    keys = sorted(NameKey.objects.filter(name__person=person).exclude(name__text=name).values_list("key", flat=True))
    return (
        (person.version, person.born_edtf, person.health, person.created_by, person.updated_by, case.version),
        [each.from_date_lower for each in person.custody.all()], told, keys,
    )  # fmt: skip


def test_add_all_leaves_the_same_as_saving_one_by_one(importer: User) -> None:
    source, jurisdiction = factories.source(), factories.jurisdiction()
    for wave in aggregate(source, jurisdiction, "Invented One"):
        for record in wave:
            for parent in ("person", "case"):  # saved by now: Django notes its key when it is set
                if getattr(record, parent, None) is not None:
                    setattr(record, parent, getattr(record, parent))
            record.save(by=importer)
    add_all(aggregate(source, jurisdiction, "Invented Two"), by=importer)
    assert outcome("Invented One") == outcome("Invented Two")
    assert verify.verify() == []
    assert not Entry.objects.filter(after__contains="secret").exists()


def test_add_all_record_that_is_there_is_refused(importer: User) -> None:
    person = factories.person()
    with pytest.raises(ValueError, match="Only new records"):
        add_all([[person]], by=importer)
