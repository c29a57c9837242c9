"""From raw rows to a table: the rules that hold for every kind of file."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from cases.imports.reading.table import Limits, Unreadable, column_letters

# Control characters but tab and line breaks, halves of surrogate pairs, and code points that no text may hold.
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad]")
SPACES = re.compile(r"\s+")
REPLACEMENT = "\ufffd"

Raw = tuple[int, list[str]]  # the row as a spreadsheet program counts it, and its cells


@dataclass
class Finishing:
    """Takes raw rows in order, gives the headers and then the checked rows; `notes` grow on the way.

    `sheet_like`: rows of a workbook have no width of their own, so missing cells at their end are empty cells.
    """

    limits: Limits
    sheet_like: bool
    fill_short_rows: bool = False
    notes: list[str] = field(default_factory=list)
    _characters: int = 0

    def run(self, raw: Iterable[Raw]) -> Iterator[Raw]:
        """The headers first (with their row number), then every row that is not blank. Raises Unreadable."""
        rows = iter(raw)
        first = next(((number, cells) for number, cells in rows if any(cell.strip() for cell in cells)), None)
        if first is None:
            raise Unreadable("The file has no row with anything in it.")
        number, cells = first
        headers = self._headers(number, cells)
        yield number, headers
        taken = blank = 0
        short: list[int] = []
        for number, cells in rows:
            if not any(cell.strip() for cell in cells):
                blank += 1
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
        self._tell(blank, short, len(headers))

    def _tell(self, blank: int, short: list[int], width: int) -> None:
        if blank:
            self.notes.append(f"{blank} blank row{'s were' if blank > 1 else ' was'} left out.")
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
            self._check_cell(number, place, f"column {column_letters(place)}", cell)
            header = clean_header(cell)
            if not header:
                raise Unreadable(f"Column {column_letters(place)} has no header in row {number}.")
            if header != cell:
                self.notes.append(f"The header of column {column_letters(place)} was cleaned to “{header}”.")
            earlier = places.setdefault(header.casefold(), place)
            if earlier != place:
                raise Unreadable(
                    f"Two columns, {column_letters(earlier)} and {column_letters(place)}, have the header “{header}”."
                )
            headers.append(header)
        return headers

    def _row(self, number: int, cells: list[str], headers: list[str]) -> list[str]:
        width = len(headers)
        if self.sheet_like:
            beyond = next((place for place, cell in enumerate(cells[width:], start=width + 1) if cell.strip()), None)
            if beyond:
                raise Unreadable(f"Row {number} has a value in column {column_letters(beyond)}, which has no header.")
        elif len(cells) > width or (len(cells) < width and not self.fill_short_rows):
            raise Unreadable(f"Row {number} has {len(cells)} cells, but there are {width} headers.")
        cells = [*cells[:width], *[""] * (width - len(cells))]
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
