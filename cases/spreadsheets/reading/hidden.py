"""Hidden rows and columns of a workbook: left out and told, unless they are wanted. What a reader of a workbook gives."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from cases.spreadsheets.reading.table import Raw, column_letters

MOST_NAMED = 20
ASK = "To take them, tick “Include hidden rows and columns”."


@dataclass(frozen=True)
class Hidden:
    """Numbers of hidden rows and columns, counted from 1."""

    rows: frozenset[int] = frozenset()
    columns: frozenset[int] = frozenset()

    def left_out(self, raw: Iterable[Raw], dated: dict[int, dict[int, str]], notes: list[str]) -> Iterator[Raw]:
        """The rows without what is hidden. What held something and was left out is told at the end."""
        rows: list[int] = []
        columns: set[int] = set()
        for number, cells in raw:
            if number in self.rows:
                if any(cell.strip() for cell in cells):
                    rows.append(number)
                dated.pop(number, None)
                continue
            columns.update(place for place, cell in enumerate(cells, start=1) if place in self.columns and cell.strip())
            if number in dated:
                dated[number] = {self.place(at): doubt for at, doubt in dated[number].items() if at not in self.columns}
            yield number, [cell for place, cell in enumerate(cells, start=1) if place not in self.columns]
        if rows:
            notes.append(f"{_count(len(rows), 'hidden row')} left out: {_named(map(str, rows))}. {ASK}")
        if columns:
            letters = (column_letters(place) for place in sorted(columns))
            notes.append(f"{_count(len(columns), 'hidden column')} left out: {_named(letters)}. {ASK}")

    def place(self, column: int) -> int:
        """Where a column of the sheet stands when the hidden ones are left out."""
        return column - sum(1 for each in self.columns if each < column)

    def letters(self, place: int) -> str:
        """The letters that the spreadsheet program gives to the column at this place among those that are not hidden."""
        column = place
        for each in sorted(self.columns):
            if each <= column:
                column += 1
        return column_letters(column)


@dataclass
class Opened:
    """A sheet that is read: its rows, the notes (complete when the rows were read), the doubted cells by row and column."""

    title: str
    notes: list[str]
    rows: Iterator[Raw]
    dated: dict[int, dict[int, str]] = field(default_factory=dict)
    hidden: Hidden = field(default_factory=Hidden)
    merged: list[tuple[int, str]] = field(default_factory=list)  # (last row, cells): above the headers they do no harm
    sheets: list[str] = field(default_factory=list)  # those with content


def hidden_sheets(titles: list[str]) -> list[str]:
    """The note about hidden sheets with content, which were not read."""
    if not titles:
        return []
    return [f"{_count(len(titles), 'hidden sheet')} left out: {_named(titles)}. To take one, name it."]


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'s were' if number > 1 else ' was'}"


def _named(names: Iterable[str]) -> str:
    every = list(names)
    return ", ".join(every[:MOST_NAMED]) + (" and more" if len(every) > MOST_NAMED else "")
