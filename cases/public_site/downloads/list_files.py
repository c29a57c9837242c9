"""What can be downloaded: the filters, documents and columns of each list."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import QueryDict
from django.utils import timezone

from cases.domain import joined_terms
from cases.domain.custody_status import told_on
from cases.public_site.downloads.file_columns import CASES, HEARINGS, PERSONS, Column
from cases.public_site.filters.case_filters import CaseFilterSet
from cases.public_site.filters.hearing_filters import HearingFilterSet
from cases.public_site.filters.person_filters import PersonFilterSet
from cases.public_site.index import person_index
from cases.public_site.queries import build_documents
from cases.public_site.queries import documents as stored
from cases.public_site.queries.schemas import Document

BATCH = 200  # records read per query


@dataclass(frozen=True)
class Listing:
    """One list: how its parameters are read, which documents it has, and in which columns they are written."""

    name: str
    filters: Callable[[QueryDict, str], Any]
    documents: Callable[[Collection[str]], dict[str, Document]]
    columns: Sequence[Column]


LISTINGS = {
    listing.name: listing
    for listing in (
        Listing("persons", lambda data, lang: PersonFilterSet(data, lang, person_index()), stored.persons, PERSONS),
        Listing("cases", CaseFilterSet, stored.cases, CASES),
        Listing(
            "hearings",
            lambda data, lang: HearingFilterSet(data, lang, timezone.localdate()),
            build_documents.hearings,
            HEARINGS,
        ),
    )
}


def documents(listing: Listing, ids: Sequence[str], on: date | None = None) -> Iterator[Document]:
    """The documents with these ids, in the order given. Persons include the values computed for the day `on` (None: today, for
    all of them the day on which the first document is read). Records that are unpublished meanwhile are left out."""
    day = on or timezone.localdate()
    for start in range(0, len(ids), BATCH):
        chunk = ids[start : start + BATCH]
        by_id = listing.documents(chunk)
        for ref in chunk:
            if ref in by_id:
                yield _beside(by_id[ref], day) if listing.name == "persons" else by_id[ref]


def _beside(document: Document, day: date) -> Document:
    """A person's document with its computed values: status on the day, and the term that its sentences form together."""
    sentences = [sentence for prosecution in document["prosecutions"] for sentence in prosecution["sentences"]]
    return document | {"now": told_on(document, day), "joined_term": joined_terms.told(sentences)}
