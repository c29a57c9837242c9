"""Lists by key, single documents, the description of the API."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect, QueryDict
from django.urls import reverse

from cases.register import small
from cases.register.api.description import description
from cases.register.edition import current
from cases.register.exports.lists import LISTINGS, documents
from cases.register.filters.base import BadParameter, cleaned, is_public_id
from cases.register.reading.stored import led_on, to_json

PER_PAGE = 100
MEDIA_TYPE = "application/json; charset=utf-8"
PAGING = ("sort", "page")  # parameters of the pages that a list paged by key does not have


def listing(request: HttpRequest, listing: str) -> HttpResponse:
    """Documents in the order of their ids, a hundred at a time; `after` is the last id of the page before."""
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
    page = [one for one in ids if one > after][: PER_PAGE + 1]
    more = len(page) > PER_PAGE
    told: dict[str, Any] = {
        "edition": current().digest,
        "count": small.told(len(ids)),
        "items": list(documents(chosen, page[:PER_PAGE])),
        "next_after": page[PER_PAGE - 1] if more else None,
    }
    return HttpResponse(to_json(told), content_type=MEDIA_TYPE)


def single(request: HttpRequest, listing: str, ref: str) -> HttpResponse:
    """One document; for a person's id that was retired, the way to the one that took its place."""
    cleaned(request.GET, {})
    found = LISTINGS[listing].documents([ref]).get(ref)
    if found is None:
        if listing == "persons" and (further := led_on(ref)):
            return HttpResponsePermanentRedirect(reverse("register:api-persons-single", args=[further]))
        raise Http404
    return HttpResponse(to_json(found), content_type=MEDIA_TYPE)


def openapi(request: HttpRequest) -> HttpResponse:
    """What the API answers, as OpenAPI 3.1."""
    cleaned(request.GET, {})
    return HttpResponse(to_json(description()), content_type=MEDIA_TYPE)
