"""The part of a person's document that lists tell. A page of a list reads 25 of them, and whole documents are ten times as long."""

from collections.abc import Iterable

from cases.register.reading.shapes import Document

REFERENCE = ("noun", "ref", "name", "label", "code")


def brief_of(document: Document) -> Document:
    """A document of the same shape with only what cases.register.showing.person.card looks at."""
    return {
        "id": document["id"],
        "name": document["name"],
        "names": [_some(one, ("text", "language", "script")) for one in document["names"]],
        "died": document["died"],
        "photos": [{"sha256": one["sha256"]} for one in document["photos"][:1]],
        "custody": [_custody(one) for one in document["custody"]],
        "prosecutions": [_prosecution(one) for one in document["prosecutions"]],
    }


def _custody(row: Document) -> Document:
    told = _some(row, ("kind", "end", "from_date", "until"))
    return told | {"facility": _reference(row["facility"])}


def _prosecution(row: Document) -> Document:
    told = _some(row, ("id", "stage", "stage_date"))
    told["charges"] = [{"provision": _reference(charge["provision"])} for charge in row["charges"]]
    told["sentences"] = [
        {name: value for name, value in sentence.items() if name not in ("court", "judge")}
        for sentence in row["sentences"]
    ]
    return told


def _reference(reference: Document | None) -> Document | None:
    return _some(reference, REFERENCE) if reference else None


def _some(row: Document, names: Iterable[str]) -> Document:
    return {name: row[name] for name in names if name in row}
