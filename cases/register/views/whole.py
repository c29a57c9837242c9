"""The whole data set: every list in full, with a manifest that tells what each file and column is, and its digest."""

import hashlib
from functools import lru_cache
from threading import Lock
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils.translation import gettext as _

from cases.register.edition import current
from cases.register.exports.formats import FORMATS
from cases.register.exports.lists import LISTINGS, Listing, documents
from cases.register.filters.base import cleaned
from cases.register.index import person_index
from cases.register.models import PublishedCase, PublishedHearing
from cases.register.reading.stored import to_json
from cases.register.showing import linked
from cases.register.views.page import show, site_name

LICENCE = "CC BY 4.0"
LICENCE_ADDRESS = "https://creativecommons.org/licenses/by/4.0/"
WHOLE = ("csv", "jsonl")
_counting = Lock()


def page(request: HttpRequest, language: str) -> HttpResponse:
    """What there is to download, explained."""
    cleaned(request.GET, {})
    files = [f"{name}.{extension}" for name in LISTINGS for extension in WHOLE]
    columns = [{"name": name, "columns": listing.columns} for name, listing in LISTINGS.items()]
    parts = [
        {"url": request.build_absolute_uri(f"/data/{one}"), "type": FORMATS[one.partition(".")[2]][0].partition(";")[0]}
        for one in files
    ]
    return show(
        request,
        "data",
        language,
        _("Data to download"),
        files=files,
        listings=columns,
        edition=current(),
        licence=LICENCE,
        linked=linked.dataset(site_name(), request.build_absolute_uri(), LICENCE_ADDRESS, parts),
    )


def manifest(request: HttpRequest) -> HttpResponse:
    """Every file with its digest and columns."""
    cleaned(request.GET, {})
    edition = current()
    files = [
        {
            "name": f"{name}.{extension}",
            "path": f"/data/{name}.{extension}",
            "media_type": FORMATS[extension][0],
            **dict(zip(("sha256", "bytes"), _measured(edition.digest, name, extension), strict=True)),
        }
        for name in LISTINGS
        for extension in WHOLE
    ]
    told: dict[str, Any] = {
        "edition": edition.digest,
        "changed_on": edition.changed_on.isoformat() if edition.changed_on else None,
        "licence": LICENCE,
        "files": files,
        "columns": {
            name: [{"name": column.name, "meaning": column.meaning} for column in listing.columns]
            for name, listing in LISTINGS.items()
        },
    }
    return HttpResponse(to_json(told), content_type="application/json; charset=utf-8")


def file(request: HttpRequest, name: str) -> StreamingHttpResponse:
    """One file in full."""
    cleaned(request.GET, {})
    listing, _dot, extension = name.partition(".")
    if listing not in LISTINGS or extension not in WHOLE:
        raise Http404
    chosen = LISTINGS[listing]
    media_type, write = FORMATS[extension]
    response = StreamingHttpResponse(write(documents(chosen, _ids(chosen)), chosen.columns), content_type=media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _ids(listing: Listing) -> list[str]:
    if listing.name == "persons":
        return sorted(person_index().ids)
    model = PublishedCase if listing.name == "cases" else PublishedHearing
    return list(model._base_manager.order_by("id").values_list("id", flat=True))


def _measured(digest: str, name: str, extension: str) -> tuple[str, int]:
    """SHA-256 and size of a file of one edition. Whoever asks while it is being counted waits for it."""
    with _counting:
        return _counted(digest, name, extension)


@lru_cache(maxsize=12)
def _counted(_digest: str, name: str, extension: str) -> tuple[str, int]:
    """The same, counted once an edition by writing the file to nowhere."""
    listing = LISTINGS[name]
    told, size = hashlib.sha256(), 0
    for piece in FORMATS[extension][1](documents(listing, _ids(listing)), listing.columns):
        told.update(piece)
        size += len(piece)
    return told.hexdigest(), size
