"""Expected release: the whole chain of decisions laid over the custody, with everything that went into it.

The result is always an estimate. It says which facts and rules it used (`steps`), what is doubtful (`warnings`), why
there is no date (`reason`), and why it must not be shown in public (`withheld`). Order of the facts does not matter.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from cases.terms import links as chain_of
from cases.terms.appeal import APPEAL_RULES, AppealRule, appeal_rule, in_force_unappealed
from cases.terms.counting import Serving
from cases.terms.credit import Conviction, CreditRule
from cases.terms.credit_table import RULES
from cases.terms.custody import CustodyPeriod
from cases.terms.later import apply_later
from cases.terms.links import Link
from cases.terms.notes import Note, note
from cases.terms.ranges import Days, Range
from cases.terms.serving import serve
from cases.terms.term import Term

SOURCES_NEEDED = 2


@dataclass(frozen=True, slots=True)
class Estimate:
    """When a person may be released. `earliest` and `latest` are None where no date follows; `reason` says why.

    `ended`: the kind of link that freed the person or ended the sentence; the dates are then those of that link.
    `publishable`: False where only one source gives a term (see `withheld`); the organisation may still say no.
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
        """True where there is a date and nothing forbids to show it."""
        return self.earliest is not None and not self.withheld

    @property
    def exact(self) -> bool:
        """True where the estimate names one day."""
        return self.earliest is not None and self.earliest == self.latest


@dataclass(slots=True)
class Base:
    """The first sentence as the higher courts left it."""

    verdict: Link
    term: Term | None
    longest: Term | None
    penalty: str
    regime: str
    in_force: Range | None = None
    counted: list[Link] = field(default_factory=list)
    steps: list[Note] = field(default_factory=list)
    warnings: list[Note] = field(default_factory=list)


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

    `jurisdiction`: lower-case country code. `articles`: (article, part) pairs convicted of, for rules that exclude
    some. `rules`, `appeal_rules`: the organisation's own tables may take the place of ours. `today`: to warn of dates
    that have passed.
    """
    links = chain_of.in_order(chain)
    base = _base(links, jurisdiction, appeal_rules)
    if base is None:
        return _ended_or(links, Estimate(reason=note("no_sentence")))
    set_aside = [link for link in links if link.kind == chain_of.SET_ASIDE]
    if set_aside:
        return _without_date(base, note("set_aside", decided=Range.of(set_aside[-1].decided).written()))
    days: Days | None = None
    reason = _no_date(base)
    if reason is None:
        days, reason = _served(base, tuple(custody), jurisdiction, articles, rules)
    later = [link for link in links if link.kind not in (chain_of.VERDICT, *chain_of.DECISIONS)]
    result = apply_later(days, later)
    base.steps += result.steps
    base.warnings += result.warnings
    base.counted += result.counted
    if result.ended is not None:
        return _end(result.ended, base)
    days, reason = (result.days, None) if result.days else (None, result.reason or reason)
    if days is None:
        return _without_date(base, reason or note("no_term"))
    if today is not None and days.upper < today:
        base.warnings.append(note("past_due"))
    steps = (*base.steps, note("release", days=days.written()))
    return Estimate(days.lower, days.upper, "", None, steps, tuple(base.warnings), _withheld(base.counted))


def _base(links: Sequence[Link], jurisdiction: str, appeal_rules: Sequence[AppealRule]) -> Base | None:
    """The verdict with the decisions of higher courts folded in."""
    verdicts = [link for link in links if link.kind == chain_of.VERDICT]
    if not verdicts:
        return None
    first = verdicts[0]
    base = Base(first, first.term, first.longest, first.penalty, first.regime)
    base.counted = [first] if first.term else []
    for link in links:
        if getattr(link.decided, "approximate", False) or getattr(link.decided, "uncertain", False):
            base.warnings.append(note("approximate", text=getattr(link.decided, "text", "")))
    base.steps.append(_term_step(first))
    for link in links:
        if link.kind in chain_of.DECISIONS or (link.kind == chain_of.VERDICT and link is not first):
            _decide(base, link)
    _set_in_force(base, jurisdiction, appeal_rules)
    return base


def _term_step(link: Link) -> Note:
    decided = Range.of(link.decided).written()
    if link.longest is not None:
        return note("term_span", kind=link.kind, decided=decided, term=link.term, longest=link.longest)
    return note("term", kind=link.kind, decided=decided, term=link.term or link.penalty)


def _decide(base: Base, link: Link) -> None:
    """One decision of a higher court: it brings its own term, or leaves the old one."""
    decided = Range.of(link.decided)
    if link.kind == "appeal" and decided.known and base.in_force is None:
        base.in_force = Range.of(link.in_force) if Range.of(link.in_force).known else decided
        base.steps.append(note("in_force_by_appeal", days=base.in_force.written()))
    if link.term or link.penalty in chain_of.WITHOUT_RELEASE:
        base.term, base.longest, base.penalty = link.term, link.longest, link.penalty
        base.counted = [link]
        base.steps.append(_term_step(link))
    else:
        base.steps.append(note("upheld", decided=decided.written(), kind=link.kind))
    base.regime = link.regime or base.regime


def _set_in_force(base: Base, jurisdiction: str, appeal_rules: Sequence[AppealRule]) -> None:
    decided, given = Range.of(base.verdict.decided), Range.of(base.verdict.in_force)
    if given.known:
        base.in_force = given
        base.steps.append(note("in_force_given", days=given.written()))
    if base.in_force is not None or not decided.known:
        return
    if base.verdict.appealed:
        base.in_force = Range(decided.lower, None)
        base.warnings.append(note("appeal_open"))
        return
    rule = appeal_rule(jurisdiction, decided.upper or decided.lower, appeal_rules)
    base.in_force = in_force_unappealed(decided, jurisdiction, appeal_rules) or decided
    if rule is not None:
        days, written = rule.days, base.in_force.written()
        base.steps.append(note("in_force_by_rule", decided=decided.written(), days=written, appeal_days=days))
    if base.verdict.appealed is None:
        base.warnings.append(note("appeal_unknown"))


def _no_date(base: Base) -> Note | None:
    """Why the base sentence has no day of release, or None where one can be calculated."""
    if base.penalty in chain_of.WITHOUT_RELEASE:
        return note("no_date_penalty", penalty=base.penalty)
    if not base.term:
        return note("no_term")
    return None if base.in_force is not None else note("no_decision_date")


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
    base.steps += outcome.steps
    base.warnings += outcome.warnings
    if base.penalty == "imprisonment" and not base.regime:
        base.warnings.append(note("unknown_regime"))
    decided, days = Range.of(base.verdict.decided), outcome.days
    if not decided.known:
        return days, None
    # Nobody is released before the verdict, however much custody is credited.
    if decided.lower and days.upper < decided.lower:
        base.warnings.append(note("served_already"))
    lower = max(days.lower, decided.lower or days.lower)
    upper = max(days.upper, decided.upper or days.upper, lower)
    return Days(lower, upper), None


def _end(link: Link, base: Base) -> Estimate:
    """The estimate of a sentence that has ended: the date is a fact of its own, or, with a death, there is none."""
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
    """Why the estimate may not be published: a term that fewer than two sources give."""
    reasons = []
    for link in counted:
        if len(link.sources) < SOURCES_NEEDED:
            code = "one_source" if link.sources else "no_source"
            reasons.append(note(code, kind=link.kind, decided=Range.of(link.decided).written()))
    return tuple(reasons)
