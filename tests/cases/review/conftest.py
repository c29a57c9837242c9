"""A whole record of each kind, entered by the editor, and the two steps to the public."""

from collections.abc import Callable, Collection

import pytest

from accounts.models import User
from cases.models import Case, Person
from cases.publication import publish
from cases.review import transitions
from cases.review.freeze import values_of
from cases.review.models import Snapshot
from tests import factories

Approve = Callable[..., Snapshot]


@pytest.fixture
def approved(editor: User, reviewer: User) -> Approve:
    """`approved(record, withhold={...})` submits, approves all but the withheld paths and publishes."""

    def approve(record: Person | Case, withhold: Collection[str] = ()) -> Snapshot:
        snapshot = transitions.submit(record=record, by=editor)
        ticked = set(values_of(snapshot.content)) - set(withhold)
        transitions.approve(snapshot=snapshot, by=reviewer, digest=snapshot.digest, ticked=ticked)
        publish.publish_outstanding()
        return snapshot

    return approve


@pytest.fixture
def whole_person(editor: User) -> Person:
    """A person with one row of every kind."""
    person = factories.person("Віталь Выдуманы", by=editor, gender="male", born="1980-05-06", region=factories.region())
    factories.person_name(person, text="Vital Vydumany", kind="latin", language="en", by=editor)
    factories.citizenship(person, by=editor)
    factories.person_occupation(person, by=editor)
    factories.person_summary(person, by=editor)
    factories.recognition(person, by=editor)
    factories.consent(person, by=editor)
    custody = factories.custody(person, by=editor, until="2022-03-04", end="served")
    factories.violation(person, by=editor, public_text="Beaten, in this invented record.")
    factories.citation(person, by=editor, about=f"{custody.path}/from_date")
    return person


@pytest.fixture
def whole_case(editor: User, whole_person: Person) -> Case:
    """A case with one row of every kind, about `whole_person`."""
    case = factories.case(by=editor, number="7-1/22", opened="2021")
    factories.case_summary(case, by=editor)
    defendant = factories.defendant(case=case, person=whole_person, by=editor)
    factories.charge(defendant, by=editor)
    first = factories.hearing(case, by=editor, day="2022-05-01", time="10:00", kind="session", outcome="adjourned")
    second = factories.hearing(case, by=editor, day="2022-05-09", kind="verdict", outcome="verdict")
    first.adjourned_to = second
    first.save(by=editor)
    factories.hearing_defendant(second, defendant=defendant, by=editor)
    factories.hearing_official(second, by=editor)
    sentence = factories.sentence(defendant, by=editor)
    factories.penalty(sentence, by=editor)
    factories.citation(case, by=editor)
    return case
