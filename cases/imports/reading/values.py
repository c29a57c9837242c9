"""How the values of spreadsheet cells become text without losing or adding anything."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal

from cases.imports.reading.table import Unreadable

# A spreadsheet keeps 15 significant digits; a longer number has lost its end already, or will when saved again.
TOO_LONG = 10**15
ZEROS = re.compile(r"0{2,20}")
LITERALS = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')


def number_text(number: Decimal, place: str, zeros: int = 0) -> str:
    """The exact digits of a number: 12 and not 12.0, 0.1 and not 1E-1; `zeros` is the width shown with leading zeros.

    Raises Unreadable for a number so long that a spreadsheet cannot have kept all its digits.
    """
    if not number.is_finite():
        raise Unreadable(f"{place} holds no number but “{number}”.")
    if abs(number) >= TOO_LONG:
        raise Unreadable(
            f"{place} holds a number of more than 15 digits, of which a spreadsheet loses the last ones. "
            "Enter it as text in the file it comes from."
        )
    if number == number.to_integral_value():
        whole = int(number)
        return f"{whole:0{zeros}d}" if zeros and whole >= 0 else str(whole)
    text = format(number, "f")
    return text.rstrip("0")


def zeros_shown(number_format: str) -> int:
    """How many digits a format of nothing but zeros ("00000") shows at least; 0 for every other format."""
    return len(number_format) if ZEROS.fullmatch(number_format) else 0


def date_text(moment: dt.datetime | dt.date | dt.time, shows: str) -> str:
    """ISO 8601, no finer than the cell shows: `shows` has the letters y, m and d for the parts its format displays.

    A cell that shows "May 2019" holds 1 May 2019 inside; the day was never given and is not taken.
    """
    if isinstance(moment, dt.time):
        return moment.isoformat()
    day = moment.date() if isinstance(moment, dt.datetime) else moment
    if "y" in shows and "d" not in shows:
        return f"{day:%Y-%m}" if "m" in shows else f"{day:%Y}"
    if isinstance(moment, dt.datetime) and moment.time() != dt.time():
        return moment.isoformat(sep=" ", timespec="seconds")
    return day.isoformat()


def parts_shown(number_format: str) -> str:
    """The letters y, m, d that a spreadsheet's date format displays, literal text left out."""
    bare = LITERALS.sub("", number_format).lower()
    return "".join(letter for letter in "ymd" if letter in bare)
