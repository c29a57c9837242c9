"""What reading gives, what it refuses, and how much it takes."""

from __future__ import annotations

from dataclasses import dataclass, field

Raw = tuple[int, list[str]]  # the row as a spreadsheet program counts it, and its cells


class Unreadable(Exception):
    """The whole file is refused. `sentence` says why, naming row and column where it can."""

    def __init__(self, sentence: str) -> None:
        self.sentence = sentence
        super().__init__(sentence)


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is taken from one file. Bytes, seconds and counts; `ratio` is unpacked size to packed size.

    A cell holds at most 32,767 characters in every spreadsheet program, so a longer one is no table cell.
    """

    file_bytes: int = 50_000_000
    rows: int = 50_000
    columns: int = 200
    cell_characters: int = 32_767
    all_characters: int = 60_000_000
    unpacked_bytes: int = 200_000_000
    ratio: int = 200
    members: int = 1_000
    memory_bytes: int = 1_000_000_000
    cpu_seconds: int = 30
    wall_seconds: int = 60


@dataclass(frozen=True, slots=True)
class Table:
    """A table as it stands in the file: every cell a text, every row as wide as the headers.

    `numbers`: for each entry of `rows`, its row as a spreadsheet program counts it; headers are mostly row 1.
    `encoding`, `delimiter`: of a text file, else empty. `sheet`: of a workbook, else empty. `sha256`: of the bytes.
    `notes`: sentences about what was guessed, cleaned or left out. `dated`: by row number and place in it (from 0), the cells of a
    workbook that show less of a date than they hold, or a date that is none, each with a sentence. `header_row`: where the headers
    were found; `titles`: what stands above them. `totals`: rows left out because they add up others; `blank`: how many blank rows
    were left out. `sheets`: of a workbook, those with content.
    """

    headers: list[str]
    rows: list[list[str]]
    numbers: list[int]
    encoding: str
    delimiter: str
    sheet: str
    sha256: str
    notes: list[str] = field(default_factory=list)
    dated: dict[int, dict[int, str]] = field(default_factory=dict)
    header_row: int = 1
    titles: list[str] = field(default_factory=list)
    totals: list[int] = field(default_factory=list)
    blank: int = 0
    sheets: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Choices:
    """What the person said about the file instead of leaving it to be guessed."""

    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    fill_short_rows: bool = False
    hidden: bool = False  # hidden rows and columns are wanted
    header_row: int = 0  # 0: to be found
    largest_sheet: bool = False  # of several sheets with content, the one with most rows, which is told


def column_letters(number: int) -> str:
    """The name a spreadsheet program gives to column `number`, counted from 1: 28 is AB."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
