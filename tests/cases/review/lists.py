"""An invented list: persons of one shape, as an import makes them, submitted by whoever took it in."""

from typing import Any

from accounts.models import User
from cases.models import ImportBatch, ImportRow, Outcome, Person
from cases.review import transitions
from cases.review.models import Snapshot
from tests import factories


def batch_of(persons: list[Person], by: User) -> ImportBatch:
    """The record of a list that made these persons."""
    batch = ImportBatch.objects.create(
        mapping="simple", file_name="list.csv", file_sha256="0" * 64, source=factories.source(by=by), by=by,
        row_count=len(persons),
    )  # fmt: skip
    for number, person in enumerate(persons, 2):
        ImportRow.objects.create(
            batch=batch, number=number, outcome=Outcome.MADE, person=person, person_version=person.version
        )
    return batch


def listed_person(number: int, by: User, *, source: Any = None, **given: Any) -> Person:
    """One of the list: a name, a birth year, a period of custody, the list as the source of all."""
    person = factories.person(f"Выдуманы Чалавек{number}", by=by, born="1980", **given)
    factories.custody(person, by=by, from_date="2021-03-04")
    factories.citation(person, by=by, source=source or factories.source(by=by))
    return Person.objects.get(pk=person.pk)


def submitted_list(count: int, by: User) -> tuple[ImportBatch, list[Snapshot]]:
    """A list of `count` persons, all of one shape, all submitted."""
    source = factories.source(by=by)
    persons = [listed_person(number, by, source=source) for number in range(1, count + 1)]
    return batch_of(persons, by), [transitions.submit(record=person, by=by) for person in persons]
