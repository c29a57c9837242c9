"""EDTF (ISO 8601-2) level 1, and one-of-a-set from level 2: reading, writing, bounds.

Two conventions of our own, where the standard leaves room. Seasons are those of the northern hemisphere in whole
months; "winter 2021" may mean either end of the year, so its bounds run from December 2020 to February 2022. An
unknown start or end ("/2020") is written as an open one ("../2020"): for a moment in time they bound the same days.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from typing import NamedTuple

from cases.domain.dates.partial import FIRST_YEAR, LAST_YEAR, UnreadableDate

PART = re.compile(r"([0-9]{4}|[0-9]{3}X|[0-9]{2}XX)(?:-([0-9]{2}|XX))?(?:-([0-9]{2}|XX))?([~?%])?", re.ASCII)
MONTHS_IN_YEAR = 12
WINTER = 24
SEASON_MONTHS = {21: (3, 5), 22: (6, 8), 23: (9, 11)}


class NoSuchDay(Exception):
    """Internal: text in the form of a date, but with no such day, month or order of days."""


class Part(NamedTuple):
    """One date of reduced precision. `month` 21 to 24 is a season; `masked` is the suffix "-XX" as written."""

    year: int
    unknown_digits: int = 0
    month: int | None = None
    day: int | None = None
    masked: str = ""
    qualifier: str = ""

    def written(self) -> str:
        """The part in EDTF."""
        year = f"{self.year:04d}"[: 4 - self.unknown_digits] + "X" * self.unknown_digits
        month = "" if self.month is None else f"-{self.month:02d}"
        day = "" if self.day is None else f"-{self.day:02d}"
        return f"{year}{month}{day}{self.masked}{self.qualifier}"

    def bounds(self) -> tuple[dt.date, dt.date]:
        """First and last day of the part. Raises NoSuchDay, or UnreadableDate for a year out of range."""
        last_year = self.year + 10**self.unknown_digits - 1
        # A winter may belong to the year before or after, and those years are published for it.
        reach = 1 if self.month == WINTER else 0
        if self.year - reach < FIRST_YEAR or last_year + reach > LAST_YEAR:
            raise UnreadableDate(f"The year {self.year} lies outside {FIRST_YEAR + reach} to {LAST_YEAR - reach}.")
        if self.unknown_digits and self.month is not None:
            raise UnreadableDate("A decade or century has no month or day.")
        if self.month is None:
            return dt.date(self.year, 1, 1), dt.date(last_year, 12, 31)
        if self.month == WINTER:
            return dt.date(self.year - 1, 12, 1), _last_day(self.year + 1, 2)
        first, last = SEASON_MONTHS.get(self.month, (self.month, self.month))
        if not 1 <= first <= MONTHS_IN_YEAR:
            raise NoSuchDay
        if self.day is None:
            return dt.date(self.year, first, 1), _last_day(self.year, last)
        try:
            day = dt.date(self.year, self.month, self.day)
        except ValueError:
            raise NoSuchDay from None
        return day, day

    @property
    def precision(self) -> str:
        """day, month, season, year, decade or century."""
        if self.day is not None:
            return "day"
        if self.month is not None:
            return "season" if self.month > MONTHS_IN_YEAR else "month"
        return ("year", "decade", "century")[self.unknown_digits]


class Reading(NamedTuple):
    """A parsed text: one part, an interval of two (None: open end), or a choice of several."""

    kind: str
    parts: tuple[Part | None, ...]

    def written(self) -> str:
        """The reading in EDTF."""
        texts = [".." if part is None else part.written() for part in self.parts]
        if self.kind == "choice":
            return "[" + ",".join(texts) + "]"
        return "/".join(texts)

    def bounds(self) -> tuple[dt.date | None, dt.date | None]:
        """First and last possible day. Raises NoSuchDay if an interval ends before it begins."""
        bounds = [None if part is None else part.bounds() for part in self.parts]
        if self.kind == "choice":
            return min(b[0] for b in bounds if b), max(b[1] for b in bounds if b)
        lower = bounds[0][0] if bounds[0] else None
        upper = bounds[-1][1] if bounds[-1] else None
        if lower and upper and lower > upper:
            raise NoSuchDay
        return lower, upper


def _last_day(year: int, month: int) -> dt.date:
    return dt.date(year, month, calendar.monthrange(year, month)[1])


def read_part(text: str) -> Part | None:
    """One EDTF date, or None if the text has another form."""
    match = PART.fullmatch(text)
    if not match:
        return None
    year, month, day, qualifier = match.groups()
    unknown = year.count("X")
    masked = ""
    if day == "XX":
        masked, day = "-XX", None
    if month == "XX":
        if day is not None:
            return None
        masked, month = "-XX" + masked, None
    if unknown and (month or masked):
        return None
    return Part(
        int(year.replace("X", "0")), unknown, int(month) if month else None, int(day) if day else None,
        masked, qualifier or "",
    )  # fmt: skip


def read(text: str) -> Reading | None:
    """An EDTF expression, or None if the text has another form."""
    if text.startswith("[") and text.endswith("]"):
        members = [read_part(member.strip()) for member in text[1:-1].split(",")]
        return Reading("choice", tuple(members)) if None not in members else None
    first, slash, last = text.partition("/")
    if not slash:
        part = read_part(text)
        return Reading("single", (part,)) if part else None
    sides = (first, last)
    if all(side in ("", "..") for side in sides):
        return None
    ends = tuple(None if side in ("", "..") else read_part(side) for side in sides)
    if any(end is None and side not in ("", "..") for end, side in zip(ends, sides, strict=True)):
        return None
    return Reading("interval", ends)
