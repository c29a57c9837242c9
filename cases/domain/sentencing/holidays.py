"""Public holidays by country: data with sources, for warnings and for the last day of an appeal. Never a reason to refuse.

Days that a government moves by decree from year to year are in no table; callers that know them pass them.
"""

from __future__ import annotations

import csv
import datetime as dt
from dataclasses import dataclass
from pathlib import Path

FILE = Path(__file__).parents[2] / "reference" / "files" / "holidays.csv"


@dataclass(frozen=True, slots=True)
class Holiday:
    """A day on which courts do not sit. `country`: lower-case code. A fixed day, or so many days after Orthodox Easter."""

    country: str
    names: tuple[tuple[str, str], ...]
    source: str
    verified: bool
    month: int = 0
    day: int = 0
    after_easter: int = 0
    since: int = 0

    def name(self, language: str) -> str:
        """Its name in a language, otherwise in English."""
        names = dict(self.names)
        return names.get(language) or names["en"]

    def falls_on(self, day: dt.date) -> bool:
        """Whether it is observed on that day."""
        if day.year < self.since:
            return False
        if self.after_easter:
            return day == orthodox_easter(day.year) + dt.timedelta(days=self.after_easter)
        return (day.month, day.day) == (self.month, self.day)


def orthodox_easter(year: int) -> dt.date:
    """Easter Sunday of the Julian calendar as a Gregorian day (Meeus, Astronomical Algorithms, chapter 8)."""
    century_golden, century_leap, century_week = year % 19, year % 4, year % 7
    moon = (19 * century_golden + 15) % 30
    week = (2 * century_leap + 4 * century_week - moon + 34) % 7
    month, day = divmod(moon + week + 114, 31)
    shift = year // 100 - year // 400 - 2  # days by which the Julian calendar lags behind the Gregorian one
    return dt.date(year, month, day + 1) + dt.timedelta(days=shift)


def _read() -> tuple[Holiday, ...]:
    with FILE.open(encoding="utf-8", newline="") as file:
        return tuple(
            Holiday(
                row["country"].lower(), tuple((code, row[f"name_{code}"]) for code in ("en", "be", "ru")), row["source"],
                row["confidence"] == "high", *(int(row[name] or 0) for name in ("month", "day", "after_easter", "since")),
            )
            for row in csv.DictReader(file)
        )  # fmt: skip


HOLIDAYS = _read()


def holiday_on(day: dt.date, country: str, table: tuple[Holiday, ...] = HOLIDAYS) -> Holiday | None:
    """The public holiday of a country (lower-case code) on a day, or None."""
    return next((holiday for holiday in table if holiday.country == country and holiday.falls_on(day)), None)
