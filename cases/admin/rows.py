"""Posted rows of a page brought in line with what is stored, when somebody else added or removed rows meanwhile."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.core.exceptions import BadRequest
from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.forms.formsets import INITIAL_FORM_COUNT, TOTAL_FORM_COUNT, ManagementForm
from django.http import QueryDict
from django.utils.translation import gettext as _

LONGEST_KEY = 18  # digits: below 2 ** 63, the largest number the databases hold
MOST_ROWS = 2000  # of one kind on a page
MOST_NEW = 120  # rows of all kinds together that one page may add at once: each is built, checked and drawn


class Settled(NamedTuple):
    """Posted rows of one kind: what is posted of them, the stored rows that they are about, and how many are new."""

    data: QueryDict
    queryset: QuerySet[Any]
    new: int


def is_key(text: str) -> bool:
    """Whether `text`, which came from outside, can be a private key."""
    return text.isascii() and text.isdigit() and len(text) <= LONGEST_KEY


def settled(data: QueryDict, prefix: str, queryset: QuerySet[Any]) -> Settled:
    """The posted rows `prefix` and the stored rows of `queryset` that they are about, in the order posted.

    A row that was removed meanwhile becomes a new one at the end, so that what was typed into it stays on the page; ticked for
    removal, it is dropped. Stored rows that the page did not show are left alone. Raises BadRequest for more than MOST_ROWS.
    """
    counts = _counts(data, prefix)
    if counts is None:
        return Settled(data, queryset, 0)
    data, total, initial = _with_rows_that_came(data, prefix, *counts)
    posted = [data.get(f"{prefix}-{number}-id", "") for number in range(min(initial, total))]
    keys = [key for key in posted if is_key(key)]
    present = {str(pk) for pk in queryset.filter(pk__in=keys).values_list("pk", flat=True)} if keys else set()
    gone = [number for number, key in enumerate(posted) if key in keys and key not in present]
    if gone:
        data = _rearranged(data, prefix, total, initial, gone)
    ordered = [int(key) for key in keys if key in present]
    new = total - len(ordered)
    if not ordered:
        return Settled(data, queryset.none(), new)
    place = Case(*(When(pk=pk, then=Value(at)) for at, pk in enumerate(ordered)), output_field=IntegerField())
    return Settled(data, queryset.filter(pk__in=ordered).order_by(place), new)


def check_few_are_new(counts: Iterable[int]) -> None:
    """Raise BadRequest where the rows of all kinds that a page adds are more than it may add at once."""
    if sum(counts) > MOST_NEW:
        raise BadRequest(_("At most %(most)d new rows can be saved at once.") % {"most": MOST_NEW})


def _counts(data: QueryDict, prefix: str) -> tuple[int, int] | None:
    """How many rows the page claims to have, and to have had, as Django will read it; None where it will refuse that."""
    claimed = ManagementForm(data, prefix=prefix)
    if not claimed.is_valid():
        return None
    total, initial = (claimed.cleaned_data[name] or 0 for name in (TOTAL_FORM_COUNT, INITIAL_FORM_COUNT))
    return (total, initial) if total >= 0 and initial >= 0 else None


def _with_rows_that_came(data: QueryDict, prefix: str, total: int, initial: int) -> tuple[QueryDict, int, int]:
    """Not more rows than were posted: each empty one that is only claimed would be built and drawn."""
    numbers = [name[len(prefix) + 1 :].partition("-")[0] for name in data if name.startswith(f"{prefix}-")]
    came = max((int(number) + 1 for number in numbers if is_key(number)), default=0)
    total = min(total, max(came, min(initial, MOST_ROWS)))
    if total > MOST_ROWS:
        raise BadRequest(_("At most %(most)d rows of one kind fit on a page.") % {"most": MOST_ROWS})
    honest = data.copy()
    honest[f"{prefix}-{TOTAL_FORM_COUNT}"] = str(total)
    honest[f"{prefix}-{INITIAL_FORM_COUNT}"] = str(initial)
    return honest, total, initial


def _rearranged(data: QueryDict, prefix: str, total: int, initial: int, gone: list[int]) -> QueryDict:
    """`data` with the rows `gone` moved to the end as new ones."""
    rows = [_row(data, f"{prefix}-{number}-") for number in range(total)]
    stay = [row for number, row in enumerate(rows) if number not in gone]
    again = [{**rows[number], "id": [""]} for number in gone if "DELETE" not in rows[number]]
    fresh = data.copy()
    for number in range(total):
        for name in rows[number]:
            del fresh[f"{prefix}-{number}-{name}"]
    for number, row in enumerate([*stay, *again]):
        for name, values in row.items():
            fresh.setlist(f"{prefix}-{number}-{name}", values)
    fresh[f"{prefix}-TOTAL_FORMS"] = str(len(stay) + len(again))
    fresh[f"{prefix}-INITIAL_FORMS"] = str(initial - len(gone))
    return fresh


def _row(data: QueryDict, start: str) -> dict[str, list[Any]]:
    return {name.removeprefix(start): data.getlist(name) for name in data if name.startswith(start)}
