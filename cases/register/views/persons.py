"""People: the list and the page of one person."""

from collections.abc import Iterable, Sequence
from datetime import date as date_
from html import unescape

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from cases.register import addresses
from cases.register.edition import current
from cases.register.figures.drawing import timeline
from cases.register.filters.base import cleaned
from cases.register.filters.persons import PersonFilterSet
from cases.register.index import person_index
from cases.register.reading import stored, texts
from cases.register.reading.shapes import Document
from cases.register.showing import cards, found, linked
from cases.register.showing import person as words
from cases.register.showing.words import date
from cases.register.views.cards import of
from cases.register.views.facets import chips, day_fields, panels_html
from cases.register.views.framed import frameable
from cases.register.views.page import pager, show, site_name

EMBEDDED = 10  # people of a list in a frame


def persons(request: HttpRequest, language: str) -> HttpResponse:
    """The list, filtered, with counts."""
    filters = PersonFilterSet(request.GET, language, person_index())
    pages = pager(filters, filters.count)
    ids = filters.ids(pages["start"], pages["stop"])
    return show(
        request,
        "persons",
        language,
        _("People"),
        filters=filters,
        query=filters.address(sort="", page=""),
        q=filters.told.get("q", ""),
        people=_cards(ids, filters),
        meant=[{"text": text, "url": filters.address(q=text, page="")} for text in filters.suggestions],
        pager=pages,
        panels=panels_html(filters, language),
        days=day_fields(filters),
        chips=chips(filters, language),
        sorts=_sorts(filters),
    )


def person(request: HttpRequest, language: str, ref: str) -> HttpResponse:
    """One person; from an address that was retired, the way to the one that took its place."""
    cleaned(request.GET, {})
    document = stored.persons([ref]).get(ref)
    if document is None:
        if further := stored.led_on(ref):
            return HttpResponsePermanentRedirect(addresses.of(language, "person", further))
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
        timeline=timeline(shown["custody"], shown["name"]["text"], _last_drawn(document)),
    )


def _last_drawn(document: Document) -> date_:
    """The day until which an open period is drawn: today, or that of the death."""
    died, today = document["died"] or {}, timezone.localdate()
    known = died.get("upper") or died.get("lower")
    return min(today, date_.fromisoformat(known)) if known else today


def label(request: HttpRequest, language: str, ref: str) -> HttpResponse:
    """The address of one person for an envelope, to print or copy, and how to write. Not found for whoever has none."""
    cleaned(request.GET, {})
    document = stored.persons([ref]).get(ref)
    shown = words.show(document, language) if document else None
    if not shown or not shown["letter"]:
        raise Http404
    return show(request, "label", language, _("Label for a letter"), person=shown, letter=shown["letter"])


@frameable
def embed(request: HttpRequest, language: str) -> HttpResponse:
    """The first of a list with its filters, small, for other sites to show in a frame; the newest first unless told otherwise."""
    data = request.GET.copy()
    data.setdefault("sort", "newest")
    filters = PersonFilterSet(data, language, person_index())
    pages = pager(filters, filters.count, per_page=EMBEDDED)
    ids = filters.ids(pages["start"], pages["stop"])
    found = stored.persons(ids)
    people = [words.card(found[one], language) for one in ids if one in found]
    whole = addresses.page(language, "persons") + filters.address(page="")
    return show(request, "embed", language, site_name(), people=people, pager=pages, whole=whole)


def _cards(ids: Sequence[str], filters: PersonFilterSet) -> SafeString:
    """The people of one page of the list; after a search with what was found marked."""
    query = filters.told.get("q")
    if not query:
        people = of(ids, filters.language)
        return cards.together(people, _hearings(people, filters) if filters.sort == "hearing" else {})
    people, ranked = of(ids, filters.language), set(filters.ranked or ())
    met = {one: _met_by_name(card, query) for one, card in people.items() if one in ranked}
    for one, names in stored.names([one for one, here in met.items() if not here.name]).items():
        met[one] = cards.Met(other=found.other_name(names, query) or "")
    asked = texts.asked(query)[: texts.MOST_WORDS]
    for one, told in stored.texts_with([one for one in people if one not in ranked], asked).items():
        if piece := found.excerpt(told, asked, filters.language):
            met[one] = cards.Met(excerpt=cards.excerpt_html(piece["text"], piece["lang"]))
    return cards.together(people, met)


def _hearings(people: Iterable[str], filters: PersonFilterSet) -> dict[str, cards.Met]:
    """The day that the order goes by, for whoever has one."""
    index, found = filters.index, {}
    days = index.coming.on(timezone.localdate()).days
    for one in people:
        if edtf := days.get(index.position[one]):
            found[one] = cards.Met(excerpt=cards.line_html(_("Next hearing:"), date({"edtf": edtf}, filters.language)))
    return found


def _met_by_name(card: cards.Card, query: str) -> cards.Met:
    return cards.Met(name=found.marked_name(unescape(card.name), query) or "")


def _sorts(filters: PersonFilterSet) -> list[dict[str, str | bool]]:
    labels = {
        "best": _("best match"),
        "name": _("name"),
        "arrest": _("latest arrest"),
        "hearing": _("next hearing"),
        "newest": _("newest entry"),
        "sentence": _("longest sentence"),
    }
    return [
        {"value": value, "label": labels[value], "chosen": value == filters.sort}
        for value in filters.sorts
        if value != "best" or filters.ranked is not None
    ]
