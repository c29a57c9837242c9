"""A case's page in one language."""

from typing import Any

from django.utils.translation import gettext as _

from cases.domain.vocabulary import Stage
from cases.public_site import addresses
from cases.public_site.presenters import formatting
from cases.public_site.presenters.prosecutions import case_title, hearings, prosecution, sentence_in_short
from cases.public_site.presenters.source_notes import Evidence
from cases.public_site.queries.schemas import Document

Shown = dict[str, Any]


def show(document: Document, language: str) -> Shown:
    """All content of the page in its order, which is also the order in which sources are numbered."""
    evidence = Evidence(document["citations"], language, document.get("no_source", ()))
    notes = evidence.notes(document["id"])
    jurisdiction = formatting.named(document["jurisdiction"], language)
    title = case_title(document, language)
    defendants = [
        prosecution(defendant | {"hearings": []}, evidence, language) | {"person": person_link(defendant, language)}
        for defendant in document["defendants"]
    ]
    return {
        "id": document["id"],
        "title": title,
        "jurisdiction": jurisdiction["text"] if jurisdiction else "",
        "summary": formatting.text_in(document["summaries"], language),
        "defendants": defendants,
        "hearings": hearings(document["hearings"], evidence, language),
        "notes": notes,
        "disputes": [
            *evidence.disputes(document["id"]),
            *(dispute for hearing in document["hearings"] for dispute in evidence.disputes(hearing["id"])),
        ],
        "sources": evidence.sources(),
        "unsourced": evidence.unsourced(),
        "first_on": document.get("first_on"),
        "changed_on": document.get("changed_on"),
    }


def person_link(defendant: Document, language: str) -> Shown:
    """A defendant by name, or as an unnamed person: not public, or without a published name."""
    name = (defendant.get("name") or {}).get(language, "")
    if not defendant["person"]:
        return {"text": _("not named"), "url": "", "named": False}
    url = addresses.of(language, "person", defendant["person"])
    return {"text": name or _("Name not published"), "url": url, "named": bool(name)}


def card(document: Document, language: str) -> Shown:
    """A case's card in a list."""
    people = [
        person_link(defendant, language)
        | {
            "outcome": sentence_in_short(defendant["sentences"], language)
            or formatting.label(Stage, defendant["stage"], language),
        }
        for defendant in document["defendants"]
    ]
    cited = {
        charge["provision"]["ref"]: formatting.cited(charge["provision"], language)
        for defendant in document["defendants"]
        for charge in defendant["charges"]
        if charge["provision"]
    }
    return {
        "title": case_title(document, language),
        "people": people[:5],
        "more_people": max(0, len(people) - 5),
        "provisions": [provision["text"] for provision in list(cited.values())[:4] if provision],
        "more_provisions": max(0, len(cited) - 4),
    }
