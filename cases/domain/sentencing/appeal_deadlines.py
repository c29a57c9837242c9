"""Deadlines: for an appeal, for a verdict to enter into force, and for custody before trial to end or be extended.

The day of the verdict itself does not count: ten days from 16 March end with 26 March, and the verdict is in force on 27 March.
Weekends: the law moves the last day for filing to the next working day (general knowledge, unverified), but check A shows a
verdict in force on Sunday 27 March 2022 although 26 March was a Saturday. Therefore entry into force is not moved here, and
staff see the strict last day first: an appeal filed by then cannot be late.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from cases.domain.sentencing.day_ranges import DAY, Bounded, Range
from cases.domain.sentencing.holidays import holiday_on
from cases.domain.sentencing.term import Term

SATURDAY = 5


@dataclass(frozen=True, slots=True)
class AppealRule:
    """Days to appeal against a verdict given on or after `valid_from`."""

    jurisdiction: str
    days: int
    source: str
    verified: bool = False
    valid_from: dt.date | None = None

    def __post_init__(self) -> None:
        if self.days < 1:
            raise ValueError("A period for appeal has at least one day.")


def appeal_rule(jurisdiction: str, verdict: dt.date | None, rules: Sequence[AppealRule]) -> AppealRule | None:
    """The rule for a verdict of that day, or None if the jurisdiction has none."""
    matches = [
        rule
        for rule in rules
        if rule.jurisdiction == jurisdiction and (rule.valid_from is None or (verdict and verdict >= rule.valid_from))
    ]
    return max(matches, key=lambda rule: (rule.valid_from or dt.date.min, rule.days), default=None)


@dataclass(frozen=True, slots=True)
class AppealDeadline:
    """`last`: the strict last day to appeal. `moved`: the same, moved to the next working day."""

    last: Range
    moved: Range
    rule: AppealRule


def appeal_deadline(
    verdict: Bounded, jurisdiction: str, rules: Sequence[AppealRule], holidays: Collection[dt.date] = ()
) -> AppealDeadline | None:
    """The last day to appeal, or None if the verdict has no date or the jurisdiction no rule.

    `holidays`: further days off, besides weekends and the public holidays of the jurisdiction.
    """
    decided = Range.of(verdict)
    first = appeal_rule(jurisdiction, decided.lower or decided.upper, rules)
    final = appeal_rule(jurisdiction, decided.upper or decided.lower, rules)
    if not decided.known or first is None or final is None:
        return None
    last = Range(
        decided.lower and decided.lower + dt.timedelta(days=first.days),
        decided.upper and decided.upper + dt.timedelta(days=final.days),
    )
    moved = Range(*(end and working_day(end, jurisdiction, holidays) for end in last))
    return AppealDeadline(last, moved, final)


def working_day(day: dt.date, jurisdiction: str, holidays: Collection[dt.date] = ()) -> dt.date:
    """The day itself, or the next one that is neither weekend nor holiday."""
    while day.weekday() >= SATURDAY or day in holidays or holiday_on(day, jurisdiction):
        day += DAY
    return day


def in_force_unappealed(verdict: Bounded, jurisdiction: str, rules: Sequence[AppealRule]) -> Range | None:
    """Entry into force of a verdict without an appeal: the day after the last day to appeal."""
    deadline = appeal_deadline(verdict, jurisdiction, rules)
    return deadline.last.shifted(1) if deadline else None


@dataclass(frozen=True, slots=True)
class CustodyLimit:
    """How long custody before trial may last, and who may extend it beyond the previous limit."""

    jurisdiction: str
    term: Term
    authority: str
    source: str
    verified: bool = False


BY_LIMITS = "Criminal Procedure Code of Belarus arts. 108 and 127, general knowledge"
RU_LIMITS = "Criminal Procedure Code of Russia arts. 94 and 109, general knowledge"
CUSTODY_LIMITS: tuple[CustodyLimit, ...] = (
    CustodyLimit("by", Term(days=3), "detention without a charge", BY_LIMITS),
    CustodyLimit("by", Term(days=10), "detention for crimes against the state", "loc.gov, March 2023", verified=True),
    CustodyLimit("by", Term(months=2), "first order of remand", BY_LIMITS),
    CustodyLimit("by", Term(months=6), "regional prosecutor", BY_LIMITS),
    CustodyLimit("by", Term(months=12), "deputy prosecutor general", BY_LIMITS),
    CustodyLimit("by", Term(months=18), "prosecutor general", BY_LIMITS),
    CustodyLimit("ru", Term(days=2), "detention without a court", RU_LIMITS),
    CustodyLimit("ru", Term(months=2), "first order of a court", RU_LIMITS),
    CustodyLimit("ru", Term(months=6), "district court", RU_LIMITS),
    CustodyLimit("ru", Term(months=12), "district court, grave crimes", RU_LIMITS),
    CustodyLimit("ru", Term(months=18), "regional court, especially grave crimes", RU_LIMITS),
)


def custody_limits(
    begins: Bounded, jurisdiction: str, limits: Sequence[CustodyLimit] = CUSTODY_LIMITS
) -> list[tuple[CustodyLimit, Range]]:
    """The days on which custody before trial with this beginning reaches each limit, the shortest first."""
    own = sorted((limit for limit in limits if limit.jurisdiction == jurisdiction), key=lambda limit: limit.term.rank)
    return [
        (limit, Range(begins.lower and limit.term.after(begins.lower), begins.upper and limit.term.after(begins.upper)))
        for limit in own
    ]


def next_custody_limit(
    begins: Bounded, jurisdiction: str, today: dt.date, limits: Sequence[CustodyLimit] = CUSTODY_LIMITS
) -> tuple[CustodyLimit, Range] | None:
    """The first limit that may still be in the future, or None."""
    for limit, days in custody_limits(begins, jurisdiction, limits):
        last = days.upper or days.lower
        if last is not None and last >= today:
            return limit, days
    return None
