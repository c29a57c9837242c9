"""Every route of the public site with an address at which it answers, for tests that go through all of them.

A route that is missing here fails test_routes. `{person}`, `{case}`, `{court}` ... are filled with public ids of the test.
"""

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from cases.public_site.models import PublishedHearing, PublishedPhoto, Reference

ROUTES: dict[str, str] = {
    "root": "/",
    "photo": "/media/{photo}.jpg",
    "home": "/en/",
    "persons": "/en/persons/",
    "person": "/en/persons/{person}/",
    "embed": "/en/persons/embed/",
    "label": "/en/persons/{person}/label/",
    "cases": "/en/cases/",
    "case": "/en/cases/{case}/",
    "hearings": "/en/hearings/?when=past",
    "persons-by": "/en/persons/by/court/",
    "cases-by": "/en/cases/by/provision/",
    "hearings-by": "/en/hearings/by/kind/",
    "about": "/en/about/",
    "methodology": "/en/about/methodology/",
    "robots": "/robots.txt",
    "sitemap-index": "/sitemap.xml",
    "sitemap": "/sitemap-1.xml",
    "calendar": "/en/hearings.ics",
    "persons-feed": "/en/persons.atom",
    "cases-feed": "/en/cases.atom",
    "persons-csv": "/en/persons.csv",
    "persons-jsonl": "/en/persons.jsonl",
    "persons-xlsx": "/en/persons.xlsx",
    "cases-csv": "/en/cases.csv",
    "cases-jsonl": "/en/cases.jsonl",
    "cases-xlsx": "/en/cases.xlsx",
    "hearings-csv": "/en/hearings.csv",
    "hearings-jsonl": "/en/hearings.jsonl",
    "hearings-xlsx": "/en/hearings.xlsx",
    "figures": "/en/figures/",
    "figures-table": "/en/figures/custody.csv",
    "counter": "/en/figures/counter/",
    "data": "/en/data/",
    "manifest": "/data/manifest.json",
    "data-file": "/data/persons.csv",
    "openapi": "/api/v1/openapi.json",
    "api-persons": "/api/v1/persons",
    "api-persons-single": "/api/v1/persons/{person}",
    "api-cases": "/api/v1/cases",
    "api-cases-single": "/api/v1/cases/{case}",
    "api-hearings": "/api/v1/hearings",
    "api-hearings-single": "/api/v1/hearings/{hearing}",
    "courts": "/en/courts/",
    "health": "/health",
    "courts-entry": "/en/courts/{court}/",
    "places": "/en/places/",
    "places-entry": "/en/places/{facility}/",
    "provisions": "/en/provisions/",
    "provisions-entry": "/en/provisions/{provision}/",
    **{
        f"{folder}-{form}": f"/en/{folder}.{form}"
        for folder in ("courts", "places", "provisions", "judges")
        for form in ("csv", "jsonl", "xlsx")
    },
    "judges": "/en/judges/",
    "judges-entry": "/en/judges/{official}/",
}


def names(patterns: list[Any] | None = None) -> Iterator[str]:
    """The name of every route in the urlconf of the public site."""
    for pattern in patterns if patterns is not None else get_resolver("casetracker.urls_public").url_patterns:
        if isinstance(pattern, URLResolver):
            yield from names(pattern.url_patterns)
        elif isinstance(pattern, URLPattern):
            yield pattern.name or str(pattern.pattern)


def addresses(person: str, case: str) -> dict[str, str]:
    """An address for each route, with ids that are public in this test."""
    refs = dict(Reference.objects.order_by("key").values_list("noun", "ref"))
    photo = PublishedPhoto.objects.values_list("sha256", flat=True).first() or "0" * 64
    hearing = PublishedHearing.objects.order_by("id").values_list("id", flat=True).first() or "0" * 12
    values = {
        "hearing": hearing,
        "court": "0" * 12,
        "facility": "0" * 12,
        "provision": "0" * 12,
        "official": "0" * 12,
    } | refs
    return {name: route.format(person=person, case=case, photo=photo, **values) for name, route in ROUTES.items()}


def content_of(response: Any) -> bytes:
    """The body of an answer, streamed or not."""
    return b"".join(response) if response.streaming else response.content


def text_of(response: Any) -> str:
    """What an answer says, unpacked where it is a workbook."""
    content = content_of(response)
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            content = b"".join(archive.read(name) for name in archive.namelist())
    return content.decode()
