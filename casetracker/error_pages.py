"""Error pages: one fixed page per status, the same for every cause, without anything from the request.

They use neither database nor session, so they still work when those have failed. A template named after the status
(404.html) is used if it exists; otherwise, or if it fails, a page in plain HTML is built here.
"""

import sys
from collections.abc import Callable
from typing import Any

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import DatabaseError, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template import loader
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.csrf import requires_csrf_token

WORDS = {
    400: (
        gettext_lazy("Invalid address"),
        gettext_lazy("Check the address or go to the home page."),
    ),
    403: (gettext_lazy("Not allowed"), gettext_lazy("You don't have permission to do this.")),
    404: (gettext_lazy("Page not found"), gettext_lazy("Check the address or go to the home page.")),
    405: (gettext_lazy("Request not accepted"), gettext_lazy("This page does not accept this kind of request.")),
    413: (
        gettext_lazy("Too large"),
        gettext_lazy("The data you sent is too large for this page, or its size is not stated. Send a smaller file."),
    ),
    500: (
        gettext_lazy("Something went wrong"),
        gettext_lazy("This is our mistake, and it has been logged. Try again later."),
    ),
    503: (gettext_lazy("Not available at the moment"), gettext_lazy("Try again in a few minutes.")),
}
PLAIN = (
    '<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title>{title}</title></head>'
    "<body><h1>{title}</h1><p>{text}</p></body></html>\n"
)
RETRY_AFTER = "120"  # seconds
BUSY_RETRY_AFTER = "10"
BUSY_TEXT = gettext_lazy("The database is busy, so nothing was saved. Wait a moment, then try again.")
SQLITE_BUSY = {5, 6}  # SQLITE_BUSY, SQLITE_LOCKED: primary codes, in the lowest byte of extended ones
POSTGRESQL_BUSY = {"55P03", "57014", "40P01", "40001"}  # lock or statement timeout, deadlock, serialization failure


def page(status: int) -> HttpResponse:
    """Return the page for one of the statuses in WORDS."""
    try:
        body: str = loader.render_to_string(f"{status}.html")
    except Exception:  # an error page must appear even if its template fails
        body = _plain(*WORDS[status])
    response = HttpResponse(body, status=status)
    if status == 503:
        response.headers["Retry-After"] = RETRY_AFTER
    return response


def _plain(title: Any, text: Any) -> str:
    return PLAIN.format(language=get_language() or "en", title=_(str(title)), text=_(str(text)))


def busy() -> HttpResponse:
    """Return the page for a database that another writer locked for too long; that passes in seconds."""
    response = HttpResponse(_plain(WORDS[503][0], BUSY_TEXT), status=503)
    response.headers["Retry-After"] = BUSY_RETRY_AFTER
    return response


def unprepared(sentence: str) -> HttpResponse:
    """Return the page for a site with missing parts; the sentence is for its operator."""
    response = HttpResponse(_plain(WORDS[503][0], sentence), status=503)
    response.headers["Retry-After"] = RETRY_AFTER
    return response


def is_busy(error: BaseException | None) -> bool:
    """Whether a database error only means that waiting for a lock or an answer was in vain."""
    cause = error.__cause__ if isinstance(error, OperationalError) else None
    code, state = getattr(cause, "sqlite_errorcode", None), getattr(cause, "sqlstate", None)
    return (code is not None and code & 0xFF in SQLITE_BUSY) or state in POSTGRESQL_BUSY


@requires_csrf_token
def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """handler400; a body over the limits gets 413 instead, because its sender can do something about it."""
    return page(413 if isinstance(exception, RequestDataTooBig | TooManyFieldsSent | TooManyFilesSent) else 400)


@requires_csrf_token
def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """handler403."""
    return page(403)


@requires_csrf_token
def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """handler404."""
    return page(404)


@requires_csrf_token
def server_error(request: HttpRequest) -> HttpResponse:
    """handler500; 503 if a database is unavailable or too slow, or the register damaged, because that passes."""
    error = sys.exception()
    if is_busy(error):
        return busy()
    return page(503 if passes(error) else 500)


def passes(reason: BaseException | None) -> bool:
    """Whether the database is unavailable or damaged, rather than the program at fault."""
    return isinstance(reason, OperationalError | InterfaceError) or type(reason) is DatabaseError


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form with a missing or wrong token like any refusal; Django's own page reveals much about the site."""
    return page(403)


class ErrorPagesMiddleware:
    """Fill the empty bodies of error responses that Django makes without a handler, above all 405."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if response.status_code in WORDS and isinstance(response, HttpResponse) and not response.content:
            error_page = page(response.status_code)
            response.content = error_page.content
            response.headers["Content-Type"] = error_page.headers["Content-Type"]
        return response
