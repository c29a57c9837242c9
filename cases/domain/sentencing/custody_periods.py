"""Periods of custody: days so far, and whether a person was in custody on a given day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cases.domain.sentencing.day_ranges import DAY, UNKNOWN, Bounded, Days, Range

TRANSFER = "transfer"
YES, POSSIBLY, NO = "yes", "possibly", "no"


@dataclass(frozen=True, slots=True)
class CustodyPeriod:
    """One period in custody; both days count. `kind` and `end` are codes of the vocabulary (CustodyKind, CustodyEnd).

    `until` without any bound means that it is ongoing, unless `end` says that it ended on an unknown day.
    """

    kind: str
    begins: Bounded
    until: Bounded = UNKNOWN
    end: str = ""

    @property
    def lasts(self) -> bool:
        """True if no end is recorded."""
        return self.until.lower is None and self.until.upper is None and not self.end

    def possible(self, today: dt.date) -> Range:
        """From the first to the last day that may belong to the period; None if unknown."""
        last = today if self.lasts else self.until.upper or today
        return Range(self.begins.lower, min(last, today))

    def certain(self, today: dt.date) -> Days | None:
        """The days that certainly belong to the period, up to today; None if there are none."""
        first = self.begins.upper
        last = today if self.lasts else self.until.lower
        if first is None:
            return None
        # A period that has begun includes at least the day on which it began, whenever that was.
        last = min(last or first, today)
        if self.until.upper is not None and self.until.upper < first:
            return None  # it may have begun earlier, on an unknown day
        return Days(first, last) if first <= last else None


def in_order(periods: Iterable[CustodyPeriod]) -> list[CustodyPeriod]:
    """The periods by their first possible day; equal facts give the same result in any order of input."""
    return sorted(periods, key=_sort_key)


def _sort_key(period: CustodyPeriod) -> tuple[dt.date, dt.date, dt.date, dt.date, str, str]:
    first, last = dt.date.min, dt.date.max
    begins, until = period.begins, period.until
    return (
        begins.lower or begins.upper or first, begins.upper or last,
        until.lower or last, until.upper or last, period.kind, period.end,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class DaysHeld:
    """Days in custody: minimum, and maximum (None if no beginning is known)."""

    least: int
    most: int | None


def days_deprived(
    periods: Iterable[CustodyPeriod], today: dt.date, kinds: frozenset[str] | None = None
) -> DaysHeld:  # fmt: skip
    """Days in custody up to today, the first and last day included, each day once even if several records cover it.

    `kinds` limits the count to some kinds of custody.
    """
    counted = [period for period in periods if kinds is None or period.kind in kinds]
    certain = [days for period in counted if (days := period.certain(today))]
    possible = [period.possible(today) for period in counted]
    started = [days for days in possible if days.lower is None or days.lower <= today]
    least = _length(certain)
    if any(days.upper is not None and days.upper <= today for days in (Range.of(p.begins) for p in counted)):
        least = max(least, 1)
    most = None if any(days.lower is None for days in started) else _length(started)
    return DaysHeld(least, most)


def _length(ranges: Sequence[Range | Days]) -> int:
    """The number of days in the union of closed ranges."""
    total, covered_to = 0, dt.date.min
    for lower, upper in sorted((r.lower, r.upper) for r in ranges if r.lower and r.upper):
        first = max(lower, covered_to + DAY)
        if upper >= first:
            total += (upper - first).days + 1
            covered_to = upper
    return total


def in_custody(
    periods: Iterable[CustodyPeriod], day: dt.date, kinds: frozenset[str] | None = None
) -> str:  # fmt: skip
    """Whether the person was in custody on the day: "yes", "possibly" or "no"."""
    answer = NO
    ordered = sorted((candidate for candidate in periods if kinds is None or candidate.kind in kinds), key=_stands)
    for place, period in enumerate(ordered):
        certain, possible = period.certain(day), period.possible(day)
        if certain and certain.lower <= day <= certain.upper:
            return YES
        if (
            (possible.lower is None or possible.lower <= day) and (possible.upper is None or day <= possible.upper)
        ) or (period.end == TRANSFER and _leads_on(period, ordered[place + 1 :], day)):
            answer = POSSIBLY
    return answer


def _stands(period: CustodyPeriod) -> dt.date:
    """Sort key of a period: its beginning, otherwise its end."""
    bounds = (period.begins.lower, period.begins.upper, period.until.lower, period.until.upper)
    return next((day for day in bounds if day is not None), dt.date.max)


def _leads_on(moved: CustodyPeriod, later: Sequence[CustodyPeriod], day: dt.date) -> bool:
    """Whether a person may still be in custody after a transfer: no later period that was not over before it had certainly
    begun."""
    if moved.begins.lower is not None and moved.begins.lower > day:
        return False
    left = moved.until.lower or moved.until.upper
    for period in later:
        last = period.until.upper or period.until.lower
        if (
            (left is None or last is None or last >= left)
            and period.begins.upper is not None
            and period.begins.upper <= day
        ):
            return False
    return True


def prosecuted_in_custody(
    periods: Iterable[CustodyPeriod], day: dt.date, opened: Bounded = UNKNOWN, closed: Bounded = UNKNOWN
) -> str:
    """Whether a defendant was in custody on a day of this prosecution: "yes", "possibly" or "no".

    Custody belongs to the person; the prosecution adds its own window. Without `opened` the answer is at most "possibly" unless
    nothing bounds it; a `closed` without any bound means that the prosecution is still open.
    """
    answer = in_custody(periods, day)
    if (opened.lower is not None and day < opened.lower) or (closed.upper is not None and day > closed.upper):
        return NO
    sure = (opened.upper is None or day >= opened.upper) and (closed.lower is None or day <= closed.lower)
    return answer if sure or answer == NO else POSSIBLY
