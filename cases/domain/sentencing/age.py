"""Ages from partial dates of birth. A person born on 29 February becomes a year older on 1 March of other years."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from cases.domain.sentencing.day_ranges import DAY, UNKNOWN, Bounded, Range
from cases.domain.sentencing.term import Term

ADULT = 18


@dataclass(frozen=True, slots=True)
class Age:
    """Completed years: minimum and maximum; None if that end is unknown."""

    least: int | None
    most: int | None

    @property
    def exact(self) -> bool:
        """True if only one age is possible."""
        return self.least is not None and self.least == self.most


def _years(born: dt.date, on: dt.date) -> int:
    return max(0, on.year - born.year - ((on.month, on.day) < (born.month, born.day)))


def age_on(born: Bounded, on: Bounded | dt.date) -> Age:
    """The age on a day, or the range of ages between two days."""
    day = Range.of(on)
    least = _years(born.upper, day.lower) if born.upper and day.lower else None
    most = _years(born.lower, day.upper) if born.lower and day.upper else None
    return Age(least, most)


def under(age: int, born: Bounded, on: Bounded | dt.date) -> str:
    """Whether a person was younger than the age on a day: "yes", "possibly" or "no"."""
    bounds = age_on(born, on)
    if bounds.most is not None and bounds.most < age:
        return "yes"
    if bounds.least is not None and bounds.least >= age:
        return "no"
    return "possibly"


def minor(born: Bounded, on: Bounded | dt.date) -> str:
    """Whether a person was under 18 on a day: "yes", "possibly" or "no"; an unknown birth gives "possibly"."""
    return under(ADULT, born, on)


def born_between(age: int, on: Bounded | dt.date) -> Range:
    """Possible dates of birth of a person whose age on that day is given by a source.

    Counted in completed years; some systems count otherwise (Burmese ages), so keep the original text as well.
    """
    day = Range.of(on)
    if age < 0:
        raise ValueError("An age cannot be negative.")
    return Range(
        day.lower and Term(years=age + 1).before(day.lower) + DAY,
        day.upper and Term(years=age).before(day.upper),
    ) if day.known else UNKNOWN  # fmt: skip


def next_birthday(born: Bounded, today: dt.date) -> dt.date | None:
    """The next birthday from today on, if the day of birth is known exactly; otherwise None."""
    if born.lower is None or born.lower != born.upper:
        return None
    for year in (today.year, today.year + 1):
        try:
            day = born.lower.replace(year=year)
        except ValueError:
            day = dt.date(year, 3, 1)
        if day >= today:
            return day
    return None
