"""The chain of a sentence: every decision that imposed, changed or ended it, each with its own date and sources."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from cases.domain.sentencing.day_ranges import UNKNOWN, Bounded
from cases.domain.sentencing.term import Term

# Kinds of links. VERDICT begins the chain; DECISIONS of higher courts replace its term.
VERDICT = "verdict"
DECISIONS = ("appeal", "cassation", "retrial")
ADDITION = "addition"  # a further sentence, such as under art. 411: `how` says how it is added
REDUCTIONS = ("amnesty", "pardon", "reduction")  # with a term they shorten, without one they free
REPLACEMENT = "replacement"
REGIME = "regime"
ENDS = ("parole", "release", "expulsion", "exchange", "death", "acquittal")
SET_ASIDE = "set_aside"
KINDS = (VERDICT, *DECISIONS, ADDITION, *REDUCTIONS, REPLACEMENT, REGIME, *ENDS, SET_ASIDE)

# How a further sentence is combined with the unserved part of the earlier one (Belarus art. 73, unverified).
FULL, PARTIAL, ABSORPTION, TOTAL = "full", "partial", "absorption", "total"

# Penalties without a day of release.
WITHOUT_RELEASE = frozenset(
    (
        "life", "death", "suspended", "deferred", "fine", "compensation", "ban", "confiscation", "rank", "treatment",
        "community_service", "corrective_labour", "expulsion", "none",
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Link:
    """One decision. `kind` is one of KINDS; `sources` names the independent sources for it.

    `term`: what it imposes, adds, deducts, or (with `how` total) fixes; `longest` if only a range is known ("3 to 8 years").
    `in_force`: if known. `appealed`: None if unknown. `how`: for additions, FULL to TOTAL. Raises ValueError for an unknown
    kind, or a longest term that is shorter than the term.
    """

    kind: str
    decided: Bounded = UNKNOWN
    term: Term | None = None
    longest: Term | None = None
    penalty: str = "imprisonment"
    regime: str = ""
    in_force: Bounded = UNKNOWN
    appealed: bool | None = None
    how: str = ""
    sources: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"“{self.kind}” is not a link of a sentence.")
        if self.kind == ADDITION and self.how not in (FULL, PARTIAL, ABSORPTION, TOTAL):
            raise ValueError("An added sentence needs to say how it is added: full, partial, absorption or total.")
        if self.longest is not None and (self.term is None or self.longest.rank < self.term.rank):
            raise ValueError("The longest term must be at least the term.")

    @property
    def ends(self) -> bool:
        """True if the link frees the person, or ends the sentence otherwise."""
        return self.kind in ENDS or (self.kind in REDUCTIONS and not self.term)

    @property
    def dated(self) -> bool:
        """True if at least one bound of its date is known."""
        return self.decided.lower is not None or self.decided.upper is not None


def in_order(links: Iterable[Link]) -> list[Link]:
    """The links by date and then by kind, independent of the order of entry."""
    return sorted(links, key=_sort_key)


def _sort_key(link: Link) -> tuple[dt.date, dt.date, int, int, int, tuple[str, ...]]:
    day = link.decided.lower or link.decided.upper or dt.date.max
    return (
        day, link.decided.upper or dt.date.max, KINDS.index(link.kind),
        link.term.rank if link.term else 0, link.longest.rank if link.longest else 0,
        (link.how, link.penalty, link.regime, str(link.in_force.lower), *sorted(link.sources)),
    )  # fmt: skip
