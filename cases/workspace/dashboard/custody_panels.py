"""Dashboard panels on custody: expected releases, remand deadlines, birthdays in custody."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db.models import F, Min, Prefetch, Q
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext as _

from cases.domain.sentencing.appeal_deadlines import next_custody_limit
from cases.domain.sentencing.expected_release import Estimate
from cases.domain.vocabulary import CustodyKind, PenaltyKind
from cases.models import Custody, Defendant, Person
from cases.models.fields import bounds
from cases.models.note_messages import length, said
from cases.workspace import term_inputs
from cases.workspace.custody_now import persons_in_custody, place_today
from cases.workspace.dashboard.items import Found, Item, cut, named, page_of
from cases.workspace.rule_tables import tables

RELEASES_WITHIN = dt.timedelta(days=60)
RELEASES_PAST = dt.timedelta(days=60)
"""Expected releases longer ago than this are no longer shown."""
LIMITS_WITHIN = dt.timedelta(days=14)
BIRTHDAYS_WITHIN = 14
COMPUTED_AT_MOST = 300
"""Maximum of estimates computed for one page; the nearest by the plain calendar come first."""
BEST_CREDIT = 2
"""No rule counts a day in custody for more."""


def releases(user: Any, today: dt.date) -> Found:
    """People whose sentence is expected to end soon, or should have ended: an estimate, with its inputs."""
    keys = _near(user, today)[:COMPUTED_AT_MOST]
    defendants = (
        Defendant.objects.visible_to(user)
        .filter(pk__in=keys)
        .select_related("person", "case__jurisdiction__country")
        .prefetch_related(*term_inputs.WITH_FACTS)
    )
    due: list[tuple[dt.date, Item]] = []
    rule_tables = tables()
    for defendant in defendants:
        estimate = term_inputs.release(defendant, today, with_=rule_tables)
        if estimate.earliest is None or estimate.latest is None or estimate.ended:
            continue
        if estimate.earliest <= today + RELEASES_WITHIN and estimate.latest >= today - RELEASES_PAST:
            due.append((estimate.latest, _release(defendant, estimate, today)))
    return cut([item for _day, item in sorted(due, key=lambda pair: (pair[0], pair[1].url))])


def _near(user: Any, today: dt.date) -> list[int]:
    """Defendants in custody whose release may be near, whatever credit applies; nearest by the plain calendar first."""
    rows = (
        Defendant.objects.visible_to(user)
        .filter(
            person__in=persons_in_custody(Person._base_manager.all(), today),
            sentences__penalties__kind=PenaltyKind.IMPRISONMENT,
        )
        .annotate(began=Min("person__custody__from_date_lower"))
        .values_list(
            "pk", "began", "sentences__decided_lower", "sentences__penalties__years", "sentences__penalties__months",
            "sentences__penalties__days",
        )
    )  # fmt: skip
    distances: dict[int, int] = {}
    for pk, began, decided, years, months, days in rows:
        start = began or decided
        length = (years or 0) * 365 + (months or 0) * 30 + (days or 0)
        if start is None or not length:
            continue
        if start + dt.timedelta(days=length // BEST_CREDIT) <= today + RELEASES_WITHIN:
            distance = abs((start + dt.timedelta(days=length) - today).days)
            distances[pk] = min(distance, distances.get(pk, distance))
    return sorted(distances, key=lambda pk: (distances[pk], pk))


def _release(defendant: Defendant, estimate: Estimate, today: dt.date) -> Item:
    earliest, latest = estimate.earliest, estimate.latest
    assert earliest is not None and latest is not None, "asked by the caller"
    period = date_format(earliest, "DATE_FORMAT")
    if earliest != latest:
        period = f"{period} – {date_format(latest, 'DATE_FORMAT')}"
    inputs = " ".join(said(step) for step in (*estimate.steps, *estimate.warnings))
    return Item(
        named(defendant),
        page_of(defendant),
        period,
        _("Estimate. %(inputs)s") % {"inputs": inputs},
        latest < today,
        (defendant,),
    )


def limits(user: Any, today: dt.date) -> Found:
    """Remand that soon reaches a limit: then it must have been extended, or the person released."""
    rows = (
        Custody.objects.visible_to(user)
        .filter(Q(until="", end="") | Q(until_upper__gte=today), kind__in=(CustodyKind.ARREST, CustodyKind.REMAND))
        .filter(from_date_lower__isnull=False, person__in=persons_in_custody(Person._base_manager.all(), today))
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
        defendants: list[Defendant] = row.person.visible_prosecutions  # type: ignore[attr-defined] # the prefetch above
        for code in sorted({term_inputs.jurisdiction_of(defendant) for defendant in defendants}):
            next_limit = next_custody_limit(term_inputs.dated(row, "from_date"), code, today)
            last = next_limit and (next_limit[1].upper or next_limit[1].lower)
            if next_limit and last and last <= today + LIMITS_WITHIN:
                note = _("%(limit)s: %(term)s since %(day)s (%(source)s)") % {
                    "limit": gettext(next_limit[0].authority), "term": length(next_limit[0].term), "day": row.from_date,
                    "source": next_limit[0].source,
                }  # fmt: skip
                item = Item(
                    named(row.person),
                    f"{page_of(row.person)}#custody-group",
                    date_format(last, "D j E"),
                    note,
                    last <= today,
                    (row.person,),
                )
                due.append((last, item))
    return cut([item for _last, item in sorted(due, key=lambda pair: (pair[0], pair[1].url))])


def _calendar_days(today: dt.date, count: int) -> Iterable[dt.date]:
    return (today + dt.timedelta(days=number) for number in range(count))


def on_these_days(days: Iterable[dt.date]) -> Q:
    """Condition for a birthday on one of these days.

    People born on 29 February match the 28th as well if the year has no 29th.
    """
    condition = Q(pk__in=[])
    for day in days:
        condition |= Q(born_lower__month=day.month, born_lower__day=day.day)
        if (day.month, day.day) == (2, 28) and (day + dt.timedelta(days=1)).month == 3:
            condition |= Q(born_lower__month=2, born_lower__day=29)
    return condition


def birthdays(user: Any, today: dt.date) -> Found:
    """People in custody whose birthday is near, and their postal address."""
    days = list(_calendar_days(today, BIRTHDAYS_WITHIN))
    custody = Custody.objects.select_related("facility").prefetch_related("facility__addresses")
    persons = (
        persons_in_custody(Person.objects.visible_to(user), today)
        .filter(on_these_days(days), born_lower=F("born_upper"))
        .filter(custody__kind__in=term_inputs.HELD)
        .distinct()
        .prefetch_related("names", Prefetch("custody", custody))
        .order_by("pk")
    )
    due = [(_next_birthday(bounds(person, "born")[0], days), person) for person in persons]
    due.sort(key=lambda pair: (pair[0], pair[1].pk))
    return cut([_birthday(person, day, today) for day, person in due])


def _next_birthday(born: dt.date | None, days: list[dt.date]) -> dt.date:
    assert born is not None, "asked for in the query"
    on_date = [day for day in days if (day.month, day.day) == (born.month, born.day)]
    leap_birthdays = [day for day in days if (day.month, day.day) == (2, 28)]
    return (on_date or leap_birthdays)[0]


def _birthday(person: Any, day: dt.date, today: dt.date) -> Item:
    row = place_today(person, today)
    address = _address(row.facility) if row is not None and row.facility is not None else ""
    if person.can_receive_letters is False:
        address = _("letters do not reach the person safely")
    note = address or _("no postal address")
    age = day.year - bounds(person, "born")[0].year  # type: ignore[union-attr]
    return Item(
        named(person),
        page_of(person),
        date_format(day, "D j E"),
        f"{ngettext('turns %(age)s', 'turns %(age)s', age) % {'age': age}}; {note}",
        about=(person,),
    )


def _address(place: Any) -> str:
    """Postal address in use, in the local script, on one line."""
    current = [row for row in place.addresses.all() if not row.valid_until]
    return ", ".join(current[-1].local.split("\n")) if current else ""
