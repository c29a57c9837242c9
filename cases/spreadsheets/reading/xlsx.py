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
from openpyxl.styles.numbers import is_date_format, is_timedelta_format
from openpyxl.utils.datetime import WINDOWS_EPOCH, from_excel
from openpyxl.workbook import Workbook

from cases.spreadsheets.reading.cell_text import (
    NO_DAY,
    SHOWS_LESS,
    before_calendar,
    date_text,
    number_text,
    parts_shown,
    shows_less,
    zeros_shown,
)
from cases.spreadsheets.reading.hidden import Hidden, Opened, hidden_sheets
from cases.spreadsheets.reading.table import Choices, Limits, Raw, Unreadable, column_letters

MERGED = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]*?ref=[\"']([A-Z0-9:$]{1,30})[\"']")
ROW = re.compile(rb"<(?:\w+:)?row\s(?:[^<>]{0,500}?\s)?r=[\"'](\d{1,12})[\"']")
LAST_ROW = 1_048_576  # of any workbook (ECMA-376)
ROW_TAG = re.compile(rb"<(?:\w+:)?row(\s[^<>]{0,2000})>")
COLUMN_TAG = re.compile(rb"<(?:\w+:)?col(\s[^<>]{0,2000})>")
ATTRIBUTE_R = re.compile(rb"\sr=[\"'](\d{1,7})[\"']")
ATTRIBUTE_MIN = re.compile(rb"\smin=[\"'](\d{1,7})[\"']")
ATTRIBUTE_MAX = re.compile(rb"\smax=[\"'](\d{1,7})[\"']")
HIDDEN = re.compile(rb"\shidden=[\"'](?:1|true)[\"']")
LAST_COLUMN = 16_384  # of any workbook (ECMA-376)
FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")


def read(content: bytes, choices: Choices, limits: Limits) -> Opened:
    """The sheet that is chosen or the only one. Raises Unreadable where the sheet is not clear or a cell has no safe value."""
    if not openpyxl.DEFUSEDXML:
        raise Unreadable("Workbooks cannot be read safely here: the package defusedxml is not installed.")
    warnings.simplefilter("ignore")
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
    book._date_formats = set()  # numbers stay what they are: of 59 and 60 openpyxl makes one day
    filled = [each for each in book.worksheets if _is_filled(each)]
    visible = [each for each in filled if each.sheet_state == "visible"] or filled
    wanted = filled if choices.sheet or choices.hidden else visible
    titles = [each.title for each in wanted]
    notes = hidden_sheets([each.title for each in filled if each not in wanted])
    sizes = [_size(each) for each in wanted] if choices.largest_sheet and len(wanted) > 1 else []
    page = choose(wanted, titles, choices.sheet or largest(titles, sizes, notes))
    source = _source(page)
    merged = [(_last_row(where[1].decode()), where[1].decode()) for where in MERGED.finditer(source)]
    _check_order(source)
    formulas: Any = None
    if FORMULA.search(source):
        notes.append("Some cells hold formulas; the values that were saved with them were taken.")
        second: Workbook = openpyxl.load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
        formulas = second[page.title]
        formulas.reset_dimensions()
    page.reset_dimensions()
    hidden = Hidden() if choices.hidden else _hidden(source)
    dated: dict[int, dict[int, str]] = {}
    rows = hidden.left_out(_rows(page, formulas, limits, dated, book.epoch), dated, notes)
    return Opened(page.title, notes, rows, dated, hidden, merged, titles)


def largest(titles: list[str], sizes: list[int], notes: list[str]) -> str:
    """Of several sheets the one with most rows of a table, which is told; "" where no size is given."""
    if not sizes:
        return ""
    title = titles[sizes.index(max(sizes))]
    others = ", ".join(each for each in titles if each != title)
    notes.append(f"The workbook has other sheets with content, which were not read: {others}.")
    return title


def _size(page: Any) -> int:
    page.reset_dimensions()
    rows = (sum(cell.value is not None for cell in row) for row in page.iter_rows())
    return sum(1 for cells in rows if cells > 1)


def _last_row(cells: str) -> int:
    """The last row of "A1:C2"."""
    return int("".join(sign for sign in cells.rpartition(":")[2] if sign.isdecimal()) or 0)


def _hidden(source: bytes) -> Hidden:
    """The rows and columns that the sheet hides, by hand, by a filter or in a closed outline."""
    rows: set[int] = set()
    columns: set[int] = set()
    before = 0
    for tag in ROW_TAG.finditer(source):
        number = ATTRIBUTE_R.search(tag[1])
        before = int(number[1]) if number else before + 1
        if HIDDEN.search(tag[1]):
            rows.add(before)
    for tag in COLUMN_TAG.finditer(source):
        first, last = ATTRIBUTE_MIN.search(tag[1]), ATTRIBUTE_MAX.search(tag[1])
        if first and last and HIDDEN.search(tag[1]):
            columns.update(range(int(first[1]), min(int(last[1]), LAST_COLUMN) + 1))
    return Hidden(frozenset(rows), frozenset(columns))


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


def _rows(
    page: Any, formulas: Any, limits: Limits, dated: dict[int, dict[int, str]], epoch: dt.datetime
) -> Iterator[Raw]:
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
        texts = []
        for at, cell in enumerate(row[:last], start=1):
            text, doubt = _text(cell, f"Cell {column_letters(at)}{number}", epoch)
            texts.append(text)
            if doubt:
                dated.setdefault(number, {})[at] = doubt
        yield number, texts


def _text(cell: Any, place: str, epoch: dt.datetime) -> tuple[str, str]:
    """The text of a cell, and what is doubtful in it where a date shows less than it holds or is none."""
    value = cell.value
    if isinstance(value, int | float) and not isinstance(value, bool) and is_date_format(cell.number_format):
        return _date(value, cell.number_format, place, epoch)
    if isinstance(value, dt.datetime | dt.date) and shows_less(shows := parts_shown(cell.number_format)):
        return date_text(value, shows), SHOWS_LESS
    return _plain_text(cell, place), ""


def _date(value: float, number_format: str, place: str, epoch: dt.datetime) -> tuple[str, str]:
    number, shows = Decimal(repr(value)), parts_shown(number_format)
    if is_timedelta_format(number_format):
        raise Unreadable(f"{place} holds a value of a kind that is not taken.")
    if not shows and 0 <= number < 1:
        return date_text(from_excel(value, epoch), shows), ""
    if before_calendar(number) and epoch == WINDOWS_EPOCH:
        return number_text(number, place), NO_DAY
    try:
        moment = from_excel(value, epoch)
    except (OverflowError, ValueError):
        return number_text(number, place), NO_DAY
    return date_text(moment, shows), SHOWS_LESS if shows_less(shows) else ""


def _plain_text(cell: Any, place: str) -> str:
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
