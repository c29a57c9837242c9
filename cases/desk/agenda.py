"""Hearings of a day, a week or a month, as one user may see them, with those that cannot both be attended."""

import calendar
import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import F, Prefetch, Q
from django.utils.translation import gettext as _

from cases.desk.item import named
from cases.models import Hearing, HearingDefendant, HearingOfficial
from cases.vocabulary import HearingOutcome

PERIODS = ("today", "week", "month")
DAY = dt.timedelta(days=1)
LASTS = dt.timedelta(hours=1)
"""How long a hearing is taken to last: nobody announces its end."""
OFF = (HearingOutcome.MOVED, HearingOutcome.CANCELLED)
AT_MOST = 1000


@dataclass
class Entry:
    """One hearing in the agenda. `begins` is None without an hour or without a known time zone."""

    hearing: Any
    begins: dt.datetime | None
    persons: dict[int, str]
    officials: dict[int, str]
    clashes: list[str] = field(default_factory=list)

    @property
    def off(self) -> bool:
        """Whether it was moved or cancelled."""
        return self.hearing.outcome in OFF

    @property
    def named_records(self) -> list[Any]:
        """The case and the persons whom it names."""
        return [self.hearing.case, *(row.defendant.person for row in self.hearing.known)]

    @property
    def zone(self) -> str:
        """The time zone of the court."""
        return self.hearing.court.time_zone if self.hearing.court else ""


def span(period: str, day: dt.date) -> tuple[dt.date, dt.date]:
    """First and last day of the day, the week from Monday, or the month in which `day` lies."""
    if period == "week":
        first = day - day.weekday() * DAY
        return first, first + 6 * DAY
    if period == "month":
        return day.replace(day=1), day.replace(day=calendar.monthrange(day.year, day.month)[1])
    return day, day


def entries(
    user: Any, first: dt.date, last: dt.date, *, court: int | None = None, official: int | None = None
) -> list[Entry]:
    """The hearings that `user` may know of between two days, by day and hour; `official`: a judge, a lawyer, anybody who acts.

    Hearings of a day that is only partly known stand in it where they may fall into the period and it is a month or less.
    """
    found = Hearing.objects.visible_to(user).filter(day_lower__lte=last, day_upper__gte=first)
    found = found.filter(Q(day_upper=F("day_lower")) | Q(day_upper__lte=F("day_lower") + dt.timedelta(days=31)))
    if court is not None:
        found = found.filter(court=court)
    if official is not None:
        found = found.filter(pk__in=HearingOfficial.objects.filter(official=official).values("hearing"))
    defendants: Any = HearingDefendant.objects.visible_to(user).select_related("defendant__person")
    rows = (
        found.select_related("case", "court")
        .prefetch_related(
            Prefetch("defendants", defendants.prefetch_related("defendant__person__names"), to_attr="known"),
            Prefetch("officials", HearingOfficial.objects.select_related("official"), to_attr="acting"),
        )
        .order_by("day_lower", F("time").asc(nulls_last=True), "pk")
    )
    made = [_entry(row) for row in rows[:AT_MOST]]
    mark_clashes(made)
    return made


def _entry(row: Any) -> Entry:
    return Entry(
        row, moment(row), {one.defendant.person_id: named(one.defendant.person) for one in row.known},
        {one.official_id: f"{named(one.official)} ({one.get_role_display()})" for one in row.acting},
    )  # fmt: skip


def moment(hearing: Any) -> dt.datetime | None:
    """When a hearing begins, in the time zone of its court; None where day, hour or court are not known."""
    if hearing.time is None or hearing.court is None or hearing.day_lower != hearing.day_upper:
        return None
    return dt.datetime.combine(hearing.day_lower, hearing.time, ZoneInfo(hearing.court.time_zone))


def mark_clashes(agenda: Sequence[Entry]) -> None:
    """Tell every entry with whom it cannot share an hour: one person or official in two courts, two cases in one room."""
    timed = sorted((e for e in agenda if e.begins is not None and not e.off), key=lambda e: e.begins)  # type: ignore[arg-type,return-value]
    for number, one in enumerate(timed):
        for other in timed[number + 1 :]:
            assert one.begins is not None and other.begins is not None, "left out above"
            if other.begins - one.begins >= LASTS:
                break
            for reason in _reasons(one, other):
                one.clashes.append(reason)
                other.clashes.append(reason)


def clashes_with(planned: Entry, agenda: Iterable[Entry]) -> list[str]:
    """Why a hearing that is only planned cannot share its hour with those of `agenda`."""
    if planned.begins is None:
        return []
    near = (e for e in agenda if e.begins is not None and not e.off and abs(e.begins - planned.begins) < LASTS)
    return list(dict.fromkeys(reason for other in near for reason in _reasons(planned, other)))


def _reasons(one: Entry, other: Entry) -> Iterable[str]:
    here, there = one.hearing, other.hearing
    for mine, theirs in ((one.persons, other.persons), (one.officials, other.officials)):
        for key in sorted(mine.keys() & theirs.keys()):
            yield _("%(who)s is in two hearings at this hour") % {"who": mine[key]}
    if here.court_id == there.court_id and here.room and here.room == there.room and here.case_id != there.case_id:
        yield _("two cases in room %(room)s at this hour") % {"room": here.room}


def by_day(agenda: Iterable[Entry]) -> list[tuple[dt.date | None, list[Entry]]]:
    """The entries day by day; those whose day is only partly known last, under None."""
    days: dict[dt.date | None, list[Entry]] = {}
    for entry in agenda:
        exact = entry.hearing.day_lower == entry.hearing.day_upper
        days.setdefault(entry.hearing.day_lower if exact else None, []).append(entry)
    return sorted(days.items(), key=lambda pair: (pair[0] is None, pair[0] or dt.date.min))
