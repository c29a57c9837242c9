"""Series of hearings entered at once: the days of a weekly pattern, and one hearing for each of them."""

import datetime as dt
from collections.abc import Collection, Sequence
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.audit import log
from accounts.exceptions import Refused
from cases.domain.dates.partial import LAST_YEAR
from cases.domain.vocabulary import HearingOutcome
from cases.models import Case, Court, Defendant, Hearing, HearingDefendant, HearingOfficial
from cases.models.fields import compute
from cases.models.hearing_schedule import expected_officials, last_hearing
from cases.models.record import lock_root

AT_MOST = 60
"""Maximum of hearings in one series: more than a year of weekly sessions is a mistake in a date."""
DAY = dt.timedelta(days=1)


def days_of(
    first: dt.date, weekdays: Collection[int], *, count: int | None = None, until: dt.date | None = None
) -> list[dt.date]:
    """Return the days from `first` on the weekdays (Monday is 0): `count` of them, or up to and including `until`.

    Raises Refused, with a sentence, for a pattern without an end, without a day, or with more than AT_MOST days.
    """
    if not weekdays:
        raise Refused(_("Choose at least one day of the week."))
    if count is None and until is None:
        raise Refused(_("Enter the number of hearings or the last day."))
    days: list[dt.date] = []
    day = first
    while (until is None or day <= until) and (count is None or len(days) < count):
        if day.weekday() in weekdays:
            days.append(day)
        if len(days) > AT_MOST:
            raise Refused(_("A series can have at most %(most)s hearings.") % {"most": AT_MOST})
        day += DAY
        if day.year > LAST_YEAR:  # no hearing can be recorded there
            break
    if not days:
        raise Refused(_("None of the selected weekdays falls in this period."))
    return days


def taken_days(case: Case, days: Sequence[dt.date], time: dt.time | None) -> set[dt.date]:
    """Return the days on which the case already has a hearing at that time, except moved or cancelled ones."""
    cancelled = (HearingOutcome.MOVED, HearingOutcome.CANCELLED)
    hearings = case.hearings.filter(day_lower__in=days, day_upper__in=days, time=time).exclude(outcome__in=cancelled)
    return {row.day_lower for row in hearings if row.day_lower == row.day_upper}  # type: ignore[attr-defined]


def check_is_free(case: Case, days: Sequence[dt.date], time: dt.time | None) -> None:
    """Raise Refused, naming the days, if the case already has a hearing at that time that is not moved or cancelled."""
    taken = sorted(day.isoformat() for day in taken_days(case, days, time))
    if taken:
        raise Refused(_("This case already has a hearing at that time: %(days)s.") % {"days": ", ".join(taken)})


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
    """Create one hearing per day, with the same defendants and the officials expected from the last hearing.

    `time` is in the time zone of the court, the same on every day whatever clocks do. All or nothing. Raises Refused if
    a hearing exists already, or a defendant belongs to another case; ValidationError for bad values.
    """
    lock_root(case)
    check_is_free(case, days, time)
    if any(defendant.case_id != case.pk for defendant in defendants):
        raise Refused(_("One of the defendants belongs to another case."))
    officials = expected_officials(last_hearing(case))
    hearings = []
    with log.gathered():
        for day in days:
            hearing = Hearing(
                case=case, court=court, room=room, day=day.isoformat(), time=time, kind=kind, openness=openness
            )
            compute(hearing, "day")
            hearing.full_clean(exclude=("case", "court"))
            _save(hearing, officials, defendants, by)
            hearings.append(hearing)
    return hearings


def _save(hearing: Hearing, officials: Any, defendants: Sequence[Defendant], by: AbstractBaseUser | None) -> None:
    hearing.save(by=by)
    for official, role in officials:
        HearingOfficial(hearing=hearing, official=official, role=role).save(by=by)
    for defendant in defendants:
        HearingDefendant(hearing=hearing, defendant=defendant).save(by=by)
