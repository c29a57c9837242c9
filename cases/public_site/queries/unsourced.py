"""Published values of a person or case without a published source: "no source given" on the page, in files and the API.

A source that is not published, or that contradicts the value, does not count. A source cited for the whole record covers all of
it.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from cases.domain.vocabulary import Stance
from cases.public_site.queries.schemas import SHAPES, Document

# Values that describe another value, and photos, which carry their own credit.
DESCRIBES = frozenset({"name_en", "name_be", "name_ru", "sort_key", "position", "language", "script", "currency"})
NOT_CITED = frozenset({"photo", "citation", "hearingdefendant"})


def sources_of(citations: Iterable[Document]) -> tuple[set[str], bool]:
    """What these citations support: paths of values, and whether one is for the record as a whole."""
    about = {row["about"] for row in citations if row["source_id"] and row["stance"] != Stance.CONTRADICTS}
    return about - {""}, "" in about


def without_source(found: Iterable[tuple[str, Document]], sourced: set[str]) -> list[str]:
    """The paths of the values in these (kind, row) pairs without a source, in a fixed order."""
    return sorted(
        path
        for noun, row in found
        if noun not in NOT_CITED and f"{noun}/{row['id']}" not in sourced
        for path in _paths(noun, row)
        if path not in sourced
    )


def _paths(noun: str, row: Document) -> Iterator[str]:
    shape = SHAPES[noun]
    for name in (*shape.plain, *shape.dates, *shape.refs):
        value: Any = row.get(name)
        if name not in DESCRIBES and value not in (None, "", False):
            yield f"{noun}/{row['id']}/{name}"
