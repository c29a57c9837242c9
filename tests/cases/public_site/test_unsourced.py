"""A published value without a published source says so: on the page, in the API and in the files."""

import csv
import io
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from cases.models import Person
from cases.publication import publish
from cases.review import transitions
from cases.review.freeze import values_of
from tests import factories

pytestmark = pytest.mark.django_db(databases=["default", "register"])


def make_public(record: Any, editor: User, reviewer: User, withhold: str = "-") -> None:
    snapshot = transitions.submit(record=type(record).objects.get(pk=record.pk), by=editor)
    ticked = {path for path in values_of(snapshot.content) if withhold not in path}
    transitions.approve(snapshot=snapshot, by=reviewer, digest=snapshot.digest, ticked=ticked)
    publish.publish_outstanding()


@pytest.fixture
def person(editor: User) -> Person:
    made = factories.person("Віталь Выдуманы", by=editor, born="1980", gender="male")
    factories.citation(made, about=f"{made.path}/born", by=editor)
    return made


@pytest.fixture
def reader(settings: Any) -> Client:
    settings.ROOT_URLCONF = "casetracker.urls_public"
    return Client()


def test_value_without_a_source_is_marked(person: Person, editor: User, reviewer: User, reader: Client) -> None:
    make_public(person, editor, reviewer)
    document = reader.get(f"/api/v1/persons/{person.public_id}").json()
    name = person.names.get()
    assert f"{person.path}/gender" in document["no_source"] and f"{name.path}/text" in document["no_source"]
    assert f"{person.path}/born" not in document["no_source"]
    page = reader.get(f"/en/persons/{person.public_id}/").content.decode()
    assert page.count("(no source given)") == 1 and "No source given for:" in page
    rows = list(csv.DictReader(io.StringIO(b"".join(reader.get("/en/persons.csv")).decode("utf-8-sig"))))
    assert f"{person.path}/gender" in rows[0]["no_source_given"]


def test_source_for_the_whole_record_covers_it(person: Person, editor: User, reviewer: User, reader: Client) -> None:
    factories.citation(person, by=editor)
    make_public(person, editor, reviewer)
    assert reader.get(f"/api/v1/persons/{person.public_id}").json()["no_source"] == []
    assert "no source given" not in reader.get(f"/en/persons/{person.public_id}/").content.decode()


@pytest.mark.parametrize("how", ["withheld", "contradicts", "confidential"])
def test_source_that_is_hidden_or_contradicts_is_none(
    how: str, person: Person, editor: User, reviewer: User, reader: Client
) -> None:
    citation = person.citations.get()
    if how == "contradicts":
        citation.stance = "contradicts"
        citation.save(by=editor)
    if how == "confidential":
        citation.source.confidential = True
        citation.source.save(by=editor)
    make_public(person, editor, reviewer, withhold="/source" if how == "withheld" else "-")
    assert f"{person.path}/born" in reader.get(f"/api/v1/persons/{person.public_id}").json()["no_source"]


def test_about_the_data_says_what_is_so(reader: Client) -> None:
    page = reader.get("/en/about/").content.decode()
    assert "no source given" in page and "Every value is entered with its source" not in page
