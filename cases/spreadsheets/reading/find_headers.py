"""Find the row of headers under the title lines of a sheet, and the lines of totals among its rows. Pure functions."""

from __future__ import annotations

import re
from collections.abc import Sequence

from cases.spreadsheets.reading.table import Raw

LOOKED_AT = 40  # rows in which the headers are looked for
FEWEST = 2  # cells of a row of headers, where the table has as many columns
SHARE = 0.6  # of the cells of the fullest row, to be the row of headers
# A line of totals: one of these words first, and beside it nothing but numbers.
TOTALS = frozenset(
    (
        "total", "totals", "grand total", "sum", "subtotal", "in total", "altogether",
        "итого", "всего", "итог", "всего человек", "итого человек", "сумма", "общее количество",
        "усяго", "разам", "агулам", "усяго чалавек", "усього", "всього", "загалом", "разом", "підсумок",
        "razem", "suma", "ogółem", "łącznie", "iš viso", "viso", "kopā", "gesamt", "summe", "insgesamt",
        "total général", "somme", "suma total", "toplam", "cəmi", "yekun",
        "المجموع", "الإجمالي", "الاجمالي", "مجموع", "إجمالي", "جمع کل", "جمع", "مجموع کل",
        "合计", "总计", "共计", "小计", "總計", "合計", "小計", "總數", "总数", "စုစုပေါင်း", "ပေါင်း", "ჯამი", "ընդամենը", "барлығы",
    )
)  # fmt: skip
NUMBER = re.compile(r"[-+]?[\d\s.,\u00a0\u202f%]*\d[\d\s.,\u00a0\u202f%]*")
LIKE_DATA = re.compile(r"[\d\s./,:+()-]*\d[\d\s./,:+()-]*|https?://.*|\S+@\S+\.\S+")
ENDS = " :.=—–-"


def header_index(rows: Sequence[Raw]) -> int:
    """Where in `rows` the headers are: the first row that has nearly as many cells as the fullest one, and words in them.

    The first row that is not blank where no row fits better. Raises ValueError where all of them are blank.
    """
    filled = [[cell for cell in cells if cell.strip()] for _number, cells in rows]
    first = next((index for index, cells in enumerate(filled) if cells), None)
    if first is None:
        raise ValueError("All rows are blank.")
    fullest = max(map(len, filled))
    if len(filled[first]) >= min(SHARE * fullest, fullest - 1) and len(filled[first]) >= min(FEWEST, fullest):
        return first
    for index in range(first, len(rows)):
        cells = filled[index]
        if len(cells) >= max(SHARE * fullest, FEWEST) and _are_words(cells):
            return index
    return first


def _are_words(cells: Sequence[str]) -> bool:
    data = sum(1 for cell in cells if LIKE_DATA.fullmatch(cell.strip()))
    return data * 4 <= len(cells) and len({cell.strip().casefold() for cell in cells}) == len(cells)


def is_total(cells: Sequence[str]) -> bool:
    """Whether a row is a line of totals and no person: "Итого:", 6."""
    filled = [cell.strip() for cell in cells if cell.strip()]
    if not filled:
        return False
    word, _colon, behind = filled[0].partition(":")
    return (
        " ".join(word.split()).strip(ENDS).casefold() in TOTALS
        and (not behind.strip() or NUMBER.fullmatch(behind.strip()) is not None)
        and all(NUMBER.fullmatch(cell) for cell in filled[1:])
    )
