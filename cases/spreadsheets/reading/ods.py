"""ODS workbooks: a small reader of content.xml, with the repetitions of rows and cells under control."""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import iterparse  # type: ignore[import-untyped]

from cases.spreadsheets.reading.cell_text import NO_DAY, SHOWS_LESS, date_text, number_text, shows_less
from cases.spreadsheets.reading.hidden import Hidden, Opened, hidden_sheets
from cases.spreadsheets.reading.table import Choices, Limits, Raw, Unreadable, column_letters
from cases.spreadsheets.reading.xlsx import choose, largest

MIMETYPES = (
    b"application/vnd.oasis.opendocument.spreadsheet",
    b"application/vnd.oasis.opendocument.spreadsheet-template",
)
NAMESPACE = "{urn:oasis:names:tc:opendocument:xmlns:%s:1.0}"
TABLE, OFFICE, TEXT, STYLE, NUMBER = (NAMESPACE % name for name in ("table", "office", "text", "style", "datastyle"))
ERROR_TYPE = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}value-type"
LEFT_OUT = (f"{OFFICE}annotation", f"{TEXT}note")
NUMERIC = ("float", "currency", "percentage")
ISO_DAY = re.compile(r"(-?\d{4,})-(\d\d)-(\d\d)(?:T(\d\d:\d\d:\d\d)\S*)?")
REPEATED_CELLS, REPEATED_ROWS = f"{TABLE}number-columns-repeated", f"{TABLE}number-rows-repeated"
DAY_NOUGHT, FIRST_SURE, SERIALS_BEGIN = dt.datetime(1899, 12, 30), dt.datetime(1900, 3, 1), 1899  # noqa: DTZ001
LONGEST_SPACE = 32_768


@dataclass
class Sheet:
    """A table of the file: its filled rows, and the default styles of its columns as (how many, style)."""

    title: str
    style: str = ""
    rows: list[Raw] = field(default_factory=list)
    columns: list[tuple[int, str]] = field(default_factory=list)
    next_number: int = 1
    dated: dict[int, dict[int, str]] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    merged: list[tuple[int, str]] = field(default_factory=list)  # (last row, first cell)
    width: int = 0  # of the columns so far

    def column_style(self, place: int) -> str:
        """The default cell style of the column at `place`, counted from 0; "" where it has none."""
        for count, style in self.columns:
            if place < count:
                return style
            place -= count
        return ""


def read(archive: zipfile.ZipFile, choices: Choices, limits: Limits) -> Opened:
    """The sheet that is chosen or the only one. Raises Unreadable where the sheet is not clear or a cell has no safe value."""
    if b"encryption-data" in _part(archive, "META-INF/manifest.xml"):
        raise Unreadable("The workbook is protected by a password. Save it without one.")
    reader = Reader(limits)
    filled = [each for each in reader.sheets(archive) if each.rows]
    visible = [each for each in filled if each.style not in reader.hidden_tables] or filled
    wanted = filled if choices.sheet or choices.hidden else visible
    titles = [each.title for each in wanted]
    notes = hidden_sheets([each.title for each in filled if each not in wanted])
    sizes = [len(each.rows) for each in wanted] if choices.largest_sheet and len(wanted) > 1 else []
    page: Sheet = choose(wanted, titles, choices.sheet or largest(titles, sizes, notes))
    hidden = Hidden() if choices.hidden else Hidden(frozenset(page.hidden_rows), frozenset(page.hidden_columns))
    rows = hidden.left_out(page.rows, page.dated, notes)
    return Opened(page.title, notes, rows, page.dated, hidden, page.merged, titles)


def _part(archive: zipfile.ZipFile, name: str) -> bytes:
    return archive.read(name) if name in archive.namelist() else b""


