"""End of one sentence: its term over the calendar from the first day of unbroken custody, less the credit.

The courts' rounding of half days is not known: it leaves a range of one day.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass

from cases.domain.sentencing.calculation_notes import Note, note
from cases.domain.sentencing.credit_count import Held, Serving, count, line
from cases.domain.sentencing.custody_periods import CustodyPeriod, in_order
from cases.domain.sentencing.day_ranges import DAY, Days, Range

# Months differ by up to three days, so an uncertain beginning after an interruption adds that much uncertainty.
CALENDAR_SLACK = dt.timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Outcome:
    """The possible end days of the sentence, with explanations."""

    days: Days
    steps: tuple[Note, ...]
    warnings: tuple[Note, ...]


def serve(serving: Serving) -> Outcome | None:
    """The end of the sentence, or None if no custody or serving with a known beginning is recorded.

    If the records leave open whether custody was interrupted, both readings are calculated and merged.
    """
    periods = _known(serving.periods)
    last = _served_in(periods, Range.of(serving.in_force))
    if last is None:
        return None
    starts, unclear = _block_starts(periods, last)
    outcomes = [_serve_from(serving, periods, start) for start in starts]
    lower = min(outcome.days.lower for outcome in outcomes)
    upper = max(outcome.days.upper for outcome in outcomes)
    main = outcomes[0]
    warnings = [*main.warnings, *(note("gap_unclear", days=p.begins.written()) for p in unclear)]
    return Outcome(Days(lower, upper), main.steps, tuple(warnings))


def _known(periods: Sequence[CustodyPeriod]) -> list[Held]:
    """The periods with a known beginning, in order. A transfer continues elsewhere, whatever its day."""
    return [
        Held(p.kind, begins, Range.of(p.until), p.lasts, p.end == "transfer")
        for p in in_order(periods)
        if (begins := Days.of(p.begins)) is not None
    ]


def _served_in(periods: list[Held], force: Range) -> int | None:
    """The period in which the verdict entered into force, otherwise the first one in which the sentence was served."""
    holding = [
        i
        for i, p in enumerate(periods)
        if (force.upper is None or p.begins.lower <= force.upper)
        and (force.lower is None or not p.ended_before(force.lower))
    ]
    if holding:
        return holding[-1]
    later = (i for i, p in enumerate(periods) if force.upper is None or p.begins.lower > force.upper)
    return next(later, None)


def _block_starts(periods: list[Held], last: int) -> tuple[list[int], list[Held]]:
    """Possible beginnings of the unbroken custody that includes period `last`: the longest reading first."""
    starts: list[int] = []
    unclear: list[Held] = []
    start = last
    while start > 0:
        earlier, begins = periods[:start], periods[start].begins
        if all(p.ended_before(begins.lower) for p in earlier):
            break
        if not any(p.joins(begins.upper) for p in earlier):
            starts.append(start)
            unclear.append(periods[start])
        start -= 1
    return [start, *starts], unclear


def _serve_from(serving: Serving, periods: list[Held], start: int) -> Outcome:
    begins = periods[start].begins
    nominal = Days(serving.term.after(begins.lower), serving.longest.after(begins.upper))
    force = _closed_in_force(serving, periods, start, nominal)
    tally = count(serving, periods, start, begins, force, nominal)
    least, most = math.floor(tally.least), math.ceil(tally.most)
    lower = nominal.lower - dt.timedelta(days=most)
    upper = nominal.upper - dt.timedelta(days=least)
    if start > 0 and begins.lower < begins.upper:
        lower -= CALENDAR_SLACK
    if tally.not_before is not None:
        # A law that also counts earlier days cannot free anybody before it is in force.
        lower = max(lower, min(tally.not_before, nominal.lower))
        upper = max(upper, min(tally.not_before, nominal.upper))
    steps = [
        note("custody_from", days=begins.written()),
        note("nominal_end", days=nominal.written()),
        *(line(key, *days) for key, days in tally.lines.items()),
    ]
    return Outcome(Days(lower, max(lower, upper)), tuple(steps), tuple(tally.warnings))


def _closed_in_force(serving: Serving, periods: list[Held], start: int, nominal: Days) -> Days:
    """The entry into force with both ends: a pending appeal can be decided on the day of release at the latest."""
    force = Range.of(serving.in_force)
    begins = periods[start].begins
    lower = force.lower or begins.lower
    if force.upper is not None:
        return Days(min(lower, force.upper), force.upper)
    early, late = lower, max(lower, nominal.upper)
    while early < late:
        middle = early + (late - early + DAY) // 2
        tally = count(serving, periods, start, begins, Days(lower, middle), nominal)
        if nominal.upper - dt.timedelta(days=math.floor(tally.most)) >= middle:
            early = middle
        else:
            late = middle - DAY
    return Days(lower, early)
