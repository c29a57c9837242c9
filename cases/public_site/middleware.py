"""Checks before every request to the public site: whether there is a register, which edition, which language."""

import hashlib
import logging
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import cast

from django.conf import settings
from django.db import DatabaseError
from django.http import (
    FileResponse,
    HttpRequest,
    HttpResponse,
    HttpResponseNotModified,
    JsonResponse,
    StreamingHttpResponse,
)
from django.http.response import HttpResponseBase
from django.utils import timezone, translation

from cases.public_site import edition
from cases.public_site.build_id import release
from cases.public_site.editions import withdrawn
from cases.public_site.filters.strict_filters import BadParameter
from cases.public_site.languages import language_of
from cases.public_site.templating import drawn, page
from cases.public_site.views.public_errors import words
from casetracker.error_pages import passes

logger = logging.getLogger(__name__)
METHODS = frozenset({"GET", "HEAD"})


def chosen() -> str:
    """The organisation's choices about how pages look."""
    return repr([getattr(settings, name, None) for name in ("SMALL_CELLS", "CONTACT", "DISCREET_TITLES", "DEMO")])


def etag(digest: str, day: date, address: str) -> str:
    """ETag of one URL: it changes with the edition, the site's version and the day, and reveals none of them."""
    tag = hashlib.sha256(f"{digest} {release()} {chosen()} {day.isoformat()} {address}".encode()).hexdigest()
    return f'"{tag[:32]}"'


class OneEdition:
    """Body of a streaming response, all of one edition. WSGI servers call close() even if the client disconnects."""

    def __init__(self, streamed: Iterable[bytes]) -> None:
        self._streamed = streamed

    def __iter__(self) -> Iterator[bytes]:
        return iter(self._streamed)

    def close(self) -> None:
        """Release the pinned file."""
        edition.end()


class RegisterMiddleware:
    """Handle the states of the register as a whole: missing, hidden behind the neutral page, not modified.

    Pages depend only on the edition, the URL and the day, so one ETag covers them all, and a conditional request costs one look
    at the edition. Nothing may be reused without revalidation, so that unpublished content disappears.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Respond with the language of the path activated."""
        if edition.is_neutral():
            return _closed(drawn("neutral.html", {}), 503)
        try:
            with translation.override(language_of(request.path_info)):
                response = self._answer(request)
        except BaseException:
            edition.end()
            raise
        if isinstance(response, StreamingHttpResponse) and not isinstance(response, FileResponse):
            response.streaming_content = OneEdition(cast("Iterable[bytes]", response.streaming_content))
        else:
            edition.end()
        response.headers.setdefault("Cache-Control", "no-cache")
        return response

    def _answer(self, request: HttpRequest) -> HttpResponseBase:
        if request.method not in METHODS:
            return _closed(drawn("error.html", words(405)), 405)
        try:
            edition.follow_file()
            edition.begin()
            digest = edition.current().digest
        except (edition.Missing, OSError):
            return _closed(drawn("error.html", words(503)), 503)
        except DatabaseError as reason:
            return self._unreadable(reason)
        validator = etag(f"{digest}{withdrawn.tag()}", timezone.localdate(), request.get_full_path())
        if validator in request.headers.get("If-None-Match", ""):
            unchanged = HttpResponseNotModified()
            unchanged.headers["ETag"] = validator
            return unchanged
        response = self.get_response(request)
        if response.status_code == 200:
            response.headers["ETag"] = validator
        return response

    def _unreadable(self, reason: DatabaseError) -> HttpResponse:
        """If one page of a file cannot be read, others may be wrong too: nothing more of it is shown."""
        logger.error("the register cannot be read: %s", type(reason).__name__)
        edition.distrust(reason)
        return _closed(drawn("error.html", words(503)), 503)

    def process_exception(self, request: HttpRequest, reason: Exception) -> HttpResponse | None:
        """Return an error page that names the invalid parameter, or says that the register cannot be read."""
        if isinstance(reason, DatabaseError) and passes(reason):
            return self._unreadable(reason)
        if isinstance(reason, BadParameter) and request.path_info.startswith("/api/"):
            return JsonResponse({"error": str(reason)}, status=400)
        if isinstance(reason, BadParameter):
            return page("error.html", words(400) | {"sentence": str(reason)}, status=400)
        return None


def _closed(body: str, status: int) -> HttpResponse:
    response = HttpResponse(body, status=status)
    response.headers["Cache-Control"] = "no-store"
    if status == 405:
        response.headers["Allow"] = "GET, HEAD"
    if status == 503:
        response.headers["Retry-After"] = "120"
    return response
