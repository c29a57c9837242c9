"""The agenda as iCalendar (RFC 5545), for the calendar program of one member of staff.

A calendar leaves the site: programs copy it to servers of others. So it names nobody: it tells kind, hour and court, the
title of the case only where the owner asked for titles, and never that of a restricted case.
"""

import datetime as dt
from collections.abc import Iterable

from django.utils import timezone

from cases.desk.agenda import Entry, entries
from cases.models.agenda import AgendaLink

PAST, AHEAD = dt.timedelta(days=30), dt.timedelta(days=180)
LINE = 73  # octets, so that with the space of a continuation it is at most 74


def calendar_of(link: AgendaLink, today: dt.date) -> str:
    """The hearings that the owner of the link may see now, a month back and half a year ahead."""
    agenda = entries(link.user, today - PAST, today + AHEAD)
    return written(agenda, titles=link.titles, stamp=timezone.now())


def written(agenda: Iterable[Entry], *, titles: bool, stamp: dt.datetime) -> str:
    """The entries as a calendar; those whose day is only partly known are left out."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//staff//agenda//EN", "CALSCALE:GREGORIAN"]
    for entry in agenda:
        lines += _event(entry, titles, stamp)
    return "".join(f"{_folded(line)}\r\n" for line in [*lines, "END:VCALENDAR"])


def _event(entry: Entry, titles: bool, stamp: dt.datetime) -> list[str]:
    hearing = entry.hearing
    if hearing.day_lower != hearing.day_upper:
        return []
    named = titles and not hearing.case.restricted
    summary = ": ".join(filter(None, [hearing.get_kind_display(), hearing.case.title if named else ""]))
    place = ", ".join(filter(None, [str(hearing.court or ""), hearing.room]))
    return [
        "BEGIN:VEVENT",
        f"UID:{hearing.public_id}@agenda",
        f"DTSTAMP:{stamp.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}",
        *_start(entry),
        f"SUMMARY:{_escaped(summary)}",
        *([f"LOCATION:{_escaped(place)}"] if place else []),
        *(["STATUS:CANCELLED"] if entry.off else []),
        "END:VEVENT",
    ]


def _start(entry: Entry) -> list[str]:
    if entry.begins is None:
        day: dt.date = entry.hearing.day_lower
        return [f"DTSTART;VALUE=DATE:{day:%Y%m%d}", f"DTEND;VALUE=DATE:{day + dt.timedelta(days=1):%Y%m%d}"]
    return [f"DTSTART:{entry.begins.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}"]


def _escaped(text: str) -> str:
    for sign in ("\\", ";", ","):
        text = text.replace(sign, f"\\{sign}")
    return " ".join(text.split())


def _folded(line: str) -> str:
    pieces, piece = [], ""
    for letter in line:
        if len((piece + letter).encode()) > LINE:
            pieces.append(piece)
            piece = ""
        piece += letter
    return "\r\n ".join([*pieces, piece])
