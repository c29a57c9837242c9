"""Adding many plain rows at once: the ORM's own insertion spends most of its time on values that need nothing done."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import islice
from typing import Any

from django.db import connections, models, router

PORTION = 2000
"""Rows handed to the database together."""


def add_rows(model: type[models.Model], names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Insert `rows`, each with a value for every field in `names`; all other columns take what the database gives them.

    Values are texts, whole numbers, None and moments: what a database takes as it is. Constraints and triggers hold as ever;
    raises IntegrityError or DataError where they do. No signal is sent and no instance made.
    """
    connection = connections[router.db_for_write(model)]
    quote, meta = connection.ops.quote_name, model._meta
    columns = ", ".join(quote(str(meta.get_field(name).column)) for name in names)  # type: ignore[union-attr]
    sql = f"INSERT INTO {quote(meta.db_table)} ({columns}) VALUES ({', '.join(['%s'] * len(names))})"  # noqa: S608  names of ours
    waiting = iter(rows)
    with connection.cursor() as cursor:
        while some := list(islice(waiting, PORTION)):
            cursor.executemany(sql, _adapted(some, connection))


def _adapted(rows: Iterable[Sequence[Any]], connection: Any) -> list[tuple[Any, ...]]:
    moment = connection.ops.adapt_datetimefield_value
    return [tuple(moment(value) if isinstance(value, datetime) else value for value in row) for row in rows]
