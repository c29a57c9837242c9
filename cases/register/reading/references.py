"""Reference values as documents: a court, place, provision ... with its names in every language."""

from collections.abc import Iterable, Mapping
from typing import Any

from cases.register.models import Reference
from cases.register.reading.select import select
from cases.register.reading.shapes import SHAPES, Document, date_of

NESTED = ("country", "region", "law", "publisher")
TOLD = (
    "label", "category", "code", "city", "time_zone", "address_local", "address_latin", "article", "part",
    "max_months", "life_possible", "death_possible", "link", "archived_link", "language", "reliability",
)  # fmt: skip
COLUMNS = (
    *("key", "noun", "ref", "name_en", "name_be", "name_ru", "name_local"),
    *TOLD,
    *("date_edtf", "date_lower", "date_upper"),
    *(f"{name}_id" for name in NESTED),
)


def references(keys: Iterable[str | None]) -> dict[str, Document]:
    """The reference values with these keys and those they point at themselves, by key."""
    found: dict[str, Mapping[str, Any]] = {}
    wanted = {key for key in keys if key}
    while wanted:
        fresh = {row["key"]: row for row in select(Reference, COLUMNS, "key", wanted)}
        found |= fresh
        wanted = {row[f"{name}_id"] for row in fresh.values() for name in NESTED if row[f"{name}_id"]} - set(found)
    told = {key: document(row) for key, row in found.items()}
    for key, row in found.items():
        told[key] |= {name: told[row[f"{name}_id"]] for name in NESTED if row[f"{name}_id"] in told}
    return told


def document(row: Mapping[str, Any]) -> Document:
    """One reference value without those it points at. What is empty is left out: most columns are for other nouns."""
    names = {language: row[f"name_{language}"] for language in ("en", "be", "ru", "local") if row[f"name_{language}"]}
    told: Document = {"noun": row["noun"], "ref": row["ref"], "name": names}
    told |= {name: row[name] for name in TOLD if row[name] not in ("", None)}
    date = date_of(row, "date")
    return told | ({"date": date} if date else {})


def of_rows(noun: str, found: Iterable[Mapping[str, Any]]) -> set[str]:
    """The keys of the reference values that rows of a kind point at."""
    names = SHAPES[noun].refs
    return {row[f"{name}_id"] for row in found for name in names if row[f"{name}_id"]}
