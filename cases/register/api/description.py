"""The OpenAPI document, made from the filters and the shapes of the documents, so that it cannot be out of step with them."""

from typing import Any

from django.utils.translation import override

from cases.register.exports.lists import LISTINGS
from cases.register.filters.base import EVERYWHERE, StrictFilterSet
from cases.register.filters.listings import FILTERS
from cases.register.languages import LANGUAGES
from cases.register.reading.records import OF_PERSON
from cases.register.reading.shapes import SHAPES

Schema = dict[str, Any]

ID = {"type": "string", "pattern": "^[a-z0-9]{12}$"}
DATE = {
    "type": ["object", "null"],
    "description": "A partial date: EDTF (ISO 8601-2) with the first and last day it can mean; null is an open end.",
    "properties": {
        "edtf": {"type": "string"},
        "lower": {"type": ["string", "null"], "format": "date"},
        "upper": {"type": ["string", "null"], "format": "date"},
    },
}
REFERENCE = {
    "type": ["object", "null"],
    "description": "A court, place, provision ...: its kind, public id and names by language.",
    "properties": {"noun": {"type": "string"}, "ref": ID, "name": {"type": "object"}},
}
NAMES = {
    "type": ["object", "null"],
    "description": "The name to show by language; empty where none was approved.",
    "properties": {language: {"type": "string"} for language in LANGUAGES},
}
DAY = {"type": "string", "format": "date"}


def _refers(noun: str) -> Schema:
    return {"$ref": f"#/components/schemas/{noun}"}


def _several(noun: str) -> Schema:
    return {"type": "array", "items": _refers(noun)}


PUBLISHED: dict[str, Schema] = {
    "first_on": DAY | {"description": "Public since this day."},
    "changed_on": DAY | {"description": "Approved as it is now on this day."},
}
# What stands in a document beside the values of its own row: `reading/records.py` puts it there.
HELD: dict[str, dict[str, Schema]] = {
    "person": {
        "name": NAMES,
        **{name: _several(noun) for name, noun in OF_PERSON.items()},
        "prosecutions": _several("defendant"),
        "citations": _several("citation"),
        **PUBLISHED,
    },
    "case": {
        "summaries": _several("casesummary"),
        "defendants": _several("defendant"),
        "hearings": _several("hearing"),
        "citations": _several("citation"),
        **PUBLISHED,
    },
    "defendant": {
        "case_id": ID,
        "case": _refers("case"),
        "name": NAMES,
        "charges": _several("charge"),
        "hearings": _several("hearing"),
        "sentences": _several("sentence"),
    },
    "sentence": {"penalties": _several("penalty")},
    "hearing": {
        "officials": _several("hearingofficial"),
        "defendants": {"type": "array", "items": ID, "description": "Whom it is about; empty: every defendant."},
        "case": {"oneOf": [_refers("case"), {"type": "null"}]},
        "people": {
            "type": "array",
            "items": {"type": "object", "properties": {"person": ID | {"type": ["string", "null"]}, "name": NAMES}},
        },
    },
}


def description() -> dict[str, Any]:
    """The whole document."""
    paths: dict[str, Any] = {}
    with override("en"):
        for name in LISTINGS:
            paths[f"/api/v1/{name}"] = {"get": _list(name)}
            paths[f"/api/v1/{name}/{{id}}"] = {"get": _single(name)}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Register of prosecutions",
            "version": "1",
            "description": "Everything that is public, and nothing else. An unknown parameter or value is answered with 400, "
            "an id that is not public with 404.",
        },
        "paths": paths,
        "components": {"schemas": {**{noun: _schema(noun) for noun in SHAPES}, "date": DATE, "reference": REFERENCE}},
    }


def _list(name: str) -> dict[str, Any]:
    return {
        "summary": f"List of {name}, by public id",
        "parameters": [
            *_parameters(FILTERS[name]),
            _parameter("after", {**ID, "description": "The last id of the page before."}),
        ],
        "responses": _responses({"type": "object", "properties": _page(name)}),
    }


def _page(name: str) -> dict[str, Any]:
    return {
        "edition": {"type": "string", "description": "Changes with every publication."},
        "count": {"type": ["integer", "null"], "description": "null where the organisation hides small numbers."},
        "items": {"type": "array", "items": _item(name)},
        "next_after": {"type": ["string", "null"]},
    }


def _single(name: str) -> dict[str, Any]:
    here = {"name": "id", "in": "path", "required": True, "schema": ID}
    return {"summary": f"One of the {name}", "parameters": [here], "responses": _responses(_item(name))}


def _item(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name.removesuffix('s')}"}


def _responses(schema: dict[str, Any]) -> dict[str, Any]:
    return {
        "200": {"description": "Found", "content": {"application/json": {"schema": schema}}},
        "400": {"description": "A parameter is unknown or invalid"},
        "404": {"description": "Not public"},
    }


def _parameters(filters: type[StrictFilterSet]) -> list[dict[str, Any]]:
    told = []
    for name, repeatable in filters.known().items():
        if name not in EVERYWHERE:
            rule: Any = filters.declared_filters[name]
            choices = getattr(rule, "choices", None)
            item: dict[str, Any] = {"type": "string"}
            if choices:
                item["enum"] = list(choices.values)
            elif repeatable:
                item = dict(ID)
            told.append(_parameter(name, {"type": "array", "items": item} if repeatable else item))
    return told


def _parameter(name: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "in": "query", "required": False, "schema": schema}


def _schema(noun: str) -> dict[str, Any]:
    shape = SHAPES[noun]
    properties: dict[str, Any] = {"id": ID}
    # The names of a person stand together, by language.
    values = [name for name in shape.plain if not name.startswith("name_")]
    properties |= {name: {"type": ["string", "integer", "boolean", "null"]} for name in values}
    properties |= {name: {"$ref": "#/components/schemas/date"} for name in shape.dates}
    properties |= {name: {"$ref": "#/components/schemas/reference"} for name in shape.refs}
    properties |= {name: {"type": ["string", "null"]} for name in shape.links}
    return {"type": "object", "properties": properties | HELD.get(noun, {})}
