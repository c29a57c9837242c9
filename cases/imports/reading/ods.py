"""ODS workbooks: a small reader of content.xml, with the repetitions of rows and cells under control."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import iterparse  # type: ignore[import-untyped]

from cases.imports.reading.finishing import Raw
from cases.imports.reading.table import Limits, Unreadable, column_letters
from cases.imports.reading.values import number_text
from cases.imports.reading.xlsx import choose

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
LONGEST_SPACE = 32_768


@dataclass
class Sheet:
    """A table of the file: its filled rows, and the default styles of its columns as (how many, style)."""

    title: str
    rows: list[Raw] = field(default_factory=list)
    columns: list[tuple[int, str]] = field(default_factory=list)
    next_number: int = 1

    def column_style(self, place: int) -> str:
        """The default cell style of the column at `place`, counted from 0; "" where it has none."""
        for count, style in self.columns:
            if place < count:
                return style
            place -= count
        return ""


def read(archive: zipfile.ZipFile, sheet: str, limits: Limits) -> tuple[str, list[str], Iterator[Raw]]:
    """(name of the sheet, notes, rows). Raises Unreadable where the sheet is not clear or a cell has no safe value."""
    if b"encryption-data" in _part(archive, "META-INF/manifest.xml"):
        raise Unreadable("The workbook is protected by a password. Save it without one.")
    sheets = Reader(limits).sheets(archive)
    filled = [each for each in sheets if each.rows]
    page: Sheet = choose(filled, [each.title for each in filled], sheet)
    return page.title, [], iter(page.rows)


def _part(archive: zipfile.ZipFile, name: str) -> bytes:
    return archive.read(name) if name in archive.namelist() else b""


class Reader:
    """Walks through content.xml once, keeping the filled rows of each table."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.date_parts: dict[str, str] = {}  # date style -> the letters y, m, d it shows
        self.data_styles: dict[str, str] = {}  # cell style -> data style

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
                        found.append(Sheet(element.get(f"{TABLE}name", "")))
                elif event == "end":
                    self._take(element, found[-1] if open_table else None)
        return found

    def _take(self, element: Element, sheet: Sheet | None) -> None:
        if element.tag == f"{NUMBER}date-style":
            shown = {child.tag.removeprefix(NUMBER)[0] for child in element if child.tag.startswith(NUMBER)}
            self.date_parts[element.get(f"{STYLE}name", "")] = "".join(sorted(shown & set("ymd")))
        elif element.tag == f"{STYLE}style":
            self.data_styles[element.get(f"{STYLE}name", "")] = element.get(f"{STYLE}data-style-name", "")
        elif sheet is not None and element.tag == f"{TABLE}table-column":
            sheet.columns.append((_count(element, REPEATED_CELLS), element.get(f"{TABLE}default-cell-style-name", "")))
        elif sheet is not None and element.tag == f"{TABLE}table-row":
            self._row(element, sheet)
            element.clear()

    def _row(self, row: Element, sheet: Sheet) -> None:
        cells: list[str] = []
        place = 0
        for cell in row:
            if cell.tag not in (f"{TABLE}table-cell", f"{TABLE}covered-table-cell"):
                continue
            name = f"Cell {column_letters(min(place + 1, 99_999))}{sheet.next_number}"
            if any(cell.get(f"{TABLE}number-{way}-spanned", "1") != "1" for way in ("columns", "rows")):
                raise Unreadable(f"{name} is merged with others. Divide them, and fill in each cell, before importing.")
            text = self._text(cell, name, sheet, place)
            times = _count(cell, REPEATED_CELLS)
            if text:
                if place + times > self.limits.columns:
                    raise Unreadable(
                        f"{name} reaches column {place + times:,}; at most {self.limits.columns} are taken."
                    )
                cells += [""] * (place - len(cells)) + [text] * times
            place += times
        times = _count(row, REPEATED_ROWS)
        if cells:
            if sheet.next_number + times - 2 > self.limits.rows:
                raise Unreadable(f"More than {self.limits.rows:,} rows are filled. Divide the file.")
            sheet.rows += [(sheet.next_number + more, cells) for more in range(times)]
        sheet.next_number += times

    def _text(self, cell: Element, name: str, sheet: Sheet, place: int) -> str:
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
        if kind == "date":
            style = cell.get(f"{TABLE}style-name") or sheet.column_style(place)
            shows = self.date_parts.get(self.data_styles.get(style, ""), "")
            return _date(cell.get(f"{OFFICE}date-value", ""), shows, name)
        given = cell.get(f"{OFFICE}string-value")
        return given if given is not None else _words(cell)


def _date(value: str, shows: str, name: str) -> str:
    """ISO text no finer than the cell shows it."""
    match = ISO_DAY.fullmatch(value)
    if not match:
        raise Unreadable(f"{name} calls itself a date and holds “{value[:40]}”.")
    year, month, day, time = match.groups()
    if "y" in shows and "d" not in shows:
        return f"{year}-{month}" if "m" in shows else year
    return f"{year}-{month}-{day}" + (f" {time}" if time and time != "00:00:00" else "")


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
