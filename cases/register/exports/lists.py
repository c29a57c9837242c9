"""What can be downloaded: for each list its filters, its documents and its columns."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils import timezone

from cases.register.exports.columns import CASES, HEARINGS, PERSONS, Column
from cases.register.filters.cases import CaseFilterSet
from cases.register.filters.hearings import HearingFilterSet
from cases.register.filters.persons import PersonFilterSet
from cases.register.index import person_index
from cases.register.reading import records, stored
from cases.register.reading.shapes import Document

BATCH = 200  # records read at once


@dataclass(frozen=True)
class Listing:
    """One list: how its parameters are read, how its documents are, in which columns they are told."""

    name: str
    filters: Callable[[QueryDict, str], Any]
    documents: Callable[[Collection[str]], dict[str, Document]]
    columns: Sequence[Column]


LISTINGS = {
    one.name: one
    for one in (
        Listing("persons", lambda data, lang: PersonFilterSet(data, lang, person_index()), stored.persons, PERSONS),
        Listing("cases", CaseFilterSet, stored.cases, CASES),
        Listing(
            "hearings",
            lambda data, lang: HearingFilterSet(data, lang, timezone.localdate()),
            records.hearings,
            HEARINGS,
        ),
    )
}


def documents(listing: Listing, ids: Sequence[str]) -> Iterator[Document]:
    """The documents with these ids in their order. What is withdrawn while they are read is left out."""
    for start in range(0, len(ids), BATCH):
        chunk = ids[start : start + BATCH]
        found = listing.documents(chunk)
        yield from (found[one] for one in chunk if one in found)
