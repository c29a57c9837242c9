"""Credit for a day in custody before the sentence. The rules are data: an organisation may replace all of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

ONE = Fraction(1)
NO_RULE = "no rule found, counted day for day"


@dataclass(frozen=True, slots=True)
class CreditRule:
    """One day of `custody` counts as `factor` days of `penalty` under `regime`.

    `jurisdiction`: lower-case country code. `custody`, `penalty`, `regime`: codes of the vocabulary; an empty regime stands for
    any. `valid_from`, `valid_until`: days of custody to which it applies, both included. `backwards`: also for days before
    `valid_from`, if the sentence was still being served on that day. `excluded`: convictions under these articles get one for
    one; ("228", "2") means part 2 only, ("205", "") every part. `source`: source of the rule; `verified`: checked against the
    law or against known releases.
    """

    jurisdiction: str
    custody: str
    factor: Fraction | Decimal
    penalty: str = "imprisonment"
    regime: str = ""
    valid_from: dt.date | None = None
    valid_until: dt.date | None = None
    backwards: bool = False
    excluded: tuple[tuple[str, str], ...] = ()
    source: str = ""
    verified: bool = False

    def __post_init__(self) -> None:
        if self.factor < 0:
            raise ValueError("A day in custody cannot count for less than nothing.")

    def excludes(self, articles: Collection[tuple[str, str]]) -> str:
        """The first of the (article, part) pairs that the rule excludes, or an empty string."""
        for article, part in sorted(articles):
            if (article, "") in self.excluded or (article, part) in self.excluded:
                return article
        return ""

    def covers(self, day: dt.date, served_on: dt.date | None) -> bool:
        """Whether a day of custody falls under the rule; `served_on`: when the sentence would end one for one."""
        if self.valid_until is not None and day > self.valid_until:
            return False
        if self.valid_from is None or day >= self.valid_from:
            return True
        return self.backwards and served_on is not None and served_on >= self.valid_from


@dataclass(frozen=True, slots=True)
class Conviction:
    """What decides the credit: jurisdiction, penalty, regime and the (article, part) pairs of the conviction."""

    jurisdiction: str
    penalty: str = "imprisonment"
    regime: str = ""
    articles: frozenset[tuple[str, str]] = frozenset()


def find_rule(
    rules: Sequence[CreditRule], conviction: Conviction, custody: str, day: dt.date, served_on: dt.date | None
) -> CreditRule | None:
    """The rule for a day of custody: a rule for the regime before one for any regime, later rules before earlier ones."""
    matches = [
        rule
        for rule in rules
        if rule.jurisdiction == conviction.jurisdiction
        and rule.custody == custody
        and rule.penalty == conviction.penalty
        and rule.regime in ("", conviction.regime)
        and rule.covers(day, served_on)
    ]
    return max(matches, key=_precedence, default=None)


def _precedence(rule: CreditRule) -> tuple[bool, dt.date, Fraction]:
    # The factor last: the result for two equal rules must not depend on their order in storage.
    return bool(rule.regime), rule.valid_from or dt.date.min, Fraction(rule.factor)


def factor_of(rule: CreditRule | None, conviction: Conviction) -> Fraction:
    """The factor; one for one without a rule, or if the rule excludes an article of the conviction."""
    if rule is None or rule.excludes(conviction.articles):
        return ONE
    return Fraction(rule.factor)


def turning_days(rules: Sequence[CreditRule], jurisdiction: str) -> set[dt.date]:
    """The days on which some rule of the jurisdiction begins or ceases to apply."""
    days: set[dt.date] = set()
    for rule in rules:
        if rule.jurisdiction == jurisdiction:
            days |= {rule.valid_from} if rule.valid_from else set()
            days |= {rule.valid_until + dt.timedelta(days=1)} if rule.valid_until else set()
    return days
