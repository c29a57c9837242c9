"""The OpenAPI document, generated from the filters and the document schemas, so that it always matches them."""

from typing import Any

from django.utils.translation import override

from cases.domain.custody_status import Status
from cases.domain.vocabulary import Addition
from cases.public_site.downloads.list_files import LISTINGS
from cases.public_site.filters.listings import FILTERS
from cases.public_site.filters.strict_filters import EVERYWHERE, StrictFilterSet
from cases.public_site.languages import LANGUAGES
from cases.public_site.queries.document_rows import OF_PERSON
from cases.public_site.queries.schemas import SHAPES

Schema = dict[str, Any]

ID = {"type": "string", "pattern": "^[a-z0-9]{12}$"}
DATE = {
    "type": ["object", "null"],
    "description": "Partial date: EDTF (ISO 8601-2) with its earliest and latest possible day; null is an open end.",
    "properties": {
        "edtf": {"type": "string"},
        "lower": {"type": ["string", "null"], "format": "date"},
        "upper": {"type": ["string", "null"], "format": "date"},
    },
}
REFERENCE = {
    "type": ["object", "null"],
    "description": "Reference value (court, place, provision ...): kind, public id and names by language.",
    "properties": {"noun": {"type": "string"}, "ref": ID, "name": {"type": "object"}},
}
NAMES = {
    "type": ["object", "null"],
    "description": "Display name by language; empty if none is published.",
    "properties": {language: {"type": "string"} for language in LANGUAGES},
}
DAY = {"type": "string", "format": "date"}


def _refers(noun: str) -> Schema:
    return {"$ref": f"#/components/schemas/{noun}"}


def _several(noun: str) -> Schema:
    return {"type": "array", "items": _refers(noun)}


NO_SOURCE: Schema = {
    "type": "array",
    "items": {"type": "string"},
    "description": "Published values (kind/id/field) without a published source.",
}
PUBLISHED: dict[str, Schema] = {
    "first_on": DAY | {"description": "Date of first publication."},
    "changed_on": DAY | {"description": "Date of the latest approval."},
}
# Computed values for one day (custody_status.py).
NOW = {
    "type": "object",
    "description": "Status of the person on a date. It changes as time passes, even if nothing is published.",
    "properties": {
        "on": DAY | {"description": "Date in the organisation's time zone."},
        "status": {"type": "string", "enum": list(Status.values)},
        "since": DATE | {"description": "Start of the current custody; null if there is none or the date is unknown."},
        "until": DATE | {"description": "End of the last custody, if not in custody now."},
        "end": {"type": "string", "description": "How the last custody ended (code)."},
    },
}
TERM = {name: {"type": ["integer", "null"]} for name in ("years", "months", "days")}
JOINED = {
    "type": ["object", "null"],
    "description": "If sentences are combined: the total term (null: unknown) and its parts.",
    "properties": {
        "total": {"type": ["object", "null"], "properties": TERM},
        "base": {"type": "object", "properties": TERM},
        "added": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": TERM | {"how": {"type": "string", "enum": ["", *Addition.values]}},
            },
        },
    },
}
# Nested values of a document besides the columns of its own row: added by `queries/build_documents.py`.
HELD: dict[str, dict[str, Schema]] = {
    "person": {
        "name": NAMES,
        "now": NOW,
        "joined_term": JOINED,
        **{name: _several(noun) for name, noun in OF_PERSON.items()},
        "prosecutions": _several("defendant"),
        "citations": _several("citation"),
        "no_source": NO_SOURCE,
        **PUBLISHED,
    },
    "case": {
        "summaries": _several("casesummary"),
        "defendants": _several("defendant"),
        "hearings": _several("hearing"),
        "citations": _several("citation"),
        "no_source": NO_SOURCE,
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
        "defendants": {"type": "array", "items": ID, "description": "Defendants it concerns; empty: all defendants."},
        "case": {"oneOf": [_refers("case"), {"type": "null"}]},
        "people": {
            "type": "array",
            "items": {"type": "object", "properties": {"person": ID | {"type": ["string", "null"]}, "name": NAMES}},
        },
    },
}


def description() -> dict[str, Any]:
    """Build the whole OpenAPI document."""
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
            "description": "All published data. Unknown parameters or values return 400, ids that are not public 404.",
        },
        "paths": paths,
        "components": {"schemas": {**{noun: _schema(noun) for noun in SHAPES}, "date": DATE, "reference": REFERENCE}},
    }


def _list(name: str) -> dict[str, Any]:
    return {
        "summary": f"List of {name}, by public id",
        "parameters": [
            *_parameters(FILTERS[name]),
            _parameter("after", {**ID, "description": "Last id of the previous page."}),
        ],
        "responses": _responses({"type": "object", "properties": _page(name)}),
    }


def _page(name: str) -> dict[str, Any]:
    return {
        "edition": {"type": "string", "description": "Changes with every publication."},
        "count": {"type": ["integer", "null"], "description": "null if small numbers are hidden."},
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
    parameters = []
    for name, repeatable in filters.known().items():
        if name not in EVERYWHERE:
            rule: Any = filters.declared_filters[name]
            choices = getattr(rule, "choices", None)
            item: dict[str, Any] = {"type": "string"}
            if choices:
                item["enum"] = list(choices.values)
            elif repeatable:
                item = dict(ID)
            parameters.append(_parameter(name, {"type": "array", "items": item} if repeatable else item))
    return parameters


def _parameter(name: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "in": "query", "required": False, "schema": schema}


def _schema(noun: str) -> dict[str, Any]:
    shape = SHAPES[noun]
    properties: dict[str, Any] = {"id": ID}
    # The names of a person are grouped by language.
    values = [name for name in shape.plain if not name.startswith("name_")]
    properties |= {name: {"type": ["string", "integer", "boolean", "null"]} for name in values}
    properties |= {name: {"$ref": "#/components/schemas/date"} for name in shape.dates}
    properties |= {name: {"$ref": "#/components/schemas/reference"} for name in shape.refs}
    properties |= {name: {"type": ["string", "null"]} for name in shape.links}
    return {"type": "object", "properties": properties | HELD.get(noun, {})}
