"""Changing many records that are there at once, with the same outcome as `Record.save` one by one: stamps, versions, log.

What can be worked out is worked out before the transaction; within it whole tables are written together. The caller has
locked the persons and cases in the version in which they were read: then their rows are as they were read, too.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Any, NamedTuple

from django.contrib.auth.models import AbstractBaseUser
from django.db import connection, models, transaction
from django.utils import timezone

from cases.models import ChangedMeanwhile, PersonName, Record, Root
from cases.models.name_search import write_keys
from cases.models.record import LoggedValue, differences, logged_values, prepare
from cases.spreadsheets.import_.bulk_create import add_ready, make_ready
from cases.spreadsheets.import_.undo_log import slices


class Change(NamedTuple):
    """A record with its new values, the version in which it was read, and what the log is to tell."""

    record: Record
    version: int
    told: dict[str, tuple[LoggedValue, LoggedValue]]


class Changes:
    """Changes that are written together: of records that are there, and new rows that belong to persons and cases."""

    def __init__(self, by: AbstractBaseUser, waves: Sequence[list[Record]]) -> None:
        self.by, self.waves = by, waves
        self.changed: list[Change] = []
        self._moved: Counter[tuple[type[Record], int]] = Counter()  # by how many versions persons and cases move on
        self._before: dict[int, dict[str, LoggedValue]] = {}

    def begin(self, record: Record) -> None:
        """`record` is about to be given new values."""
        self._before[id(record)] = logged_values(record)

    def end(self, record: Record) -> None:
        """`record` has its new values. Raises ValidationError for an unreadable date or a text that shows nothing."""
        prepare(record)
        differing = differences(self._before.pop(id(record)), logged_values(record))
        if differing:
            record.check_saved(differing.keys())
            self.changed.append(Change(record, record.version, differing))
            self._moved[_key(record.root)] += 1

    def make_ready(self) -> None:
        """Work out whatever needs no lock."""
        self._moved.update(_key(new.root) for wave in self.waves for new in wave if new.root.pk is not None)
        make_ready(self.waves, by=self.by)
        for record, version, _told in self.changed:
            record._stamp(record, self.by)
            if isinstance(record, Root):
                record.version = version + self._moved.pop(_key(record))

    @transaction.atomic
    def write(self) -> None:
        """Write them. Raises IntegrityError where the database refuses, ChangedMeanwhile for a record not as it was read."""
        by_model: dict[type[Record], list[Change]] = defaultdict(list)
        for change in self.changed:
            by_model[type(change.record)].append(change)
        for model, changes in by_model.items():
            _update(model, changes)
        for record, _version, differing in self.changed:
            if isinstance(record, PersonName):
                write_keys(record)
            record._log("changed", differing, self.by)
        add_ready(self.waves, by=self.by)
        self._move_versions()

    def _move_versions(self) -> None:
        together: dict[tuple[type[Record], int], list[int]] = defaultdict(list)
        for (model, key), count in self._moved.items():
            together[model, count].append(key)
        for (model, count), keys in together.items():
            rows: models.QuerySet[Any] = models.QuerySet(model)
            for some in slices(sorted(keys)):
                rows.filter(pk__in=some).update(
                    version=models.F("version") + count, updated_at=timezone.now(), updated_by=self.by
                )


def _update(model: type[Record], changes: Sequence[Change]) -> None:
    """Write all columns of these records of one model, as `save` does, where each is still in the version that was read."""
    fields = [field for field in model._meta.concrete_fields if not field.primary_key]
    quote = connection.ops.quote_name
    columns = ", ".join(f"{quote(str(field.column))} = %s" for field in fields)
    key, version = quote(str(model._meta.pk.column)), quote("version")
    sql = f"UPDATE {quote(model._meta.db_table)} SET {columns} WHERE {key} = %s AND {version} = %s"  # noqa: S608 - names of ours
    rows = [
        [*(field.get_db_prep_save(getattr(record, field.attname), connection) for field in fields), record.pk, before]
        for record, before, _told in changes
    ]
    with connection.cursor() as cursor:
        cursor.executemany(sql, rows)
        if cursor.rowcount != len(rows):
            raise ChangedMeanwhile(changes[0].record)


def _key(root: Record) -> tuple[type[Record], int]:
    return type(root), root.pk
