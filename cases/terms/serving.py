"""When one sentence ends: its term over the calendar from the first day of unbroken custody, less the credit.

Every day of unbroken custody is served as one day anyway, so before the verdict is in force it brings only its gain
(factor - 1); a day of earlier, interrupted custody brings its whole factor. Half days: the courts' rounding is not
known, so they leave a range of one day.
"""

from __future__ import annotations

import datetime as dt
import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from cases.terms.credit import NO_RULE, Conviction, CreditRule, factor_of, find_rule, turning_days
from cases.terms.custody import CustodyPeriod, in_order
from cases.terms.notes import Note, note
from cases.terms.ranges import DAY, Bounded, Range
from cases.terms.term import Term

# Months differ by up to three days, so an unclear beginning after an interruption leaves that much doubt.
CALENDAR_SLACK = dt.timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Serving:
    """What the end of a sentence depends on. `in_force` may be open above: the custody then still earns credit."""

    term: Term
    longest: Term
    in_force: Bounded
    conviction: Conviction
    periods: tuple[CustodyPeriod, ...]
    rules: tuple[CreditRule, ...]


@dataclass(slots=True)
class Tally:
    """Least and most credit in days, with the records that explain it."""

    least: Fraction = Fraction(0)
    most: Fraction = Fraction(0)
    lines: dict[tuple[str, str, str, bool], list[int]] = field(default_factory=dict)
    warnings: dict[Note, None] = field(default_factory=dict)
    not_before: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """The days on which the sentence may end, with explanations."""

    days: Range
    steps: tuple[Note, ...]
    warnings: tuple[Note, ...]


def serve(serving: Serving) -> Outcome | None:
    """The end of the sentence, or None where no custody or serving with a known beginning is recorded.

    Where the records leave open whether custody was interrupted, both readings are calculated and joined.
    """
    periods = [p for p in in_order(serving.periods) if Range.of(p.begins).closed]
    last = _served_in(periods, Range.of(serving.in_force))
    if last is None:
        return None
    starts, unclear = _block_starts(periods, last)
    outcomes = [_serve_from(serving, periods, start) for start in starts]
    lower = min(outcome.days.lower for outcome in outcomes)
    upper = max(outcome.days.upper for outcome in outcomes)
    main = outcomes[0]
    warnings = [*main.warnings, *(note("gap_unclear", days=Range.of(p.begins).written()) for p in unclear)]
    return Outcome(Range(lower, upper), main.steps, tuple(warnings))


def _served_in(periods: list[CustodyPeriod], force: Range) -> int | None:
    """The period in which the verdict entered into force, or else the first one in which the sentence was served."""
    holding = [
        i
        for i, p in enumerate(periods)
        if (force.upper is None or p.begins.lower <= force.upper)
        and (force.lower is None or not _ended_before(p, force.lower))
    ]
    if holding:
        return holding[-1]
    later = (i for i, p in enumerate(periods) if force.upper is None or p.begins.lower > force.upper)
    return next(later, None)


def _block_starts(periods: list[CustodyPeriod], last: int) -> tuple[list[int], list[CustodyPeriod]]:
    """Where the unbroken custody that includes period `last` may begin: the longest reading first."""
    starts, unclear, start = [], [], last
    while start > 0:
        earlier, begins = periods[:start], Range.of(periods[start].begins)
        if all(_ended_before(p, begins.lower) for p in earlier):
            break
        if not any(_joins(p, begins.upper) for p in earlier):
            starts.append(start)
            unclear.append(periods[start])
        start -= 1
    return [start, *starts], unclear


def _ended_before(period: CustodyPeriod, day: dt.date) -> bool:
    """Whether the period certainly ended, with at least one day of liberty, before the day."""
    return period.until.upper is not None and period.until.upper + DAY < day and period.end != "transfer"


def _joins(period: CustodyPeriod, day: dt.date) -> bool:
    """Whether the period certainly lasted until the day or the day before it."""
    if period.lasts or period.end == "transfer":
        return True
    return period.until.lower is not None and period.until.lower + DAY >= day


def _serve_from(serving: Serving, periods: list[CustodyPeriod], start: int) -> Outcome:
    begins = Range.of(periods[start].begins)
    nominal = Range(serving.term.after(begins.lower), serving.longest.after(begins.upper))
    force = _closed_in_force(serving, periods, start, nominal)
    tally = _count(serving, periods, start, begins, force, nominal)
    least, most = math.floor(tally.least), math.ceil(tally.most)
    lower = nominal.lower - dt.timedelta(days=most)
    upper = nominal.upper - dt.timedelta(days=least)
    if start > 0 and begins.lower < begins.upper:
        lower -= CALENDAR_SLACK
    if tally.not_before is not None:
        # A law that counts earlier days too cannot free anybody before it is in force.
        lower = max(lower, min(tally.not_before, nominal.lower))
        upper = max(upper, min(tally.not_before, nominal.upper))
    steps = [
        note("custody_from", days=begins.written()),
        note("nominal_end", days=nominal.written()),
        *(_line(key, *days) for key, days in tally.lines.items()),
    ]
    return Outcome(Range(lower, max(lower, upper)), tuple(steps), tuple(tally.warnings))


