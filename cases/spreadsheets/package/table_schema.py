"""datapackage.json: what the tables of a package are, in the words of Frictionless Data Package and Table Schema (version 1)."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cases.models.fields import PartialDateField
from cases.models.record import ALPHABET, PUBLIC_ID_LENGTH
from cases.spreadsheets.package.tables import BY_NOUN, ID, Table

PROFILE = "tabular-data-package"
NAME = "casetracker-records"
FORM = 1
"""Number of the form of our packages; one of a higher number is refused, as it may say what is not understood here."""
PATTERN_OF_ID = f"^[{ALPHABET}]{{{PUBLIC_ID_LENGTH}}}$"
TYPES: tuple[tuple[type[models.Field], str], ...] = (
    (models.BooleanField, "boolean"),
    (models.IntegerField, "integer"),
    (models.DecimalField, "number"),
    (models.TimeField, "time"),
)
Digests = Mapping[str, tuple[str, int]]


def descriptor(tables: Sequence[tuple[Table, Sequence[str]]], *, digests: Digests, created: str) -> dict[str, Any]:
    """The whole datapackage.json; `digests`: SHA-256 and size of each file. Titles are in the language that is active."""
    return {
        "profile": PROFILE,
        "name": NAME,
        "casetracker": {"form": FORM, "language": get_language()},
        "title": _("Persons and cases"),
        "description": _(
            "Each row has a public ID in the column “id”; other tables refer to it. Partial dates are written as they were "
            "entered. An apostrophe before = + - @ keeps a text from being taken for a formula."
        ),
        "created": created,
        "resources": [
            resource(table, columns, digest=digests[table.file], present={one.name for one, _columns in tables})
            for table, columns in tables
        ],
    }


def resource(table: Table, columns: Sequence[str], *, digest: tuple[str, int], present: set[str]) -> dict[str, Any]:
    """One table: its file and the schema of its columns; foreign keys lead to the tables that are `present`."""
    opts = table.model._meta
    keys = [
        _foreign_key(table, name, present) for name in columns if isinstance(opts.get_field(name), models.ForeignKey)
    ]
    schema: dict[str, Any] = {
        "fields": [_id_field(), *(field(table, name) for name in columns)],
        "primaryKey": [ID],
        "missingValues": [""],
    }
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "path": table.file,
        "title": str(opts.verbose_name_plural),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": digest[1],
        "hash": f"sha256:{digest[0]}",
        "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "quoteChar": '"', "doubleQuote": True, "header": True},
        "schema": schema | ({"foreignKeys": found} if (found := [key for key in keys if key]) else {}),
    }


def field(table: Table, name: str) -> dict[str, Any]:
    """One column: its type, what it is called, what may stand in it."""
    stored: Any = table.model._meta.get_field(name)
    told: dict[str, Any] = {
        "name": name,
        "type": type_of(stored),
        "title": str(stored.verbose_name),
    }
    if stored.help_text:
        told["description"] = str(stored.help_text)
    if constraints := _constraints(stored):
        told["constraints"] = constraints
    return told


def type_of(stored: models.Field) -> str:
    """The type of Table Schema that a field's values have in the file. Partial dates are texts: they may say "March 2022"."""
    return next((name for kind, name in TYPES if isinstance(stored, kind)), "string")


def _id_field() -> dict[str, Any]:
    return {
        "name": ID,
        "type": "string",
        "title": str(_("public ID")),
        "constraints": {"required": True, "unique": True, "pattern": PATTERN_OF_ID},
    }


def _constraints(stored: Any) -> dict[str, Any]:
    told: dict[str, Any] = {}
    if not stored.null and (not stored.blank or isinstance(stored, models.BooleanField)):
        told["required"] = True
    if isinstance(stored, models.ForeignKey):
        return told | {"pattern": PATTERN_OF_ID} | ({"unique": True} if stored.unique else {})
    if stored.choices:
        told["enum"] = [code for code, _label in stored.flatchoices if code != ""]
    elif isinstance(stored, models.CharField) and stored.max_length and not isinstance(stored, PartialDateField):
        told["maxLength"] = stored.max_length + 1  # with the apostrophe
    return told


def _foreign_key(table: Table, name: str, present: set[str]) -> dict[str, Any] | None:
    stored: Any = table.model._meta.get_field(name)
    target = BY_NOUN[stored.related_model.noun()].name
    if target not in present:
        return None
    itself = target == table.name
    return {"fields": [name], "reference": {"resource": "" if itself else target, "fields": [ID]}}
