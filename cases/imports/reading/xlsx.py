"""XLSX workbooks through openpyxl, row by row, trusting nothing that the file says about itself."""

from __future__ import annotations

import datetime as dt
import io
import re
import warnings
from collections.abc import Iterator
from decimal import Decimal
from itertools import zip_longest
from typing import Any

import openpyxl
from openpyxl.workbook import Workbook

from cases.imports.reading.finishing import Raw
from cases.imports.reading.table import Limits, Unreadable, column_letters
from cases.imports.reading.values import date_text, number_text, parts_shown, zeros_shown

MERGED = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]*?ref=[\"']([A-Z0-9:$]{1,30})[\"']")
ROW = re.compile(rb"<(?:\w+:)?row\s(?:[^<>]{0,500}?\s)?r=[\"'](\d{1,12})[\"']")
LAST_ROW = 1_048_576  # of any workbook (ECMA-376)
FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")


def read(content: bytes, sheet: str, limits: Limits) -> tuple[str, list[str], Iterator[Raw]]:
    """(name of the sheet, notes, rows). Raises Unreadable where the sheet is not clear or a cell has no safe value."""
    if not openpyxl.DEFUSEDXML:
        raise Unreadable("Workbooks cannot be read safely here: the package defusedxml is not installed.")
    warnings.simplefilter("ignore")
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
    filled = [each for each in book.worksheets if _is_filled(each)]
    page = choose(filled, [each.title for each in filled], sheet)
    source = _source(page)
    if merged := MERGED.search(source):
        raise Unreadable(f"The cells {merged[1].decode()} are merged. Divide them and fill in each cell.")
    _check_order(source)
    notes = []
    formulas: Any = None
    if FORMULA.search(source):
        notes.append("Some cells hold formulas; the values that were saved with them were taken.")
        second: Workbook = openpyxl.load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
        formulas = second[page.title]
        formulas.reset_dimensions()
    page.reset_dimensions()
    return page.title, notes, _rows(page, formulas, limits)


def choose(filled: list[Any], titles: list[str], wanted: str) -> Any:
    """The sheet called `wanted`, or the only one with content. Raises Unreadable where there are several."""
    if not filled:
        raise Unreadable("The workbook has no cell with anything in it.")
    if wanted:
        if wanted not in titles:
            raise Unreadable(f"The workbook has no sheet “{wanted}” with content; it has {', '.join(titles)}.")
        return filled[titles.index(wanted)]
    if len(filled) > 1:
        raise Unreadable(f"The workbook has several sheets with content: {', '.join(titles)}. Say which one is meant.")
    return filled[0]


def _check_order(source: bytes) -> None:
    """Rows are numbered upwards. A reader that meets one twice, or one too late, drops it without a word."""
    before = 0
    for found in ROW.finditer(source):
        number = int(found[1])
        if not before < number <= LAST_ROW:
            raise Unreadable(
                f"The rows of the workbook are not in order: row {number:,} stands after row {before:,}. "
                "Open the file in a spreadsheet program and save it."
            )
        before = number


def _source(page: Any) -> bytes:
    with page._get_source() as part:  # openpyxl offers no public way to a sheet's own part
        return bytes(part.read())


def _is_filled(page: Any) -> bool:
    page.reset_dimensions()
    return any(cell.value is not None for row in page.iter_rows() for cell in row)


def _rows(page: Any, formulas: Any, limits: Limits) -> Iterator[Raw]:
    beside = formulas.iter_rows() if formulas is not None else ()
    for number, (row, formula_row) in enumerate(zip_longest(page.iter_rows(), beside, fillvalue=()), start=1):
        last = max((place for place, cell in enumerate(row, start=1) if cell.value is not None), default=0)
        for place, cell in enumerate(formula_row, start=1):
            if getattr(cell, "data_type", "") == "f" and (place > len(row) or row[place - 1].value is None):
                raise Unreadable(
                    f"Cell {column_letters(place)}{number} holds a formula without a computed value. "
                    "Open the file in a spreadsheet program, save it, or replace the formula by its value."
                )
        if last > limits.columns:
            raise Unreadable(
                f"Cell {column_letters(last)}{number} lies in column {last:,}; at most {limits.columns} are taken."
            )
        if last and number > limits.rows + 1:
            raise Unreadable(f"Row {number:,} is filled; at most {limits.rows:,} rows are taken. Divide the file.")
        yield number, [_text(cell, f"Cell {column_letters(at)}{number}") for at, cell in enumerate(row[:last], start=1)]


def _text(cell: Any, place: str) -> str:
    value = cell.value
    if value is None:
        return ""
    if cell.data_type == "e":
        raise Unreadable(f"{place} holds the error {value}. Mend it in the file.")
    if isinstance(value, str):
        return value.replace("\r\n", "\n")
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int):
        return number_text(Decimal(value), place, zeros_shown(cell.number_format))
    if isinstance(value, float):
        return number_text(Decimal(repr(value)), place, zeros_shown(cell.number_format))
    if isinstance(value, dt.datetime | dt.date | dt.time):
        return date_text(value, parts_shown(cell.number_format))
    raise Unreadable(f"{place} holds a value of a kind that is not taken.")
