"""Changes of a term after the verdict: additions, reductions, replacement, change of regime, and its end."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from cases.domain.sentencing import decisions as chain_of
from cases.domain.sentencing.calculation_notes import Note, note
from cases.domain.sentencing.day_ranges import Days
from cases.domain.sentencing.decisions import Link


@dataclass(slots=True)
class Later:
    """The end of the term after the links so far; `ended` is the link that ended it."""

    days: Days | None
    reason: Note | None = None
    ended: Link | None = None
    steps: list[Note] = field(default_factory=list)
    warnings: list[Note] = field(default_factory=list)
    counted: list[Link] = field(default_factory=list)


def apply_later(days: Days | None, links: Sequence[Link]) -> Later:
    """The end of the term after all links, in order of date. An end closes the chain: later links are ignored.

    A link without both bounds of its date cannot move a date: it is left out with a warning, unless it ends the chain.
    """
    later = Later(days)
    for link in links:
        if link.ends:
            later.ended = link
            return later
        act = ACTS.get(link.kind)
        if act is None:
            continue
        decided = Days.of(link.decided)
        if decided is None:
            later.warnings.append(note("link_undated", kind=link.kind))
            continue
        act(later, link, decided)
    return later


def _add(later: Later, link: Link, decided: Days) -> None:
    """A further sentence: its term is combined with the unserved part of the earlier one."""
    how = link.how
    if link.penalty in ("life", "death"):
        later.days, later.reason = None, note("no_date_penalty", penalty=link.penalty)
        return
    if not link.term:
        later.warnings.append(note("no_term"))
        return
    longest = link.longest or link.term
    alone = Days(link.term.after(decided.lower), longest.after(decided.upper))
    if how == chain_of.TOTAL:
        later.days, code = alone, "total_fixed"
    elif later.days is None:
        return
    else:
        # If the earlier term has expired by then, nothing is left to add to.
        lower, upper = max(later.days.lower, decided.lower), max(later.days.upper, decided.upper)
        together = Days(link.term.after(lower), longest.after(upper))
        absorbed = Days(max(lower, alone.lower), max(upper, alone.upper))
        later.days, code = {
            chain_of.FULL: (together, "added_in_full"),
            chain_of.PARTIAL: (Days(absorbed.lower, max(together.upper, absorbed.upper)), "added_in_part"),
            chain_of.ABSORPTION: (absorbed, "absorbed"),
        }[how]
    values = {"decided": decided.written(), "days": later.days.written()}
    later.steps.append(note(code, **values) if code == "absorbed" else note(code, term=link.term, **values))
    later.counted.append(link)


def _reduce(later: Later, link: Link, decided: Days) -> None:
    """An amnesty or a pardon that shortens the term; release not before its own day."""
    if later.days is None or not link.term:
        return
    longest = link.longest or link.term
    later.days = Days(
        max(longest.before(later.days.lower), min(decided.lower, later.days.lower)),
        max(link.term.before(later.days.upper), min(decided.upper, later.days.upper)),
    )
    days = later.days.written()
    later.steps.append(note("reduced", kind=link.kind, decided=decided.written(), term=link.term, days=days))
    later.counted.append(link)


def _replace(later: Later, link: Link, decided: Days) -> None:
    """The unserved part is replaced with another penalty, for a term of its own or for the rest."""
    if link.penalty in chain_of.WITHOUT_RELEASE:
        later.days, later.reason = None, note("no_date_penalty", penalty=link.penalty)
        return
    if link.term:
        longest = link.longest or link.term
        later.days = Days(link.term.after(decided.lower), longest.after(decided.upper))
        later.counted.append(link)
    if later.days is None:
        return
    code = "replaced" if link.term else "replaced_unserved"
    later.steps.append(note(code, decided=decided.written(), penalty=link.penalty, days=later.days.written()))


def _change_regime(later: Later, link: Link, decided: Days) -> None:
    later.steps.append(note("regime_changed", decided=decided.written(), regime=link.regime or "?"))


ACTS: dict[str, Callable[[Later, Link, Days], None]] = {
    chain_of.ADDITION: _add,
    chain_of.REPLACEMENT: _replace,
    chain_of.REGIME: _change_regime,
    **dict.fromkeys(chain_of.REDUCTIONS, _reduce),
}
