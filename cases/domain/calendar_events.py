"""iCalendar files (RFC 5545) of hearings, for both sites. The callers decide the content of an event."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from icalendar import Calendar, Event


@dataclass(frozen=True, kw_only=True)
class CalendarEvent:
    """A hearing on a known day. `begins` has a time zone; without it this is an all-day event."""

    uid: str
    stamp: dt.datetime
    day: dt.date
    begins: dt.datetime | None
    summary: str
    place: str = ""
    cancelled: bool = False


def build_calendar(product: str, events: Iterable[CalendarEvent]) -> bytes:
    """The events as one file. Equal events give equal bytes: no timestamp and no random identifier of the library is in it.

    `product` names the generator of the file, as in "-//register//hearings//EN".
    """
    calendar = Calendar()
    calendar.add("prodid", product)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    for event in events:
        calendar.add_component(_component(event))
    return calendar.to_ical()


def _component(event: CalendarEvent) -> Event:
    component = Event()
    component.add("uid", event.uid)
    component.add("dtstamp", event.stamp.astimezone(dt.UTC))
    if event.begins is None:
        component.add("dtstart", event.day)
        component.add("dtend", event.day + dt.timedelta(days=1))
    else:  # in UTC, so that no time zone definition is needed; hearings have no announced end
        component.add("dtstart", event.begins.astimezone(dt.UTC))
    component.add("summary", _on_one_line(event.summary))
    if event.place:
        component.add("location", _on_one_line(event.place))
    if event.cancelled:
        component.add("status", "CANCELLED")
    return component


def _on_one_line(text: str) -> str:
    """Without line breaks and other control characters that Python counts as whitespace: calendar programs show one line."""
    return " ".join(text.split())
