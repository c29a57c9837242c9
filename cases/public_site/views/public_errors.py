"""Error pages: the same for every cause, in the language of the path."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cases.public_site.templating import drawn, page
from casetracker import error_pages


def words(status: int) -> dict[str, str | int]:
    """The texts of the page for a status."""
    titles = {
        400: (_("Invalid address"), _("Check the address or go to the home page.")),
        404: (_("Page not found"), _("Check the address or go to the home page.")),
        405: (_("Request not accepted"), _("This page can only be viewed.")),
        500: (_("Something went wrong"), _("This is our mistake, and it has been logged. Try again later.")),
        503: (_("Not available at the moment"), _("Try again in a few minutes.")),
    }
    title, sentence = titles[status]
    return {"title": title, "sentence": sentence, "language": get_language() or "en", "search": status == 404}


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """handler400."""
    return page("error.html", words(400), status=400)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """handler404: unknown, withheld and unpublished pages get the same bytes."""
    if request.path_info.startswith("/api/"):
        return JsonResponse({"error": "Not found."}, status=404)
    return page("error.html", words(404), status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """handler500. An unreadable register is temporary and its page can be rendered; otherwise our own template may be at fault."""
    response = error_pages.server_error(request)
    if response.status_code == 503:
        response.content = drawn("error.html", words(503)).encode()
        response.headers["Cache-Control"] = "no-store"
    return response
