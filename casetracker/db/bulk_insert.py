"""Bulk insert of plain rows: the ORM spends most of its time on values that need no conversion."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import islice
from typing import Any

from django.db import connections, models, router

PORTION = 2000
"""Rows passed to the database at once."""


def add_rows(model: type[models.Model], names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Insert `rows`, each with a value for every field in `names`; other columns get the database's defaults.

    Values are strings, integers, None and datetimes, which the database accepts as they are. Constraints and triggers
    apply as usual and raise IntegrityError or DataError. No signal is sent and no instance created.
    """
    connection = connections[router.db_for_write(model)]
    quote, meta = connection.ops.quote_name, model._meta
    columns = ", ".join(quote(str(meta.get_field(name).column)) for name in names)  # type: ignore[union-attr]
    sql = f"INSERT INTO {quote(meta.db_table)} ({columns}) VALUES ({', '.join(['%s'] * len(names))})"  # noqa: S608  our own names
    remaining = iter(rows)
    with connection.cursor() as cursor:
        while batch := list(islice(remaining, PORTION)):
            cursor.executemany(sql, _adapted(batch, connection))


def _adapted(rows: Iterable[Sequence[Any]], connection: Any) -> list[tuple[Any, ...]]:
    moment = connection.ops.adapt_datetimefield_value
    return [tuple(moment(value) if isinstance(value, datetime) else value for value in row) for row in rows]
