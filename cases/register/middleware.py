"""What every request to the public site passes first: is there a register, which edition, which language."""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified, JsonResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone, translation

from cases.register import edition
from cases.register.filters.base import BadParameter
from cases.register.languages import language_of
from cases.register.release import release
from cases.register.templating import drawn, page
from cases.register.views.errors import words

METHODS = frozenset({"GET", "HEAD"})


def chosen() -> str:
    """What the organisation chose of how pages look."""
    return repr([getattr(settings, name, None) for name in ("SMALL_CELLS", "CONTACT", "DISCREET_TITLES", "DEMO")])


def etag(digest: str, day: date, address: str) -> str:
    """The validator of one address: it changes with the edition, the site's version and the day, and tells none of them."""
    told = hashlib.sha256(f"{digest} {release()} {chosen()} {day.isoformat()} {address}".encode()).hexdigest()
    return f'"{told[:32]}"'


class OneEdition:
    """What a response streams, all of one edition. The server closes it, also where nobody reads it to its end or at all."""

    def __init__(self, streamed: Iterable[bytes]) -> None:
        self._streamed = streamed

    def __iter__(self) -> Iterator[bytes]:
        return iter(self._streamed)

    def close(self) -> None:
        """Let go of the file that was read."""
        edition.end()


class RegisterMiddleware:
    """Answers for the register as a whole: not there, hidden behind the neutral page, not changed since.

    Pages depend on the edition, the address and the day alone, so one validator serves them all and a reader who has the
    page already costs one look at the edition. Nothing may be shown again without asking: what is withdrawn is gone.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, with the language of the path in force."""
        if edition.is_neutral():
            return _closed(drawn("neutral.html", {}), 503)
        try:
            with translation.override(language_of(request.path_info)):
                response = self._answer(request)
        except BaseException:
            edition.end()
            raise
        if isinstance(response, StreamingHttpResponse):
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
        except edition.Missing:
            return _closed(drawn("error.html", words(503)), 503)
        validator = etag(digest, timezone.localdate(), request.get_full_path())
        if validator in request.headers.get("If-None-Match", ""):
            unchanged = HttpResponseNotModified()
            unchanged.headers["ETag"] = validator
            return unchanged
        response = self.get_response(request)
        if response.status_code == 200:
            response.headers["ETag"] = validator
        return response

    def process_exception(self, request: HttpRequest, reason: Exception) -> HttpResponse | None:
        """Say in a sentence which parameter cannot be read."""
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
