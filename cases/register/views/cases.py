"""Cases: the list and the page of one case."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from cases.register.edition import current
from cases.register.filters.base import cleaned
from cases.register.filters.cases import CaseFilterSet
from cases.register.reading import stored
from cases.register.showing import case as words
from cases.register.views.facets import chips, day_fields, panels_html
from cases.register.views.page import pager, show


def cases(request: HttpRequest, language: str) -> HttpResponse:
    """The list, filtered."""
    filters = CaseFilterSet(request.GET, language)
    pages = pager(filters, filters.count)
    ids = filters.ids(pages["start"], pages["stop"])
    found = stored.cases(ids)
    sorts = {"newest": _("newest entry"), "opened": _("latest opened"), "number": _("number")}
    return show(
        request,
        "cases",
        language,
        _("Cases"),
        filters=filters,
        query=filters.address(sort="", page=""),
        q=filters.told.get("q", ""),
        cases=[words.card(found[one], language) for one in ids if one in found],
        pager=pages,
        panels=panels_html(filters, language),
        days=day_fields(filters),
        chips=chips(filters, language),
        sorts=[{"value": key, "label": text, "chosen": key == filters.sort} for key, text in sorts.items()],
    )


def case(request: HttpRequest, language: str, ref: str) -> HttpResponse:
    """One case with all published co-defendants."""
    cleaned(request.GET, {})
    document = stored.cases([ref]).get(ref)
    if document is None:
        raise Http404
    shown = words.show(document, language)
    address = request.build_absolute_uri(shown["title"]["url"])
    return show(request, "case", language, shown["title"]["text"], case=shown, address=address, edition=current())