class Reader:
    """Walks through content.xml once, keeping the filled rows of each table."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.date_parts: dict[str, str] = {}  # date style -> the letters y, m, d it shows
        self.data_styles: dict[str, str] = {}  # cell style -> data style
        self.hidden_tables: set[str] = set()  # styles of sheets that are not shown

    def sheets(self, archive: zipfile.ZipFile) -> list[Sheet]:
        """Every table of the file, in order."""
        found: list[Sheet] = []
        open_table = 0
        with archive.open("content.xml") as part:
            for event, element in iterparse(part, events=("start", "end"), forbid_dtd=True):
                if element.tag == f"{TABLE}table":
                    open_table += 1 if event == "start" else -1
                    if open_table > 1:
                        raise Unreadable(f"The sheet “{found[-1].title}” holds a table inside a table.")
                    if event == "start":
                        found.append(Sheet(element.get(f"{TABLE}name", ""), element.get(f"{TABLE}style-name", "")))
                elif event == "end":
                    self._take(element, found[-1] if open_table else None)
        return found

    def _take(self, element: Element, sheet: Sheet | None) -> None:
        if element.tag == f"{NUMBER}date-style":
            self.date_parts[element.get(f"{STYLE}name", "")] = _parts_shown(element)
        elif element.tag == f"{STYLE}style":
            name = element.get(f"{STYLE}name", "")
            self.data_styles[name] = element.get(f"{STYLE}data-style-name", "")
            if any(each.get(f"{TABLE}display") == "false" for each in element):
                self.hidden_tables.add(name)
        elif sheet is not None and element.tag == f"{TABLE}table-column":
            count = _count(element, REPEATED_CELLS)
            sheet.columns.append((count, element.get(f"{TABLE}default-cell-style-name", "")))
            if element.get(f"{TABLE}visibility", "visible") != "visible":
                last = min(sheet.width + count, self.limits.columns)
                sheet.hidden_columns.update(range(sheet.width + 1, last + 1))
            sheet.width += count
        elif sheet is not None and element.tag == f"{TABLE}table-row":
            self._row(element, sheet)
            element.clear()

    def _row(self, row: Element, sheet: Sheet) -> None:
        cells: list[str] = []
        doubts: dict[int, str] = {}
        place = 0
        for cell in row:
            if cell.tag not in (f"{TABLE}table-cell", f"{TABLE}covered-table-cell"):
                continue
            name = f"Cell {column_letters(min(place + 1, 99_999))}{sheet.next_number}"
            if any(cell.get(f"{TABLE}number-{way}-spanned", "1") != "1" for way in ("columns", "rows")):
                rows = int(cell.get(f"{TABLE}number-rows-spanned", "1"))
                sheet.merged.append((sheet.next_number + rows - 1, name.removeprefix("Cell ")))
            text, doubt = self._text(cell, name, sheet, place)
            times = _count(cell, REPEATED_CELLS)
            if text:
                if place + times > self.limits.columns:
                    raise Unreadable(
                        f"{name} reaches column {place + times:,}; at most {self.limits.columns} are taken."
                    )
                cells += [""] * (place - len(cells)) + [text] * times
                doubts |= dict.fromkeys(range(place + 1, place + times + 1), doubt) if doubt else {}
            place += times
        times = _count(row, REPEATED_ROWS)
        if cells:
            if sheet.next_number + times - 2 > self.limits.rows:
                raise Unreadable(f"More than {self.limits.rows:,} rows are filled. Divide the file.")
            numbers = range(sheet.next_number, sheet.next_number + times)
            sheet.rows += [(number, cells) for number in numbers]
            sheet.dated |= {number: dict(doubts) for number in numbers} if doubts else {}
            if row.get(f"{TABLE}visibility", "visible") != "visible":
                sheet.hidden_rows.update(numbers)
        sheet.next_number += times

    def _text(self, cell: Element, name: str, sheet: Sheet, place: int) -> tuple[str, str]:
        """The text of a cell, and what is doubtful in it where a date shows less than it holds or is none."""
        if cell.get(f"{OFFICE}value-type", "") == "date" and cell.get(ERROR_TYPE) != "error":
            style = cell.get(f"{TABLE}style-name") or sheet.column_style(place)
            shows = self.date_parts.get(self.data_styles.get(style, ""), "Ymd")
            return _date(cell.get(f"{OFFICE}date-value", ""), shows, name)
        return self._plain_text(cell, name), ""

    def _plain_text(self, cell: Element, name: str) -> str:
        kind = cell.get(f"{OFFICE}value-type", "")
        if cell.get(ERROR_TYPE) == "error":
            raise Unreadable(f"{name} holds the error {_words(cell).strip()}. Mend it in the file.")
        if cell.get(f"{TABLE}formula") is not None and not kind:
            raise Unreadable(f"{name} holds a formula without a computed value. Replace the formula by its value.")
        if kind in NUMERIC:
            try:
                return number_text(Decimal(cell.get(f"{OFFICE}value", "")), name)
            except InvalidOperation as wrong:
                raise Unreadable(f"{name} calls itself a number and holds none.") from wrong
        if kind == "boolean":
            return cell.get(f"{OFFICE}boolean-value", "").upper()
        if kind == "time":
            return cell.get(f"{OFFICE}time-value", "")
        given = cell.get(f"{OFFICE}string-value")
        return given if given is not None else _words(cell)


def _parts_shown(style: Element) -> str:
    """The letters Y (a year in full), y, m and d that a style of dates shows."""
    shown = set()
    for part in style:
        tag = part.tag.removeprefix(NUMBER)
        if tag in ("year", "month", "day"):
            is_long = part.get(f"{NUMBER}style") == "long"
            shown.add("Y" if tag == "year" and is_long else tag[0])
    return "".join(letter for letter in "Yymd" if letter in shown)


def _date(value: str, shows: str, name: str) -> tuple[str, str]:
    """ISO text no finer than the cell shows it, and what is doubtful in it."""
    match = ISO_DAY.fullmatch(value)
    if not match:
        raise Unreadable(f"{name} calls itself a date and holds “{value[:40]}”.")
    year, month, day, time = match.groups()
    iso = f"{year}-{month}-{day}" + (f" {time}" if time and time != "00:00:00" else "")
    try:
        moment = dt.datetime.fromisoformat(iso)
    except ValueError:
        return iso, NO_DAY
    if moment < FIRST_SURE and moment.year >= SERIALS_BEGIN:
        return str((moment - DAY_NOUGHT).days), NO_DAY
    return date_text(moment, shows), SHOWS_LESS if shows_less(shows) else ""


def _words(cell: Element) -> str:
    """The paragraphs of a cell, one a line; comments are left out."""
    return "\n".join(_inside(child) for child in cell if child.tag in (f"{TEXT}p", f"{TEXT}h"))


def _inside(element: Any) -> str:
    text = element.text or ""
    for child in element:
        if child.tag == f"{TEXT}s":
            text += " " * min(_count(child, f"{TEXT}c"), LONGEST_SPACE)
        elif child.tag == f"{TEXT}tab":
            text += "\t"
        elif child.tag == f"{TEXT}line-break":
            text += "\n"
        elif child.tag not in LEFT_OUT:
            text += _inside(child)
        text += child.tail or ""
    return text


def _count(element: Element, name: str) -> int:
    number = int(element.get(name, "1"))
    if number < 1:
        raise Unreadable("The workbook repeats something less than once: it is damaged.")
    return number
