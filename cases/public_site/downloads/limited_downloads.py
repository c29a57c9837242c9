"""Downloads generated for one reader: a limited number at a time, so that pages are still answered."""

from collections.abc import Iterable, Iterator
from threading import BoundedSemaphore

from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

from cases.public_site.templating import drawn
from cases.public_site.views.public_errors import words

AT_ONCE = 2  # per process, which has eight threads
SOON = "15"  # seconds
_drawing = BoundedSemaphore(AT_ONCE)


class _Turn:
    """Iterator over a file that frees its slot when the file is complete or the client disconnects."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self._pieces, self._has_turn = pieces, True

    def __iter__(self) -> Iterator[bytes]:
        try:
            yield from self._pieces
        finally:
            self.close()

    def close(self) -> None:
        """Free the slot for the next download."""
        if self._has_turn:
            self._has_turn = False
            _drawing.release()

    def __del__(self) -> None:
        self.close()  # a response that is dropped unsent, as for a HEAD request, closes nothing itself


def streamed(pieces: Iterable[bytes], *, media_type: str, name: str) -> HttpResponseBase:
    """A streamed file; 503 if all slots are in use."""
    if not _drawing.acquire(blocking=False):
        return later()
    response = StreamingHttpResponse(_Turn(pieces), content_type=media_type)
    # A neutral name: a file named after the register would incriminate the person who has it.
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def later() -> HttpResponse:
    """503 with Retry-After: the file will be available soon."""
    response = HttpResponse(drawn("error.html", words(503)), status=503)
    response.headers["Retry-After"] = SOON
    response.headers["Cache-Control"] = "no-store"
    return response
