"""Pages for what cannot be answered: the same for every cause, in the language of the path."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cases.register.templating import drawn, page
from casetracker import errors


def words(status: int) -> dict[str, str | int]:
    """What the page for a status says."""
    titles = {
        400: (_("This address cannot be read"), _("Check the address, or start from the first page.")),
        404: (_("Not found"), _("There is no page at this address.")),
        405: (_("Not possible"), _("This page can only be read.")),
        500: (_("Something went wrong"), _("The fault is ours and was recorded. Try again later.")),
        503: (_("Not available at the moment"), _("Try again in a few minutes.")),
    }
    title, sentence = titles[status]
    return {"title": title, "sentence": sentence, "language": get_language() or "en"}


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """handler400."""
    return page("error.html", words(400), status=400)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """handler404: unknown, withheld and withdrawn get the same bytes."""
    if request.path_info.startswith("/api/"):
        return JsonResponse({"error": "Not found."}, status=404)
    return page("error.html", words(404), status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """handler500. A register that cannot be read passes, and its page can be shown; else our template may be what failed."""
    response = errors.server_error(request)
    if response.status_code == 503:
        response.content = drawn("error.html", words(503)).encode()
        response.headers["Cache-Control"] = "no-store"
    return response
