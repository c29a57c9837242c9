"""Persons and cases in the words of FollowTheMoney: entities, and statements about them. Pure functions over documents.

A document is what the public site tells of a person or case (`cases.public_site.queries`); the private site makes documents of
the same keys. Nothing is said that could accuse: no topics, no status of a suspect beyond the stage of the prosecution. Dates
that FollowTheMoney cannot hold ("about 1980") are left out. Ids are made of public ids alone, so they are the same on every host.
"""

import csv
import hashlib
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from cases.domain.formula_escape import escaped

DATASET = "casetracker"
PREFIX = "ct"
MEDIA_TYPE = "application/json+ftm; charset=utf-8"
ENTITIES, STATEMENTS = "entities.ftm.json", "statements.csv"
DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
NAMES = ("en", "be", "ru", "local")
NAME_PROPERTIES = {"legal": "name", "latin": "name", "alias": "alias", "pseudonym": "alias", "former": "previousName"}
TYPES = {
    "name": "name", "alias": "name", "previousName": "name", "birthDate": "date", "deathDate": "date", "gender": "gender",
    "citizenship": "country", "country": "country", "profession": "string", "notes": "text", "sourceUrl": "url",
    "addressEntity": "entity", "modifiedAt": "date", "caseNumber": "identifier", "category": "string", "court": "string",
    "fileDate": "date", "party": "entity", "case": "entity", "role": "string", "status": "string", "date": "date",
    "summary": "text", "description": "text", "full": "address", "city": "string", "region": "string", "id": "id",
}  # fmt: skip
"""The properties that are used, with their types in FollowTheMoney."""
COLUMNS = (
    "canonical_id", "entity_id", "prop", "prop_type", "schema", "value", "dataset", "origin", "lang", "original_value",
    "external", "first_seen", "last_seen", "id",
)  # fmt: skip
LINES = 500  # entities in a piece
Document = Mapping[str, Any]


@dataclass(frozen=True)
class Entity:
    """One entity; of each property the values in order, each once."""

    id: str
    schema: str
    properties: dict[str, list[str]] = field(default_factory=dict)

    def add(self, name: str, *values: str | None) -> None:
        """Add values to a property; what is empty, or there already, is not added."""
        for value in values:
            if value and value not in self.properties.get(name, ()):
                self.properties.setdefault(name, []).append(value)

    @property
    def caption(self) -> str:
        """By what a reader calls it."""
        found = self.properties.get("name") or self.properties.get("full") or [self.id]
        return found[0]


def entity_id(noun: str, public_id: str) -> str:
    """The id of an entity."""
    return f"{PREFIX}-{noun}-{public_id}"


def entities(persons: Iterable[Document], cases: Iterable[Document]) -> Iterator[Entity]:
    """The entities of these persons and cases; courts and addresses, which many share, once each at the end."""
    shared: dict[str, Entity] = {}
    told: set[str] = set()
    for document in persons:
        if (person := _person(document, shared)) is not None:
            told.add(person.id)
            yield person
    for document in cases:
        yield from _case(document, shared, told)
    for key in sorted(shared):
        yield shared[key]


def _person(document: Document, shared: dict[str, Entity]) -> Entity | None:
    person = Entity(entity_id("person", document["id"]), "Person")
    for name in document["names"]:
        person.add(NAME_PROPERTIES.get(name["kind"], "alias"), name["text"])
    if "name" not in person.properties:  # it is required: of somebody who has other names alone, the first of them
        first = next((values for values in person.properties.values()), None)
        if first is None:
            return None
        person.add("name", first[0])
    person.add("gender", document["gender"])
    person.add("birthDate", _date(document["born"]))
    person.add("deathDate", _date(document["died"]))
    for row in document["citizenships"]:
        if row["until"] is None:
            person.add("citizenship", _country(row["country"]))
    for row in document["occupations"]:
        person.add("profession", _name(row["occupation"]))
    person.add("addressEntity", _region(document["region"], shared))
    _texts(person, document)
    return person


def _case(document: Document, shared: dict[str, Entity], persons: set[str]) -> Iterator[Entity]:
    """A case and its parties: of the defendants those who are told of themselves, and the court."""
    case = Entity(entity_id("case", document["id"]), "CourtCase")
    titles = [row["title"] for row in document["summaries"]]
    case.add(
        "name", *titles, *([] if titles else [document["number"] or document.get("title") or f"Case {document['id']}"])
    )
    case.add("caseNumber", document["number"])
    case.add("category", document["kind"])
    case.add("fileDate", _date(document["opened"]))
    court = document["court"]
    if court:
        case.add("court", *_names(court))
    _texts(case, document)
    yield case
    if court:
        party = Entity(entity_id("courtparty", document["id"]), "CourtCaseParty")
        party.add("party", _court(court, shared))
        party.add("case", case.id)
        party.add("role", "court")
        yield party
    for defendant in document["defendants"]:
        person = entity_id("person", defendant["person"]) if defendant["person"] else ""
        if person in persons:
            yield _defendant(defendant, person, case.id)


