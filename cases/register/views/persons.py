"""People: the list and the page of one person."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from cases.register.edition import current
from cases.register.figures.drawing import timeline
from cases.register.filters.base import cleaned
from cases.register.filters.persons import PersonFilterSet
from cases.register.index import person_index
from cases.register.reading import stored, texts
from cases.register.reading.shapes import Document
from cases.register.showing import found, linked
from cases.register.showing import person as words
from cases.register.views.facets import chips, day_fields, panels
from cases.register.views.page import pager, show


def persons(request: HttpRequest, language: str) -> HttpResponse:
    """The list, filtered, with counts."""
    filters = PersonFilterSet(request.GET, language, person_index())
    pages = pager(filters, filters.count)
    ids = filters.ids(pages["start"], pages["stop"])
    people = stored.persons(ids)
    return show(
        request,
        "persons",
        language,
        _("People"),
        filters=filters,
        query=filters.address(sort="", page=""),
        q=filters.told.get("q", ""),
        people=[_card(people[one], filters) for one in ids if one in people],
        meant=[{"text": text, "url": filters.address(q=text, page="")} for text in filters.suggestions],
        pager=pages,
        panels=panels(filters, language),
        days=day_fields(filters),
        chips=chips(filters, language),
        sorts=_sorts(filters),
    )


def person(request: HttpRequest, language: str, ref: str) -> HttpResponse:
    """One person."""
    cleaned(request.GET, {})
    document = stored.persons([ref]).get(ref)
    if document is None:
        raise Http404
    shown = words.show(document, language)
    address = request.build_absolute_uri(shown["url"])
    return show(
        request,
        "person",
        language,
        shown["name"]["text"],
        person=shown,
        address=address,
        edition=current(),
        linked=linked.person(document, shown, address, language),
        timeline=timeline(shown["custody"], shown["name"]["text"]),
    )


def _card(document: Document, filters: PersonFilterSet) -> dict[str, Any]:
    """A person in the list; after a search with what was found marked."""
    card = words.card(document, filters.language)
    query = filters.told.get("q")
    if not query:
        return card
    name = found.marked_name(card["name"]["text"], query)
    other = None if name else found.other_name(document, query)
    excerpt = None if name or other else found.excerpt(document, texts.asked(query), filters.language)
    return card | {"marked": name, "other": other, "excerpt": excerpt}


def _sorts(filters: PersonFilterSet) -> list[dict[str, str | bool]]:
    labels = {
        "best": _("best match"),
        "name": _("name"),
        "arrest": _("latest arrest"),
        "newest": _("newest entry"),
        "sentence": _("longest sentence"),
    }
    return [
        {"value": value, "label": labels[value], "chosen": value == filters.sort}
        for value in filters.sorts
        if value != "best" or filters.ranked is not None
    ]
