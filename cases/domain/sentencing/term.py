"""Terms of punishment in years, months and days, applied to the calendar as courts do it.

Convention: years and months are added first, to the same day of the month (or the last day of a shorter month), then days. A
term that begins on the first day in custody expires on the anniversary of that day: one year from 20 January 2022 gives 20
January 2023. Source: check A (one year, arrested 20 January 2022, 66 days of remand credited at 1.5, released 18 December 2022
= 20 January 2023 less 33 days). The rule for shorter months is general knowledge, unverified.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

ISO = re.compile(r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)D)?", re.ASCII)
MONTHS_IN_YEAR = 12
DAYS_IN_MONTH = 30
LONGEST_YEARS = 1000


@dataclass(frozen=True, slots=True)
class Term:
    """A length of time: whole years, months and days, none negative. Raises ValueError otherwise."""

    years: int = 0
    months: int = 0
    days: int = 0

    def __post_init__(self) -> None:
        if min(self.years, self.months, self.days) < 0:
            raise ValueError("A term cannot be negative.")
        if self.years + self.months / MONTHS_IN_YEAR + self.days / 365 > LONGEST_YEARS:
            raise ValueError(f"A term of more than {LONGEST_YEARS} years cannot be calculated.")

    def __bool__(self) -> bool:
        return bool(self.years or self.months or self.days)

    def __add__(self, other: Term) -> Term:
        months = self.months + other.months
        years = self.years + other.years + months // MONTHS_IN_YEAR
        return Term(years, months % MONTHS_IN_YEAR, self.days + other.days)

    def __str__(self) -> str:
        parts = ((self.years, "year"), (self.months, "month"), (self.days, "day"))
        words = [f"{n} {word}{'' if n == 1 else 's'}" for n, word in parts if n]
        return " ".join(words) or "0 days"

    @classmethod
    def from_iso(cls, text: str) -> Term:
        """A term written in ISO 8601: P2Y6M. Raises ValueError for any other text."""
        match = ISO.fullmatch(text)
        if not match or not any(match.groups()):
            raise ValueError(f"“{text}” is not a term such as P2Y6M.")
        return cls(*(int(group or 0) for group in match.groups()))

    @property
    def total_months(self) -> int:
        """Years and months in months, without days."""
        return self.years * MONTHS_IN_YEAR + self.months

    @property
    def rank(self) -> int:
        """Sort key of terms; a month counts as 30 days, so use it for comparison only."""
        return self.total_months * DAYS_IN_MONTH + self.days

    def after(self, day: dt.date) -> dt.date:
        """The day on which the term expires if it begins on `day`; the last calendar day if it never would."""
        return _move(day, self.total_months, self.days)

    def before(self, day: dt.date) -> dt.date:
        """The day that is the term before `day`."""
        return _move(day, -self.total_months, -self.days)


def _move(day: dt.date, months: int, days: int) -> dt.date:
    index = day.year * MONTHS_IN_YEAR + day.month - 1 + months
    year, month = index // MONTHS_IN_YEAR, index % MONTHS_IN_YEAR + 1
    if year > dt.MAXYEAR:
        return dt.date.max
    if year < dt.MINYEAR:
        return dt.date.min
    moved = dt.date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
    try:
        return moved + dt.timedelta(days=days)
    except OverflowError:
        return dt.date.max if days > 0 else dt.date.min


def combined(terms: Sequence[Term], how: str, cap: Term | None = None) -> tuple[Term, Term]:
    """Shortest and longest final term for several crimes in one verdict (Belarus arts. 72-73, unverified).

    `how`: absorption (the severest absorbs the rest), full (all are added) or partial (anything between the two).
    `cap`: the most that the jurisdiction allows. Raises ValueError for no terms or another `how`.
    """
    if not terms:
        raise ValueError("There are no terms to combine.")
    longest, total = max(terms, key=lambda term: term.rank), sum(terms[1:], terms[0])
    if cap is not None:
        longest, total = (min(term, cap, key=lambda t: t.rank) for term in (longest, total))
    try:
        return {"absorption": (longest, longest), "full": (total, total), "partial": (longest, total)}[how]
    except KeyError:
        raise ValueError(f"Terms are combined by absorption, full or partial addition, not by “{how}”.") from None
