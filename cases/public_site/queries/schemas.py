"""Shapes of the documents: which columns of which table they hold, derived from the register's models."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from typing import Any

from django.db import models

from cases.public_site import models as register
from cases.public_site.queries.select_rows import select

Document = dict[str, Any]
PARTS = ("edtf", "lower", "upper")  # the columns of a partial date


@dataclass(frozen=True)
class Shape:
    """The columns of one kind of row in a document, by what they hold; read from the register's table."""

    model: type[models.Model]
    parent: str = ""  # the row that this one belongs to
    plain: tuple[str, ...] = ()
    dates: tuple[str, ...] = ()
    refs: tuple[str, ...] = ()
    links: tuple[str, ...] = ()  # to another published row, if that is public
    texts: tuple[str, ...] = ()  # those of `plain` in which readers search for words

    @classmethod
    def of(cls, model: type[models.Model]) -> "Shape":
        """The shape of a table: every column is part of the document, except the bytes of pictures."""
        own = [field for field in model._meta.local_concrete_fields if field.name not in ("id", "owner")]
        pointing = [field for field in own if isinstance(field, models.ForeignKey)]
        refs = tuple(field.name for field in pointing if field.related_model is register.Reference)
        parent = next((field.name for field in pointing if not field.null), "")
        dates = tuple(field.name.removesuffix("_edtf") for field in own if field.name.endswith("_edtf"))
        parts = {f"{name}_{part}" for name in dates for part in PARTS}
        values = [
            field
            for field in own
            if field not in pointing and field.name not in parts and not isinstance(field, models.BinaryField)
        ]
        return cls(
            model,
            parent,
            plain=tuple(field.name for field in values),
            dates=dates,
            refs=refs,
            links=tuple(field.name for field in pointing if field.name not in (parent, *refs)),
            texts=tuple(field.name for field in values if isinstance(field, models.TextField)),
        )

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns to select."""
        dated = (f"{name}_{part}" for name in self.dates for part in PARTS)
        pointing = (f"{name}_id" for name in (*self.refs, *self.links, *((self.parent,) if self.parent else ())))
        return ("id", "owner", *self.plain, *dated, *pointing)

    def document(self, row: Mapping[str, Any], references: Mapping[str, Document]) -> Document:
        """One row as a document."""
        document: Document = {"id": row["id"]}
        document |= {name: plain(row[name]) for name in self.plain}
        document |= {name: date_of(row, name) for name in self.dates}
        document |= {name: references.get(row[f"{name}_id"] or "") for name in self.refs}
        return document | {name: row[f"{name}_id"] for name in self.links}


def date_of(row: Mapping[str, Any], name: str) -> Document | None:
    """A partial date of a row; None if none was approved."""
    edtf = row[f"{name}_edtf"]
    return {"edtf": edtf, "lower": _iso(row[f"{name}_lower"]), "upper": _iso(row[f"{name}_upper"])} if edtf else None


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def plain(value: Any) -> Any:
    """A value as JSON stores it, so that a stored document equals one just built."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.strftime("%H:%M")
    return f"{value:.2f}" if isinstance(value, Decimal) else value


SHAPES: dict[str, Shape] = {
    noun: Shape.of(model)
    for noun, model in {
        "person": register.PublishedPerson,
        "personname": register.PublishedName,
        "personcitizenship": register.PublishedCitizenship,
        "personoccupation": register.PublishedOccupation,
        "personsummary": register.PublishedPersonSummary,
        "photo": register.PublishedPhoto,
        "recognition": register.PublishedRecognition,
        "custody": register.PublishedCustody,
        "violation": register.PublishedViolation,
        "case": register.PublishedCase,
        "casesummary": register.PublishedCaseSummary,
        "defendant": register.PublishedDefendant,
        "charge": register.PublishedCharge,
        "hearing": register.PublishedHearing,
        "hearingdefendant": register.PublishedHearingDefendant,
        "hearingofficial": register.PublishedHearingOfficial,
        "sentence": register.PublishedSentence,
        "penalty": register.PublishedPenalty,
        "citation": register.PublishedCitation,
    }.items()
}


def rows(noun: str, lookup: str, values: Iterable[str]) -> list[Document]:
    """The rows of a kind whose column `lookup` has one of `values`, in the order of their ids."""
    shape = SHAPES[noun]
    return sorted(select(shape.model, shape.columns, lookup, values), key=lambda row: row["id"])


def grouped(found: Iterable[Document], column: str) -> dict[str, list[Document]]:
    """Rows grouped by one column."""
    groups: dict[str, list[Document]] = {}
    for row in found:
        groups.setdefault(row[column], []).append(row)
    return groups
