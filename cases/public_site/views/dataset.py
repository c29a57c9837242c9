"""The whole data set: every list in full, with a manifest that describes each file and column and gives its digest."""

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from cases.public_site.downloads import kept_files
from cases.public_site.downloads.kept_files import LICENCE
from cases.public_site.downloads.limited_downloads import later
from cases.public_site.downloads.list_files import LISTINGS
from cases.public_site.edition import current
from cases.public_site.filters.strict_filters import cleaned
from cases.public_site.presenters import json_ld
from cases.public_site.views.page_context import show, site_name

LICENCE_ADDRESS = "https://creativecommons.org/licenses/by/4.0/"


def page(request: HttpRequest, language: str) -> HttpResponse:
    """The download page."""
    cleaned(request.GET, {})
    files = [name for name in kept_files.NAMES if name != kept_files.MANIFEST]
    columns = [{"name": name, "columns": listing.columns} for name, listing in LISTINGS.items()]
    parts = [
        {"url": request.build_absolute_uri(f"/data/{one}"), "type": kept_files.media_type_of(one).partition(";")[0]}
        for one in files
    ]
    return show(
        request,
        "data",
        language,
        _("Download the data"),
        files=files,
        listings=columns,
        edition=current(),
        licence=LICENCE,
        linked=json_ld.dataset(site_name(), request.build_absolute_uri(), LICENCE_ADDRESS, parts),
    )


def file(request: HttpRequest, name: str) -> HttpResponseBase:
    """One complete file, or the manifest with every file's digest and columns, as generated once for this edition."""
    cleaned(request.GET, {})
    if name not in kept_files.NAMES:
        raise Http404
    place = kept_files.path_of(name)
    if place is None:
        return later()
    if name == kept_files.MANIFEST:
        return HttpResponse(place.read_bytes(), content_type=kept_files.media_type_of(name))
    response = FileResponse(place.open("rb"), content_type=kept_files.media_type_of(name))
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
