"""Agenda in iCalendar format, for the calendar program of one member of staff.

Calendar programs copy the file to foreign servers. So it contains no names: only kind, time and court, and the title of
the case if the owner asked for titles, but never that of a restricted case.
"""

import datetime as dt
from collections.abc import Iterable

from django.utils import timezone

from cases.domain.calendar_events import CalendarEvent, build_calendar
from cases.models.calendar_link import AgendaLink
from cases.workspace.agenda import Entry, entries

PAST, AHEAD = dt.timedelta(days=30), dt.timedelta(days=180)
PRODUCT = "-//staff//agenda//EN"


def calendar_of(link: AgendaLink, today: dt.date) -> bytes:
    """Build the calendar of the hearings that the owner of the link may see now, a month back and half a year ahead."""
    agenda = entries(link.user, today - PAST, today + AHEAD)
    return written(agenda, titles=link.titles, stamp=timezone.now())


def written(agenda: Iterable[Entry], *, titles: bool, stamp: dt.datetime) -> bytes:
    """Build a calendar of the entries, without those that have an inexact date."""
    dated = (entry for entry in agenda if entry.hearing.day_lower == entry.hearing.day_upper)
    return build_calendar(PRODUCT, (_event(entry, titles, stamp) for entry in dated))


def _event(entry: Entry, titles: bool, stamp: dt.datetime) -> CalendarEvent:
    hearing = entry.hearing
    title = hearing.case.title if titles and not hearing.case.restricted else ""
    return CalendarEvent(
        uid=f"{hearing.public_id}@agenda",
        stamp=stamp,
        day=hearing.day_lower,
        begins=entry.begins,
        summary=": ".join(filter(None, [hearing.get_kind_display(), title])),
        place=", ".join(filter(None, [str(hearing.court or ""), hearing.room])),
        cancelled=entry.off,
    )
