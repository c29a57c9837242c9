"""Agenda: hearings of a day, a week or a month that one user may see, with scheduling conflicts."""

import calendar
import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import F, Prefetch, Q
from django.utils.translation import gettext as _

from cases.domain.vocabulary import HearingOutcome
from cases.models import Hearing, HearingDefendant, HearingOfficial
from cases.workspace.dashboard.items import named

PERIODS = ("today", "week", "month")
DAY = dt.timedelta(days=1)
LASTS = dt.timedelta(hours=1)
"""Assumed length of a hearing: its end is never announced."""
OFF = (HearingOutcome.MOVED, HearingOutcome.CANCELLED)
AT_MOST = 1000


@dataclass
class Entry:
    """One hearing in the agenda. `begins` is None if its time or the time zone is unknown."""

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
        """Case and persons shown with it."""
        return [self.hearing.case, *(row.defendant.person for row in self.hearing.known)]

    @property
    def zone(self) -> str:
        """Time zone of the court."""
        return self.hearing.court.time_zone if self.hearing.court else ""


def span(period: str, day: dt.date) -> tuple[dt.date, dt.date]:
    """Return the first and last day of the day, the week from Monday, or the month that contains `day`."""
    if period == "week":
        first = day - day.weekday() * DAY
        return first, first + 6 * DAY
    if period == "month":
        return day.replace(day=1), day.replace(day=calendar.monthrange(day.year, day.month)[1])
    return day, day


def entries(
    user: Any, first: dt.date, last: dt.date, *, court: int | None = None, official: int | None = None
) -> list[Entry]:
    """Return the hearings visible to `user` between two days, by day and time; `official`: any participant.

    Hearings with an inexact date are included if they may fall into the period and the date spans a month or less.
    """
    hearings = Hearing.objects.visible_to(user).filter(day_lower__lte=last, day_upper__gte=first)
    hearings = hearings.filter(Q(day_upper=F("day_lower")) | Q(day_upper__lte=F("day_lower") + dt.timedelta(days=31)))
    if court is not None:
        hearings = hearings.filter(court=court)
    if official is not None:
        hearings = hearings.filter(pk__in=HearingOfficial.objects.filter(official=official).values("hearing"))
    defendants: Any = HearingDefendant.objects.visible_to(user).select_related("defendant__person")
    rows = (
        hearings.select_related("case", "court")
        .prefetch_related(
            Prefetch("defendants", defendants.prefetch_related("defendant__person__names"), to_attr="known"),
            Prefetch("officials", HearingOfficial.objects.select_related("official"), to_attr="acting"),
        )
        .order_by("day_lower", F("time").asc(nulls_last=True), "pk")
    )
    agenda = [_entry(row) for row in rows[:AT_MOST]]
    mark_clashes(agenda)
    return agenda


def _entry(row: Any) -> Entry:
    return Entry(
        row, moment(row), {link.defendant.person_id: named(link.defendant.person) for link in row.known},
        {role.official_id: f"{named(role.official)} ({role.get_role_display()})" for role in row.acting},
    )  # fmt: skip


def moment(hearing: Any) -> dt.datetime | None:
    """Return the start of a hearing in the time zone of its court; None if day, time or court is unknown."""
    if hearing.time is None or hearing.court is None or hearing.day_lower != hearing.day_upper:
        return None
    return dt.datetime.combine(hearing.day_lower, hearing.time, ZoneInfo(hearing.court.time_zone))


def mark_clashes(agenda: Sequence[Entry]) -> None:
    """Add scheduling conflicts to the entries: one person or official in two courts, two cases in one room."""
    timed = sorted((e for e in agenda if e.begins is not None and not e.off), key=lambda e: e.begins)  # type: ignore[arg-type,return-value]
    for number, entry in enumerate(timed):
        for other in timed[number + 1 :]:
            assert entry.begins is not None and other.begins is not None, "left out above"
            if other.begins - entry.begins >= LASTS:
                break
            for reason in _reasons(entry, other):
                entry.clashes.append(reason)
                other.clashes.append(reason)


def clashes_with(planned: Entry, agenda: Iterable[Entry]) -> list[str]:
    """Return the reasons why a planned hearing conflicts with those of `agenda`."""
    if planned.begins is None:
        return []
    near = (
        entry
        for entry in agenda
        if entry.begins is not None and not entry.off and abs(entry.begins - planned.begins) < LASTS
    )
    return list(dict.fromkeys(reason for other in near for reason in _reasons(planned, other)))


def _reasons(one: Entry, other: Entry) -> Iterable[str]:
    hearing, other_hearing = one.hearing, other.hearing
    for left, right in ((one.persons, other.persons), (one.officials, other.officials)):
        for key in sorted(left.keys() & right.keys()):
            yield _("%(who)s is scheduled in two hearings at the same time") % {"who": left[key]}
    if (
        hearing.court_id == other_hearing.court_id
        and hearing.room
        and hearing.room == other_hearing.room
        and hearing.case_id != other_hearing.case_id
    ):
        yield _("two cases are scheduled in room %(room)s at the same time") % {"room": hearing.room}


def by_day(agenda: Iterable[Entry]) -> list[tuple[dt.date | None, list[Entry]]]:
    """Group the entries by day; those with an inexact date come last, under None."""
    days: dict[dt.date | None, list[Entry]] = {}
    for entry in agenda:
        exact = entry.hearing.day_lower == entry.hearing.day_upper
        days.setdefault(entry.hearing.day_lower if exact else None, []).append(entry)
    return sorted(days.items(), key=lambda pair: (pair[0] is None, pair[0] or dt.date.min))
