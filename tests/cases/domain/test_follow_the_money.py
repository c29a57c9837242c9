"""Documents in the words of FollowTheMoney: only properties that its schemata have, and nothing made more certain than it is."""

import csv
import hashlib
import io
import json
from typing import Any

from cases.domain.follow_the_money import COLUMNS, TYPES, Entity, as_entities, as_statements, entities

# Copied by hand from the schemata of FollowTheMoney: Thing, LegalEntity, Person, PublicBody, Interval, Interest, CourtCase,
# CourtCaseParty, Address. Property -> type ("string" where the schema names none).
THING = {
    "name": "name", "alias": "name", "previousName": "name", "weakAlias": "name", "country": "country", "summary": "text",
    "notes": "text", "description": "text", "sourceUrl": "url", "publisher": "string", "publisherUrl": "url",
    "keywords": "string", "topics": "topic", "address": "address", "addressEntity": "entity", "modifiedAt": "date",
}  # fmt: skip
LEGAL = THING | {"email": "email", "phone": "phone", "website": "url", "status": "string", "jurisdiction": "country"}
INTERVAL = {
    "startDate": "date", "endDate": "date", "date": "date", "summary": "text", "description": "text", "recordId": "string",
    "sourceUrl": "url", "modifiedAt": "date",
}  # fmt: skip
SCHEMATA = {
    "Person": LEGAL
    | {
        "firstName": "string", "fatherName": "string", "lastName": "string", "birthDate": "date", "deathDate": "date",
        "nationality": "country", "citizenship": "country", "gender": "gender", "profession": "string",
    },
    "PublicBody": LEGAL,
    "CourtCase": THING
    | {
        "category": "string", "type": "string", "status": "string", "caseNumber": "identifier", "court": "string",
        "fileDate": "date", "closeDate": "date",
    },
    "CourtCaseParty": INTERVAL | {"role": "string", "status": "string", "party": "entity", "case": "entity"},
    "Address": THING | {"full": "address", "remarks": "string", "street": "string", "city": "string", "region": "string"},
}  # fmt: skip
REQUIRED = {
    "Person": {"name"},
    "PublicBody": {"name"},
    "CourtCase": {"name"},
    "CourtCaseParty": {"case", "party"},
    "Address": {"full"},
}
COUNTRY = {"ref": "by", "name": {"en": "Belarus"}, "code": "BY"}
COURT = {"ref": "c1", "name": {"en": "Court", "be": "Суд"}, "city": "Minsk", "country": COUNTRY}


def day(edtf: str) -> dict[str, str]:
    return {"edtf": edtf}


def person(id: str = "p1", **given: Any) -> dict[str, Any]:
    return {
        "id": id, "names": [
            {"text": "Іван", "kind": "legal"}, {"text": "Vanka", "kind": "alias"}, {"text": "Стары", "kind": "former"},
        ],
        "gender": "male", "born": day("1980"), "died": None,
        "citizenships": [{"country": COUNTRY, "until": None}, {"country": {"code": "LT"}, "until": day("2020")}],
        "occupations": [{"occupation": {"name": {"en": "journalist"}}}],
        "region": {"ref": "r1", "name": {"en": "Minsk region"}, "country": COUNTRY},
        "summaries": [{"language": "en", "text": "A text."}], "citations": [{"source": {"link": "https://example.org"}}],
        "changed_on": "2022-01-02", **given,
    }  # fmt: skip


def case(**given: Any) -> dict[str, Any]:
    defendant = {
        "id": "d1", "person": "p1", "stage": "verdict", "stage_date": day("2022-03"),
        "charges": [{"provision": {"label": "art. 342"}, "status": "convicted"}],
    }  # fmt: skip
    return {
        "id": "k1", "number": "1/22", "kind": "criminal",
        "summaries": [{"title": "The case", "text": ""}], "opened": day("2021-05-06"),
        "court": COURT, "defendants": [defendant, {**defendant, "id": "d2", "person": None}], "citations": [], **given,
    }  # fmt: skip


def check(found: list[Entity]) -> None:
    """That every entity is one of the schemata, and leads to others that are there."""
    ids = {one.id for one in found}
    assert len(ids) == len(found)
    for one in found:
        schema = SCHEMATA[one.schema]
        assert REQUIRED[one.schema] <= set(one.properties), one
        for name, values in one.properties.items():
            assert schema[name] == TYPES[name], (one.schema, name)
            assert values and all(isinstance(value, str) and value for value in values)
            assert TYPES[name] != "entity" or set(values) <= ids, one


def test_entities_have_the_properties_of_their_schemata_and_lead_to_each_other() -> None:
    found = list(entities([person()], [case()]))
    check(found)
    assert sorted(one.schema for one in found) == [
        "Address",
        "Address",
        "CourtCase",
        "CourtCaseParty",
        "CourtCaseParty",
        "Person",
        "PublicBody",
    ]
    by_id = {one.id: one.properties for one in found}
    assert by_id["ct-person-p1"] == {
        "name": ["Іван"], "alias": ["Vanka"], "previousName": ["Стары"], "gender": ["male"], "birthDate": ["1980"],
        "citizenship": ["by"], "profession": ["journalist"], "addressEntity": ["ct-address-region-r1"], "notes": ["A text."],
        "sourceUrl": ["https://example.org"], "modifiedAt": ["2022-01-02"],
    }  # fmt: skip
    assert by_id["ct-defendant-d1"]["summary"] == ["art. 342 (convicted)"]
    assert "topics" not in {name for one in found for name in one.properties}


def test_uncertain_dates_and_persons_who_are_not_told_are_left_out() -> None:
    told = person(born=day("1980~"), died=day("2020/2021"), names=[{"text": "Хтосьці", "kind": "pseudonym"}])
    found = list(entities([told, person("p2", names=[])], [case(summaries=[], number="")]))
    check(found)
    assert found[0].properties["name"] == ["Хтосьці"]
    assert not {"birthDate", "deathDate"} & found[0].properties.keys()
    assert [one.caption for one in found if one.schema == "CourtCase"] == ["Case k1"]
    assert list(entities([], [case(court=None)]))[1:] == []  # no party without a person


def test_files_are_one_entity_a_line_and_one_statement_a_value() -> None:
    found = list(entities([person(names=[{"text": "=1+1", "kind": "legal"}])], [case()]))
    lines = [json.loads(line) for line in b"".join(as_entities(found)).splitlines()]
    assert [line["id"] for line in lines] == [one.id for one in found]
    assert lines[0]["properties"]["name"] == ["=1+1"]
    rows = list(csv.DictReader(io.StringIO(b"".join(as_statements(found)).decode())))
    assert tuple(rows[0]) == COLUMNS
    assert len(rows) == len(found) + sum(len(values) for one in found for values in one.properties.values())
    named = next(row for row in rows if row["prop"] == "name")
    assert (named["value"], named["prop_type"], named["schema"]) == ("'=1+1", "name", "Person")
    key = hashlib.sha1(b"casetracker.ct-person-p1.name.=1+1").hexdigest()
    assert named["id"] == key and len({row["id"] for row in rows}) == len(rows)
