"""Credit of one sentence, counted day by day in segments within which nothing changes.

Every day of unbroken custody is served as one day anyway, so before the verdict is in force it adds only its gain (factor - 1);
a day of earlier, interrupted custody adds its whole factor.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from cases.domain.sentencing.calculation_notes import Note, note
from cases.domain.sentencing.credit import NO_RULE, Conviction, CreditRule, factor_of, find_rule, turning_days
from cases.domain.sentencing.custody_periods import CustodyPeriod
from cases.domain.sentencing.day_ranges import DAY, Bounded, Days, Range
from cases.domain.sentencing.term import Term


@dataclass(frozen=True, slots=True)
class Serving:
    """Input for the end of a sentence. `in_force` may be open above: the custody then still earns credit."""

    term: Term
    longest: Term
    in_force: Bounded
    conviction: Conviction
    periods: tuple[CustodyPeriod, ...]
    rules: tuple[CreditRule, ...]


@dataclass(frozen=True, slots=True)
class Held:
    """A period of custody whose beginning is known within bounds."""

    kind: str
    begins: Days
    until: Range
    lasts: bool
    goes_on: bool

    def may_cover(self, day: dt.date) -> bool:
        """Whether the day may belong to the period."""
        return self.begins.lower <= day and (self.until.upper is None or day <= self.until.upper)

    def must_cover(self, day: dt.date) -> bool:
        """Whether the day certainly belongs to it."""
        if self.begins.upper > day:
            return False
        return self.lasts or (self.until.lower is not None and day <= self.until.lower)

    def ended_before(self, day: dt.date) -> bool:
        """Whether it certainly ended, with at least one day of liberty, before the day."""
        return self.until.upper is not None and self.until.upper + DAY < day and not self.goes_on

    def joins(self, day: dt.date) -> bool:
        """Whether it certainly lasted until the day or the day before it."""
        if self.lasts or self.goes_on:
            return True
        return self.until.lower is not None and self.until.lower + DAY >= day


@dataclass(slots=True)
class Tally:
    """Minimum and maximum credit in days, with the records that explain it."""

    least: Fraction = Fraction(0)
    most: Fraction = Fraction(0)
    lines: dict[tuple[str, str, str, bool], list[int]] = field(default_factory=dict)
    warnings: dict[Note, None] = field(default_factory=dict)
    not_before: dt.date | None = None


def count(serving: Serving, periods: list[Held], start: int, begins: Days, force: Days, nominal: Days) -> Tally:
    """Minimum and maximum credit of one reading: custody unbroken since period `start`, in force within `force`."""
    tally = Tally()
    first = min(p.begins.lower for p in periods)
    for day, after in _segments(serving, periods, first, force.upper):
        in_block = day >= begins.lower
        sure = after <= force.lower and (day >= begins.upper if in_block else True)
        own = periods[start:] if in_block else periods[:start]
        kinds = {p.kind for p in own if p.may_cover(day)}
        if not in_block:
            sure = sure and any(p.must_cover(day) for p in own)
        if kinds or in_block:
            _add(tally, serving, sorted(kinds or {"remand"}), (day, (after - day).days), (in_block, sure), nominal)
    return tally


def _segments(serving: Serving, periods: list[Held], first: dt.date, end: dt.date) -> list[tuple[dt.date, dt.date]]:
    """The days from first up to, not including, end, cut wherever anything can change."""
    cuts = {first, end, *turning_days(serving.rules, serving.conviction.jurisdiction)}
    cuts |= {day for day in (serving.in_force.lower,) if day}
    for period in periods:
        cuts |= {period.begins.lower, period.begins.upper}
        cuts |= {day + DAY for day in (period.until.lower, period.until.upper) if day}
    inside = sorted(day for day in cuts if first <= day <= end)
    return list(itertools.pairwise(inside))


def _add(
    tally: Tally, serving: Serving, kinds: Sequence[str], span: tuple[dt.date, int], known: tuple[bool, bool],
    nominal: Days,
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


def line(key: tuple[str, str, str, bool], least: int, most: int) -> Note:
    """The explanation of one line of a tally, with the minimum and maximum number of days."""
    kind, factor, source, in_block = key
    days = str(most) if least == most else f"{least}-{most}"
    if not in_block:
        return note("earlier_custody", days=days, custody=kind, factor=factor, source=source)
    gains = [(Fraction(factor) - 1) * n for n in (least, most)]
    gain = f"{float(gains[1]):g}" if least == most else f"{float(min(gains)):g} to {float(max(gains)):g}"
    return note("credit", days=days, custody=kind, factor=factor, source=source, gain=gain)
