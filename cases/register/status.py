"""Where a person is now, as far as the approved periods of custody tell."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from cases.vocabulary import CustodyEnd


class Status(TextChoices):
    """Computed from what is public; it does not change by time passing."""

    IN_CUSTODY = "in_custody", _("in custody")
    RELEASED = "released", _("released")
    DIED = "died", _("died")
    UNKNOWN = "unknown", _("not known to be held")


def status_of(custody: Sequence[Mapping[str, Any]], *, died: bool) -> tuple[Status, Mapping[str, Any] | None]:
    """The status and the period it rests on.

    `custody`: periods with `until` (a date or None), `end` (a code of CustodyEnd or ""), in the order in which they began.
    A transfer after which nothing is known leaves the person in custody.
    """
    last = custody[-1] if custody else None
    fatal = next((period for period in custody if period["end"] == CustodyEnd.DIED), None)
    if died or fatal:
        return Status.DIED, fatal
    if last is None:
        return Status.UNKNOWN, None
    if last["end"] == CustodyEnd.TRANSFER or not (last["end"] or last["until"]):
        return Status.IN_CUSTODY, last
    return Status.RELEASED, last
