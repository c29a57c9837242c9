"""Conversion of tables of a file to persons and cases with their rows; keys of the tables are fields of the records.

A field that refers to another record contains that record's `id` in the files, or its name for reference data. A field
named after rows (`custody`, `charges`) contains a list of tables, or of strings if one value is enough. Keys that are
not fields are in WORDS below. `{+14}` and `{-30}` in a text are the day of loading, plus or minus that many days;
`{+3 month and day}` is that day without its year, for birthdays.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import models

from accounts.models import User
from cases.demonstration.lookup import finder
from cases.models import (
    Citation,
    HearingDefendant,
    HearingOfficial,
    PersonCitizenship,
    PersonOccupation,
    PersonSummary,
    Record,
    Root,
)
from cases.reference.stable_ids import fixed_id

WORDS = {
    "id": "by which other tables refer to this one",
    "summary": "the English text for the public, which says first that the record is invented",
    "name": "names by language (or `latin`), the first being the legal one",
    "cited": "citations; `field` names the value of this row that a source speaks of",
    "readers": "accounts that may see a restricted record",
    "publication": "how far the record gets on its way to the public, with who, note, later",
}
ONE_WORD: dict[type[Record], str] = {
    HearingDefendant: "defendant",
    HearingOfficial: "official",
    PersonCitizenship: "country",
    PersonOccupation: "occupation",
    PersonSummary: "text",
}
INVENTED = "Invented record for demonstration."
RELATIVE_DAY = re.compile(r"\{([+-][0-9]+)( month and day)?\}")
Table = Mapping[str, Any]


class Mistake(Exception):
    """Raised for a table that cannot become a record; the text says which and why."""


class Builder:
    """Builder that saves records as `by`, on the day `today`, and stores those that have an ID."""

    def __init__(self, *, accounts: Mapping[str, User], today: date) -> None:
        self.accounts, self.today = accounts, today
        self.by = accounts["editor"]
        self.built: dict[tuple[type[Record], str], Record] = {}
        self.paths: dict[str, str] = {}  # of built records, by public ID
        self.find = finder()

    def build(self, model: type[Record], table: Table, *, path: str, **parent: Record) -> Record:
        """Save a record of `model` and its rows.

        `path` is its own name unless the table has an ID; `parent` is the record it belongs to, by the field's name.
        Raises Mistake, NotThere.
        """
        path = str(table.get("id") or path)
        record = model(public_id=fixed_id("demonstration", model.__name__, path), **parent)
        self.built[model, path] = record
        self.paths[record.public_id] = path
        self.change(record, table, path=path)
        if isinstance(record, Root) and "readers" in table:
            record.set_readers([self.accounts[name] for name in table["readers"]], by=None)
        return record

    def change(self, record: Record, table: Table, *, path: str) -> None:
        """Set the fields of a record from a table, save it, and add the rows in the table."""
        rows: dict[str, list[Any]] = {}
        for name, value in expanded(table).items():
            field = self._field(record, name, path)
            if field is not None and field.one_to_many:
                rows[name] = value
            elif field is not None:
                setattr(record, name, self._value(record, field, value, path))
        self._save(record, path)
        for name, tables in rows.items():
            self._build_rows(record, name, tables, path)
        for number, cited in enumerate(table.get("cited", ())):
            self._cite(record, dict(cited), f"{path}/cited/{number}")

    def _build_rows(self, record: Record, name: str, tables: list[Any], path: str) -> None:
        relation: Any = record._meta.get_field(name)
        model: type[Record] = relation.related_model
        for number, value in enumerate(tables):
            table = {ONE_WORD[model]: value} if isinstance(value, str) else value
            row_path = f"{path}/{table['person']}" if "person" in table else f"{path}/{name}/{number}"
            self.build(model, table, path=row_path, **{relation.field.name: record})

    def _cite(self, record: Record, cited: dict[str, Any], path: str) -> None:
        root, field = record.root, cited.pop("field", "")
        about = f"{record.path}/{field}" if field else "" if record is root else record.path
        self.build(Citation, cited | {"about": about}, path=path, **{root.noun(): root})

    def _field(self, record: Record, name: str, path: str) -> Any:
        if name in WORDS:
            return None
        try:
            return record._meta.get_field(name)
        except FieldDoesNotExist:
            raise Mistake(f"{path}: a {record.noun()} has no field “{name}”.") from None

    def _value(self, record: Record, field: Any, value: Any, path: str) -> Any:
        if isinstance(field, models.ForeignKey):
            return self._referred(record, field, value)
        if isinstance(field, models.DecimalField):
            return Decimal(value)
        return on_day(value, self.today) if isinstance(value, str) else value

    def _referred(self, record: Record, field: models.ForeignKey, name: str) -> Record:
        model: Any = field.related_model
        of_this_case = f"{self.paths[record.root.public_id]}/{name}"  # a defendant is identified by the person
        return self.built.get((model, name)) or self.built.get((model, of_this_case)) or self.find(model, name)

    def _save(self, record: Record, path: str) -> None:
        try:
            record.clean_fields(exclude=[f.name for f in record._meta.concrete_fields if f.is_relation])
            record.clean()
            record.save(by=self.by)
        except ValidationError as refusal:
            raise Mistake(f"{path}: {'; '.join(refusal.messages)}") from refusal


def on_day(text: str, today: date) -> str:
    """Return the text with its relative dates counted from `today`."""

    def day(match: re.Match[str]) -> str:
        resolved = (today + timedelta(days=int(match[1]))).isoformat()
        return resolved[5:] if match[2] else resolved

    return RELATIVE_DAY.sub(day, text)


def expanded(table: Table) -> dict[str, Any]:
    """Return the table with its `name` and `summary` expanded to rows."""
    full = dict(table)
    if names := [*_names(table.get("name", {})), *table.get("names", ())]:
        full["names"] = names
    if "summary" in table:
        full["summaries"] = [{"text": f"{INVENTED} {table['summary']}"}, *table.get("summaries", ())]
    return full


def _names(by_language: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    """Yield rows of names written with the given name first and the family name last."""
    for position, (language, text) in enumerate(by_language.items()):
        given, *between, family = text.split(" ")
        kind = "legal" if position == 0 else "latin" if language == "latin" else "alias"
        yield {
            "text": text,
            "language": "en" if language == "latin" else language,
            "kind": kind,
            "position": position,
            "given": given,
            "patronymic": " ".join(between),
            "family": family,
        }
