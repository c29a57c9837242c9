"""Expected release: calculated from the whole chain of decisions and the custody, with all facts used.

The result is always an estimate. It lists the facts and rules used (`steps`), doubts (`warnings`), why there is no date
(`reason`), and why it must not be shown in public (`withheld`). The order of the facts does not matter.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from cases.domain.sentencing import decisions as chain_of
from cases.domain.sentencing.after_verdict import apply_later
from cases.domain.sentencing.appeal_deadlines import AppealRule
from cases.domain.sentencing.calculation_notes import Note, note
from cases.domain.sentencing.credit import Conviction, CreditRule
from cases.domain.sentencing.credit_count import Serving
from cases.domain.sentencing.credit_table import APPEAL_RULES, RULES
from cases.domain.sentencing.custody_periods import CustodyPeriod
from cases.domain.sentencing.day_ranges import Days, Range
from cases.domain.sentencing.decisions import Link
from cases.domain.sentencing.end_date import serve
from cases.domain.sentencing.initial_sentence import Base, fold_base, why_no_date

SOURCES_NEEDED = 2


@dataclass(frozen=True, slots=True)
class Estimate:
    """When a person may be released. `earliest` and `latest` are None if no date follows; `reason` says why.

    `ended`: the kind of link that freed the person or ended the sentence; the dates are then those of that link. `publishable`:
    False if only one source gives a term (see `withheld`); the organisation may still decide against it.
    """

    earliest: dt.date | None = None
    latest: dt.date | None = None
    ended: str = ""
    reason: Note | None = None
    steps: tuple[Note, ...] = ()
    warnings: tuple[Note, ...] = ()
    withheld: tuple[Note, ...] = ()

    @property
    def publishable(self) -> bool:
        """True if there is a date and nothing forbids showing it."""
        return self.earliest is not None and not self.withheld

    @property
    def exact(self) -> bool:
        """True if the estimate is one day."""
        return self.earliest is not None and self.earliest == self.latest


def expected_release(
    chain: Iterable[Link],
    custody: Iterable[CustodyPeriod],
    *,
    jurisdiction: str,
    articles: Collection[tuple[str, str]] = (),
    rules: Sequence[CreditRule] = RULES,
    appeal_rules: Sequence[AppealRule] = APPEAL_RULES,
    today: dt.date | None = None,
) -> Estimate:
    """The expected release of one person from one chain of decisions.

    `jurisdiction`: lower-case country code. `articles`: (article, part) pairs of the conviction, which rules may exclude.
    `rules`, `appeal_rules`: the organisation's own tables, in place of ours. `today`: to warn about dates that have passed.
    """
    links = chain_of.in_order(chain)
    base = fold_base(links, jurisdiction, appeal_rules)
    if base is None:
        return _ended_or(links, Estimate(reason=note("no_sentence")))
    for link in links:
        if link.kind == chain_of.SET_ASIDE:
            return _without_date(base, note("set_aside", decided=Range.of(link.decided).written()))
    days: Days | None = None
    reason = why_no_date(base)
    if reason is None:
        days, reason = _served(base, tuple(custody), jurisdiction, articles, rules)
    later = [link for link in links if link.kind not in (chain_of.VERDICT, *chain_of.DECISIONS)]
    result = apply_later(days, later)
    base.add(result.steps, result.warnings, result.counted)
    if result.ended is not None:
        return _end(result.ended, base)
    days, reason = (result.days, None) if result.days else (None, result.reason or reason)
    if days is None:
        return _without_date(base, reason or note("no_term"))
    if today is not None and days.upper < today:
        base.warnings.append(note("past_due"))
    steps = (*base.steps, note("release", days=days.written()))
    return Estimate(days.lower, days.upper, "", None, steps, tuple(base.warnings), _withheld(base.counted))


def _served(
    base: Base,
    custody: tuple[CustodyPeriod, ...],
    jurisdiction: str,
    articles: Collection[tuple[str, str]],
    rules: Sequence[CreditRule],
) -> tuple[Days | None, Note | None]:
    conviction = Conviction(jurisdiction, base.penalty, base.regime, frozenset(articles))
    if base.term is None or base.in_force is None:
        return None, note("no_term")
    outcome = serve(Serving(base.term, base.longest or base.term, base.in_force, conviction, custody, tuple(rules)))
    if outcome is None:
        return None, note("no_custody")
    base.add(outcome.steps, outcome.warnings)
    if base.penalty == "imprisonment" and not base.regime:
        base.warnings.append(note("unknown_regime"))
    decided, days = Range.of(base.verdict.decided), outcome.days
    if not decided.known:
        return days, None
    # No release before the verdict, however much custody is credited.
    if decided.lower and days.upper < decided.lower:
        base.warnings.append(note("served_already"))
    lower = max(days.lower, decided.lower or days.lower)
    upper = max(days.upper, decided.upper or days.upper, lower)
    return Days(lower, upper), None


def _end(link: Link, base: Base) -> Estimate:
    """The estimate for a sentence that has ended: the date is a recorded fact or, after a death, there is none."""
    decided = Range.of(link.decided)
    steps = (*base.steps, note("ended", kind=link.kind, decided=decided.written()))
    if link.kind == "death":
        return Estimate(
            None, None, link.kind, note("after_death", decided=decided.written()), steps, tuple(base.warnings)
        )
    return Estimate(decided.lower, decided.upper, link.kind, None, steps, tuple(base.warnings), _withheld([link]))


def _ended_or(links: Sequence[Link], otherwise: Estimate) -> Estimate:
    ended = apply_later(None, links).ended
    return _end(ended, Base(ended, None, None, "none", "")) if ended else otherwise


def _without_date(base: Base, reason: Note) -> Estimate:
    return Estimate(reason=reason, steps=tuple(base.steps), warnings=tuple(base.warnings), withheld=(reason,))


def _withheld(counted: Sequence[Link]) -> tuple[Note, ...]:
    """Why the estimate may not be published: a term with fewer than two sources."""
    reasons = []
    for link in counted:
        if len(link.sources) < SOURCES_NEEDED:
            code = "one_source" if link.sources else "no_source"
            reasons.append(note(code, kind=link.kind, decided=Range.of(link.decided).written()))
    return tuple(reasons)
