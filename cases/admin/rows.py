"""Posted rows of a page brought in line with what is stored, when somebody else added or removed rows meanwhile."""

from typing import Any

from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.http import QueryDict

LONGEST_KEY = 18  # digits: below 2 ** 63, the largest number the databases hold
MOST_ROWS = 2000


def is_key(text: str) -> bool:
    """Whether `text`, which came from outside, can be a private key."""
    return text.isascii() and text.isdigit() and len(text) <= LONGEST_KEY


def settled(data: QueryDict, prefix: str, queryset: QuerySet[Any]) -> tuple[QueryDict, QuerySet[Any]]:
    """The posted rows `prefix` and the stored rows of `queryset` that they are about, in the order posted.

    A row that was removed meanwhile becomes a new one at the end, so that what was typed into it stays on the page; ticked for
    removal, it is dropped. Stored rows that the page did not show are left alone.
    """
    data = _with_rows_that_came(data, prefix)
    counts = [data.get(f"{prefix}-{name}_FORMS", "") for name in ("TOTAL", "INITIAL")]
    if not all(count.isascii() and count.isdigit() and len(count) < len(str(MOST_ROWS)) + 1 for count in counts):
        return data, queryset
    total, initial = (int(count) for count in counts)
    posted = [data.get(f"{prefix}-{number}-id", "") for number in range(min(initial, total))]
    keys = [key for key in posted if is_key(key)]
    present = {str(pk) for pk in queryset.filter(pk__in=keys).values_list("pk", flat=True)}
    gone = [number for number, key in enumerate(posted) if key in keys and key not in present]
    if gone:
        data = _rearranged(data, prefix, total, initial, gone)
    ordered = [int(key) for key in keys if key in present]
    if not ordered:
        return data, queryset.none()
    place = Case(*(When(pk=pk, then=Value(at)) for at, pk in enumerate(ordered)), output_field=IntegerField())
    return data, queryset.filter(pk__in=ordered).order_by(place)


def _with_rows_that_came(data: QueryDict, prefix: str) -> QueryDict:
    """Not more rows than were posted: each empty one that is only claimed would be built and drawn."""
    numbers = [name[len(prefix) + 1 :].partition("-")[0] for name in data if name.startswith(f"{prefix}-")]
    came = max((int(number) + 1 for number in numbers if is_key(number)), default=0)
    total, initial = data.get(f"{prefix}-TOTAL_FORMS", ""), data.get(f"{prefix}-INITIAL_FORMS", "")
    if not (is_key(total) and is_key(initial)) or int(total) <= came:
        return data
    honest = data.copy()
    honest[f"{prefix}-TOTAL_FORMS"] = str(max(came, min(int(initial), MOST_ROWS)))
    return honest


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
