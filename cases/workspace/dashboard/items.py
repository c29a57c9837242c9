"""Items and lists of the dashboard, never longer than one screen."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, QuerySet
from django.urls import reverse
from django.utils.functional import Promise

from cases.domain import characters

SHOWN_AT_MOST = 8
"""Items shown of one list; the rest is counted."""


@dataclass(frozen=True)
class Item:
    """One task: what, when or since when, a link to the page that completes it, and a warning.

    `about`: the records it names, so that viewing restricted ones is logged.
    """

    what: str
    url: str
    when: str = ""
    note: str = ""
    urgent: bool = False
    about: tuple[Any, ...] = ()


@dataclass(frozen=True)
class Found:
    """First items of a list, and how many more there are."""

    items: Sequence[Item] = ()
    more: int = 0


@dataclass(frozen=True)
class Listing:
    """Definition of one list: its name, the permission that shows it, and the function that finds its items."""

    code: str
    title: Promise
    permission: str
    find: Callable[[Any, dt.date], Found]
    hint: Promise | str = ""


def capped(rows: QuerySet, make: Callable[[Any], Item]) -> Found:
    """Return the first rows as items. Counts the rows only if there are more than can be shown."""
    first = list(rows[: SHOWN_AT_MOST + 1])
    remaining = rows.order_by().count() - SHOWN_AT_MOST if len(first) > SHOWN_AT_MOST else 0
    return Found([make(row) for row in first[:SHOWN_AT_MOST]], remaining)


def cut(items: Sequence[Item]) -> Found:
    """Return the same for computed items."""
    return Found(items[:SHOWN_AT_MOST], max(0, len(items) - SHOWN_AT_MOST))


def page_of(record: Model) -> str:
    """Return the address of a record's page."""
    return reverse(f"admin:cases_{record._meta.model_name}_change", args=[record.pk])


def named(record: Model | None) -> str:
    """Return a record's name for staff, with invisible characters made visible; empty for None."""
    return characters.shown(str(record)) if record is not None else ""
