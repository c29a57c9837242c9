"""API views: lists paged by key, single documents, the OpenAPI description."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect, QueryDict
from django.urls import reverse

from cases.public_site import small_cells
from cases.public_site.api.openapi import description
from cases.public_site.downloads.list_files import LISTINGS, documents
from cases.public_site.edition import current
from cases.public_site.filters.strict_filters import BadParameter, cleaned, is_public_id
from cases.public_site.queries.documents import led_on, to_json

PER_PAGE = 100
MEDIA_TYPE = "application/json; charset=utf-8"
PAGING = ("sort", "page")  # parameters of the pages that a list paged by key does not have


def listing(request: HttpRequest, listing: str) -> HttpResponse:
    """Documents in the order of their ids, a hundred per page; `after` is the last id of the previous page."""
    chosen = LISTINGS[listing]
    data: QueryDict = request.GET.copy()
    afters = data.pop("after", [])
    if any(name in data for name in PAGING) or len(afters) > 1:
        raise BadParameter("This address has a parameter that this list does not know.")
    after = afters[0] if afters else ""
    if after and not is_public_id(after):
        raise BadParameter("“after” is not a public id.")
    filters = chosen.filters(data, "en")
    ids = sorted(filters.ids())
    page = [ref for ref in ids if ref > after][: PER_PAGE + 1]
    more = len(page) > PER_PAGE
    payload: dict[str, Any] = {
        "edition": current().digest,
        "count": small_cells.told(len(ids)),
        "items": list(documents(chosen, page[:PER_PAGE])),
        "next_after": page[PER_PAGE - 1] if more else None,
    }
    return HttpResponse(to_json(payload), content_type=MEDIA_TYPE)


def single(request: HttpRequest, listing: str, ref: str) -> HttpResponse:
    """One document; a redirect for a person's id that was retired by a merge."""
    cleaned(request.GET, {})
    document = next(documents(LISTINGS[listing], [ref]), None)
    if document is None:
        if listing == "persons" and (further := led_on(ref)):
            return HttpResponsePermanentRedirect(reverse("register:api-persons-single", args=[further]))
        raise Http404
    return HttpResponse(to_json(document), content_type=MEDIA_TYPE)


def openapi(request: HttpRequest) -> HttpResponse:
    """The OpenAPI 3.1 description of the API."""
    cleaned(request.GET, {})
    return HttpResponse(to_json(description()), content_type=MEDIA_TYPE)
