"""The OpenAPI document, made from the filters and the shapes of the documents, so that it cannot be out of step with them."""

from typing import Any

from django.utils.translation import override

from cases.register.exports.lists import LISTINGS
from cases.register.filters.base import EVERYWHERE, StrictFilterSet
from cases.register.filters.cases import CaseFilterSet
from cases.register.filters.hearings import HearingFilterSet
from cases.register.filters.persons import PersonFilterSet
from cases.register.reading.shapes import SHAPES

FILTERS: dict[str, type[StrictFilterSet]] = {
    "persons": PersonFilterSet,
    "cases": CaseFilterSet,
    "hearings": HearingFilterSet,
}
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
    properties |= {name: {"type": ["string", "integer", "boolean", "null"]} for name in shape.plain}
    properties |= {name: {"$ref": "#/components/schemas/date"} for name in shape.dates}
    properties |= {name: {"$ref": "#/components/schemas/reference"} for name in shape.refs}
    properties |= {name: {"type": ["string", "null"]} for name in shape.links}
    return {"type": "object", "properties": properties}
