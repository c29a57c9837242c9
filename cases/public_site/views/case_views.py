"""Cases: the list and the page of one case."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from cases.public_site.edition import current
from cases.public_site.filters.case_filters import CaseFilterSet
from cases.public_site.filters.strict_filters import cleaned
from cases.public_site.presenters import case_page as words
from cases.public_site.queries import documents
from cases.public_site.views.facet_panel import chips, day_fields, panels_html, problems
from cases.public_site.views.page_context import pager, show


def cases(request: HttpRequest, language: str) -> HttpResponse:
    """The filtered list of cases."""
    filters = CaseFilterSet(request.GET, language, lenient=True)
    pages = pager(filters, filters.count)
    ids = filters.ids(pages["start"], pages["stop"])
    items = documents.cases(ids)
    sorts = {"newest": _("newest entries first"), "opened": _("most recently opened first"), "number": _("number")}
    return show(
        request,
        "cases",
        language,
        _("Cases"),
        filters=filters,
        query=filters.address(sort="", page=""),
        q=filters.told.get("q", ""),
        cases=[words.card(items[ref], language) for ref in ids if ref in items],
        pager=pages,
        panels=panels_html(filters, language),
        days=day_fields(filters),
        problems=problems(filters),
        chips=chips(filters, language),
        sorts=[{"value": key, "label": text, "chosen": key == filters.sort} for key, text in sorts.items()],
    )


def case(request: HttpRequest, language: str, ref: str) -> HttpResponse:
    """One case with all published co-defendants."""
    cleaned(request.GET, {})
    document = documents.cases([ref]).get(ref)
    if document is None:
        raise Http404
    content = words.show(document, language)
    address = request.build_absolute_uri(content["title"]["url"])
    return show(request, "case", language, content["title"]["text"], case=content, address=address, edition=current())
