"""Custody status: whether a person is in custody, released or dead on a given day, from all periods of custody. Pure Python.

The single answer for pages, cards, counts, filters, statistics, files, the API, feeds, the digest and the staff's lists. Rules:

- A person is in custody while any period lasts; the end of a shorter one inside it (fifteen days of administrative arrest) is not
  a release.
- The last day of a period counts as a day in custody; the day of a death does not: on it the person has died.
- An end or a death in the future has not happened. One that is known only to the month or year, or not at all, has happened
  once its first possible day has passed, because it was recorded as a fact.
- After a transfer the person is in custody until a later period shows otherwise.
- A period without a beginning had begun by the day of reading.

For days before the reader's (`held_spans`) only dates decide: a partial beginning counts from its first possible day, a partial
end to its last possible day, and a period without a beginning is not counted.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from cases.domain.vocabulary import CustodyEnd

DAY = timedelta(days=1)
UNKNOWN_DAY = "XXXX"
"""EDTF of a day of which nothing is known: it happened, and its date cannot be read or cannot be."""


class Status(TextChoices):
    """Status of a person on a day."""

    IN_CUSTODY = "in_custody", _("in custody")
    RELEASED = "released", _("released")
    DIED = "died", _("died")
    UNKNOWN = "unknown", _("not known to be in custody")


class Bounds(NamedTuple):
    """First and last possible day of a recorded event; None if a bound is open or nothing is known."""

    lower: date | None = None
    upper: date | None = None

    @property
    def first(self) -> date | None:
        """The first possible day."""
        return self.lower or self.upper

    @property
    def last(self) -> date | None:
        """The last possible day."""
        return self.upper or self.lower

    def happened(self, day: date) -> bool:
        """Whether a recorded event counts as happened on `day`: from its first possible day on."""
        return self.first is None or self.first <= day


class Period(NamedTuple):
    """One period of custody. `until` None: no end is recorded. `row` is the source object."""

    begins: Bounds
    until: Bounds | None
    end: str = ""
    row: Any = None

    @property
    def over_from(self) -> date:
        """The first day on which the period counts as over, if an end is recorded: the day after its last day; if the end has
        no date, the day after that of the beginning."""
        last = (self.until.first if self.until else None) or self.begins.last
        return last + DAY if last else date.min


@dataclass(frozen=True, slots=True)
class History:
    """The periods and the death of one person, None if no death is recorded. Made by `history`, which sorts the periods."""

    periods: tuple[Period, ...] = ()
    died: Bounds | None = None
    following: tuple[tuple[int, ...], ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Now:
    """The status on a day, the period it is based on, and the period with which the current custody began (None: unknown)."""

    status: Status
    period: Period | None = None
    since: Period | None = None

    @property
    def place_known(self) -> bool:
        """Whether the person is at the place of the period: after a transfer it is the former place."""
        return self.period is not None and self.period.end != CustodyEnd.TRANSFER


def history(periods: Iterable[Period], died: Bounds | None = None) -> History:
    """The history of one person, from periods in any order."""
    ordered = tuple(sorted(periods, key=_effective))
    if not any(period.end == CustodyEnd.TRANSFER for period in ordered):
        return History(ordered, died)
    return History(ordered, died, tuple(tuple(_followers(ordered, place)) for place in range(len(ordered))))


def _effective(period: Period) -> date:
    """Sort key of a period: its beginning, otherwise its end, otherwise last."""
    return period.begins.first or (period.until.first if period.until else None) or date.max


def _followers(periods: Sequence[Period], place: int) -> Iterator[int]:
    """The later periods to which a transfer may have led: those that were not over before it."""
    moved = periods[place].until
    day = moved.first if moved else None
    for later in range(place + 1, len(periods)):
        last = periods[later].until.last if periods[later].until else None  # type: ignore[union-attr]
        if day is None or last is None or last >= day:
            yield later


def status_on(told: History, day: date) -> Now:
    """The status on `day`."""
    fatal = next((period for period in told.periods if period.end == CustodyEnd.DIED and _has_ended(period, day)), None)
    if fatal or (told.died is not None and told.died.happened(day)):
        return Now(Status.DIED, fatal)
    started = [place for place, period in enumerate(told.periods) if period.begins.happened(day)]
    lasting = [place for place in started if _lasts(told, place, day)]
    if lasting:
        current = told.periods[lasting[-1]]
        return Now(Status.IN_CUSTODY, current, _beginning(told, lasting[-1], started))
    over = [told.periods[place] for place in started]
    if not over:
        return Now(Status.UNKNOWN)
    last = max(over, key=lambda period: (period.end != CustodyEnd.TRANSFER, _left(period)))
    return Now(Status.UNKNOWN if last.end == CustodyEnd.ESCAPED else Status.RELEASED, last)


def _has_ended(period: Period, day: date) -> bool:
    """Whether a death in a period has happened; the day of the death is no day in custody."""
    if not period.begins.happened(day):
        return False
    return period.until is None or period.until.happened(day)


def _lasts(told: History, place: int, day: date) -> bool:
    """Whether a period that has begun lasts on `day`."""
    period = told.periods[place]
    if (period.until is None and not period.end) or day < period.over_from:
        return True
    if period.end != CustodyEnd.TRANSFER:
        return False
    return not any(told.periods[later].begins.happened(day) for later in told.following[place])


def _left(period: Period) -> date:
    """The day on which a period ended, to find the last one."""
    return (period.until.last if period.until else None) or period.begins.first or date.min


def _beginning(told: History, place: int, begun: Sequence[int]) -> Period | None:
    """The first of the periods that lead to the current one without a gap."""
    first = told.periods[place]
    if first.begins.first is None:
        return None
    for earlier in reversed([position for position in begun if position < place]):
        period, start = told.periods[earlier], first.begins.first
        if period.begins.first is None or start is None:
            continue
        last = _last_day(told, earlier, period.begins.first)
        if period.until is not None and period.end not in ("", CustodyEnd.TRANSFER):
            last = period.until.first  # a release may have come on its first possible day
        if last is None or last + DAY >= start:
            first = period
    return first


def held_spans(told: History) -> list[tuple[date, date | None]]:
    """The days in custody according to dates, merged and in order; a last day None means ongoing. For days before the reader's."""
    died = _death(told)
    spans: list[tuple[date, date | None]] = []
    for place, period in enumerate(told.periods):
        first = period.begins.first
        if first is None:
            continue
        last = _last_day(told, place, first)
        if died is not None:
            last = (
                (first if last is None else last)
                if died == date.min
                else died - DAY
                if last is None or last >= died
                else last
            )
        if last is None or last >= first:
            spans.append((first, last))
    return list(_merged(sorted(spans, key=lambda span: (span[0], span[1] or date.max))))


