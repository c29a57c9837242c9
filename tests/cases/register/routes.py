"""Every route of the public site with an address at which it answers, for tests that go through all of them.

A route that is missing here fails test_routes. `{person}`, `{case}`, `{court}` ... are filled with public ids of the test.
"""

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from cases.register.models import PublishedPhoto, Reference

ROUTES: dict[str, str] = {
    "root": "/",
    "photo": "/media/{photo}.jpg",
    "home": "/en/",
    "persons": "/en/persons/",
    "person": "/en/persons/{person}/",
    "cases": "/en/cases/",
    "case": "/en/cases/{case}/",
    "hearings": "/en/hearings/?when=past",
    "about": "/en/about/",
    "methodology": "/en/about/methodology/",
    "courts": "/en/courts/",
    "courts-entry": "/en/courts/{court}/",
    "places": "/en/places/",
    "places-entry": "/en/places/{facility}/",
    "provisions": "/en/provisions/",
    "provisions-entry": "/en/provisions/{provision}/",
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
    refs = {noun: ref for noun, ref in Reference.objects.order_by("key").values_list("noun", "ref")}
    photo = PublishedPhoto.objects.values_list("sha256", flat=True).first() or "0" * 64
    values = {"court": "0" * 12, "facility": "0" * 12, "provision": "0" * 12, "official": "0" * 12} | refs
    return {name: route.format(person=person, case=case, photo=photo, **values) for name, route in ROUTES.items()}
