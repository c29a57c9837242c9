"""Dashboard panel of imports: differences that were previewed but not yet imported."""

import datetime as dt
import json
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.models import ImportDraft, Outcome
from cases.spreadsheets.import_ import preview_storage
from cases.spreadsheets.import_.uploads import KEPT_FOR
from cases.workspace.dashboard.items import Found, Item, capped, named

DIFFERENCES: tuple[tuple[str, Promise], ...] = (
    (Outcome.CHANGED, gettext_lazy("changed")),
    (preview_storage.WENT, gettext_lazy("no longer in the list")),
    (preview_storage.MAYBE, gettext_lazy("possible duplicate")),
    (preview_storage.CAME, gettext_lazy("new")),
    (Outcome.REFUSED, gettext_lazy("refused")),
)
"""Filters of the preview that show differences, most urgent first; "new" alone changes no record."""
COUNTED_UP_TO = 3000
"""Maximum of rows for which the dashboard opens the saved preview; for longer lists it links to the whole preview."""


def lists_waiting(user: Any, today: dt.date) -> Found:
    """Lists that the user uploaded but has not imported, each linked to its differences. Older drafts are deleted."""
    rows = ImportDraft.objects.filter(by=user.pk, at__gte=timezone.now() - KEPT_FOR).order_by("-at", "-pk")
    return capped(rows.defer("content", "head", "decisions"), _waiting)


def _waiting(draft: ImportDraft) -> Item:
    day = date_format(timezone.localtime(draft.at), "j E, H:i")
    if not draft.shown:
        address = reverse("admin:import_columns", args=[draft.public_id])
        return Item(named(draft), address, day, _("columns are not chosen yet"))
    changes = differences(draft) if draft.row_count <= COUNTED_UP_TO else []
    address = reverse("admin:import_look", args=[draft.public_id])
    if not changes:
        return Item(named(draft), address, day, draft.mapping)
    note = "; ".join(f"{label}: {count}" for _code, label, count in changes)
    return Item(named(draft), f"{address}?show={changes[0][0]}", day, note, changes[0][0] != preview_storage.CAME)


def differences(draft: ImportDraft) -> list[tuple[str, str, int]]:
    """Return (filter, label, number of rows) for each kind of difference in the preview."""
    preview = json.loads(draft.shown)
    counts = []
    for code, label in DIFFERENCES:
        is_missing = code == preview_storage.WENT
        count = len(preview["went"]) if is_missing else sum(preview_storage.fits(row, code) for row in preview["rows"])
        if count:
            counts.append((str(code), str(label), count))
    return counts
