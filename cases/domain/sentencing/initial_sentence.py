"""The first sentence of a chain after the decisions of higher courts, and its entry into force."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from cases.domain.sentencing import decisions as chain_of
from cases.domain.sentencing.appeal_deadlines import AppealRule, appeal_rule, in_force_unappealed
from cases.domain.sentencing.calculation_notes import Note, note
from cases.domain.sentencing.day_ranges import Range
from cases.domain.sentencing.decisions import Link
from cases.domain.sentencing.term import Term


@dataclass(slots=True)
class Base:
    """The first sentence after the decisions of higher courts."""

    verdict: Link
    term: Term | None
    longest: Term | None
    penalty: str
    regime: str
    in_force: Range | None = None
    counted: list[Link] = field(default_factory=list)
    steps: list[Note] = field(default_factory=list)
    warnings: list[Note] = field(default_factory=list)

    def add(self, steps: Sequence[Note], warnings: Sequence[Note], counted: Sequence[Link] = ()) -> None:
        """Add explanations, warnings and the source links of terms of a further calculation."""
        self.steps += steps
        self.warnings += warnings
        self.counted += counted


def fold_base(links: Sequence[Link], jurisdiction: str, appeal_rules: Sequence[AppealRule]) -> Base | None:
    """The verdict combined with the decisions of higher courts, or None if there is no verdict."""
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
    """One decision of a higher court: it sets its own term, or leaves the old one."""
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
    decided, in_force = Range.of(base.verdict.decided), Range.of(base.verdict.in_force)
    if in_force.known:
        base.in_force = in_force
        base.steps.append(note("in_force_given", days=in_force.written()))
    if base.in_force is not None or not decided.known:
        return
    if base.verdict.appealed:
        base.in_force = Range(decided.lower, None)
        base.warnings.append(note("appeal_open"))
        return
    rule = appeal_rule(jurisdiction, decided.upper or decided.lower, appeal_rules)
    base.in_force = in_force_unappealed(decided, jurisdiction, appeal_rules) or decided
    if rule is None:
        base.warnings.append(note("appeal_rule_unknown", jurisdiction=jurisdiction))
    else:
        if not rule.verified:
            base.warnings.append(note("unverified_appeal", jurisdiction=jurisdiction, days=rule.days))
        days, written = rule.days, base.in_force.written()
        base.steps.append(note("in_force_by_rule", decided=decided.written(), days=written, appeal_days=days))
    if base.verdict.appealed is None:
        base.warnings.append(note("appeal_unknown"))


def why_no_date(base: Base) -> Note | None:
    """Why the base sentence has no day of release, or None if it can be calculated."""
    if base.penalty in chain_of.WITHOUT_RELEASE:
        return note("no_date_penalty", penalty=base.penalty)
    if not base.term:
        return note("no_term")
    return None if base.in_force is not None else note("no_decision_date")
