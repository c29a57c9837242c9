"""Conversion of lines of a reference file to unsaved records, or to sentences about their errors."""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import models

from cases.models import Record
from cases.reference.reference_tables import Table
from cases.reference.stable_ids import fixed_id

FILES = Path(__file__).parent / "files"
ABOUT_THE_ROW = ("confidence", "source", "note")
CONFIDENCE = ("high", "medium", "low")
YES_NO = {"yes": True, "no": False, "": False}

Known = Mapping[tuple[type[Record], tuple[str, ...]], Record]


class BadRow(Exception):
    """Raised for an invalid row of a reference file; the text is a sentence naming file, row and column."""

    def __init__(self, row: "Row", column: str, why: str) -> None:
        place = f"{row.file}, row {row.number}" + (f", column {column}" if column else "")
        super().__init__(f"{place}: {why}")


@dataclass(frozen=True)
class Row:
    """One line: its position (the heading is row 1) and its cells by column."""

    file: str
    number: int
    cells: Mapping[str, str]

    def key(self, columns: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(self.cells[column] for column in columns)


def rows_of(table: Table, folder: Path) -> Iterator[Row]:
    """Yield the rows of all files of a table, by file name. Raises BadRow for a line that does not fit its heading."""
    for path in sorted(folder.glob(table.pattern)):
        with path.open(encoding="utf-8", newline="") as file:
            head, *lines = list(csv.reader(file)) or [[]]
        for column in table.key:
            if column not in head:
                raise BadRow(Row(path.name, 1, {}), column, "the heading lacks it.")
        for number, line in enumerate(lines, start=2):
            row = Row(path.name, number, dict(zip(head, (cell.strip() for cell in line), strict=False)))
            if len(line) != len(head):
                raise BadRow(row, "", f"it has {len(line)} cells under {len(head)} headings.")
            yield row


def record_of(row: Row, table: Table, known: Known) -> Record:
    """Build an unsaved record of the table's model. `known`: records that the row may refer to.

    Raises BadRow for a cell that the model refuses, that names an unknown record, or whose column is not a field.
    """
    values: dict[str, Any] = {}
    for column, cell in row.cells.items():
        if column not in ABOUT_THE_ROW and not (column in table.key and not _has(table.model, column)):
            values[column] = _value(row, column, cell, table, known)
    record = table.model(**values | _about_the_row(row, table.model))
    record.public_id = fixed_id(record.noun(), *row.key(table.key))
    try:
        record.clean_fields(exclude=[f.name for f in record._meta.concrete_fields if f.is_relation])
    except ValidationError as refusal:
        column, sentences = next(iter(refusal.message_dict.items()))
        raise BadRow(row, column, sentences[0]) from refusal
    return record


def _value(row: Row, column: str, cell: str, table: Table, known: Known) -> Any:
    if not _has(table.model, column):
        raise BadRow(row, column, f"a {table.model._meta.verbose_name} has no such field.")
    field = table.model._meta.get_field(column)
    if isinstance(field, models.ForeignKey):
        return _referred(row, column, cell, table, known)
    if isinstance(field, models.BooleanField):
        if cell not in YES_NO:
            raise BadRow(row, column, f"“{cell}” is neither yes nor no.")
        return YES_NO[cell]
    if isinstance(field, models.IntegerField):
        if cell and not (cell.isascii() and cell.isdigit()):
            raise BadRow(row, column, f"“{cell}” is no whole number.")
        return int(cell) if cell else None
    return cell


def _referred(row: Row, column: str, cell: str, table: Table, known: Known) -> Record | None:
    field = table.model._meta.get_field(column)
    model = field.related_model
    assert isinstance(model, type) and issubclass(model, Record)
    if not cell:
        if not field.null:
            raise BadRow(row, column, "it must not be empty.")
        return None
    referred = known.get((model, row.key(table.refers.get(column, (column,)))))
    if referred is None:
        raise BadRow(row, column, f"there is no {model._meta.verbose_name} “{cell}” in the files above.")
    return referred


def _about_the_row(row: Row, model: type[Record]) -> dict[str, Any]:
    """Return the values about the row itself: uncertain rows must be verified, source and note are for staff."""
    confidence = row.cells.get("confidence", "high")
    if confidence not in CONFIDENCE:
        raise BadRow(row, "confidence", f"“{confidence}” is none of {', '.join(CONFIDENCE)}.")
    source, note = row.cells.get("source", ""), row.cells.get("note", "")
    values: dict[str, Any] = {"to_verify": confidence != "high"} if _has(model, "to_verify") else {}
    if _has(model, "source"):
        values["source"], source = source, ""
    if _has(model, "internal_notes") and "confidence" in row.cells:
        notes = (note, f"Source: {source}." if source else "", f"Confidence: {confidence}.")
        values["internal_notes"] = "\n".join(filter(None, notes))
    return values


def _has(model: type[Record], field: str) -> bool:
    try:
        model._meta.get_field(field)
    except FieldDoesNotExist:
        return False
    return True
