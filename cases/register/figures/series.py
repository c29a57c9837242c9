"""Periods and events of everybody public, arranged so that a count on any day is two look-ups."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

from cases.register.figures import law
from cases.register.figures.law import UNDATED, AsOf, Law, ordinal
from cases.register.index import load
from cases.vocabulary import RecognitionStatus

Span = tuple[int, int]  # first and last day as ordinals
FOREVER = UNDATED

RECOGNITIONS = f"""
    SELECT g.person_id, r.ref, g.from_date_lower, g.until_lower, g.until_upper, g.until_edtf
    FROM register_publishedrecognition g JOIN register_reference r ON r.key = g.organisation_id
    WHERE g.status NOT IN ('{RecognitionStatus.PERSECUTED}', '{RecognitionStatus.FORMER}')
"""  # noqa: S608 - what is said of somebody who is not, or not any more, recognised is no recognition on a day
DEATHS = """
    SELECT id, coalesce(died_upper, died_lower) FROM register_publishedperson
    WHERE died_edtf <> '' AND coalesce(died_upper, died_lower) IS NOT NULL
"""


@dataclass
class Series:
    """`starts` and `ends` of the times when somebody was held, each person's periods merged, so that nobody counts twice."""

    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    spans: dict[str, list[Span]] = field(default_factory=dict)
    arrests: list[int] = field(default_factory=list)
    recognitions: dict[str, list[tuple[str, int, int]]] = field(default_factory=dict)
    law: Law = field(default_factory=Law)
    first_seen: dict[str, int] = field(default_factory=dict)
    undated: int = 0
    _held: tuple[int, frozenset[str]] = (0, frozenset())

    def held_on(self, day: int) -> int:
        """How many people were deprived of liberty on a day, as far as is known."""
        return bisect_right(self.starts, day) - bisect_left(self.ends, day)

    def arrests_between(self, first: int, last: int) -> int:
        """How many people were first arrested in a span of days."""
        return bisect_right(self.arrests, last) - bisect_left(self.arrests, first)

    def held(self, day: int) -> frozenset[str]:
        """Everybody who was; the answer for the day asked last is kept, because several tables ask for it."""
        asked, found = self._held
        if asked != day:
            found = frozenset(one for one, spans in self.spans.items() for first, last in spans if first <= day <= last)
            self._held = (day, found)
        return found

    def recognised_on(self, organisation: str, on: AsOf) -> tuple[int, int]:
        """How many people an organisation recognised on a day, and how many of them were held then."""
        told = self.recognitions.get(organisation, ())
        people = {one for one, first, last in told if on.has(first) and on.day <= last}
        return len(people), len(people & self.held(on.day))

    def seen(self, on: AsOf, everybody: int) -> int:
        """Of how many people anything dated had happened by a day; today everybody in the register counts."""
        return everybody if on.current else sum(first <= on.day for first in self.first_seen.values())


@lru_cache(maxsize=2)
def series(digest: str) -> Series:
    """The series of the edition with this digest; the one before is kept for requests that are under way."""
    told = Series()
    periods: dict[str, list[Span]] = defaultdict(list)
    held: set[str] = set()
    for person, _kind, end, lower, upper, until_lower, until_upper, until, _place in load.rows(load.CUSTODY):
        held.add(person)
        span = _span(lower or upper, end, until, until_upper or until_lower)
        if span:
            periods[person].append(span)
    for person, day in load.rows(DEATHS):
        died = ordinal(day, FOREVER)
        periods[person] = [(first, max(first, min(last, died))) for first, last in periods.get(person, [])]
    told.spans = {person: list(_merged(sorted(spans))) for person, spans in periods.items() if spans}
    told.undated = len(held) - len(told.spans)
    told.starts = sorted(first for spans in told.spans.values() for first, _last in spans)
    told.ends = sorted(last for spans in told.spans.values() for _first, last in spans)
    told.arrests = sorted(spans[0][0] for spans in told.spans.values())
    recognitions: dict[str, list[tuple[str, int, int]]] = defaultdict(list)
    for person, organisation, lower, until_lower, until_upper, until in load.rows(RECOGNITIONS):
        last = ordinal(until_upper or until_lower, FOREVER) if until else FOREVER
        recognitions[organisation].append((person, ordinal(lower), last))
    told.recognitions = dict(recognitions)
    told.law = law.read()
    told.first_seen = _first_seen(told)
    return told


def _span(start: Any, end: str, until: str, last_day: Any) -> Span | None:
    """A period as ordinals. Without a first day it cannot be counted; ended on an unknown day, it counts for its first day."""
    if start is None:
        return None
    first = ordinal(start, 0)
    if last_day is not None:
        return first, max(first, ordinal(last_day, first))
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


def _first_seen(told: Series) -> dict[str, int]:
    """The first day known of each person: of custody, a charge, a prosecution or a recognition."""
    first = {person: spans[0][0] for person, spans in told.spans.items()}
    pairs = [(person, day) for person, day in told.law.prosecutions if person]
    pairs += [(person, day) for person, _ref, day in told.law.charges]
    pairs += [(person, day) for rows in told.recognitions.values() for person, day, _last in rows]
    for person, day in pairs:
        if day < first.get(person, UNDATED):
            first[person] = day
    return first


def months(first: date, last: date) -> Iterable[date]:
    """The first days of the months from the one of `first` to the one of `last`."""
    year, month = first.year, first.month
    while (year, month) <= (last.year, last.month):
        yield date(year, month, 1)
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
