"""Deprivation of liberty, period by period: days so far, and whether a person was held on a given day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cases.terms.ranges import DAY, UNKNOWN, Bounded, Days, Range

YES, POSSIBLY, NO = "yes", "possibly", "no"


@dataclass(frozen=True, slots=True)
class CustodyPeriod:
    """One period in custody; both days count. `kind` and `end` are codes of the vocabulary (CustodyKind, CustodyEnd).

    `until` without any bound means that it lasts, unless `end` says that it ended on an unknown day.
    """

    kind: str
    begins: Bounded
    until: Bounded = UNKNOWN
    end: str = ""

    @property
    def lasts(self) -> bool:
        """True where nothing says that the period has ended."""
        return self.until.lower is None and self.until.upper is None and not self.end

    def possible(self, today: dt.date) -> Range:
        """From the first to the last day that may belong to the period; None where that is unknown."""
        last = today if self.lasts else self.until.upper or today
        return Range(self.begins.lower, min(last, today))

    def certain(self, today: dt.date) -> Days | None:
        """The days that certainly belong to the period, up to today; None where there are none."""
        first = self.begins.upper
        last = today if self.lasts else self.until.lower
        if first is None:
            return None
        # A period that has begun holds at least the day on which it began, whenever that was.
        last = min(last or first, today)
        return Days(first, last) if first <= last else None


def in_order(periods: Iterable[CustodyPeriod]) -> list[CustodyPeriod]:
    """The periods by their first possible day; equal facts come out the same in whatever order they were given."""
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
    """Days deprived of liberty: at least, and at most (None where no beginning is known)."""

    least: int
    most: int | None


def days_deprived(
    periods: Iterable[CustodyPeriod], today: dt.date, kinds: frozenset[str] | None = None
) -> DaysHeld:  # fmt: skip
    """Days in custody up to today, the first and last day included, each day once however many records hold it.

    `kinds` limits the count to some kinds of custody.
    """
    counted = [period for period in periods if kinds is None or period.kind in kinds]
    certain = [days for period in counted if (days := period.certain(today))]
    possible = [period.possible(today) for period in counted]
    begun = [days for days in possible if days.lower is None or days.lower <= today]
    least = _length(certain)
    if any(days.upper is not None and days.upper <= today for days in (Range.of(p.begins) for p in counted)):
        least = max(least, 1)
    most = None if any(days.lower is None for days in begun) else _length(begun)
    return DaysHeld(least, most)


def _length(ranges: Sequence[Range | Days]) -> int:
    """The number of days in the union of closed ranges."""
    total, reached = 0, dt.date.min
    for lower, upper in sorted((r.lower, r.upper) for r in ranges if r.lower and r.upper):
        first = max(lower, reached + DAY)
        if upper >= first:
            total += (upper - first).days + 1
            reached = upper
    return total


def in_custody(
    periods: Iterable[CustodyPeriod], day: dt.date, kinds: frozenset[str] | None = None
) -> str:  # fmt: skip
    """Whether the person was in custody on the day: "yes", "possibly" or "no"."""
    answer = NO
    for period in periods:
        if kinds is not None and period.kind not in kinds:
            continue
        certain, possible = period.certain(day), period.possible(day)
        if certain and certain.lower <= day <= certain.upper:
            return YES
        if (possible.lower is None or possible.lower <= day) and (possible.upper is None or day <= possible.upper):
            answer = POSSIBLY
    return answer


def prosecuted_in_custody(
    periods: Iterable[CustodyPeriod], day: dt.date, opened: Bounded = UNKNOWN, closed: Bounded = UNKNOWN
) -> str:
    """Whether a defendant was in custody on a day of this prosecution: "yes", "possibly" or "no".

    Custody belongs to the person; the prosecution adds its own window. Without `opened` the answer is at most
    "possibly" unless nothing bounds it; a `closed` without any bound means that the prosecution is still open.
    """
    held = in_custody(periods, day)
    if (opened.lower is not None and day < opened.lower) or (closed.upper is not None and day > closed.upper):
        return NO
    sure = (opened.upper is None or day >= opened.upper) and (closed.lower is None or day <= closed.lower)
    return held if sure or held == NO else POSSIBLY
