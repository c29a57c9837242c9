"""Courts, places of detention, provisions and judges: their details in the register, and the people linked to them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, TextChoices
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cases.domain.list_order import collation_key
from cases.domain.vocabulary import CourtLevel, FacilityKind
from cases.public_site import addresses, small_cells
from cases.public_site.downloads.file_formats import FORMATS
from cases.public_site.downloads.limited_downloads import streamed
from cases.public_site.downloads.reference_files import COLUMNS, entries
from cases.public_site.filters.case_filters import CaseFilterSet
from cases.public_site.filters.person_filters import PersonFilterSet
from cases.public_site.filters.strict_filters import cleaned
from cases.public_site.index import person_index
from cases.public_site.languages import best
from cases.public_site.models import Reference
from cases.public_site.presenters import case_page as case_words
from cases.public_site.presenters import formatting
from cases.public_site.presenters.prosecutions import maximum
from cases.public_site.queries import documents
from cases.public_site.queries.reference_documents import references
from cases.public_site.views import list_cards
from cases.public_site.views.page_context import pager, show


@dataclass(frozen=True)
class Catalogue:
    """One kind of reference page: its noun, its filter of people, and its labels."""

    noun: str
    facet: str
    title: Any
    people: Any
    folder: str
    cases: str = ""


CATALOGUES = {
    kind.folder: kind
    for kind in (
        Catalogue("court", "court", _("Courts"), _("People tried here"), "courts", "court"),
        Catalogue(
            "facility", "place", _("Places of detention"), _("People detained here, now or in the past"), "places"
        ),
        Catalogue(
            "provision",
            "provision",
            _("Provisions"),
            _("People charged under this provision"),
            "provisions",
            "provision",
        ),
        Catalogue("official", "judge", _("Judges"), _("People tried by this judge"), "judges"),
    )
}


def catalogue(request: HttpRequest, language: str, folder: str) -> HttpResponse:
    """All entries of one kind that are linked to a public person, with the number of people."""
    cleaned(request.GET, {})
    kind = CATALOGUES[folder]
    index = person_index()
    counts = index.counts(kind.facet, index.everyone)
    in_custody = index.any_of("status", ["in_custody"])
    rows = [
        {
            **_entry(index.names.get((kind.noun, ref), {}), ref, language),
            "url": addresses.of(language, kind.noun, ref),
            "count": small_cells.words(count),
            "order": -small_cells.drawn(count),
            "held": small_cells.words(index.facets[kind.facet][ref].intersection_cardinality(in_custody)),
        }
        for ref, count in counts.items()
    ]
    rows.sort(key=lambda entry: (entry["order"], collation_key(entry["text"], language), entry["url"]))
    return show(request, "catalogue", language, str(kind.title), entries=rows, kind=kind)


def download(request: HttpRequest, language: str, folder: str, extension: str) -> HttpResponseBase:
    """The same as a file, in the order of public ids."""
    cleaned(request.GET, {})
    kind = CATALOGUES[folder]
    media_type, write = FORMATS[extension]
    rows = entries(person_index(), kind.noun, kind.facet)
    return streamed(write(rows, COLUMNS), media_type=media_type, name=f"{folder}.{extension}")


def entry(request: HttpRequest, language: str, folder: str, ref: str) -> HttpResponse:
    """One court, place, provision or judge: as approved, and the people and cases linked to it.

    A case may name one that no public person is linked to: its page then has no list of people.
    """
    kind = CATALOGUES[folder]
    parameters = cleaned(request.GET, {"page": False})
    reference = _reference(kind.noun, ref)
    if not reference:
        raise Http404
    index = person_index()
    people = _people(kind, ref, parameters.get("page", ""), language) if ref in index.facets[kind.facet] else {}
    if parameters and not people:
        raise Http404
    heading = _entry(index.names.get((kind.noun, ref), reference), ref, language)
    return show(
        request,
        "entry",
        language,
        heading["text"],
        kind=kind,
        name=heading,
        facts=_facts(reference, language),
        address=reference.get("address_local", "").splitlines(),
        address_lang=formatting.tongue_of(reference.get("address_local", "")),
        address_latin=reference.get("address_latin", "").splitlines(),
        **people,
        cases=_cases(kind, ref, language),
        back=addresses.page(language, folder),
    )


def _people(kind: Catalogue, ref: str, page: str, language: str) -> dict[str, Any]:
    """One page of the people linked to an entry, and the address of the whole list with its filters."""
    data = QueryDict(mutable=True)
    data[kind.facet] = ref
    if page:
        data["page"] = page
    filters = PersonFilterSet(data, language, person_index())
    pages = pager(filters, filters.count)
    for name in ("previous", "next", "first_url", "last_url"):
        pages[name] = _only_page(pages[name])
    return {
        "people": list_cards.of_people(filters.ids(pages["start"], pages["stop"]), language),
        "pager": pages,
        "in_list": addresses.page(language, "persons") + f"?{kind.facet}={ref}",
    }


def _only_page(url: str) -> str:
    """The neighbour's URL on the entry's own page, which has no other parameter."""
    if not url.startswith("?"):
        return url
    page = QueryDict(url[1:]).get("page")
    return f"?page={page}" if page else "."


def _entry(names: Mapping[str, str], ref: str, language: str) -> dict[str, Any]:
    text, text_language = best({code: names.get(code, "") for code in ("en", "be", "ru", "local")}, language)
    label = formatting.citation(names.get("label", ""), language)
    return {
        "text": label or text or ref,
        "title": text if label else "",
        "lang": "" if text_language in (language, "local", "") else text_language,
        "ref": ref,
    }


def _reference(noun: str, ref: str) -> dict[str, Any]:
    """The version that most records show; ties are broken by the smallest key."""
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
    kind = formatting.label(choices, thing.get("category", ""), language) if choices else ""

    def named(field: str) -> str:
        value = formatting.named(thing.get(field), language)
        return value["text"] if value else ""

    facts = [
        (gettext("Kind"), kind),
        (gettext("Code"), named("law")),
        (gettext("City"), thing.get("city", "")),
        (gettext("Region"), named("region")),
        (gettext("Country"), named("country")),
        (gettext("Maximum penalty"), maximum(dict(thing), language) if thing.get("noun") == "provision" else ""),
    ]
    return [{"label": label, "value": value} for label, value in facts if value]


def _cases(kind: Catalogue, ref: str, language: str) -> list[dict[str, Any]]:
    """The newest cases, if cases can be filtered by this kind."""
    if not kind.cases:
        return []
    ids = CaseFilterSet(QueryDict(f"{kind.cases}={ref}"), language).ids(0, 10)
    by_id = documents.cases(ids)
    return [case_words.card(by_id[case_id], language) for case_id in ids if case_id in by_id]
