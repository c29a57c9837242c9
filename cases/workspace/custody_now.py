"""Persons in custody today according to the private records: the public site's function, on current values."""

import datetime as dt

from django.db.models import Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from cases.domain.custody_status import Bounds, History, Now, Period, Status, history, status_on
from cases.domain.vocabulary import CustodyEnd
from cases.models import Custody, Person
from cases.models.fields import bounds


def history_of(person: Person) -> History:
    """Build the custody history of a person, from rows that should be prefetched."""
    died = Bounds(*bounds(person, "died")) if person.died else None
    return history((_period(row) for row in person.custody.all()), died)


def _period(row: Custody) -> Period:
    return Period(Bounds(*bounds(row, "from_date")), Bounds(*bounds(row, "until")) if row.until else None, row.end, row)


def now(person: Person, today: dt.date) -> Now:
    """Custody status of a person today."""
    return status_on(history_of(person), today)


def is_in_custody(person: Person, today: dt.date) -> bool:
    """Whether a person is in custody today."""
    return now(person, today).status is Status.IN_CUSTODY


def place_today(person: Person, today: dt.date) -> Custody | None:
    """Period of custody that gives a person's place today; None if it is unknown or the person is not in custody."""
    state = now(person, today)
    if state.status is not Status.IN_CUSTODY or state.period is None or not state.place_known:
        return None
    row: Custody = state.period.row
    return row


def persons_in_custody(persons: QuerySet[Person], today: dt.date) -> QuerySet[Person]:
    """Filter persons who are in custody today: `is_in_custody` as a database query."""
    rows = _dated().filter(Q(from_first__lte=today) | Q(from_first=None))
    started = rows.filter(person=OuterRef("pk"))
    deaths = started.filter(Q(until_first=None) | Q(until_first__lte=today), end=CustodyEnd.DIED)
    is_open = Q(until="", end="") | Q(until_first__gte=today) | Q(until_first=None, from_last__gte=today)
    later = rows.filter(
        Q(stands__gt=OuterRef("stands")) | Q(stands=OuterRef("stands"), pk__gt=OuterRef("pk")),
        Q(until_last=None) | Q(until_last__gte=Coalesce(OuterRef("until_first"), Value(dt.date.min))),
        person=OuterRef("person"),
    )
    was_transferred = Q(end=CustodyEnd.TRANSFER) & ~Exists(later)
    has_died = ~Q(died="") & (Q(died_first=None) | Q(died_first__lte=today))
    return (
        persons.alias(died_first=Coalesce("died_lower", "died_upper"))
        .exclude(has_died)
        .filter(~Exists(deaths), Exists(started.filter(is_open | was_transferred)))
    )


def _dated() -> QuerySet[Custody]:
    """Rows of custody with the dates by which `custody_status` compares them."""
    return Custody._base_manager.alias(
        from_first=Coalesce("from_date_lower", "from_date_upper"),
        from_last=Coalesce("from_date_upper", "from_date_lower"),
        until_first=Coalesce("until_lower", "until_upper"),
        until_last=Coalesce("until_upper", "until_lower"),
        stands=Coalesce("from_date_lower", "from_date_upper", "until_lower", "until_upper", Value(dt.date.max)),
    )
