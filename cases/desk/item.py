"""One line of the desk and one list of such lines, never longer than a screen can hold."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, QuerySet
from django.urls import reverse
from django.utils.functional import Promise

from cases import text

SHOWN_AT_MOST = 8
"""Lines of one list; the rest is counted."""


@dataclass(frozen=True)
class Item:
    """One thing that is due: what, when or since when, where it is done with one click, and a word of care.

    `about`: the records that it names, so that the reading of restricted ones is logged.
    """

    what: str
    url: str
    when: str = ""
    note: str = ""
    urgent: bool = False
    about: tuple[Any, ...] = ()


@dataclass(frozen=True)
class Found:
    """The first items of a list, and how many more there are."""

    items: Sequence[Item] = ()
    more: int = 0


@dataclass(frozen=True)
class Listing:
    """One list of the desk: its name, who sees it (a permission), and the function that finds its items."""

    code: str
    title: Promise
    permission: str
    find: Callable[[Any, dt.date], Found]
    hint: Promise | str = ""


def capped(rows: QuerySet, make: Callable[[Any], Item]) -> Found:
    """The first rows as items. Asks how many there are only where more than can be shown were found."""
    first = list(rows[: SHOWN_AT_MOST + 1])
    more = rows.order_by().count() - SHOWN_AT_MOST if len(first) > SHOWN_AT_MOST else 0
    return Found([make(row) for row in first[:SHOWN_AT_MOST]], more)


def cut(items: Sequence[Item]) -> Found:
    """The same for items that had to be computed."""
    return Found(items[:SHOWN_AT_MOST], max(0, len(items) - SHOWN_AT_MOST))


def page_of(record: Model) -> str:
    """The address of a record's page."""
    return reverse(f"admin:cases_{record._meta.model_name}_change", args=[record.pk])


def named(record: Model | None) -> str:
    """What staff call a record, with characters that cannot be seen made visible; nothing for none."""
    return text.shown(str(record)) if record is not None else ""
