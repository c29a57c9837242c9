"""Refusal of addresses that none of our pages produce and no database accepts: control characters, broken UTF-8."""

import re
from collections.abc import Callable
from urllib.parse import unquote_to_bytes

from django.core.exceptions import BadRequest
from django.http import HttpRequest
from django.http.response import HttpResponseBase

# C0 and C1 controls and DEL. PostgreSQL refuses NUL in text, and the others only ever reach a log or a terminal.
CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f]")

# Servers refuse any other value before it gets here; if one did not, Django would fail where the form is read.
LENGTH = re.compile(r"[0-9]{1,18}")


def is_readable(raw: bytes) -> bool:
    """Return whether percent-decoded bytes of an address are UTF-8 (surrogates are not) without control characters."""
    try:
        return CONTROLS.search(raw.decode("utf-8")) is None
    except UnicodeDecodeError:
        return False


class RefuseBadInputMiddleware:
    """Answer 400 to a path or a query string that cannot be read, before anything else looks at it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on, or raise BadRequest, which Django turns into the plain page for 400."""
        # Django has already decoded the path and left bytes that are not UTF-8 percent-encoded; the query is unchanged.
        path = unquote_to_bytes(request.path_info)
        query = unquote_to_bytes(request.META.get("QUERY_STRING", "").encode("latin-1", "replace"))
        if not (is_readable(path) and is_readable(query)):
            raise BadRequest("The address holds bytes that are not text.")
        if not LENGTH.fullmatch(request.META.get("CONTENT_LENGTH") or "0"):
            raise BadRequest("The length of the body is no number.")
        return self.get_response(request)
