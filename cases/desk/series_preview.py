"""The days of a series before they are made: what speaks against each, so that one unticks it. Nothing is refused here."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cases.desk.agenda import Entry, clashes_with, entries, moment
from cases.desk.item import named
from cases.desk.series import taken_days
from cases.models import Case, Court, Defendant, Hearing
from cases.models.fields import compute
from cases.models.schedule import expected_officials, last_hearing
from cases.terms.holidays import holiday_on

SATURDAY = 5


@dataclass(frozen=True)
class Planned:
    """One day of the pattern, and what speaks against it; `taken` where the case sits at that hour already."""

    day: dt.date
    doubts: list[str]
    taken: bool = False


def preview(
    user: Any, case: Case, days: Sequence[dt.date], *, time: dt.time | None, court: Court | None, room: str,
    defendants: Sequence[Defendant],
) -> list[Planned]:  # fmt: skip
    """Each day with its doubts: a public holiday of the court's country, a weekend, a clash with what `user` may see."""
    taken = taken_days(case, days, time)
    agenda = entries(user, min(days), max(days))
    country = (court.country if court is not None else case.jurisdiction.country).code.lower()
    persons = {one.person_id: named(one.person) for one in defendants}
    officials = {official.pk: named(official) for official, _role in expected_officials(last_hearing(case))}
    made = []
    for day in days:
        hearing = Hearing(case=case, court=court, room=room, day=day.isoformat(), time=time)
        compute(hearing, "day")
        planned = Entry(hearing, moment(hearing), persons, officials)
        doubts = [_("there is a hearing of this case at that hour already")] if day in taken else _off(day, country)
        others = [entry for entry in agenda if entry.hearing.case_id != case.pk or entry.hearing.time != time]
        made.append(Planned(day, [*doubts, *clashes_with(planned, others)], day in taken))
    return made


def _off(day: dt.date, country: str) -> list[str]:
    holiday = holiday_on(day, country)
    if holiday is not None:
        name = holiday.name((get_language() or "en")[:2])
        return [_("public holiday: %(name)s (%(source)s)") % {"name": name, "source": holiday.source}]
    return [_("a weekend")] if day.weekday() >= SATURDAY else []
