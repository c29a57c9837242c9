"""Context shared by all pages: titles, the same page in other languages, pagination."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from cases.public_site import small_cells
from cases.public_site.languages import LANGUAGES
from cases.public_site.templating import page

OWN_NAMES = {"en": "English", "be": "Беларуская", "ru": "Русский"}
PER_PAGE = 25
Context = dict[str, Any]


def show(request: HttpRequest, template: str, language: str, title: str, **context: Any) -> HttpResponse:
    """Render a page of the site. `title` is the title in the browser, unless the organisation prefers neutral titles. With
    `problems` (filters that could not be read) the page is complete, and its status says that the address is not."""
    discreet = getattr(settings, "DISCREET_TITLES", False)
    around: Context = {
        "language": language,
        "title": title,
        "head_title": site_name() if discreet or not title else f"{title} · {site_name()}",
        "site_name": site_name(),
        "demo": settings.DEMO,
        "section": request.path_info.split("/")[2],
        "alternates": alternates(request, language),
        "leave": f"https://{language}.wikipedia.org/",
    }
    return page(f"{template}.html", around | context, status=400 if context.get("problems") else 200)


def site_name() -> str:
    """Name of the site."""
    return _("Register of prosecutions")


def alternates(request: HttpRequest, language: str) -> list[Context]:
    """The same page in every language of the site."""
    rest = request.get_full_path()[1 + len(language) :]
    return [
        {"code": code, "label": OWN_NAMES[code], "url": f"/{code}{rest}", "here": code == language}
        for code in LANGUAGES
    ]


def pager(filters: Any, count: int, per_page: int = PER_PAGE) -> Context:
    """Pagination: the position of the page in a list, with the URLs of its neighbours.

    Raises:
        Http404: the list has no such page.
    """
    last = max(1, -(-count // per_page))
    number = filters.number
    if number > last:
        raise Http404
    return {
        "number": number,
        "last": last,
        "count": small_cells.drawn(count),
        "below": small_cells.below(count),
        "start": (number - 1) * per_page,
        "stop": min(number * per_page, count),
        "previous": filters.address(page=str(number - 1) if number > 2 else "") or "." if number > 1 else "",
        "next": filters.address(page=str(number + 1)) if number < last else "",
        "first_url": filters.address(page="") or ".",
        "last_url": filters.address(page=str(last)),
    }
