"""Drawn custody histories: partial, open, unreadable and future dates, in every way of ending."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any
from unittest import mock

from django.utils import timezone

from cases.domain.custody_status import Bounds, History, Period, history
from cases.domain.vocabulary import CustodyEnd, CustodyKind
from cases.public_site.models import (
    Edition,
    Published,
    PublishedCard,
    PublishedCustody,
    PublishedDocument,
    PublishedPerson,
    PublishedText,
)

FIRST, LAST = date(2020, 1, 1), date(2024, 12, 31)
KINDS, ENDS = tuple(CustodyKind.values), ("", "", "", *CustodyEnd.values, "transfer", "transfer")


@dataclass(frozen=True)
class Drawn:
    """A partial date as the register keeps it; "" where none is recorded."""

    edtf: str = ""
    lower: date | None = None
    upper: date | None = None

    @property
    def bounds(self) -> Bounds | None:
        return Bounds(self.lower, self.upper) if self.edtf else None

    def columns(self, name: str) -> dict[str, Any]:
        return {f"{name}_edtf": self.edtf, f"{name}_lower": self.lower, f"{name}_upper": self.upper}


@dataclass(frozen=True)
class Row:
    kind: str
    begins: Drawn
    until: Drawn
    end: str


@dataclass(frozen=True)
class Life:
    """What is recorded of one person."""

    rows: tuple[Row, ...]
    died: Drawn

    @property
    def history(self) -> History:
        rows = sorted(self.rows, key=_register_order)
        return history(
            (Period(row.begins.bounds or Bounds(), row.until.bounds, row.end, row) for row in rows), self.died.bounds
        )


def _register_order(row: Row) -> date:
    return row.begins.lower or row.begins.upper or date.max


def drawn_date(random: Random, *, missing: float, unreadable: float = 0.0) -> Drawn:
    """A day, month, year, open interval, unreadable or no date at all."""
    if random.random() < missing:
        return Drawn()
    if random.random() < unreadable:
        return Drawn("XXXX")
    day = FIRST + timedelta(random.randrange((LAST - FIRST).days))
    how = random.random()
    if how < 0.7:
        return Drawn(day.isoformat(), day, day)
    if how < 0.8:
        first = day.replace(day=1)
        return Drawn(f"{day:%Y-%m}", first, (first + timedelta(40)).replace(day=1) - timedelta(1))
    if how < 0.9:
        return Drawn(f"{day:%Y}", date(day.year, 1, 1), date(day.year, 12, 31))
    return Drawn(f"{day}/..", day, None) if how < 0.95 else Drawn(f"../{day}", None, day)


def drawn_life(random: Random) -> Life:
    rows = []
    for _number in range(random.choice((0, 1, 1, 2, 2, 3, 4))):
        begins, until = drawn_date(random, missing=0.1), drawn_date(random, missing=0.4, unreadable=0.1)
        if begins.lower and until.upper and until.upper < begins.lower:
            until = Drawn()  # the database refuses such a period
        rows.append(Row(random.choice(KINDS), begins, until, random.choice(ENDS)))
    died = drawn_date(random, missing=0.85, unreadable=0.1)
    return Life(tuple(rows), died)


def days_of(lives: list[Life], random: Random, count: int) -> list[date]:
    """Days to ask on: those on which something begins or ends, their neighbours, and others."""
    known = {
        day + timedelta(step)
        for life in lives
        for told in [life.died, *(one for row in life.rows for one in (row.begins, row.until))]
        for day in (told.lower, told.upper)
        if day
        for step in (-1, 0, 1)
    }
    return random.sample(sorted(known), min(count, len(known)))


def publish(lives: list[Life], digest: str) -> list[str]:
    """Put these people into the register, in place of whom it holds; their public ids in order."""
    for model in (PublishedPerson, PublishedCustody, Published, PublishedDocument, PublishedCard, PublishedText):
        model._base_manager.all().delete()
    ids = [f"p{number:011d}" for number in range(len(lives))]
    PublishedPerson._base_manager.bulk_create(
        PublishedPerson(id=one, owner=one, sort_key=one, name_en=f"Person {one}", **life.died.columns("died"))
        for one, life in zip(ids, lives, strict=True)
    )
    Published._base_manager.bulk_create(
        Published(id=one, noun="person", digest="", first_on=FIRST, changed_on=FIRST) for one in ids
    )
    PublishedCustody._base_manager.bulk_create(
        PublishedCustody(
            id=f"c{number}{one[3:]}", owner=one, person_id=one, kind=row.kind, end=row.end,
            **row.begins.columns("from_date"), **row.until.columns("until"),
        )
        for one, life in zip(ids, lives, strict=True)
        for number, row in enumerate(life.rows)
    )  # fmt: skip
    Edition._base_manager.update_or_create(id=1, defaults={"digest": digest, "changed_on": FIRST})
    return ids


@contextmanager
def read_on(day: date) -> Iterator[None]:
    """The reader's day."""
    with mock.patch.object(timezone, "localdate", return_value=day):
        yield
