"""Bring the reference data of the project into the database: what is missing is added, what is there stays as it is."""

from collections import Counter
from pathlib import Path

from django.db import IntegrityError, transaction

from accounts import log
from cases.models import Record
from cases.reference.reading import FILES, BadRow, Row, record_of, rows_of
from cases.reference.tables import TABLES, Table


@transaction.atomic
def load(folder: Path = FILES) -> Counter[str]:
    """Add every row of the files that is not there yet; returns how many of each kind of record were added.

    A record is there when it bears the row's public id, however staff changed it since, or when staff entered the same
    thing by hand. All or nothing: raises BadRow, with file, row and column, and then nothing was added.
    """
    added: Counter[str] = Counter()
    known: dict[tuple[type[Record], tuple[str, ...]], Record] = {}
    with log.gathered():
        for table in TABLES:
            there = _there(table)
            for row in rows_of(table, folder):
                record = record_of(row, table, known)
                same = there.get(record.public_id) or there.get(_natural(record, table))
                if same is None:
                    _add(record, row)
                    added[record.noun()] += 1
                    there[record.public_id] = same = record
                known[table.model, row.key(table.key)] = same
    return added


def _add(record: Record, row: Row) -> None:
    try:
        record.save(by=None)
    except IntegrityError as refusal:  # names the constraint; fields were checked before
        raise BadRow(row, "", f"the database refuses it ({str(refusal).splitlines()[0]}).") from refusal


def _there(table: Table) -> dict[str | tuple[str, ...], Record]:
    """The records of a table that are in the database, by public id and by what else they are known by."""
    found: dict[str | tuple[str, ...], Record] = {}
    for record in table.model._base_manager.all():
        found[record.public_id] = record
        found.setdefault(_natural(record, table), record)
    return found


def _natural(record: Record, table: Table) -> tuple[str, ...]:
    return tuple(str(field.value_from_object(record)) for field in record._meta.fields if field.name in table.natural)
