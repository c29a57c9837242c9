"""Dashboard: its lists and who sees them. The table is data; the tests check it for each role."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.models.access_log import note_named
from cases.workspace.dashboard import court_panels, custody_panels, import_tasks, work_panels
from cases.workspace.dashboard.items import Found, Listing

ESTIMATES = _("These are estimates. Hover over or open one to see the calculation.")

BOARD: tuple[Listing, ...] = (
    Listing("today", _("Hearings today"), "cases.view_hearing", court_panels.hearings_today),
    Listing("week", _("This week's hearings"), "cases.view_hearing", court_panels.hearings_this_week),
    Listing("queue", _("Awaiting your review"), "review.approve_snapshot", work_panels.queue),
    Listing("merges", _("Merges awaiting review"), "review.approve_snapshot", work_panels.merges_waiting),
    Listing("returned", _("Returned to you"), "review.submit_snapshot", work_panels.returned),
    Listing("lapsed", _("Unpublished because consent ended"), "review.submit_snapshot", work_panels.lapsed),
    Listing("outcomes", _("Outcome missing"), "cases.change_hearing", court_panels.outcomes_missing),
    Listing("appeals", _("Appeal deadlines"), "cases.change_sentence", court_panels.appeals),
    Listing("limits", _("Remand deadlines"), "cases.change_custody", custody_panels.limits),
    Listing("releases", _("Expected releases"), "cases.change_custody", custody_panels.releases, ESTIMATES),
    Listing("birthdays", _("Birthdays in custody"), "cases.change_person", custody_panels.birthdays),
    Listing("stale", _("No recent news"), "cases.change_defendant", work_panels.stale),
    Listing("drafts", _("Your drafts"), "review.submit_snapshot", work_panels.drafts),
    Listing("lists", _("Import differences to review"), "cases.import_records", import_tasks.lists_waiting),
)
"""Every list, with the permission that shows it, in the order of the page."""


@dataclass(frozen=True)
class Shown:
    """List as one user sees it today."""

    listing: Listing
    found: Found


def named_on(shown: Iterable[Shown]) -> Iterator[Any]:
    """Yield the records that the lists name."""
    for panel in shown:
        for item in panel.found.items:
            yield from item.about


def desk_of(user: Any, today: dt.date | None = None) -> list[Shown]:
    """Return the lists that `user` may see, without empty ones. Items contain only records visible to the user."""
    day = today or timezone.localdate()
    panels = [Shown(listing, listing.find(user, day)) for listing in BOARD if user.has_perm(listing.permission)]
    return [panel for panel in panels if panel.found.items]


def home_context(request: HttpRequest) -> dict[str, Any]:
    """Context of the start page for this user; viewing restricted names on it is logged."""
    panels = desk_of(request.user)
    note_named(request, named_on(panels))
    return {"desk": panels, "desk_shown": request.user.has_perm("cases.view_hearing")}
