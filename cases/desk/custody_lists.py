"""What custody makes due: expected releases, limits of custody before trial, birthdays behind walls."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db.models import F, Min, Prefetch, Q
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext as _

from cases.desk import bridge
from cases.desk.item import Found, Item, cut, named, page_of
from cases.desk.says import length, said
from cases.desk.tables import tables
from cases.models import Custody, Defendant, Person
from cases.models.fields import bounds
from cases.terms.appeal import next_custody_limit
from cases.terms.release import Estimate
from cases.vocabulary import CustodyKind, PenaltyKind

RELEASES_WITHIN = dt.timedelta(days=60)
RELEASES_PAST = dt.timedelta(days=60)
"""An expected release that went by so long ago was seen often enough."""
LIMITS_WITHIN = dt.timedelta(days=14)
BIRTHDAYS_WITHIN = 14
COMPUTED_AT_MOST = 300
"""Chains that one page computes; the nearest by the plain calendar come first."""
BEST_CREDIT = 2
"""No rule counts a day in custody for more."""


def releases(user: Any, today: dt.date) -> Found:
    """People whose sentence is expected to end soon, or should have ended: an estimate, with what it was made of."""
    keys = _near(user, today)[:COMPUTED_AT_MOST]
    found = (
        Defendant.objects.visible_to(user)
        .filter(pk__in=keys)
        .select_related("person", "case__jurisdiction__country")
        .prefetch_related(*bridge.WITH_FACTS)
    )
    due: list[tuple[dt.date, Item]] = []
    with_ = tables()
    for defendant in found:
        estimate = bridge.release(defendant, today, with_=with_)
        if estimate.earliest is None or estimate.latest is None or estimate.ended:
            continue
        if estimate.earliest <= today + RELEASES_WITHIN and estimate.latest >= today - RELEASES_PAST:
            due.append((estimate.latest, _release(defendant, estimate, today)))
    return cut([item for _day, item in sorted(due, key=lambda pair: (pair[0], pair[1].url))])


def _near(user: Any, today: dt.date) -> list[int]:
    """Defendants in custody whose release can be near, whatever is credited; the nearest by the plain calendar first."""
    rows = (
        Defendant.objects.visible_to(user)
        .filter(person__custody__until="", person__custody__end="", sentences__penalties__kind=PenaltyKind.IMPRISONMENT)
        .annotate(began=Min("person__custody__from_date_lower"))
        .values_list(
            "pk", "began", "sentences__decided_lower", "sentences__penalties__years", "sentences__penalties__months",
            "sentences__penalties__days",
        )
    )  # fmt: skip
    near: dict[int, int] = {}
    for pk, began, decided, years, months, days in rows:
        begins = began or decided
        length = (years or 0) * 365 + (months or 0) * 30 + (days or 0)
        if begins is None or not length:
            continue
        if begins + dt.timedelta(days=length // BEST_CREDIT) <= today + RELEASES_WITHIN:
            distance = abs((begins + dt.timedelta(days=length) - today).days)
            near[pk] = min(distance, near.get(pk, distance))
    return sorted(near, key=lambda pk: (near[pk], pk))


def _release(defendant: Defendant, estimate: Estimate, today: dt.date) -> Item:
    earliest, latest = estimate.earliest, estimate.latest
    assert earliest is not None and latest is not None, "asked by the caller"
    when = date_format(earliest, "j M Y")
    if earliest != latest:
        when = f"{when} – {date_format(latest, 'j M Y')}"
    inputs = " ".join(said(step) for step in (*estimate.steps, *estimate.warnings))
    return Item(
        named(defendant),
        page_of(defendant),
        when,
        _("Estimate. %(inputs)s") % {"inputs": inputs},
        latest < today,
        (defendant,),
    )


def limits(user: Any, today: dt.date) -> Found:
    """Custody before trial that soon reaches a limit: then it must have been extended, or the person freed."""
    rows = (
        Custody.objects.visible_to(user)
        .filter(kind__in=(CustodyKind.ARREST, CustodyKind.REMAND), until="", end="", from_date_lower__isnull=False)
        .filter(person__prosecutions__sentences=None, from_date_lower__gte=today - dt.timedelta(days=600))
        .select_related("person")
        .prefetch_related(
            "person__names",
            Prefetch(
                "person__prosecutions",
                Defendant.objects.visible_to(user).select_related("case__jurisdiction__country"),
                to_attr="visible_prosecutions",
            ),
        )
        .order_by("pk")
        .distinct()
    )
    due = []
    for row in rows:
        known: list[Defendant] = row.person.visible_prosecutions  # type: ignore[attr-defined] # the prefetch above
        for code in sorted({bridge.jurisdiction_of(one) for one in known}):
            following = next_custody_limit(bridge.dated(row, "from_date"), code, today)
            last = following and (following[1].upper or following[1].lower)
            if following and last and last <= today + LIMITS_WITHIN:
                note = _("%(limit)s: %(term)s since %(day)s (%(source)s)") % {
                    "limit": gettext(following[0].authority), "term": length(following[0].term), "day": row.from_date,
                    "source": following[0].source,
                }  # fmt: skip
                item = Item(
                    named(row.person),
                    f"{page_of(row.person)}#custody-group",
                    date_format(last, "D j M"),
                    note,
                    last <= today,
                    (row.person,),
                )
                due.append((last, item))
    return cut([item for _last, item in sorted(due, key=lambda pair: (pair[0], pair[1].url))])


def _calendar_days(today: dt.date, count: int) -> Iterable[dt.date]:
    return (today + dt.timedelta(days=number) for number in range(count))


def on_these_days(days: Iterable[dt.date]) -> Q:
    """The condition of having a birthday on one of these days; who was born on 29 February has it on the 28th as well,
    where the year has no 29th."""
    wanted = Q(pk__in=[])
    for day in days:
        wanted |= Q(born_lower__month=day.month, born_lower__day=day.day)
        if (day.month, day.day) == (2, 28) and (day + dt.timedelta(days=1)).month == 3:
            wanted |= Q(born_lower__month=2, born_lower__day=29)
    return wanted


def birthdays(user: Any, today: dt.date) -> Found:
    """People behind walls whose birthday is near, and where to write to them."""
    held = Custody.objects.visible_to(user).filter(kind__in=bridge.HELD, until="", end="")
    days = list(_calendar_days(today, BIRTHDAYS_WITHIN))
    persons = (
        Person.objects.visible_to(user)
        .filter(on_these_days(days), born_lower=F("born_upper"), died="", pk__in=held.values("person"))
        .prefetch_related(
            "names",
            Prefetch(
                "custody", held.select_related("facility").prefetch_related("facility__addresses"), to_attr="held"
            ),
        )
        .order_by("pk")
    )
    due = [(_next_birthday(bounds(person, "born")[0], days), person) for person in persons]
    due.sort(key=lambda pair: (pair[0], pair[1].pk))
    return cut([_birthday(person, day) for day, person in due])


def _next_birthday(born: dt.date | None, days: list[dt.date]) -> dt.date:
    assert born is not None, "asked for in the query"
    same = [day for day in days if (day.month, day.day) == (born.month, born.day)]
    leap = [day for day in days if (day.month, day.day) == (2, 28)]
    return (same or leap)[0]


def _birthday(person: Any, day: dt.date) -> Item:
    places = [row.facility for row in person.held if row.facility is not None]
    address = next((_address(place) for place in places if _address(place)), "")
    if person.can_receive_letters is False:
        address = _("letters do not reach the person or do harm")
    note = address or _("no postal address is known")
    age = day.year - bounds(person, "born")[0].year  # type: ignore[union-attr]
    return Item(
        named(person),
        page_of(person),
        date_format(day, "D j M"),
        f"{_('turns %(age)s') % {'age': age}}; {note}",
        about=(person,),
    )


def _address(place: Any) -> str:
    """The postal address that is still in use, in the local script, in one line."""
    current = [row for row in place.addresses.all() if not row.valid_until]
    return ", ".join(current[-1].local.split("\n")) if current else ""
