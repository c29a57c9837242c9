"""What the private site's health address says: whether the database answers, and how long decisions have waited."""

from datetime import timedelta

from django.db import DatabaseError, InterfaceError
from django.db.models import Min
from django.utils import timezone

from cases.review.models import Outstanding
from casetracker.health import Health


def waiting() -> timedelta | None:
    """How long the oldest decision has waited for its publication; None if the outbox is empty."""
    entries = Outstanding.objects.aggregate(since=Min("since"))
    if entries["since"] is not None:
        return max(timezone.now() - entries["since"], timedelta())
    return timedelta() if Outstanding.objects.exists() else None


def examine() -> Health:
    """Ask the database."""
    try:
        age = waiting()
    except (DatabaseError, InterfaceError):
        return Health(False, {"database": "not reachable"}, {"database_reachable": 0})
    seconds = 0 if age is None else int(age.total_seconds())
    outbox = "empty" if age is None else f"oldest decision is {seconds} seconds old"
    return Health(
        True, {"database": "reachable", "outbox": outbox}, {"database_reachable": 1, "outbox_age_seconds": seconds}
    )
