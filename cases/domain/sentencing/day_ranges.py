"""Days known only within bounds. Anything with `lower` and `upper` (such as a PartialDate) is valid input."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple, Protocol

DAY = dt.timedelta(days=1)


class Bounded(Protocol):
    """A value between two days; None is an open end."""

    @property
    def lower(self) -> dt.date | None:
        """The first possible day."""

    @property
    def upper(self) -> dt.date | None:
        """The last possible day."""


class Range(NamedTuple):
    """The days from lower to upper, both possible; None is an open end."""

    lower: dt.date | None = None
    upper: dt.date | None = None

    @classmethod
    def of(cls, value: Bounded | dt.date | None) -> Range:
        """The range of a partial date, of one day, or of an unknown date."""
        if value is None:
            return UNKNOWN
        if isinstance(value, dt.datetime):
            value = value.date()
        if isinstance(value, dt.date):
            return cls(value, value)
        return cls(value.lower, value.upper)

    @property
    def known(self) -> bool:
        """True if at least one end is known."""
        return self.lower is not None or self.upper is not None

    def shifted(self, days: int) -> Range:
        """The same range moved by a number of days."""
        step = dt.timedelta(days=days)
        return Range(self.lower + step if self.lower else None, self.upper + step if self.upper else None)

    def written(self) -> str:
        """ISO days for an explanation: "2022-01-20", "2022-03-01/2022-03-31", "../2022-03-31", "an unknown day"."""
        if not self.known:
            return "an unknown day"
        if self.lower == self.upper:
            return f"{self.lower}"
        return f"{self.lower or '..'}/{self.upper or '..'}"


UNKNOWN = Range()


class Days(NamedTuple):
    """A range with both ends known."""

    lower: dt.date
    upper: dt.date

    @classmethod
    def of(cls, value: Bounded | dt.date | None) -> Days | None:
        """The days of a value bounded on both sides, otherwise None."""
        lower, upper = Range.of(value)
        return cls(lower, upper) if lower is not None and upper is not None else None

    def written(self) -> str:
        """ISO days for an explanation."""
        return Range(*self).written()


def certainly_before(first: Bounded, second: Bounded) -> bool:
    """Whether every possible day of the first is before every possible day of the second."""
    return first.upper is not None and second.lower is not None and first.upper < second.lower
