"""Feeds of the lists: Atom for recent publications, iCalendar for hearings. Each takes the filters of its list."""

from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.translation import gettext as _

from cases.domain.calendar_events import CalendarEvent, build_calendar
from cases.public_site import addresses
from cases.public_site.downloads.list_files import LISTINGS, documents
from cases.public_site.presenters import case_page as case_words
from cases.public_site.presenters import hearing_card as hearing_words
from cases.public_site.presenters import person_page as person_words
from cases.public_site.views.page_context import site_name

ENTRIES = 50
EVENTS = 500
NEVER = datetime(1970, 1, 1, tzinfo=UTC)


class ListFeed(Atom1Feed):
    """Atom feed that depends on its entries alone: the library would date an empty feed by the clock."""

    def latest_post_date(self) -> datetime:
        """When the newest entry changed; the beginning of 1970 for an empty feed."""
        return super().latest_post_date() if self.items else NEVER


def atom(request: HttpRequest, language: str, listing: str) -> HttpResponse:
    """The newest entries of a list, with its filters: a saved search is the URL of its feed."""
    chosen = LISTINGS[listing]
    data = request.GET.copy()
    data.setdefault("sort", "newest")
    filters = chosen.filters(data, language)
    address = request.build_absolute_uri(request.get_full_path())
    title = f"{_('People') if listing == 'persons' else _('Cases')} · {site_name()}"
    feed = ListFeed(
        title=title, author_name=title, description="", language=language, feed_url=address, feed_guid=address,
        link=request.build_absolute_uri(addresses.page(language, listing) + filters.address()),
    )  # fmt: skip
    for document in documents(chosen, filters.ids(0, ENTRIES)):
        name, url, summary = _entry(listing, document, language)
        url = request.build_absolute_uri(url)
        feed.add_item(
            title=name, link=url, unique_id=url, description=escape(summary),  # Atom1Feed marks it as HTML
            pubdate=_midnight(document["first_on"]), updateddate=_midnight(document["changed_on"]),
        )  # fmt: skip
    return HttpResponse(feed.writeString("utf-8"), content_type=feed.content_type)


def _entry(listing: str, document: dict[str, Any], language: str) -> tuple[str, str, str]:
    """Title, URL and summary of a record."""
    if listing == "persons":
        card = person_words.card(document, language, timezone.localdate())
        summary = "; ".join(filter(None, [card["status_label"], card["outcome"]]))
        return card["name"]["text"], card["url"], summary
    card = case_words.card(document, language)
    summary = "; ".join(f"{person['text']}: {person['outcome']}" for person in card["people"])
    return card["title"]["text"], card["title"]["url"], summary


def _midnight(day: str) -> datetime:
    return datetime.combine(date.fromisoformat(day), time(), UTC)


def calendar(request: HttpRequest, language: str) -> HttpResponse:
    """Hearings with a known day as iCalendar; without a time as all-day events."""
    chosen = LISTINGS["hearings"]
    filters = chosen.filters(request.GET, language)
    dated = (hearing for hearing in documents(chosen, filters.ids(0, EVENTS)) if _is_exact(hearing["day"]))
    body = build_calendar("-//register//hearings//EN", (_event(document, language) for document in dated))
    return HttpResponse(body, content_type="text/calendar; charset=utf-8")


def _is_exact(day: dict[str, Any] | None) -> bool:
    return bool(day and day["lower"] is not None and day["lower"] == day["upper"])


def _event(document: dict[str, Any], language: str) -> CalendarEvent:
    card = hearing_words.card(document, language)
    title = card["case"]["text"] if card["case"] else card["kind"]
    day = document["day"]["lower"]
    return CalendarEvent(
        uid=f"{document['id']}@hearings",
        stamp=_midnight(day),  # not the current time: the same edition gives the same bytes
        day=date.fromisoformat(day),
        begins=_begins(day, document["time"], (document["court"] or {}).get("time_zone", "")),
        summary=": ".join(filter(None, [card["kind"], title])),
        place=", ".join(filter(None, [card["court"]["text"] if card["court"] else "", card["room"]])),
    )


def _begins(day: str, clock: str | None, zone: str) -> datetime | None:
    """Start of a hearing; None if its time or the time zone of the court is unknown."""
    if clock is None or not zone:
        return None
    try:
        return datetime.combine(date.fromisoformat(day), time.fromisoformat(clock), ZoneInfo(zone))
    except (ZoneInfoNotFoundError, ValueError):
        return None
