"""Courts, places of detention, provisions and judges: what the register knows them by, and who was there."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, TextChoices
from django.http import Http404, HttpRequest, HttpResponse, QueryDict, StreamingHttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cases.register import addresses, small
from cases.register.exports.catalogues import COLUMNS, entries
from cases.register.exports.formats import FORMATS
from cases.register.filters.base import cleaned
from cases.register.filters.cases import CaseFilterSet
from cases.register.filters.persons import PersonFilterSet
from cases.register.index import person_index
from cases.register.languages import best
from cases.register.models import Reference
from cases.register.reading import stored
from cases.register.reading.references import references
from cases.register.showing import case as case_words
from cases.register.showing import words
from cases.register.showing.proceedings import maximum
from cases.register.views import cards
from cases.register.views.page import pager, show
from cases.vocabulary import CourtLevel, FacilityKind


@dataclass(frozen=True)
class Catalogue:
    """One kind of thing with pages: its noun, the filter of people that means it, and its words."""

    noun: str
    facet: str
    title: Any
    people: Any
    folder: str
    cases: str = ""


CATALOGUES = {
    one.folder: one
    for one in (
        Catalogue("court", "court", _("Courts"), _("Tried here"), "courts", "court"),
        Catalogue("facility", "place", _("Places of detention"), _("Held here, now or earlier"), "places"),
        Catalogue(
            "provision", "provision", _("Provisions"), _("Charged under this provision"), "provisions", "provision"
        ),
        Catalogue("official", "judge", _("Judges"), _("Tried by this judge"), "judges"),
    )
}


def catalogue(request: HttpRequest, language: str, folder: str) -> HttpResponse:
    """Everything of one kind that somebody public had to do with, with the number of people."""
    cleaned(request.GET, {})
    kind = CATALOGUES[folder]
    index = person_index()
    counts = index.counts(kind.facet, index.everyone)
    held = index.any_of("status", ["in_custody"])
    rows = [
        {
            **_entry(index.names.get((kind.noun, ref), {}), ref, language),
            "url": addresses.of(language, kind.noun, ref),
            "count": small.words(count),
            "order": -small.drawn(count),
            "held": small.words(index.facets[kind.facet][ref].intersection_cardinality(held)),
        }
        for ref, count in counts.items()
    ]
    rows.sort(key=lambda entry: (entry["order"], entry["text"], entry["url"]))
    return show(request, "catalogue", language, str(kind.title), entries=rows, kind=kind)


def download(request: HttpRequest, language: str, folder: str, extension: str) -> StreamingHttpResponse:
    """The same as a file, in the order of public ids."""
    cleaned(request.GET, {})
    kind = CATALOGUES[folder]
    media_type, write = FORMATS[extension]
    rows = entries(person_index(), kind.noun, kind.facet)
    response = StreamingHttpResponse(write(rows, COLUMNS), content_type=media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{folder}.{extension}"'
    return response


def entry(request: HttpRequest, language: str, folder: str, ref: str) -> HttpResponse:
    """One court, place, provision or judge: as approved, and the people and cases it had to do with."""
    kind = CATALOGUES[folder]
    index = person_index()
    known = cleaned(request.GET, {"page": False})
    if ref not in index.facets[kind.facet]:
        raise Http404
    thing = _reference(kind.noun, ref)
    data = QueryDict(mutable=True)
    data[kind.facet] = ref
    if "page" in known:
        data["page"] = known.get("page", "")
    filters = PersonFilterSet(data, language, index)
    pages = pager(filters, filters.count)
    for name in ("previous", "next", "first_url", "last_url"):
        pages[name] = _only_page(pages[name])
    ids = filters.ids(pages["start"], pages["stop"])
    called = _entry(index.names[kind.noun, ref], ref, language)
    return show(
        request,
        "entry",
        language,
        called["text"],
        kind=kind,
        name=called,
        facts=_facts(thing, language),
        address=thing.get("address_local", "").splitlines(),
        address_lang=words.tongue_of(thing.get("address_local", "")),
        address_latin=thing.get("address_latin", "").splitlines(),
        people=cards.of_people(ids, language),
        pager=pages,
        in_list=addresses.page(language, "persons") + f"?{kind.facet}={ref}",
        cases=_cases(kind, ref, language),
        back=addresses.page(language, folder),
    )


def _only_page(url: str) -> str:
    """The neighbour's address on the entry's own page, which has no other parameter."""
    if not url.startswith("?"):
        return url
    page = QueryDict(url[1:]).get("page")
    return f"?page={page}" if page else "."


def _entry(names: Mapping[str, str], ref: str, language: str) -> dict[str, Any]:
    text, found = best({code: names.get(code, "") for code in ("en", "be", "ru", "local")}, language)
    label = words.citation(names.get("label", ""), language)
    return {
        "text": label or text or ref,
        "title": text if label else "",
        "lang": "" if found in (language, "local", "") else found,
        "ref": ref,
    }


def _reference(noun: str, ref: str) -> dict[str, Any]:
    """The version that most records show; the smallest key decides among equals."""
    best_key = (
        Reference.objects.filter(noun=noun, ref=ref)
        .annotate(count=Count("uses"))
        .order_by("-count", "key")
        .values_list("key", flat=True)
        .first()
    )
    return references([best_key])[best_key] if best_key else {}


def _facts(thing: Mapping[str, Any], language: str) -> list[dict[str, str]]:
    levels: dict[str, type[TextChoices]] = {"court": CourtLevel, "facility": FacilityKind}
    choices = levels.get(thing.get("noun", ""))
    kind = words.label(choices, thing.get("category", ""), language) if choices else ""

    def named(field: str) -> str:
        shown = words.named(thing.get(field), language)
        return shown["text"] if shown else ""

    facts = [
        (gettext("Kind"), kind),
        (gettext("Code"), named("law")),
        (gettext("City"), thing.get("city", "")),
        (gettext("Region"), named("region")),
        (gettext("Country"), named("country")),
        (gettext("Heaviest penalty"), maximum(dict(thing), language) if thing.get("noun") == "provision" else ""),
    ]
    return [{"label": label, "value": value} for label, value in facts if value]


def _cases(kind: Catalogue, ref: str, language: str) -> list[dict[str, Any]]:
    """The newest cases, where cases can be filtered by this."""
    if not kind.cases:
        return []
    ids = CaseFilterSet(QueryDict(f"{kind.cases}={ref}"), language).ids(0, 10)
    found = stored.cases(ids)
    return [case_words.card(found[one], language) for one in ids if one in found]