def _closed_in_force(serving: Serving, periods: list[CustodyPeriod], start: int, nominal: Range) -> Range:
    """The entry into force with both ends: a pending appeal can at the latest be decided on the day of release."""
    force = Range.of(serving.in_force)
    begins = Range.of(periods[start].begins)
    lower = force.lower or begins.lower
    if force.upper is not None:
        return Range(min(lower, force.upper), force.upper)
    early, late = lower, max(lower, nominal.upper)
    while early < late:
        middle = early + (late - early + DAY) // 2
        tally = _count(serving, periods, start, begins, Range(lower, middle), nominal)
        if nominal.upper - dt.timedelta(days=math.floor(tally.most)) >= middle:
            early = middle
        else:
            late = middle - DAY
    return Range(lower, early)


def _count(  # noqa: PLR0917 - the facts of one reading, always passed together
    serving: Serving, periods: list[CustodyPeriod], start: int, begins: Range, force: Range, nominal: Range
) -> Tally:
    tally = Tally()
    first = min(p.begins.lower for p in periods)
    for day, after in _segments(serving, periods, first, force.upper):
        in_block = day >= begins.lower
        sure = after <= force.lower and (day >= begins.upper if in_block else True)
        own = periods[start:] if in_block else periods[:start]
        kinds = {p.kind for p in own if _may_cover(p, day)}
        if not in_block:
            sure = sure and any(_must_cover(p, day) for p in own)
        if kinds or in_block:
            _add(tally, serving, sorted(kinds or {"remand"}), (day, (after - day).days), (in_block, sure), nominal)
    return tally


def _segments(
    serving: Serving, periods: list[CustodyPeriod], first: dt.date, end: dt.date
) -> list[tuple[dt.date, dt.date]]:
    """The days from first up to, not including, end, cut wherever anything can change."""
    cuts = {first, end, *turning_days(serving.rules, serving.conviction.jurisdiction)}
    cuts |= {day for day in (serving.in_force.lower,) if day}
    for period in periods:
        cuts |= {period.begins.lower, period.begins.upper}
        cuts |= {day + DAY for day in (period.until.lower, period.until.upper) if day}
    inside = sorted(day for day in cuts if first <= day <= end)
    return list(itertools.pairwise(inside))


def _may_cover(period: CustodyPeriod, day: dt.date) -> bool:
    return period.begins.lower <= day and (period.until.upper is None or day <= period.until.upper)


def _must_cover(period: CustodyPeriod, day: dt.date) -> bool:
    if period.begins.upper > day:
        return False
    return period.lasts or (period.until.lower is not None and day <= period.until.lower)


def _add(  # noqa: PLR0917 - one segment with all that is known of it
    tally: Tally, serving: Serving, kinds: Sequence[str], span: tuple[dt.date, int], known: tuple[bool, bool],
    nominal: Range,
) -> None:  # fmt: skip
    """Count one segment of equal days; `known`: whether in the unbroken custody, and whether certainly counted."""
    (day, length), (in_block, sure) = span, known
    gains = []
    for kind in kinds:
        for served_on in {nominal.lower, nominal.upper}:
            rule = find_rule(serving.rules, serving.conviction, kind, day, served_on)
            factor = factor_of(rule, serving.conviction)
            if rule is not None and rule.valid_from is not None and day < rule.valid_from:
                tally.not_before = max(tally.not_before or rule.valid_from, rule.valid_from)
            gains.append(factor - 1 if in_block else factor)
            _warn(tally, serving.conviction, kind, rule, factor)
        line = tally.lines.setdefault((kind, str(factor), rule.source if rule else NO_RULE, in_block), [0, 0])
        line[0] += length if sure and len(kinds) == 1 else 0
        line[1] += length
    tally.most += length * (max(gains) if sure else max(*gains, Fraction(0)))
    tally.least += length * (min(gains) if sure else min(*gains, Fraction(0)))


def _warn(tally: Tally, conviction: Conviction, kind: str, rule: CreditRule | None, factor: Fraction) -> None:
    names = {"custody": kind, "jurisdiction": conviction.jurisdiction, "regime": conviction.regime or "?"}
    if rule is None:
        tally.warnings[note("unknown_factor", **names)] = None
        return
    excluded = rule.excludes(conviction.articles)
    if excluded:
        tally.warnings[note("excluded_article", article=excluded, jurisdiction=conviction.jurisdiction)] = None
    if not rule.verified:
        tally.warnings[note("unverified_rule", factor=factor, **names)] = None


def _line(key: tuple[str, str, str, bool], least: int, most: int) -> Note:
    kind, factor, source, in_block = key
    days = str(most) if least == most else f"{least}-{most}"
    if not in_block:
        return note("earlier_custody", days=days, custody=kind, factor=factor, source=source)
    gains = [(Fraction(factor) - 1) * n for n in (least, most)]
    gain = f"{float(gains[1]):g}" if least == most else f"{float(min(gains)):g} to {float(max(gains)):g}"
    return note("credit", days=days, custody=kind, factor=factor, source=source, gain=gain)