def _death(told: History) -> date | None:
    """The last possible day of the death; date.min if the day is unknown, None if no death is recorded."""
    fatal = [period.until.last if period.until else None for period in told.periods if period.end == CustodyEnd.DIED]
    if told.died is not None:
        fatal.append(told.died.last)
    if not fatal:
        return None
    return min((last_day for last_day in fatal if last_day is not None), default=date.min)


def _last_day(told: History, place: int, first: date) -> date | None:
    period = told.periods[place]
    own = period.until.last if period.until else None
    if period.until is None and not period.end:
        return None
    if period.end == CustodyEnd.TRANSFER:
        later = [told.periods[position].begins.first for position in told.following[place]]
        if not later:
            return None
        dated = [day for day in later if day is not None]
        if dated:
            return max(own or first, first, min(dated) - DAY)
    return max(first, own or first)


def _merged(spans: Iterable[tuple[date, date | None]]) -> Iterator[tuple[date, date | None]]:
    current: tuple[date, date | None] | None = None
    for first, last in spans:
        if current is None:
            current = (first, last)
        elif current[1] is None or first <= current[1] + DAY:
            current = (current[0], None if current[1] is None or last is None else max(current[1], last))
        else:
            yield current
            current = (first, last)
    if current is not None:
        yield current


def steps(told: History, start: date = date.min) -> list[tuple[date, Now]]:
    """Every status from `start` on, each with its first day."""
    days = {start}
    for period in told.periods:
        days.add(period.begins.first or start)
        if period.until is not None and period.until.first is not None:
            days.add(period.until.first)
        days.add(max(period.over_from, start))
    if told.died is not None and told.died.first is not None:
        days.add(told.died.first)
    changes: list[tuple[date, Now]] = []
    for day in sorted(candidate for candidate in days if candidate >= start):
        now = status_on(told, day)
        if not changes or changes[-1][1] != now:
            changes.append((day, now))
    return changes


def history_of(document: Mapping[str, Any]) -> History:
    """The history in a person's document (cases.public_site.queries)."""
    periods = (
        Period(_bounds(row["from_date"]) or Bounds(), _bounds(row["until"]), row["end"], row)
        for row in document["custody"]
    )
    return history(periods, _bounds(document["died"]))


def told_on(document: Mapping[str, Any], on: date) -> dict[str, Any]:
    """The status of a person on a day, as files and the API add it to the document."""
    now = status_on(history_of(document), on)
    over = now.period.row if now.period and now.status is not Status.IN_CUSTODY else None
    return {
        "on": on.isoformat(),
        "status": now.status.value,
        "since": now.since.row["from_date"] if now.since else None,
        "until": over["until"] if over else None,
        "end": over["end"] if over else "",
    }


def _bounds(partial: Mapping[str, Any] | None) -> Bounds | None:
    return Bounds(day(partial["lower"]), day(partial["upper"])) if partial else None


def day(value: str | None) -> date | None:
    """A day as stored in documents and the register."""
    return date.fromisoformat(value) if value else None
