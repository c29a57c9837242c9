"""Load the project's reference data into the database: add missing rows, leave existing ones unchanged."""

from collections import Counter
from pathlib import Path

from django.db import IntegrityError, transaction

from accounts.audit import log
from cases.models import Record
from cases.reference.reference_rows import FILES, BadRow, Row, record_of, rows_of
from cases.reference.reference_tables import TABLES, Table


@transaction.atomic
def load(folder: Path = FILES) -> Counter[str]:
    """Add every row of the files that is missing; return how many records of each kind were added.

    A row exists if a record has its public ID, whatever staff changed in it, or if staff entered the same thing by
    hand. All or nothing: raises BadRow, with file, row and column, and then nothing was added.
    """
    added: Counter[str] = Counter()
    loaded: dict[tuple[type[Record], tuple[str, ...]], Record] = {}
    with log.gathered():
        for table in TABLES:
            existing = _there(table)
            for row in rows_of(table, folder):
                record = record_of(row, table, loaded)
                stored = existing.get(record.public_id) or existing.get(_natural(record, table))
                if stored is None:
                    _add(record, row)
                    added[record.noun()] += 1
                    existing[record.public_id] = stored = record
                loaded[table.model, row.key(table.key)] = stored
    return added


def _add(record: Record, row: Row) -> None:
    try:
        record.save(by=None)
    except IntegrityError as refusal:  # names the constraint; fields were checked before
        raise BadRow(row, "", f"the database refuses it ({str(refusal).splitlines()[0]}).") from refusal


def _there(table: Table) -> dict[str | tuple[str, ...], Record]:
    """Return the existing records of a table, by public ID and by natural key."""
    records: dict[str | tuple[str, ...], Record] = {}
    for record in table.model._base_manager.all():
        records[record.public_id] = record
        records.setdefault(_natural(record, table), record)
    return records


def _natural(record: Record, table: Table) -> tuple[str, ...]:
    return tuple(str(field.value_from_object(record)) for field in record._meta.fields if field.name in table.natural)
