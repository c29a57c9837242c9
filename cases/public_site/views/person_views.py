"""People: the list and the page of one person."""

from collections.abc import Iterable, Sequence
from datetime import date as date_
from html import unescape

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from cases.public_site import addresses
from cases.public_site.edition import current
from cases.public_site.filters.person_filters import PersonFilterSet
from cases.public_site.filters.strict_filters import cleaned
from cases.public_site.index import person_index
from cases.public_site.presenters import highlights, json_ld, person_cards
from cases.public_site.presenters import person_page as words
from cases.public_site.presenters.formatting import date
from cases.public_site.queries import documents
from cases.public_site.queries.schemas import Document
from cases.public_site.search import text_search
from cases.public_site.statistics.charts import timeline
from cases.public_site.views.embed import frameable
from cases.public_site.views.facet_panel import chips, day_fields, panels_html, problems
from cases.public_site.views.list_cards import of
from cases.public_site.views.page_context import pager, show, site_name

EMBEDDED = 10  # people in an embedded list


def persons(request: HttpRequest, language: str) -> HttpResponse:
    """The filtered list of people, with counts."""
    filters = PersonFilterSet(request.GET, language, person_index(), lenient=True)
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
        problems=problems(filters),
        chips=chips(filters, language),
        sorts=_sorts(filters),
    )


def person(request: HttpRequest, language: str, ref: str) -> HttpResponse:
    """One person; a redirect for an id that was retired by a merge."""
    cleaned(request.GET, {})
    document = documents.persons([ref]).get(ref)
    if document is None:
        if further := documents.led_on(ref):
            return HttpResponsePermanentRedirect(addresses.of(language, "person", further))
        raise Http404
    content = words.show(document, language, timezone.localdate())
    address = request.build_absolute_uri(content["url"])
    return show(
        request,
        "person",
        language,
        content["name"]["text"],
        person=content,
        address=address,
        edition=current(),
        linked=json_ld.person(document, content, address, language),
        timeline=timeline(content["custody"], content["name"]["text"], _last_drawn(document)),
    )


def _last_drawn(document: Document) -> date_:
    """The last day drawn of an open period: today, or the day of death."""
    died, today = document["died"] or {}, timezone.localdate()
    death_day = died.get("upper") or died.get("lower")
    return min(today, date_.fromisoformat(death_day)) if death_day else today


def label(request: HttpRequest, language: str, ref: str) -> HttpResponse:
    """The postal address of one person, to print or copy, and advice on writing. 404 if there is no address."""
    cleaned(request.GET, {})
    document = documents.persons([ref]).get(ref)
    content = words.show(document, language, timezone.localdate()) if document else None
    if not content or not content["letter"]:
        raise Http404
    return show(request, "label", language, _("Address label"), person=content, letter=content["letter"])


@frameable
def embed(request: HttpRequest, language: str) -> HttpResponse:
    """The first people of a filtered list, small, for frames on other sites; the newest first by default."""
    data = request.GET.copy()
    data.setdefault("sort", "newest")
    filters = PersonFilterSet(data, language, person_index())
    pages = pager(filters, filters.count, per_page=EMBEDDED)
    ids = filters.ids(pages["start"], pages["stop"])
    by_id = documents.persons(ids)
    people = [words.card(by_id[ref], language, timezone.localdate()) for ref in ids if ref in by_id]
    whole = addresses.page(language, "persons") + filters.address(page="")
    return show(request, "embed", language, site_name(), people=people, pager=pages, whole=whole)


def _cards(ids: Sequence[str], filters: PersonFilterSet) -> SafeString:
    """The people on one page of the list; with highlights after a search."""
    query = filters.told.get("q")
    if not query:
        people = of(ids, filters.language)
        lines = {"hearing": _hearings, "arrest": _latest_custody}.get(filters.sort)
        return person_cards.together(people, lines(people, filters) if lines else {})
    people, ranked = of(ids, filters.language), set(filters.ranked or ())
    matches = {ref: _met_by_name(card, query) for ref, card in people.items() if ref in ranked}
    for ref, names in documents.names([ref for ref, match in matches.items() if not match.name]).items():
        matches[ref] = person_cards.Met(other=highlights.other_name(names, query) or "")
    query_words = text_search.asked(query)[: text_search.MOST_WORDS]
    for ref, texts in documents.texts_with([ref for ref in people if ref not in ranked], query_words).items():
        if piece := highlights.excerpt(texts, query_words, filters.language):
            matches[ref] = person_cards.Met(excerpt=person_cards.excerpt_html(piece["text"], piece["lang"]))
    return person_cards.together(people, matches)


def _hearings(people: Iterable[str], filters: PersonFilterSet) -> dict[str, person_cards.Met]:
    """The day by which the list is sorted, for people who have one."""
    index, matches = filters.index, {}
    days = index.coming.on(timezone.localdate()).days
    for ref in people:
        if edtf := days.get(index.position[ref]):
            matches[ref] = person_cards.Met(
                excerpt=person_cards.line_html(_("Next hearing:"), date({"edtf": edtf}, filters.language))
            )
    return matches


def _latest_custody(people: Iterable[str], filters: PersonFilterSet) -> dict[str, person_cards.Met]:
    """The beginning of the latest custody, by which the list is sorted, for people with more than one period of custody."""
    index, matches = filters.index, {}
    for ref in people:
        if edtf := index.latest_custody.get(index.position[ref]):
            line = person_cards.line_html(_("Latest start of custody:"), date({"edtf": edtf}, filters.language))
            matches[ref] = person_cards.Met(excerpt=line)
    return matches


def _met_by_name(card: person_cards.Card, query: str) -> person_cards.Met:
    return person_cards.Met(name=highlights.marked_name(unescape(card.name), query) or "")


def _sorts(filters: PersonFilterSet) -> list[dict[str, str | bool]]:
    labels = {
        "best": _("best match"),
        "name": _("name"),
        "family": _("family name"),
        "arrest": _("latest start of custody"),
        "hearing": _("next hearing"),
        "newest": _("newest entries first"),
        "sentence": _("longest sentence"),
    }
    return [
        {"value": value, "label": labels[value], "chosen": value == filters.sort}
        for value in filters.sorts
        if value != "best" or filters.ranked is not None
    ]
