"""From raw rows to a table: the rules that hold for every kind of file."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain, islice

from cases.spreadsheets.reading.find_headers import LOOKED_AT, header_index, is_total
from cases.spreadsheets.reading.table import Limits, Raw, Unreadable, column_letters

__all__ = ["Finishing", "Raw", "clean_header"]

# Control characters but tab and line breaks, halves of surrogate pairs, and code points that no text may hold.
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad]")
SPACES = re.compile(r"\s+")
REPLACEMENT = "\ufffd"


@dataclass
class Finishing:
    """Takes raw rows in order, gives the headers and then the checked rows; `notes` grow on the way.

    `sheet_like`: rows of a workbook have no width of their own, so missing cells at their end are empty cells.
    """

    limits: Limits
    sheet_like: bool
    fill_short_rows: bool = False
    notes: list[str] = field(default_factory=list)
    letters: Callable[[int], str] = column_letters  # of a column, by its place among those that are read
    header_row: int = 0  # as somebody says; then as it was found
    merged: list[tuple[int, str]] = field(default_factory=list)  # (last row, cells) of merged cells: titles may be
    titles: list[str] = field(default_factory=list)
    totals: list[int] = field(default_factory=list)
    blank: int = 0
    unnamed: set[int] = field(default_factory=set)  # columns without header, counted from 0: none may hold anything
    _characters: int = 0

    def run(self, raw: Iterable[Raw]) -> Iterator[Raw]:
        """The headers first (with their row number), then every row that is not blank. Raises Unreadable."""
        first, rows = self._find_headers(iter(raw))
        number, cells = first
        self.header_row = number
        for last, where in self.merged:
            if last >= number:
                raise Unreadable(f"The cells {where} are merged. Divide them and fill in each cell.")
        headers = self._headers(number, cells)
        yield number, headers
        taken = 0
        short: list[int] = []
        for number, cells in rows:
            if not any(cell.strip() for cell in cells):
                self.blank += 1
                continue
            if is_total(cells):
                self.totals.append(number)
                continue
            taken += 1
            if taken > self.limits.rows:
                raise Unreadable(f"The file has more than {self.limits.rows:,} rows. Divide it.")
            width = len(cells)
            yield number, self._row(number, cells, headers)
            if width < len(headers) and not self.sheet_like:
                short.append(number)
        if not taken:
            raise Unreadable("The file has headers but no rows.")
        self._tell(short, len(headers))

    def _find_headers(self, rows: Iterator[Raw]) -> tuple[Raw, Iterator[Raw]]:
        """The row of headers, and the rows behind it. What stands above it is kept as titles. Raises Unreadable."""
        first = next((row for row in rows if any(cell.strip() for cell in row[1])), None)
        if first is None:
            raise Unreadable("The file has no row with anything in it.")
        if self.header_row:
            rows = chain([first], rows)
            for row in rows:
                if row[0] == self.header_row and any(cell.strip() for cell in row[1]):
                    return row, rows
                self._note_title(row)
            raise Unreadable(f"Row {self.header_row} is blank: it cannot be the row of headers.")
        ahead = [first, *islice(rows, LOOKED_AT - 1)]
        index = header_index(ahead)
        for row in ahead[:index]:
            self._note_title(row)
        return ahead[index], chain(ahead[index + 1 :], rows)

    def _note_title(self, row: Raw) -> None:
        text = " ".join(" ".join(row[1]).split())
        if text and len(self.titles) < LOOKED_AT:
            self._check_cell(row[0], 1, f"column {self.letters(1)}", text)
            self.titles.append(text)

    def _tell(self, short: list[int], width: int) -> None:
        if self.blank:
            self.notes.append(f"{self.blank} blank row{'s were' if self.blank > 1 else ' was'} left out.")
        if self.totals:
            named = ", ".join(map(str, self.totals[:20]))
            self.notes.append(f"Lines of totals left out: row{'s' if len(self.totals) > 1 else ''} {named}.")
        if self.titles:
            self.notes.append(f"Above the headers, left out: {' / '.join(self.titles)[:500]}")
        if short:
            self.notes.append(
                f"Rows with fewer cells than the {width} headers, the missing ones taken as empty: "
                f"{', '.join(map(str, short[:20]))}{' and more' if len(short) > 20 else ''}."
            )

    def _headers(self, number: int, cells: list[str]) -> list[str]:
        while self.sheet_like and cells and not cells[-1].strip():
            cells = cells[:-1]
        if len(cells) > self.limits.columns:
            raise Unreadable(f"The file has {len(cells):,} columns; at most {self.limits.columns} are taken.")
        headers: list[str] = []
        places: dict[str, int] = {}
        for place, cell in enumerate(cells, start=1):
            self._check_cell(number, place, f"column {self.letters(place)}", cell)
            header = clean_header(cell)
            if not header:  # no column, as long as it holds nothing
                self.unnamed.add(place - 1)
                headers.append("")
                continue
            if header != cell:
                self.notes.append(f"The header of column {self.letters(place)} was cleaned to “{header}”.")
            earlier = places.setdefault(header.casefold(), place)
            if earlier != place:
                raise Unreadable(
                    f"Two columns, {self.letters(earlier)} and {self.letters(place)}, have the header “{header}”."
                )
            headers.append(header)
        return headers

    def _row(self, number: int, cells: list[str], headers: list[str]) -> list[str]:
        width = len(headers)
        if self.sheet_like:
            beyond = next((place for place, cell in enumerate(cells[width:], start=width + 1) if cell.strip()), None)
            if beyond:
                raise Unreadable(f"Row {number} has a value in column {self.letters(beyond)}, which has no header.")
        elif len(cells) > width or (len(cells) < width and not self.fill_short_rows):
            raise Unreadable(f"Row {number} has {len(cells)} cells, but there are {width} headers.")
        cells = [*cells[:width], *[""] * (width - len(cells))]
        for place in self.unnamed:
            if cells[place].strip():
                raise Unreadable(f"Column {self.letters(place + 1)} has no header in row {self.header_row}.")
        for place, (cell, header) in enumerate(zip(cells, headers, strict=True), start=1):
            self._check_cell(number, place, f"column “{header}”", cell)
        return cells

    def _check_cell(self, number: int, place: int, column: str, cell: str) -> None:
        self._characters += len(cell)
        if len(cell) > self.limits.cell_characters:
            raise Unreadable(
                f"Row {number}, {column} has {len(cell):,} characters; "
                f"a cell has at most {self.limits.cell_characters:,}."
            )
        if self._characters > self.limits.all_characters:
            raise Unreadable(f"The file has more than {self.limits.all_characters:,} characters. Divide it.")
        wrong = FORBIDDEN.search(cell)
        if wrong:
            raise Unreadable(f"Row {number}, {column} holds the control character U+{ord(wrong[0]):04X}.")
        if REPLACEMENT in cell:
            self._note_once(
                f"Row {number}, {column} holds “{REPLACEMENT}”: a letter was lost before the file came here."
            )

    def _note_once(self, note: str) -> None:
        if len(self.notes) < 50:
            self.notes.append(note)


def clean_header(text: str) -> str:
    """A header without invisible characters, with single plain spaces, in composed form."""
    return SPACES.sub(" ", INVISIBLE.sub("", unicodedata.normalize("NFC", text))).strip()
