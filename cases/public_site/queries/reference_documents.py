"""Reference values as documents: a court, place, provision ... with its names in every language."""

from collections.abc import Iterable, Mapping
from typing import Any

from cases.public_site.models import Reference
from cases.public_site.queries.schemas import SHAPES, Document, date_of
from cases.public_site.queries.select_rows import select

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
    """The reference values with these keys and those they refer to, by key."""
    rows: dict[str, Mapping[str, Any]] = {}
    pending = {key for key in keys if key}
    while pending:
        fresh = {row["key"]: row for row in select(Reference, COLUMNS, "key", pending)}
        rows |= fresh
        pending = {row[f"{name}_id"] for row in fresh.values() for name in NESTED if row[f"{name}_id"]} - set(rows)
    values = {key: document(row) for key, row in rows.items()}
    for key, row in rows.items():
        values[key] |= {name: values[row[f"{name}_id"]] for name in NESTED if row[f"{name}_id"] in values}
    return values


def document(row: Mapping[str, Any]) -> Document:
    """One reference value without those it refers to. Empty columns are left out: most of them belong to other nouns."""
    names = {language: row[f"name_{language}"] for language in ("en", "be", "ru", "local") if row[f"name_{language}"]}
    reference: Document = {"noun": row["noun"], "ref": row["ref"], "name": names}
    reference |= {name: row[name] for name in TOLD if row[name] not in ("", None)}
    date = date_of(row, "date")
    return reference | ({"date": date} if date else {})


def of_rows(noun: str, found: Iterable[Mapping[str, Any]]) -> set[str]:
    """The keys of the reference values that rows of a kind refer to."""
    names = SHAPES[noun].refs
    return {row[f"{name}_id"] for row in found for name in names if row[f"{name}_id"]}
