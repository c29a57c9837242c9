"""Reading the rows of a list slice by slice, each slice as far as whoever asks may know of it at that moment."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from cases.models import Record
from cases.spreadsheets.export.export_columns import SHEETS, Column, Value

SLICE = 200  # records read at once


def rows_of(model: type[Record], keys: Sequence[int], columns: Sequence[Column], *, user: Any) -> Iterator[list[Value]]:
    """The values of the records `keys` in that order. One that is barred to `user` by now, or is gone, is left out."""
    sheet = SHEETS[model.noun()]
    for start in range(0, len(keys), SLICE):
        some = keys[start : start + SLICE]
        found = (
            model.objects.visible_to(user).filter(pk__in=some).select_related(*sheet.select or (None,))
        )  # none named would mean all
        known = {record.pk: record for record in found.prefetch_related(*sheet.prefetch(user))}
        for key in some:
            if key in known:
                yield [plain(column.read(known[key])) for column in columns]


def plain(value: Any) -> Value:
    """A value as it stands in a file: a number as a number, all else as text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, (datetime, date, time)):
        return value.isoformat()
    return value if isinstance(value, (int, float)) else str(value)
