"""Files of the lists, with the filters of the pages."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from cases.public_site.downloads.file_formats import FORMATS
from cases.public_site.downloads.limited_downloads import streamed
from cases.public_site.downloads.list_files import LISTINGS, documents


def download(request: HttpRequest, language: str, listing: str, extension: str) -> HttpResponseBase:
    """A whole list as a file, streamed. Page and sort order in the URL are those of the page with the link; the file has all
    pages, in the order of public ids, so that two files can be compared."""
    chosen = LISTINGS[listing]
    filters = chosen.filters(request.GET, language)
    ids = sorted(filters.ids())
    media_type, write = FORMATS[extension]
    pieces = write(documents(chosen, ids), chosen.columns)
    return streamed(pieces, media_type=media_type, name=f"{listing}.{extension}")
