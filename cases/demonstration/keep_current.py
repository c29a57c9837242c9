"""Keep the demonstration's dashboard filled: dates of untouched records with tasks due move with the current day.

They are the records of files/6_due.toml. The internal notes of the first case state the day from which its dates are
counted; on another day every date that is still unchanged is moved. A record that somebody changed is not touched.
"""

import re
import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from django.db import models, transaction

from accounts.audit import log
from accounts.models import User
from cases.demonstration.build_records import RELATIVE_DAY, Builder, Table, expanded, on_day
from cases.models import Case, Person, Record
from cases.models.fields import PARTS, partial_date_names
from cases.reference.stable_ids import fixed_id

FILE = Path(__file__).parent / "files" / "6_due.toml"
ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
KINDS: dict[str, type[Record]] = {"person": Person, "case": Case}
NEVER_COMPARED = {"id", "public_id", "version", "created_at", "created_by", "updated_at", "updated_by"}


@transaction.atomic
def follow(*, accounts: Mapping[str, User], today: date) -> int:
    """Move the dates of untouched records to `today`; return how many records were moved, 0 on the day of loading."""
    tables = tomllib.loads(FILE.read_text(encoding="utf-8"))
    since = _counted_from(tables["case"][0])
    if since is None or since == today:
        return 0
    mover = Mover(accounts=accounts, today=today, since=since)
    with log.gathered():
        for kind, model in KINDS.items():
            for number, table in enumerate(tables[kind]):
                mover.build(model, table, path=f"{kind}/{number}")
    return mover.moved


def _counted_from(table: Table) -> date | None:
    case = Case._base_manager.filter(public_id=fixed_id("demonstration", "Case", table["id"])).first()
    match = ISO.search(case.internal_notes) if case is not None else None
    try:
        return date.fromisoformat(match[0]) if match else None
    except ValueError:
        return None


class Mover(Builder):
    """Builder that finds the records built on the day `since` and moves their dates."""

    def __init__(self, *, accounts: Mapping[str, User], today: date, since: date) -> None:
        super().__init__(accounts=accounts, today=today)
        self.since, self.moved = since, 0

    def build(self, model: type[Record], table: Table, *, path: str, **parent: Record) -> Record:
        """Move the record of the table and its rows; a record that somebody removed is not recreated."""
        path = str(table.get("id") or path)
        existing = model._base_manager.filter(public_id=fixed_id("demonstration", model.__name__, path)).first()
        record = existing or model(**parent)
        self.built[model, path] = record
        self.paths[record.public_id] = path
        if existing is not None:
            self.change(record, table, path=path)
        return record

    def change(self, record: Record, table: Table, *, path: str) -> None:
        """Move the dates of one record if all its values are as loaded."""
        values = {name: value for name, value in expanded(table).items() if self._field(record, name, path) is not None}
        rows = {name: value for name, value in values.items() if self._field(record, name, path).one_to_many}
        own_values = {name: value for name, value in values.items() if name not in rows}
        dated = {
            name: value for name, value in own_values.items() if isinstance(value, str) and RELATIVE_DAY.search(value)
        }
        if dated and self._is_untouched(record, own_values, path):
            for name, value in dated.items():
                setattr(record, name, on_day(value, self.today))
            self._save(record, path)
            self.moved += 1
        for name, tables in rows.items():
            self._build_rows(record, name, tables, path)

    def _referred(self, record: Record, field: Any, name: str) -> Record:
        """Return a record of another file (an official) by its ID; nothing was built here."""
        of_files = field.related_model._base_manager.filter(
            public_id=fixed_id("demonstration", field.related_model.__name__, name)
        )
        return of_files.first() or super()._referred(record, field, name)

    def _is_untouched(self, record: Record, given: Mapping[str, Any], path: str) -> bool:
        parts = {f"{name}_{part}" for name in partial_date_names(type(record)) for part in PARTS}
        for field in record._meta.concrete_fields:
            if field.name in NEVER_COMPARED | parts or field.name == record.parent or not field.editable:
                continue
            expected = field.get_default()
            if field.name in given:
                value = given[field.name]
                expected = on_day(value, self.since) if isinstance(value, str) else value
                if isinstance(field, models.ForeignKey):
                    expected = self._referred(record, field, value).pk
            if field.value_from_object(record) != field.to_python(expected):
                return False
        return True
