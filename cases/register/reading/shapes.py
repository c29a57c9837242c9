"""Which columns of which row a document tells. A column that is not named here is not told."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from typing import Any

from django.db import models

from cases.register import models as register
from cases.register.reading.select import select

Document = dict[str, Any]


@dataclass(frozen=True)
class Shape:
    """The columns of one kind of row, by how they are told."""

    model: type[models.Model]
    parent: str = ""
    plain: tuple[str, ...] = ()
    dates: tuple[str, ...] = ()
    refs: tuple[str, ...] = ()
    links: tuple[str, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """The names to ask the database for."""
        dated = (f"{name}_{part}" for name in self.dates for part in ("edtf", "lower", "upper"))
        pointing = (f"{name}_id" for name in (*self.refs, *self.links, *((self.parent,) if self.parent else ())))
        return ("id", "owner", *self.plain, *dated, *pointing)

    def document(self, row: Mapping[str, Any], references: Mapping[str, Document]) -> Document:
        """One row as a document."""
        told: Document = {"id": row["id"]}
        told |= {name: plain(row[name]) for name in self.plain}
        told |= {name: date_of(row, name) for name in self.dates}
        told |= {name: references.get(row[f"{name}_id"] or "") for name in self.refs}
        return told | {name: row[f"{name}_id"] for name in self.links}


def date_of(row: Mapping[str, Any], name: str) -> Document | None:
    """A partial date of a row; None where none was approved."""
    edtf = row[f"{name}_edtf"]
    return {"edtf": edtf, "lower": _iso(row[f"{name}_lower"]), "upper": _iso(row[f"{name}_upper"])} if edtf else None


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def plain(value: Any) -> Any:
    """A value as JSON keeps it, so that a document is the same whether it was stored or just put together."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.strftime("%H:%M")
    return f"{value:.2f}" if isinstance(value, Decimal) else value


SHAPES: dict[str, Shape] = {
    "person": Shape(
        register.PublishedPerson,
        plain=("gender", "can_receive_letters", "name_en", "name_be", "name_ru", "sort_key"),
        dates=("born", "died"),
        refs=("region",),
    ),
    "personname": Shape(
        register.PublishedName, parent="person", plain=("position", "text", "kind", "language", "script")
    ),
    "personcitizenship": Shape(register.PublishedCitizenship, parent="person", dates=("until",), refs=("country",)),
    "personoccupation": Shape(register.PublishedOccupation, parent="person", refs=("occupation",)),
    "personsummary": Shape(register.PublishedPersonSummary, parent="person", plain=("language", "text")),
    "photo": Shape(register.PublishedPhoto, parent="person", plain=("sha256", "width", "height", "caption", "credit")),
    "recognition": Shape(
        register.PublishedRecognition,
        parent="person",
        plain=("status", "statement"),
        dates=("from_date", "until"),
        refs=("organisation",),
    ),
    "custody": Shape(
        register.PublishedCustody,
        parent="person",
        plain=("kind", "end"),
        dates=("from_date", "until"),
        refs=("facility",),
    ),
    "violation": Shape(
        register.PublishedViolation,
        parent="person",
        plain=("kind", "public_text", "language"),
        dates=("on_date",),
        refs=("facility",),
    ),
    "case": Shape(register.PublishedCase, plain=("kind", "number"), dates=("opened",), refs=("jurisdiction", "court")),
    "casesummary": Shape(register.PublishedCaseSummary, parent="case", plain=("language", "title", "text")),
    "defendant": Shape(
        register.PublishedDefendant,
        parent="case",
        plain=("stage", "in_absentia"),
        dates=("stage_date", "act_date"),
        links=("person",),
    ),
    "charge": Shape(
        register.PublishedCharge,
        parent="defendant",
        plain=("offence_stage", "status"),
        dates=("charged_on", "status_date"),
        refs=("provision",),
    ),
    "hearing": Shape(
        register.PublishedHearing,
        parent="case",
        plain=("room", "time", "kind", "openness", "outcome"),
        dates=("day",),
        refs=("court",),
        links=("adjourned_to",),
    ),
    "hearingdefendant": Shape(register.PublishedHearingDefendant, parent="hearing", links=("defendant",)),
    "hearingofficial": Shape(register.PublishedHearingOfficial, parent="hearing", plain=("role",), refs=("official",)),
    "sentence": Shape(
        register.PublishedSentence,
        parent="defendant",
        plain=("instance",),
        dates=("decided", "in_force"),
        refs=("court", "judge"),
        links=("replaces",),
    ),
    "penalty": Shape(
        register.PublishedPenalty,
        parent="sentence",
        plain=("kind", "years", "months", "days", "regime", "amount", "currency"),
    ),
    "citation": Shape(register.PublishedCitation, plain=("about", "quote", "stance", "says"), refs=("source",)),
}


def rows(noun: str, lookup: str, values: Iterable[str]) -> list[Document]:
    """The rows of a kind whose column `lookup` has one of `values`, in the order of their ids."""
    shape = SHAPES[noun]
    return sorted(select(shape.model, shape.columns, lookup, values), key=lambda row: row["id"])


def grouped(found: Iterable[Document], column: str) -> dict[str, list[Document]]:
    """Rows by the value of one column."""
    groups: dict[str, list[Document]] = {}
    for row in found:
        groups.setdefault(row[column], []).append(row)
    return groups
