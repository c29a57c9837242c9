"""For search engines: robots.txt, and the sitemap in parts by Django's sitemap framework."""

from datetime import date
from typing import NamedTuple

from django.contrib.sitemaps import Sitemap, views
from django.http import HttpRequest, HttpResponse

from cases.public_site import addresses
from cases.public_site.edition import current
from cases.public_site.filters.strict_filters import cleaned
from cases.public_site.languages import LANGUAGES
from cases.public_site.models import Published

PER_SITEMAP = 1_000  # records, each in three languages; generating the 50,000 URLs allowed per part would take seconds


class Address(NamedTuple):
    """URL of a page, and the day of its newest approval."""

    path: str
    changed_on: date | None


class Part(Sitemap):
    """Part of the sitemap: some of the public records in every language; the first part also has the home pages."""

    def __init__(self, number: int) -> None:
        self.number = number

    def items(self) -> list[Address]:
        """The pages in this part."""
        start = (self.number - 1) * PER_SITEMAP
        rows = Published.objects.order_by("id").values_list("id", "noun", "changed_on")[start : start + PER_SITEMAP]
        pages = [Address(addresses.of(code, noun, ref), day) for ref, noun, day in rows for code in LANGUAGES]
        if self.number == 1:
            pages += [Address(addresses.page(code), current().changed_on) for code in LANGUAGES]
        return pages

    def location(self, item: Address) -> str:
        """Path of a page."""
        return item.path

    def lastmod(self, item: Address) -> date | None:
        """Day of the newest approval."""
        return item.changed_on

    def get_latest_lastmod(self) -> None:
        """None: the index leaves it out, because it would require reading every part."""


def _parts() -> dict[str, type[Sitemap] | Sitemap]:
    count = -(-Published.objects.count() // PER_SITEMAP) or 1
    return {str(number): Part(number) for number in range(1, count + 1)}


def sitemap_index(request: HttpRequest) -> HttpResponse:
    """Index of the sitemap parts."""
    cleaned(request.GET, {})
    return views.index(request, _parts(), sitemap_url_name="register:sitemap")


def sitemap(request: HttpRequest, section: str) -> HttpResponse:
    """One part of the sitemap. Raises Http404 if there is no part with this number."""
    cleaned(request.GET, {})
    return views.sitemap(request, _parts(), section)


def robots(request: HttpRequest) -> HttpResponse:
    """robots.txt: everything may be crawled; a ban would protect nothing."""
    cleaned(request.GET, {})
    sitemap = request.build_absolute_uri("/sitemap.xml")
    return HttpResponse(f"User-agent: *\nDisallow:\n\nSitemap: {sitemap}\n", content_type="text/plain; charset=utf-8")
