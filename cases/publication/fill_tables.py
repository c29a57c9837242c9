"""Bulk inserts of columns into the register's tables, without a model instance per row: a rebuild writes millions."""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, NamedTuple

from django.db import connections, models
from django.db.backends.base.base import BaseDatabaseWrapper

REGISTER = "register"
Columns = Mapping[str, Any]


class Column(NamedTuple):
    """A column of a table: its field, whether it takes text unchanged, and its value for rows that have none."""

    field: models.Field
    is_text: bool
    default: Any


def fill(model: type[models.Model], rows: Iterable[Columns], *, unless_there: bool = False) -> None:
    """Insert rows, each with the values of some columns; the others take the defaults of the model's fields.

    Raises:
        ValueError: a row has a column that the table does not have.
        IntegrityError: a row already exists, and not `unless_there`.
    """
    columns = columns_of(model)
    table, column_list = model._meta.db_table, ", ".join(f'"{name}"' for name in columns)
    marks, verb = ", ".join(["%s"] * len(columns)), "INSERT OR IGNORE" if unless_there else "INSERT"
    connection = connections[REGISTER]
    with connection.cursor() as cursor:
        cursor.executemany(
            f"{verb} INTO {table} ({column_list}) VALUES ({marks})",
            [_prepared(row, columns, table, connection) for row in rows],
        )


@cache
def columns_of(model: type[models.Model]) -> dict[str, Column]:
    """The columns of a table by name, except a key that the database assigns."""
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
    values = []
    for name, (field, is_text, default) in columns.items():
        value = row.get(name)
        if value is None:
            values.append(None if name in row else default)
        elif is_text and type(value) is str:
            values.append(value)
        else:
            values.append(field.get_db_prep_save(field.to_python(value), connection))
    return values
