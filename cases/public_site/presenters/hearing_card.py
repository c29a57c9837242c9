"""A hearing in a list: when, where, in which case, and which defendants."""

from typing import Any

from cases.public_site.presenters.case_page import person_link
from cases.public_site.presenters.prosecutions import case_title, hearing
from cases.public_site.presenters.source_notes import Evidence
from cases.public_site.queries.schemas import Document


def card(document: Document, language: str) -> dict[str, Any]:
    """A hearing's card in a list."""
    people = [person_link(person, language) for person in document["people"]]
    return hearing(document, Evidence([], language), language) | {
        "case": case_title(document["case"], language) if document["case"] else None,
        "people": people[:4],
        "more_people": max(0, len(people) - 4),
        "lower": document["day"]["lower"] if document["day"] else None,
    }
