"""iCalendar files that any calendar program reads, with nothing in them that was not given."""

import datetime as dt
from zoneinfo import ZoneInfo

from icalendar import Calendar

from cases.domain.calendar_events import CalendarEvent, build_calendar

STAMP = dt.datetime(2026, 3, 1, 12, tzinfo=ZoneInfo("Europe/Minsk"))
DAY = dt.date(2026, 5, 9)


def event(**given: object) -> CalendarEvent:
    whole = {"uid": "a@b", "stamp": STAMP, "day": DAY, "begins": None, "summary": "verdict", **given}
    return CalendarEvent(**whole)  # type: ignore[arg-type]


def test_equal_events_give_equal_bytes_in_lines_of_75_octets() -> None:
    long = event(summary="Справа выдуманага, " * 20)
    content = build_calendar("-//x//y//EN", [long])
    assert content == build_calendar("-//x//y//EN", [long])
    assert content.endswith(b"END:VCALENDAR\r\n")
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    assert str(Calendar.from_ical(content).events[0]["summary"]) == ("Справа выдуманага, " * 20).strip()


def test_time_is_in_utc_and_a_day_without_time_is_whole() -> None:
    begins = dt.datetime(2026, 5, 9, 10, tzinfo=ZoneInfo("Europe/Minsk"))
    timed, whole = Calendar.from_ical(build_calendar("x", [event(begins=begins), event()])).events
    assert timed["dtstart"].to_ical() == b"20260509T070000Z" and "dtend" not in timed
    assert (whole["dtstart"].dt, whole["dtend"].dt) == (DAY, DAY + dt.timedelta(1))
    assert timed["dtstamp"].to_ical() == b"20260301T090000Z"


def test_properties_are_those_of_the_event_alone() -> None:
    bare, full = Calendar.from_ical(build_calendar("x", [event(), event(place="Room 5", cancelled=True)])).events
    assert set(bare) == {"UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY"}
    assert set(full) - set(bare) == {"LOCATION", "STATUS"}


def test_no_text_can_forge_a_line() -> None:
    for breaks in ("\r\n", "\n", "\r", "\x0b", "\x0c", "\x85", "\u2028", "\u2029"):
        forged = f"x{breaks}END:VEVENT{breaks}BEGIN:VEVENT{breaks}ATTENDEE:mailto:a@b"
        content = build_calendar("x", [event(summary=forged, place=forged)])
        (only,) = Calendar.from_ical(content).events
        assert "ATTENDEE" not in only and str(only["summary"]) == "x END:VEVENT BEGIN:VEVENT ATTENDEE:mailto:a@b"
        assert content.count(b"\nBEGIN:VEVENT") == 1
