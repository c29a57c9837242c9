"""The desk: which lists there are, and who sees which. The table is data; the tests go through it role by role."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.desk import court_lists, custody_lists, list_lists, work_lists
from cases.desk.item import Found, Listing

ESTIMATES = _("Always an estimate: hold the pointer over a line, or open it, for what it was made of.")

BOARD: tuple[Listing, ...] = (
    Listing("today", _("Hearings today"), "cases.view_hearing", court_lists.hearings_today),
    Listing("week", _("Hearings in the next six days"), "cases.view_hearing", court_lists.hearings_this_week),
    Listing("queue", _("Waiting for your review"), "review.approve_snapshot", work_lists.queue),
    Listing("merges", _("Merges to decide"), "review.approve_snapshot", work_lists.merges_waiting),
    Listing("returned", _("Came back to you"), "review.submit_snapshot", work_lists.returned),
    Listing("outcomes", _("Hearings without an outcome"), "cases.change_hearing", court_lists.outcomes_missing),
    Listing("appeals", _("Days to appeal run out"), "cases.change_sentence", court_lists.appeals),
    Listing("limits", _("Limits of custody before trial"), "cases.change_custody", custody_lists.limits),
    Listing("releases", _("Expected releases"), "cases.change_custody", custody_lists.releases, ESTIMATES),
    Listing("birthdays", _("Birthdays in custody"), "cases.change_person", custody_lists.birthdays),
    Listing("stale", _("Without news for too long"), "cases.change_defendant", work_lists.stale),
    Listing("drafts", _("Your work not submitted"), "review.submit_snapshot", work_lists.drafts),
    Listing("lists", _("Differences of lists, waiting"), "cases.import_records", list_lists.lists_waiting),
)
"""Every list, with the permission that shows it, in the order of the page."""


@dataclass(frozen=True)
class Shown:
    """A list as one user finds it today."""

    listing: Listing
    found: Found


def named_on(shown: Iterable[Shown]) -> Iterator[Any]:
    """The records that the lists name."""
    for one in shown:
        for item in one.found.items:
            yield from item.about


def desk_of(user: Any, today: dt.date | None = None) -> list[Shown]:
    """The lists that `user` may see, those without any item left out. Every item respects the need to know."""
    day = today or timezone.localdate()
    shown = [Shown(listing, listing.find(user, day)) for listing in BOARD if user.has_perm(listing.permission)]
    return [one for one in shown if one.found.items]
