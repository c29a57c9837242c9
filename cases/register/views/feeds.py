"""Atom feeds of the lists, hearings as a calendar, the sitemap, what robots may read."""

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from cases.register import addresses
from cases.register.edition import current
from cases.register.exports.lists import LISTINGS, documents
from cases.register.filters.base import cleaned
from cases.register.languages import LANGUAGES
from cases.register.models import Published
from cases.register.showing import case as case_words
from cases.register.showing import hearing as hearing_words
from cases.register.showing import person as person_words
from cases.register.templating import drawn
from cases.register.views.page import site_name

ENTRIES = 50
EVENTS = 500


def atom(request: HttpRequest, language: str, listing: str) -> HttpResponse:
    """What came last into a list, with the list's filters: a saved search is the address of its feed."""
    chosen = LISTINGS[listing]
    data = request.GET.copy()
    data.setdefault("sort", "newest")
    filters = chosen.filters(data, language)
    found = list(documents(chosen, filters.ids(0, ENTRIES)))
    base = request.build_absolute_uri("/").rstrip("/")
    body = drawn(
        "feed.xml",
        {
            "base": base,
            "language": language,
            "title": f"{_('People') if listing == 'persons' else _('Cases')} · {site_name()}",
            "path": request.get_full_path(),
            "page": addresses.page(language, listing) + filters.address(),
            "updated": max((one["first_on"] for one in found if one.get("first_on")), default="1970-01-01"),
            "entries": [_entry(listing, one, language) for one in found],
        },
    )
    return HttpResponse(body, content_type="application/atom+xml; charset=utf-8")


def _entry(listing: str, document: dict[str, Any], language: str) -> dict[str, Any]:
    if listing == "persons":
        shown = person_words.card(document, language)
        title, url = shown["name"]["text"], shown["url"]
        summary = "; ".join(filter(None, [shown["status_label"], shown["outcome"]]))
    else:
        shown = case_words.card(document, language)
        title, url = shown["title"]["text"], shown["title"]["url"]
        summary = "; ".join(f"{one['text']}: {one['outcome']}" for one in shown["people"])
    return {
        "id": document["id"],
        "title": title,
        "url": url,
        "summary": summary,
        "published": document["first_on"],
        "updated": document["changed_on"],
    }


def calendar(request: HttpRequest, language: str) -> HttpResponse:
    """Hearings as iCalendar (RFC 5545): those with a day that is known; without an hour the whole day."""
    chosen = LISTINGS["hearings"]
    filters = chosen.filters(request.GET, language)
    found = documents(chosen, filters.ids(0, EVENTS))
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//register//hearings//EN", "CALSCALE:GREGORIAN"]
    for document in found:
        lines += _event(document, language)
    lines.append("END:VCALENDAR")
    body = "".join(f"{_folded(line)}\r\n" for line in lines)
    return HttpResponse(body, content_type="text/calendar; charset=utf-8")


def _event(document: dict[str, Any], language: str) -> list[str]:
    day = document["day"]
    if not day or day["lower"] is None or day["lower"] != day["upper"]:
        return []
    shown = hearing_words.card(document, language)
    title = shown["case"]["text"] if shown["case"] else shown["kind"]
    place = ", ".join(filter(None, [shown["court"]["text"] if shown["court"] else "", shown["room"]]))
    return [
        "BEGIN:VEVENT",
        f"UID:{document['id']}@hearings",
        f"DTSTAMP:{date.fromisoformat(day['lower']):%Y%m%d}T000000Z",  # no clock of ours: the same edition gives the same bytes
        *_start(day["lower"], document["time"], (document["court"] or {}).get("time_zone", "")),
        f"SUMMARY:{_escaped(': '.join(filter(None, [shown['kind'], title])))}",
        *([f"LOCATION:{_escaped(place)}"] if place else []),
        "END:VEVENT",
    ]


def _start(iso: str, clock: str | None, zone: str) -> list[str]:
    day = date.fromisoformat(iso)
    try:
        where = ZoneInfo(zone) if zone else None
    except (ZoneInfoNotFoundError, ValueError):
        where = None
    if clock is None or where is None:
        return [f"DTSTART;VALUE=DATE:{day:%Y%m%d}", f"DTEND;VALUE=DATE:{day + timedelta(1):%Y%m%d}"]
    start = datetime.combine(day, time.fromisoformat(clock), where).astimezone(ZoneInfo("UTC"))
    return [f"DTSTART:{start:%Y%m%dT%H%M%SZ}"]


def _escaped(text: str) -> str:
    for sign in ("\\", ";", ","):
        text = text.replace(sign, f"\\{sign}")
    return " ".join(text.split())


def _folded(line: str) -> str:
    """Lines of 75 octets at most, cut between characters."""
    pieces, piece = [], ""
    for letter in line:
        if len((piece + letter).encode()) > 73:
            pieces.append(piece)
            piece = ""
        piece += letter
    return "\r\n ".join([*pieces, piece])


def robots(request: HttpRequest) -> HttpResponse:
    """Everything may be read; there is nothing to hide by asking."""
    cleaned(request.GET, {})
    sitemap = request.build_absolute_uri("/sitemap.xml")
    return HttpResponse(f"User-agent: *\nDisallow:\n\nSitemap: {sitemap}\n", content_type="text/plain; charset=utf-8")


PER_SITEMAP = 15_000  # records; three addresses each, and a sitemap holds 50,000


def sitemap_index(request: HttpRequest) -> HttpResponse:
    """The parts of the sitemap."""
    cleaned(request.GET, {})
    count = -(-Published.objects.count() // PER_SITEMAP) or 1
    base = request.build_absolute_uri("/").rstrip("/")
    parts = [f"{base}/sitemap-{number}.xml" for number in range(1, count + 1)]
    return _xml("sitemap_index.xml", {"parts": parts})


def sitemap(request: HttpRequest, number: str) -> HttpResponse:
    """One part: every public record in every language, with the day of its newest approval."""
    cleaned(request.GET, {})
    start = (int(number) - 1) * PER_SITEMAP
    if start and start >= Published.objects.count():
        raise Http404
    rows = Published.objects.order_by("id").values_list("id", "noun", "changed_on")[start : start + PER_SITEMAP]
    base = request.build_absolute_uri("/").rstrip("/")
    entries = [
        {"url": base + addresses.of(language, noun, ref), "day": changed_on}
        for ref, noun, changed_on in rows
        for language in LANGUAGES
    ]
    if start == 0:
        entries += [{"url": base + addresses.page(language), "day": current().changed_on} for language in LANGUAGES]
    return _xml("sitemap.xml", {"entries": entries})


def _xml(template: str, context: dict[str, Any]) -> HttpResponse:
    return HttpResponse(drawn(template, context), content_type="application/xml; charset=utf-8")
