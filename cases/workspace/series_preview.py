"""Preview of the days of a series, with objections to each, so that the user can untick it. Nothing is refused here."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cases.domain.sentencing.holidays import holiday_on
from cases.models import Case, Court, Defendant, Hearing
from cases.models.fields import compute
from cases.models.hearing_schedule import expected_officials, last_hearing
from cases.workspace.agenda import Entry, clashes_with, entries, moment
from cases.workspace.dashboard.items import named
from cases.workspace.hearing_series import taken_days

SATURDAY = 5


@dataclass(frozen=True)
class Planned:
    """One day of the pattern, with objections; `taken` if the case already has a hearing at that time."""

    day: dt.date
    doubts: list[str]
    taken: bool = False


def preview(
    user: Any, case: Case, days: Sequence[dt.date], *, time: dt.time | None, court: Court | None, room: str,
    defendants: Sequence[Defendant],
) -> list[Planned]:  # fmt: skip
    """Return each day with its objections: public holiday in the court's country, weekend, visible conflict."""
    taken = taken_days(case, days, time)
    agenda = entries(user, min(days), max(days))
    country = (court.country if court is not None else case.jurisdiction.country).code.lower()
    persons = {defendant.person_id: named(defendant.person) for defendant in defendants}
    officials = {official.pk: named(official) for official, _role in expected_officials(last_hearing(case))}
    rows = []
    for day in days:
        hearing = Hearing(case=case, court=court, room=room, day=day.isoformat(), time=time)
        compute(hearing, "day")
        planned = Entry(hearing, moment(hearing), persons, officials)
        doubts = [_("this case already has a hearing at that time")] if day in taken else _off(day, country)
        others = [entry for entry in agenda if entry.hearing.case_id != case.pk or entry.hearing.time != time]
        rows.append(Planned(day, [*doubts, *clashes_with(planned, others)], day in taken))
    return rows


def _off(day: dt.date, country: str) -> list[str]:
    holiday = holiday_on(day, country)
    if holiday is not None:
        name = holiday.name((get_language() or "en")[:2])
        return [_("public holiday: %(name)s (%(source)s)") % {"name": name, "source": holiday.source}]
    return [_("a weekend")] if day.weekday() >= SATURDAY else []
