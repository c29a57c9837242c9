"""Periods and events of all public people, arranged so that a count on any day takes two look-ups."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache

from cases.domain.custody_status import Status, held_spans
from cases.domain.vocabulary import RecognitionStatus
from cases.public_site.index import index_rows, person_index
from cases.public_site.index.today import read_histories
from cases.public_site.statistics import legal_events
from cases.public_site.statistics.legal_events import UNDATED, AsOf, Law, ordinal

Span = tuple[int, int]  # first and last day as ordinals
FOREVER = UNDATED

RECOGNITIONS = f"""
    SELECT g.person_id, r.ref, g.from_date_lower, g.until_lower, g.until_upper, g.until_edtf
    FROM register_publishedrecognition g JOIN register_reference r ON r.key = g.organisation_id
    WHERE g.status NOT IN ('{RecognitionStatus.PERSECUTED}', '{RecognitionStatus.FORMER}')
"""  # noqa: S608 - a statement that somebody is not, or no longer, recognised is no recognition on a day


@dataclass
class Series:
    """`starts` and `ends` of custody, each person's periods merged, so that nobody is counted twice.

    `today`: the reader's day, for which `custody_status.status_on` decides who is in custody, as in lists and on pages; for
    earlier days only the dates decide.
    """

    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    spans: dict[str, list[Span]] = field(default_factory=dict)
    arrests: list[int] = field(default_factory=list)
    recognitions: dict[str, list[tuple[str, int, int]]] = field(default_factory=dict)
    law: Law = field(default_factory=Law)
    first_seen: dict[str, int] = field(default_factory=dict)
    undated: int = 0
    today: int = 0
    held_today: frozenset[str] = frozenset()
    _held: tuple[int, frozenset[str]] = (0, frozenset())

    def held_on(self, day: int) -> int:
        """Number of people known to be in custody on a day."""
        if day == self.today:
            return len(self.held_today)
        return bisect_right(self.starts, day) - bisect_left(self.ends, day)

    def arrests_between(self, first: int, last: int) -> int:
        """Number of people first arrested in a range of days."""
        return bisect_right(self.arrests, last) - bisect_left(self.arrests, first)

    def held(self, day: int) -> frozenset[str]:
        """All people in custody on a day; the last answer is cached, because several tables need it."""
        if day == self.today:
            return self.held_today
        cached_day, people = self._held
        if cached_day != day:
            people = frozenset(
                person for person, spans in self.spans.items() for first, last in spans if first <= day <= last
            )
            self._held = (day, people)
        return people

    def recognised_on(self, organisation: str, on: AsOf) -> tuple[int, int]:
        """Number of people recognised by an organisation on a day, and how many of them were in custody."""
        rows = self.recognitions.get(organisation, ())
        started = [row for row in rows if row[1] <= on.day or (on.current and row[1] == UNDATED)]
        people = {person for person, _first, last in started if on.day <= last}
        return len(people), len(people & self.held(on.day))

    def seen(self, on: AsOf, everybody: int) -> int:
        """Number of people with any dated event up to a day; today everybody in the register counts."""
        return everybody if on.current else sum(first <= on.day for first in self.first_seen.values())


@lru_cache(maxsize=2)
def series(digest: str, today: date) -> Series:
    """The series of the edition with this digest for a day; the previous one is cached for requests in progress."""
    index = person_index()
    # Around midnight the index may already be for the next day.
    index = index if index.on == today else index.as_of(today)
    in_custody = frozenset(index.ids_of(index.any_of("status", [Status.IN_CUSTODY])))
    return replace(_of_edition(digest), today=today.toordinal(), held_today=in_custody, _held=(0, frozenset()))


@lru_cache(maxsize=2)
def _of_edition(_digest: str) -> Series:
    result = Series()
    spans = {person: held_spans(history) for person, history in read_histories().items()}
    result.undated = sum(not intervals for intervals in spans.values())
    result.spans = {
        person: [(first.toordinal(), last.toordinal() if last else FOREVER) for first, last in intervals]
        for person, intervals in sorted(spans.items())
        if intervals
    }
    result.starts = sorted(first for spans in result.spans.values() for first, _last in spans)
    result.ends = sorted(last for spans in result.spans.values() for _first, last in spans)
    result.arrests = sorted(spans[0][0] for spans in result.spans.values())
    recognitions: dict[str, list[tuple[str, int, int]]] = defaultdict(list)
    for person, organisation, lower, until_lower, until_upper, until in index_rows.rows(RECOGNITIONS):
        last = ordinal(until_upper or until_lower, FOREVER) if until else FOREVER
        recognitions[organisation].append((person, ordinal(lower), last))
    result.recognitions = dict(recognitions)
    result.law = legal_events.read()
    result.first_seen = _first_seen(result)
    return result


def _first_seen(told: Series) -> dict[str, int]:
    """The first known day of each person: of custody, a charge, a prosecution or a recognition."""
    first = {person: spans[0][0] for person, spans in told.spans.items()}
    pairs = [(person, day) for person, day in told.law.prosecutions if person]
    pairs += [(person, day) for person, _ref, day in told.law.charges]
    pairs += [(person, day) for rows in told.recognitions.values() for person, day, _last in rows]
    for person, day in pairs:
        if day < first.get(person, UNDATED):
            first[person] = day
    return first


def months(first: date, last: date) -> Iterable[date]:
    """First days of the months from that of `first` to that of `last`."""
    year, month = first.year, first.month
    while (year, month) <= (last.year, last.month):
        yield date(year, month, 1)
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
