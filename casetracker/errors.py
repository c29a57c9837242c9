"""Error pages: one fixed page per status, the same for every cause, with no word of what was asked.

They touch neither database nor session, so they still answer when those are what failed. A template named after the
status (404.html) is used where there is one; without it, or when it fails, a page in plain HTML is made here.
"""

import sys
from collections.abc import Callable

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template import loader
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.csrf import requires_csrf_token

WORDS = {
    400: (
        gettext_lazy("This address cannot be read"),
        gettext_lazy("Check the address, or start from the first page."),
    ),
    403: (gettext_lazy("Not allowed"), gettext_lazy("You may not do this.")),
    404: (gettext_lazy("Not found"), gettext_lazy("There is no page at this address.")),
    405: (gettext_lazy("Not possible"), gettext_lazy("This page does not take that kind of request.")),
    413: (gettext_lazy("Too large"), gettext_lazy("What was sent is larger than this site takes.")),
    500: (gettext_lazy("Something went wrong"), gettext_lazy("The fault is ours and was recorded. Try again later.")),
    503: (gettext_lazy("Not available at the moment"), gettext_lazy("Try again in a few minutes.")),
}
PLAIN = (
    '<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title>{title}</title></head>'
    "<body><h1>{title}</h1><p>{text}</p></body></html>\n"
)
RETRY_AFTER = "120"  # seconds


def page(status: int) -> HttpResponse:
    """Return the page for one of the statuses in WORDS."""
    try:
        body: str = loader.render_to_string(f"{status}.html")
    except Exception:  # an error page must come out whatever is wrong with its template
        title, text = WORDS[status]
        body = PLAIN.format(language=get_language() or "en", title=_(str(title)), text=_(str(text)))
    response = HttpResponse(body, status=status)
    if status == 503:
        response.headers["Retry-After"] = RETRY_AFTER
    return response


@requires_csrf_token
def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """handler400; a body over the limits is told apart, because its sender can do something about it."""
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
    """handler500; a database that does not answer is 503, because it passes."""
    return page(503 if isinstance(sys.exception(), OperationalError | InterfaceError) else 500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form whose token is missing or wrong like any refusal; Django's own page says much about the site."""
    return page(403)


class ErrorPagesMiddleware:
    """Fill the empty bodies of refusals that Django makes without a handler: 405 above all."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if response.status_code in WORDS and isinstance(response, HttpResponse) and not response.content:
            filled = page(response.status_code)
            response.content = filled.content
            response.headers["Content-Type"] = filled.headers["Content-Type"]
        return response
