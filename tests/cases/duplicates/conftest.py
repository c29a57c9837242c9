"""Two records of one invented person."""

from collections.abc import Callable
from typing import Any

import pytest

from accounts.models import User
from cases.duplicates import merge_verbs
from cases.models import Merge, Person
from cases.publication import publish
from cases.review import transitions
from cases.review.freeze import values_of
from tests import factories


@pytest.fixture
def kept(editor: User) -> Person:
    person = factories.person(
        "Віталь Выдуманы", by=editor, gender="male", born="1980", contacts="letters to the mother"
    )
    factories.custody(person, by=editor, from_date="2021-03-04")
    return person


@pytest.fixture
def gone(editor: User) -> Person:
    """The same person entered again: other spelling, exact birth, one name in common, every kind of row."""
    person = factories.person(
        "Віталь Выдуманы", by=editor, born="1980-05-06", died="2024", internal_notes="From a list.", contacts="a friend"
    )
    factories.person_name(person, text="Vital Vydumany", kind="latin", language="en", by=editor)
    custody = factories.custody(person, by=editor, from_date="2022-01-02")
    for make in (
        factories.citizenship, factories.person_occupation, factories.person_summary, factories.recognition,
        factories.consent, factories.violation,
    ):  # fmt: skip
        make(person, by=editor)
    factories.defendant(person=person, by=editor)
    for about in (
        "",
        f"{person.path}/born",
        f"{custody.path}/from_date",
        f"{person.names.get(kind='legal').path}/text",
    ):
        factories.citation(person, about=about, by=editor)
    return person


@pytest.fixture
def make_public(editor: User, reviewer: User) -> Callable[[Person], None]:
    def publish_it(person: Person) -> None:
        snapshot = transitions.submit(record=person, by=editor)
        ticked = set(values_of(snapshot.content))
        transitions.approve(snapshot=snapshot, by=reviewer, digest=snapshot.digest, ticked=ticked)
        publish.publish_outstanding()

    return publish_it


@pytest.fixture
def ask(editor: User) -> Callable[..., Merge]:
    """`ask(kept, gone, path="gone")`: the editor asks for the merge, as they see the two now."""

    def request(kept: Person, gone: Person, choices: Any = None, by: User | None = None) -> Merge:
        kept.refresh_from_db()
        gone.refresh_from_db()
        return merge_verbs.request_merge(
            kept=kept, gone=gone, by=by or editor, seen=(kept.version, gone.version), choices=choices or {}
        )

    return request
