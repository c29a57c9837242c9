"""Rows put into the register's tables as columns, without an instance of a model for each: a rebuild writes millions."""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, NamedTuple

from django.db import connections, models
from django.db.backends.base.base import BaseDatabaseWrapper

REGISTER = "register"
Columns = Mapping[str, Any]


class Column(NamedTuple):
    """A column of a table: its field, whether it takes text as it is, and what stands where a row has nothing for it."""

    field: models.Field
    is_text: bool
    default: Any


def fill(model: type[models.Model], rows: Iterable[Columns], *, unless_there: bool = False) -> None:
    """Insert rows, each with the values of some columns; the others take the defaults of the model's fields.

    Raises:
        ValueError: a row has a column that the table has not.
        IntegrityError: a row is there already, and not `unless_there`.
    """
    columns = columns_of(model)
    table, told = model._meta.db_table, ", ".join(f'"{name}"' for name in columns)
    marks, verb = ", ".join(["%s"] * len(columns)), "INSERT OR IGNORE" if unless_there else "INSERT"
    connection = connections[REGISTER]
    with connection.cursor() as cursor:
        cursor.executemany(
            f"{verb} INTO {table} ({told}) VALUES ({marks})",
            [_prepared(row, columns, table, connection) for row in rows],
        )


@cache
def columns_of(model: type[models.Model]) -> dict[str, Column]:
    """The columns of a table by name, but for a number that the database gives."""
    connection = connections[REGISTER]
    return {
        field.attname: Column(
            field,
            isinstance(field, models.CharField | models.TextField | models.ForeignKey),
            field.get_db_prep_save(field.get_default(), connection),
        )
        for field in model._meta.local_concrete_fields
        if not isinstance(field, models.AutoField)
    }


def _prepared(row: Columns, columns: Mapping[str, Column], table: str, connection: BaseDatabaseWrapper) -> list[Any]:
    if not columns.keys() >= row.keys():
        raise ValueError(f"{table} has no {', '.join(sorted(row.keys() - columns.keys()))}.")
    told = []
    for name, (field, is_text, default) in columns.items():
        value = row.get(name)
        if value is None:
            told.append(None if name in row else default)
        elif is_text and type(value) is str:
            told.append(value)
        else:
            told.append(field.get_db_prep_save(field.to_python(value), connection))
    return told
