"""A series of hearings entered in one go: the days of a weekly pattern, and one hearing for each of them."""

import datetime as dt
from collections.abc import Collection, Sequence
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils.translation import gettext as _

from accounts import log
from accounts.refusals import Refused
from cases.dates.partial import LAST_YEAR
from cases.models import Case, Court, Defendant, Hearing, HearingDefendant, HearingOfficial
from cases.models.base import lock_root
from cases.models.fields import compute
from cases.models.schedule import expected_officials, last_hearing
from cases.vocabulary import HearingOutcome

AT_MOST = 60
"""Hearings of one series: more than a year of weekly sessions is a mistake in a date."""
DAY = dt.timedelta(days=1)


def days_of(
    first: dt.date, weekdays: Collection[int], *, count: int | None = None, until: dt.date | None = None
) -> list[dt.date]:
    """The days from `first` on that fall on the weekdays (Monday is 0), `count` of them or up to `until`, that day included.

    Raises Refused, with a sentence, for a pattern without an end, without a day, or with more than AT_MOST days.
    """
    if not weekdays:
        raise Refused(_("Choose at least one day of the week."))
    if count is None and until is None:
        raise Refused(_("Say how many hearings there are, or until when."))
    days: list[dt.date] = []
    day = first
    while (until is None or day <= until) and (count is None or len(days) < count):
        if day.weekday() in weekdays:
            days.append(day)
        if len(days) > AT_MOST:
            raise Refused(_("A series has %(most)s hearings at most.") % {"most": AT_MOST})
        day += DAY
        if day.year > LAST_YEAR:  # no hearing can be recorded there
            break
    if not days:
        raise Refused(_("No day of the pattern lies in that time."))
    return days


def taken_days(case: Case, days: Sequence[dt.date], time: dt.time | None) -> set[dt.date]:
    """The days on which the case has a hearing at that hour already that was not called off."""
    off = (HearingOutcome.MOVED, HearingOutcome.CANCELLED)
    there = case.hearings.filter(day_lower__in=days, day_upper__in=days, time=time).exclude(outcome__in=off)
    return {row.day_lower for row in there if row.day_lower == row.day_upper}  # type: ignore[attr-defined]


def check_is_free(case: Case, days: Sequence[dt.date], time: dt.time | None) -> None:
    """Raise Refused, naming the days, where the case has a hearing at that hour already that was not called off."""
    there = sorted(day.isoformat() for day in taken_days(case, days, time))
    if there:
        raise Refused(_("There is a hearing of this case at that hour already: %(days)s.") % {"days": ", ".join(there)})


@transaction.atomic
def plan_series(
    *,
    case: Case,
    days: Sequence[dt.date],
    by: AbstractBaseUser | None,
    time: dt.time | None = None,
    court: Court | None = None,
    room: str = "",
    kind: str = "session",
    openness: str = "",
    defendants: Sequence[Defendant] = (),
) -> list[Hearing]:
    """Make one hearing a day, about the same defendants, with the officials expected after the last hearing.

    `time`: the hour in the time zone of the court, the same on every day whatever clocks do. All or nothing.
    Raises Refused where a hearing is there already, or a defendant belongs to another case; ValidationError for bad values.
    """
    lock_root(case)
    check_is_free(case, days, time)
    if any(defendant.case_id != case.pk for defendant in defendants):
        raise Refused(_("A defendant belongs to another case."))
    officials = expected_officials(last_hearing(case))
    made = []
    with log.gathered():
        for day in days:
            hearing = Hearing(
                case=case, court=court, room=room, day=day.isoformat(), time=time, kind=kind, openness=openness
            )
            compute(hearing, "day")
            hearing.full_clean(exclude=("case", "court"))
            _save(hearing, officials, defendants, by)
            made.append(hearing)
    return made


def _save(hearing: Hearing, officials: Any, defendants: Sequence[Defendant], by: AbstractBaseUser | None) -> None:
    hearing.save(by=by)
    for official, role in officials:
        HearingOfficial(hearing=hearing, official=official, role=role).save(by=by)
    for defendant in defendants:
        HearingDefendant(hearing=hearing, defendant=defendant).save(by=by)
