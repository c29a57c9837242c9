"""How the values of spreadsheet cells become text without losing or adding anything."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal

from cases.spreadsheets.reading.table import Unreadable

# A spreadsheet keeps 15 significant digits; a longer number has lost its end already, or will when saved again.
TOO_LONG = 10**15
ZEROS = re.compile(r"0{2,20}")
SHOWS_LESS = "The spreadsheet holds a whole date here and shows only this: it may have made a date of something else."
NO_DAY = "The spreadsheet calls this number a date, and it is none."
FIRST_SURE_DAY = 61  # 1 March 1900
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
# The short date of the reader's own settings, which shows the year in full whatever the format says.
PARTS_SHOWN = {"mm-dd-yy": "Ymd", "m/d/yy": "Ymd", "m/d/yy h:mm": "Ymd"}
HOURS = re.compile(r"\[(?:h+|m+|s+)\]", re.I)
RUNS = re.compile(r"y+|m+|d+|h+|s+")
AM_PM = re.compile(r"am/pm|a/p")
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

    A cell that shows "May 2019" holds 1 May 2019 inside; the day was never given and is not taken. Of one that shows no year,
    or two digits of it without a day, the text is what is shown ("19-Nov", "May", "Mar-22"): whether a date was meant is not known.
    """
    if isinstance(moment, dt.time):
        return moment.isoformat()
    day = moment.date() if isinstance(moment, dt.datetime) else moment
    if shows_less(shows):
        parts = {"w": WEEKDAYS[day.weekday()], "d": str(day.day), "m": MONTHS[day.month - 1], "y": f"{day:%y}"}
        return "-".join(text for part, text in parts.items() if part in shows)
    if "Y" in shows and "d" not in shows:
        return f"{day:%Y-%m}" if "m" in shows else f"{day:%Y}"
    if shows == "" and isinstance(moment, dt.datetime):
        return moment.time().isoformat()
    if isinstance(moment, dt.datetime) and moment.time() != dt.time():
        return moment.isoformat(sep=" ", timespec="seconds")
    return day.isoformat()


def shows_less(shows: str) -> bool:
    """Whether the parts that a cell shows are no date by themselves: a day and month, a month alone, a month and "22"."""
    if not shows or "Y" in shows:
        return False
    return "y" not in shows or "d" not in shows


def parts_shown(number_format: str) -> str:
    """The letters Y (a year in full), y (two digits of it), m and d that a format of dates displays; "w" for a weekday alone,
    "" for a time alone.

    Literal text and days of the week are left out, and minutes are no months.
    """
    if number_format in PARTS_SHOWN:
        return PARTS_SHOWN[number_format]
    bare = LITERALS.sub("", HOURS.sub("h", number_format.partition(";")[0])).lower()
    runs = [match[0] for match in RUNS.finditer(AM_PM.sub("", bare))]
    shown = set()
    for place, run in enumerate(runs):
        before = runs[place - 1][0] if place else ""
        after = runs[place + 1][0] if place + 1 < len(runs) else ""
        if run[0] == "y":
            shown.add("Y" if len(run) > len("yy") else "y")
        elif run[0] == "m" and before != "h" and after != "s":
            shown.add("m")
        elif run[0] == "d" and len(run) <= len("dd"):
            shown.add("d")
    weekday = not shown and not any(run[0] in "hs" for run in runs) and any(run[0] == "d" for run in runs)
    return "w" if weekday else "".join(letter for letter in "Yymd" if letter in shown)


def before_calendar(serial: Decimal) -> bool:
    """Whether a number cannot be a day: -1, 0, and 60, which spreadsheets call 29 February 1900; none before it is sure."""
    return serial < FIRST_SURE_DAY