def _defendant(document: Document, person: str, case: str) -> Entity:
    party = Entity(entity_id("defendant", document["id"]), "CourtCaseParty")
    party.add("party", person)
    party.add("case", case)
    party.add("role", "defendant")
    party.add("status", document["stage"])
    party.add("date", _date(document["stage_date"]))
    for charge in document["charges"]:
        provision = charge["provision"] or {}
        label = provision.get("label") or _name(provision)
        party.add("summary", f"{label} ({charge['status']})" if label and charge["status"] else label)
    return party


def _texts(entity: Entity, document: Document) -> None:
    """Summaries, links of sources, and the day of the last change."""
    for row in document["summaries"]:
        entity.add("notes", row.get("text"))
    for row in document["citations"]:
        entity.add("sourceUrl", (row["source"] or {}).get("link"))
    entity.add("modifiedAt", document.get("changed_on"))


def _court(court: Document, shared: dict[str, Entity]) -> str:
    """The id of a court; one that is told in several forms has all its names."""
    key = entity_id("court", court["ref"])
    told = shared.setdefault(key, Entity(key, "PublicBody"))
    told.add("name", *_names(court))
    told.add("country", _country(court.get("country")))
    parts = [court.get("city"), _name(court.get("region")), _name(court.get("country"))]
    if parts[0] or parts[1]:
        told.add(
            "addressEntity",
            _address(f"court-{court['ref']}", court.get("city"), court.get("region"), court.get("country"), shared),
        )
    return key


def _region(region: Document | None, shared: dict[str, Entity]) -> str:
    return _address(f"region-{region['ref']}", "", region, region.get("country"), shared) if region else ""


def _address(
    key: str, city: str | None, region: Document | None, country: Document | None, shared: dict[str, Entity]
) -> str:
    id = entity_id("address", key)
    address = shared.setdefault(id, Entity(id, "Address"))
    full = ", ".join(part for part in (city, _name(region), _name(country)) if part)
    address.add("full", full)
    address.add("name", full)  # it is required of every thing
    address.add("city", city)
    address.add("region", _name(region))
    address.add("country", _country(country))
    return id


def _name(reference: Document | None) -> str:
    return next(iter(_names(reference)), "") if reference else ""


def _names(reference: Document) -> list[str]:
    names = reference.get("name") or {}
    return [names[code] for code in NAMES if names.get(code)]


def _country(reference: Document | None) -> str:
    return str((reference or {}).get("code") or "").lower()


def _date(partial: Document | None) -> str:
    """A date as FollowTheMoney writes it: a year, a month or a day. Others are left out: nothing is made more certain."""
    told = partial["edtf"] if partial else ""
    return told if DATE.fullmatch(told) else ""


def as_entities(found: Iterable[Entity]) -> Iterator[bytes]:
    """One entity a line, as JSON."""
    piece: list[str] = []
    for one in found:
        told = {
            "id": one.id, "caption": one.caption, "schema": one.schema, "properties": one.properties, "datasets": [DATASET],
        }  # fmt: skip
        piece.append(json.dumps(told, ensure_ascii=False, separators=(",", ":")))
        if len(piece) >= LINES:
            yield ("\n".join(piece) + "\n").encode()
            piece = []
    if piece:
        yield ("\n".join(piece) + "\n").encode()


def as_statements(found: Iterable[Entity]) -> Iterator[bytes]:
    """Every value of every entity as a row of its own, in the columns of FollowTheMoney.

    A value that a spreadsheet program would take for a formula has an apostrophe before it; the id of the row is that of the value.
    """
    buffer = io.StringIO()
    writer = csv.writer(buffer, dialect=csv.unix_dialect)
    writer.writerow(COLUMNS)
    for number, one in enumerate(found, 1):
        rows = [("id", one.id), *((name, value) for name, values in one.properties.items() for value in values)]
        for name, value in rows:
            key = hashlib.sha1(f"{DATASET}.{one.id}.{name}.{value}".encode(), usedforsecurity=False).hexdigest()
            told = (
                one.id,
                one.id,
                name,
                TYPES[name],
                one.schema,
                escaped(value),
                DATASET,
                "",
                "",
                "",
                "f",
                "",
                "",
                key,
            )
            writer.writerow(told)
        if number % LINES == 0:
            yield buffer.getvalue().encode()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue().encode()
