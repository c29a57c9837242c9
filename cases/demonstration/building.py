"""From a table of a file to a person or case with all its rows: the keys of the tables are the fields of the records.

A field that refers to another record holds that record's `id` in the files, or its name where it is reference data. A
field named after rows (`custody`, `charges`) holds a list of tables, or of words where a word says it all. What is no field
is in WORDS below. `{+14}` and `{-30}` in a text are the day of loading, plus or minus so many days; `{+3 month and day}`
is that day without its year, for birthdays.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import models

from accounts.models import User
from cases.demonstration.finding import finder
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
from cases.reference.ids import fixed_id

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
    """A table that cannot become a record; the text says which and why."""


class Builder:
    """Builds records as `by`, on the day `today`, and remembers those that have an id."""

    def __init__(self, *, accounts: Mapping[str, User], today: date) -> None:
        self.accounts, self.today = accounts, today
        self.by = accounts["editor"]
        self.built: dict[tuple[type[Record], str], Record] = {}
        self.paths: dict[str, str] = {}  # of what was built, by public id
        self.find = finder()

    def build(self, model: type[Record], table: Table, *, path: str, **parent: Record) -> Record:
        """Save a record of `model` and its rows. `path` is its own name unless the table has an id; `parent` the record
        it belongs to, by the field's name. Raises Mistake, NotThere.
        """
        path = str(table.get("id") or path)
        record = model(public_id=fixed_id("demonstration", model.__name__, path), **parent)
        self.built[model, path] = record
        self.paths[record.public_id] = path
        self.change(record, table, path=path)
        if isinstance(record, Root) and "readers" in table:
            record.set_readers([self.accounts[name] for name in table["readers"]], by=self.by)
        return record

    def change(self, record: Record, table: Table, *, path: str) -> None:
        """Put the fields of a table into a record, save it, and add the rows that the table holds."""
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
        for number, given in enumerate(tables):
            table = {ONE_WORD[model]: given} if isinstance(given, str) else given
            own = f"{path}/{table['person']}" if "person" in table else f"{path}/{name}/{number}"
            self.build(model, table, path=own, **{relation.field.name: record})

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
        of_this_case = f"{self.paths[record.root.public_id]}/{name}"  # a defendant is named by the person
        return self.built.get((model, name)) or self.built.get((model, of_this_case)) or self.find(model, name)

    def _save(self, record: Record, path: str) -> None:
        try:
            record.clean_fields(exclude=[f.name for f in record._meta.concrete_fields if f.is_relation])
            record.clean()
            record.save(by=self.by)
        except ValidationError as refusal:
            raise Mistake(f"{path}: {'; '.join(refusal.messages)}") from refusal


def on_day(text: str, today: date) -> str:
    """The text with its relative days counted from `today`."""

    def day(match: re.Match[str]) -> str:
        meant = (today + timedelta(days=int(match[1]))).isoformat()
        return meant[5:] if match[2] else meant

    return RELATIVE_DAY.sub(day, text)


def expanded(table: Table) -> dict[str, Any]:
    """The table with its `name` and `summary` written out as rows."""
    full = dict(table)
    if names := [*_names(table.get("name", {})), *table.get("names", ())]:
        full["names"] = names
    if "summary" in table:
        full["summaries"] = [{"text": f"{INVENTED} {table['summary']}"}, *table.get("summaries", ())]
    return full


def _names(by_language: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    """Rows of names that are written with the given name first and the family name last."""
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
