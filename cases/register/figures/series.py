"""Periods and events of everybody public, arranged so that a count on any day is two look-ups."""

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

from cases.register.index import load

Span = tuple[int, int]  # first and last day as ordinals
FOREVER = date.max.toordinal()

RECOGNITIONS = """
    SELECT g.person_id, r.ref, g.from_date_lower, g.until_lower, g.until_upper, g.until_edtf
    FROM register_publishedrecognition g JOIN register_reference r ON r.key = g.organisation_id
"""
PROSECUTIONS = "SELECT count(*), count(DISTINCT person_id) FROM register_publisheddefendant"
FIRST_SENTENCES = """
    SELECT s.decided_lower, coalesce(r.ref, ''), s.defendant_id FROM register_publishedsentence s
    LEFT JOIN register_reference r ON r.key = s.court_id
    WHERE s.decided_lower IS NOT NULL AND s.instance IN ('first', 'retrial')
"""


# A sentence once for each provision of which the defendant was not cleared.
SENTENCED_FOR = """
    SELECT DISTINCT s.id, s.decided_lower, r.ref FROM register_publishedsentence s
    JOIN register_publishedcharge c ON c.defendant_id = s.defendant_id
    JOIN register_reference r ON r.key = c.provision_id
    WHERE s.decided_lower IS NOT NULL AND s.instance IN ('first', 'retrial')
    AND c.status NOT IN ('changed', 'dropped', 'acquitted')
"""


@dataclass
class Series:
    """`starts` and `ends` of the times when somebody was held, each person's periods merged, so that nobody counts twice."""

    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    spans: dict[str, list[Span]] = field(default_factory=dict)
    arrests: list[int] = field(default_factory=list)
    recognitions: dict[str, list[tuple[str, int, int]]] = field(default_factory=dict)
    sentences: list[tuple[int, str]] = field(default_factory=list)
    provisions: list[tuple[int, str]] = field(default_factory=list)
    prosecutions: int = 0
    prosecuted: int = 0

    def held_on(self, day: int) -> int:
        """How many people were deprived of liberty on a day, as far as is known."""
        return bisect_right(self.starts, day) - bisect_left(self.ends, day)

    def is_held(self, person: str, day: int) -> bool:
        """Whether one person was."""
        return any(first <= day <= last for first, last in self.spans.get(person, ()))

    def arrests_between(self, first: int, last: int) -> int:
        """How many people were first arrested in a span of days."""
        return bisect_right(self.arrests, last) - bisect_left(self.arrests, first)

    def recognised_on(self, organisation: str, day: int) -> tuple[int, int]:
        """How many people an organisation recognised on a day, and how many of them were held then."""
        people = {one for one, first, last in self.recognitions.get(organisation, ()) if first <= day <= last}
        return len(people), sum(self.is_held(one, day) for one in people)

    def sentenced_until(self, day: int) -> Counter[str]:
        """How many sentences of first instance each court gave until a day."""
        return Counter(court for decided, court in self.sentences if decided <= day)

    def provisions_until(self, day: int) -> Counter[str]:
        """How many sentences of first instance there were for each provision until a day."""
        return Counter(ref for decided, ref in self.provisions if decided <= day)


@lru_cache(maxsize=2)
def series(digest: str) -> Series:
    """The series of the edition with this digest; the one before is kept for requests that are under way."""
    told = Series()
    periods: dict[str, list[Span]] = defaultdict(list)
    for person, _kind, end, lower, upper, until_lower, until_upper, until, _place in load.rows(load.CUSTODY):
        span = _span(lower or upper, end, until, until_upper or until_lower)
        if span:
            periods[person].append(span)
    told.spans = {person: list(_merged(sorted(spans))) for person, spans in periods.items()}
    told.starts = sorted(first for spans in told.spans.values() for first, _last in spans)
    told.ends = sorted(last for spans in told.spans.values() for _first, last in spans)
    told.arrests = sorted(spans[0][0] for spans in told.spans.values())
    recognitions: dict[str, list[tuple[str, int, int]]] = defaultdict(list)
    for person, organisation, lower, until_lower, until_upper, until in load.rows(RECOGNITIONS):
        last = _ordinal(until_upper or until_lower, FOREVER) if until else FOREVER
        recognitions[organisation].append((person, _ordinal(lower, 0), last))
    told.recognitions = dict(recognitions)
    told.sentences = [(_ordinal(day, 0), court) for day, court, _defendant in load.rows(FIRST_SENTENCES)]
    told.provisions = [(_ordinal(day, 0), ref) for _sentence, day, ref in load.rows(SENTENCED_FOR)]
    told.prosecutions, told.prosecuted = next(iter(load.rows(PROSECUTIONS)))
    return told


def _span(start: Any, end: str, until: str, last_day: Any) -> Span | None:
    """A period as ordinals. Without a first day it cannot be counted; ended on an unknown day, it counts for its first day."""
    if start is None:
        return None
    first = _ordinal(start, 0)
    if last_day is not None:
        return first, max(first, _ordinal(last_day, first))
    ended = bool(until) or (end not in ("", "transfer"))
    return first, first if ended else FOREVER


def _merged(spans: list[Span]) -> Iterator[Span]:
    """Sorted periods without overlaps. A transfer without a date ends where the next period begins."""
    current: Span | None = None
    for first, last in spans:
        if current is None:
            current = (first, last)
        elif first <= current[1] + 1:
            # An open period followed by another one was a transfer: what follows tells the end.
            current = (current[0], last if current[1] == FOREVER else max(current[1], last))
        else:
            yield current
            current = (first, last)
    if current is not None:
        yield current


def _ordinal(day: Any, otherwise: int) -> int:
    if day is None:
        return otherwise
    return (date.fromisoformat(day) if isinstance(day, str) else day).toordinal()


def months(first: date, last: date) -> Iterable[date]:
    """The first days of the months from the one of `first` to the one of `last`."""
    year, month = first.year, first.month
    while (year, month) <= (last.year, last.month):
        yield date(year, month, 1)
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
