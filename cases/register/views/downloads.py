"""Files of the lists, with the filters of the pages."""

from django.http import HttpRequest, StreamingHttpResponse

from cases.register.exports.formats import FORMATS
from cases.register.exports.lists import LISTINGS, documents


def download(request: HttpRequest, language: str, listing: str, extension: str) -> StreamingHttpResponse:
    """The whole of a list as a file, streamed. Page and order of the address are those of the page it was asked from; the
    file has all pages, in the order of public ids, so that two files can be compared."""
    chosen = LISTINGS[listing]
    filters = chosen.filters(request.GET, language)
    ids = sorted(filters.ids())
    media_type, write = FORMATS[extension]
    response = StreamingHttpResponse(write(documents(chosen, ids), chosen.columns), content_type=media_type)
    # A plain name: a file called after the register gives its keeper away.
    response.headers["Content-Disposition"] = f'attachment; filename="{listing}.{extension}"'
    return response
