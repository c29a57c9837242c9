"""A case's page in the words of one language."""

from typing import Any

from django.utils.translation import gettext as _

from cases.register import addresses
from cases.register.reading.shapes import Document
from cases.register.showing import words
from cases.register.showing.evidence import Evidence
from cases.register.showing.proceedings import case_title, hearing, prosecution, sentence_in_short
from cases.vocabulary import Stage

Shown = dict[str, Any]


def show(document: Document, language: str) -> Shown:
    """Everything the page tells, in its order, in which sources are numbered."""
    evidence = Evidence(document["citations"], language)
    notes = evidence.notes(document["id"])
    jurisdiction = words.named(document["jurisdiction"], language)
    title = case_title(document, language)
    defendants = [
        prosecution(one | {"hearings": []}, evidence, language) | {"person": person_link(one, language)}
        for one in document["defendants"]
    ]
    hearings = [hearing(one, evidence, language) for one in document["hearings"]]
    return {
        "id": document["id"],
        "title": title,
        "jurisdiction": jurisdiction["text"] if jurisdiction else "",
        "summary": words.text_in(document["summaries"], language),
        "defendants": defendants,
        "hearings": hearings,
        "notes": notes,
        "disputes": [
            *evidence.disputes(document["id"]),
            *(dispute for one in document["hearings"] for dispute in evidence.disputes(one["id"])),
        ],
        "sources": evidence.sources(),
        "first_on": document.get("first_on"),
        "changed_on": document.get("changed_on"),
    }


def person_link(defendant: Document, language: str) -> Shown:
    """A defendant by name, or as somebody who is not named: the person is not public, or has no published name."""
    name = (defendant.get("name") or {}).get(language, "")
    if not defendant["person"]:
        return {"text": _("not named"), "url": "", "named": False}
    url = addresses.of(language, "person", defendant["person"])
    return {"text": name or _("Name not published"), "url": url, "named": bool(name)}


def card(document: Document, language: str) -> Shown:
    """What a list tells of a case."""
    people = [
        person_link(one, language)
        | {
            "outcome": sentence_in_short(one["sentences"], language) or words.label(Stage, one["stage"], language),
        }
        for one in document["defendants"]
    ]
    cited = {
        charge["provision"]["ref"]: words.cited(charge["provision"], language)
        for one in document["defendants"]
        for charge in one["charges"]
        if charge["provision"]
    }
    return {
        "title": case_title(document, language),
        "people": people[:5],
        "more_people": max(0, len(people) - 5),
        "provisions": [one["text"] for one in list(cited.values())[:4] if one],
        "more_provisions": max(0, len(cited) - 4),
    }
