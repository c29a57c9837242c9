"""Reconcile posted rows of a page with the stored rows when another user added or removed rows in the meantime."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.core.exceptions import BadRequest
from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.forms.formsets import INITIAL_FORM_COUNT, TOTAL_FORM_COUNT, ManagementForm
from django.http import QueryDict
from django.utils.translation import gettext as _

from accounts.encrypted_choices import chosen_key
from casetracker.db.keys import is_key

MOST_ROWS = 2000  # of one kind on a page
MOST_NEW = 120  # new rows of all kinds that one page may add at once: each is built, checked and rendered


class Settled(NamedTuple):
    """Posted rows of one kind: the posted data, the stored rows they refer to, and the number of new rows."""

    data: QueryDict
    queryset: QuerySet[Any]
    new: int


def settled(data: QueryDict, prefix: str, queryset: QuerySet[Any]) -> Settled:
    """Return the posted rows `prefix` and the stored rows of `queryset` that they refer to, in the posted order.

    A row removed in the meantime becomes a new one at the end, so that what was typed into it stays on the page; if it
    was ticked for removal, it is dropped. Stored rows that the page did not show are unchanged. Raises BadRequest for
    more than MOST_ROWS.
    """
    counts = _counts(data, prefix)
    if counts is None:
        return Settled(data, queryset, 0)
    data, total, initial = _with_rows_that_came(data, prefix, *counts)
    posted = [
        chosen_key(queryset.model, data.get(f"{prefix}-{number}-id", "")) for number in range(min(initial, total))
    ]
    keys = [key for key in posted if key is not None]
    present = set(queryset.filter(pk__in=keys).values_list("pk", flat=True)) if keys else set()
    gone = [number for number, key in enumerate(posted) if key is not None and key not in present]
    if gone:
        data = _rearranged(data, prefix, total, initial, gone)
    ordered = [key for key in keys if key in present]
    new_count = total - len(ordered)
    if not ordered:
        return Settled(data, queryset.none(), new_count)
    order = Case(
        *(When(pk=pk, then=Value(position)) for position, pk in enumerate(ordered)), output_field=IntegerField()
    )
    return Settled(data, queryset.filter(pk__in=ordered).order_by(order), new_count)


def check_few_are_new(counts: Iterable[int]) -> None:
    """Raise BadRequest if a page adds more rows, of all kinds together, than it may add at once."""
    if sum(counts) > MOST_NEW:
        raise BadRequest(_("Save at most %(most)d new rows at once.") % {"most": MOST_NEW})


def _counts(data: QueryDict, prefix: str) -> tuple[int, int] | None:
    """Return the claimed total and initial numbers of rows, as Django reads them; None if Django will refuse them."""
    management_form = ManagementForm(data, prefix=prefix)
    if not management_form.is_valid():
        return None
    total, initial = (management_form.cleaned_data[name] or 0 for name in (TOTAL_FORM_COUNT, INITIAL_FORM_COUNT))
    return (total, initial) if total >= 0 and initial >= 0 else None


def _with_rows_that_came(data: QueryDict, prefix: str, total: int, initial: int) -> tuple[QueryDict, int, int]:
    """Limit the number of rows to those posted: each empty row that is only claimed would be built and rendered."""
    numbers = [name[len(prefix) + 1 :].partition("-")[0] for name in data if name.startswith(f"{prefix}-")]
    posted_count = max((int(number) + 1 for number in numbers if is_key(number)), default=0)
    total = min(total, max(posted_count, min(initial, MOST_ROWS)))
    if total > MOST_ROWS:
        raise BadRequest(_("A page can hold at most %(most)d rows of one kind.") % {"most": MOST_ROWS})
    corrected = data.copy()
    corrected[f"{prefix}-{TOTAL_FORM_COUNT}"] = str(total)
    corrected[f"{prefix}-{INITIAL_FORM_COUNT}"] = str(initial)
    return corrected, total, initial


def _rearranged(data: QueryDict, prefix: str, total: int, initial: int, gone: list[int]) -> QueryDict:
    """Return `data` with the rows `gone` moved to the end as new ones."""
    rows = [_row(data, f"{prefix}-{number}-") for number in range(total)]
    kept_rows = [row for number, row in enumerate(rows) if number not in gone]
    new_rows = [{**rows[number], "id": [""]} for number in gone if "DELETE" not in rows[number]]
    result = data.copy()
    for number in range(total):
        for name in rows[number]:
            del result[f"{prefix}-{number}-{name}"]
    for number, row in enumerate([*kept_rows, *new_rows]):
        for name, values in row.items():
            result.setlist(f"{prefix}-{number}-{name}", values)
    result[f"{prefix}-TOTAL_FORMS"] = str(len(kept_rows) + len(new_rows))
    result[f"{prefix}-INITIAL_FORMS"] = str(initial - len(gone))
    return result


def _row(data: QueryDict, start: str) -> dict[str, list[Any]]:
    return {name.removeprefix(start): data.getlist(name) for name in data if name.startswith(start)}
