"""What lists of others make due: differences that were looked at and not yet taken in."""

import datetime as dt
import json
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.desk.item import Found, Item, capped, named
from cases.imports import showing
from cases.imports.drafts import KEPT_FOR
from cases.models import ImportDraft, Outcome

DIFFERENCES: tuple[tuple[str, Promise], ...] = (
    (Outcome.CHANGED, gettext_lazy("changed")),
    (showing.WENT, gettext_lazy("no longer in the list")),
    (showing.MAYBE, gettext_lazy("maybe somebody known")),
    (showing.CAME, gettext_lazy("new")),
    (Outcome.REFUSED, gettext_lazy("refused")),
)
"""The filters of the preview that show differences, the most pressing first; "new" alone is no change of a record."""
COUNTED_UP_TO = 3000
"""Rows of a list whose kept preview the desk opens; of a longer one it leads to the whole preview."""


def lists_waiting(user: Any, today: dt.date) -> Found:
    """Lists that one uploaded and has not yet taken in, each leading to the very differences. Older drafts are gone."""
    rows = ImportDraft.objects.filter(by=user.pk, at__gte=timezone.now() - KEPT_FOR).order_by("-at", "-pk")
    return capped(rows.defer("content", "head", "decisions"), _waiting)


def _waiting(draft: ImportDraft) -> Item:
    day = date_format(timezone.localtime(draft.at), "j M H:i")
    if not draft.shown:
        address = reverse("admin:import_columns", args=[draft.public_id])
        return Item(named(draft), address, day, _("columns are not chosen yet"))
    found = differences(draft) if draft.row_count <= COUNTED_UP_TO else []
    address = reverse("admin:import_look", args=[draft.public_id])
    if not found:
        return Item(named(draft), address, day, draft.mapping)
    note = "; ".join(f"{label}: {count}" for _code, label, count in found)
    return Item(named(draft), f"{address}?show={found[0][0]}", day, note, found[0][0] != showing.CAME)


def differences(draft: ImportDraft) -> list[tuple[str, str, int]]:
    """The filter, its label and how many rows it shows, of each kind of difference that the preview holds."""
    told = json.loads(draft.shown)
    made = []
    for code, label in DIFFERENCES:
        whole = code == showing.WENT
        count = len(told["went"]) if whole else sum(showing.fits(row, code) for row in told["rows"])
        if count:
            made.append((str(code), str(label), count))
    return made
