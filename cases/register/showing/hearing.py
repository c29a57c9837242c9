"""A hearing in a list: when, where, in which case, about whom."""

from typing import Any

from cases.register.reading.shapes import Document
from cases.register.showing.case import person_link
from cases.register.showing.evidence import Evidence
from cases.register.showing.proceedings import case_title, hearing


def card(document: Document, language: str) -> dict[str, Any]:
    """What a list tells of a hearing."""
    people = [person_link(one, language) for one in document["people"]]
    return hearing(document, Evidence([], language), language) | {
        "case": case_title(document["case"], language) if document["case"] else None,
        "people": people[:4],
        "more_people": max(0, len(people) - 4),
        "lower": document["day"]["lower"] if document["day"] else None,
    }
