"""FollowTheMoney from the public site: what is approved and nothing else, as one of the files of an edition."""

import csv
import io
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from cases.domain.follow_the_money import Entity
from cases.models import Case, Person
from tests.cases.domain.test_follow_the_money import check
from tests.cases.public_site.routes import content_of

pytestmark = pytest.mark.django_db(databases=["default", "register"])


def read(reader: Client) -> list[Entity]:
    lines = content_of(reader.get("/data/entities.ftm.json")).splitlines()
    return [Entity(told["id"], told["schema"], told["properties"]) for told in map(json.loads, lines)]


def test_persons_cases_courts_and_parties_are_entities(reader: Client, public: tuple[Person, Case]) -> None:
    person, case = public
    found = read(reader)
    check(found)
    by_id = {one.id: one for one in found}
    assert by_id[f"ct-person-{person.public_id}"].schema == "Person"
    assert by_id[f"ct-case-{case.public_id}"].schema == "CourtCase"
    assert by_id[f"ct-person-{person.public_id}"].properties["citizenship"] == ["by"]
    parties = [one for one in found if one.schema == "CourtCaseParty"]
    assert {one.properties["role"][0] for one in parties} == {"court", "defendant"}
    response = reader.get("/data/entities.ftm.json")
    assert response.headers["Content-Type"].startswith("application/json+ftm")
    content_of(response)


def test_statements_say_the_same_as_the_entities(reader: Client, public: tuple[Person, Case]) -> None:
    rows = csv.DictReader(io.StringIO(content_of(reader.get("/data/statements.csv")).decode()))
    told: dict[str, dict[str, list[str]]] = {}
    for row in rows:
        values = told.setdefault(row["entity_id"], {})
        if row["prop"] != "id":
            values.setdefault(row["prop"], []).append(row["value"])
    assert told == {one.id: one.properties for one in read(reader)}


def test_withheld_values_are_in_no_entity(
    reader: Client, approved: Callable[..., Any], whole_person: Person, whole_case: Case
) -> None:
    name = whole_person.names.first()
    assert name is not None
    withheld = {f"{whole_person.path}/{field}" for field in ("born", "died", "gender", "region")}
    approved(whole_person, withhold=withheld)
    found = read(reader)
    assert {one.schema for one in found} == {"Person"}
    assert not {"birthDate", "deathDate", "gender", "addressEntity"} & found[0].properties.keys()
    assert b"localhost" not in content_of(reader.get("/data/entities.ftm.json"))


def test_manifest_and_page_name_the_files(reader: Client, public: tuple[Person, Case]) -> None:
    names = {told["name"] for told in json.loads(content_of(reader.get("/data/manifest.json")))["files"]}
    assert {"entities.ftm.json", "statements.csv"} <= names
    page = content_of(reader.get("/en/data/")).decode()
    assert 'href="/data/entities.ftm.json"' in page and 'href="/data/statements.csv"' in page
