"""The server's own answers and log lines without what was sent and without who sent it."""

from http import HTTPStatus
from typing import Any

from gunicorn.glogging import Logger
from gunicorn.http.errors import LimitRequestHeaders, LimitRequestLine, ParseException, UnsupportedTransferCoding
from gunicorn.util import write_nonblock
from gunicorn.workers.gthread import ThreadWorker

from casetracker.logs import JsonFormatter


class QuietLogger(Logger):
    """Writes the server's events as the sites write theirs; there is no access log."""

    def setup(self, cfg: Any) -> None:
        """Set up as gunicorn does, then give every handler our format."""
        super().setup(cfg)
        for handler in self.error_log.handlers:
            handler.setFormatter(JsonFormatter())

    def access(self, *args: Any, **kwargs: Any) -> None:
        """Keep nothing: readers are not watched."""


def status_of(error: Exception) -> HTTPStatus:
    """Return what to answer to a request that is not proper HTTP, or whose handling failed outside the site."""
    if isinstance(error, LimitRequestLine):
        return HTTPStatus.REQUEST_URI_TOO_LONG
    if isinstance(error, LimitRequestHeaders):
        return HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE
    if isinstance(error, UnsupportedTransferCoding):
        return HTTPStatus.NOT_IMPLEMENTED
    return HTTPStatus.BAD_REQUEST if isinstance(error, ParseException) else HTTPStatus.INTERNAL_SERVER_ERROR


def answer_to(error: Exception) -> bytes:
    """Return a whole HTTP answer that says the status and nothing else."""
    status = status_of(error)
    body = f"{status.value} {status.phrase}\n"
    return (
        f"HTTP/1.1 {status.value} {status.phrase}\r\nConnection: close\r\nContent-Type: text/plain; charset=utf-8\r\n"
        "X-Content-Type-Options: nosniff\r\nCache-Control: no-store\r\nContent-Security-Policy: default-src 'none'\r\n"
        f"Content-Length: {len(body)}\r\n\r\n{body}"
    ).encode("ascii")


class QuietWorker(ThreadWorker):
    """gunicorn's worker with threads; the stock one repeats a bad request in its answer and logs the address."""

    def handle_error(self, req: Any, client: Any, addr: Any, exc: Exception) -> None:
        """Answer and log without the request."""
        if isinstance(exc, ParseException):
            self.log.warning("A request that is not proper HTTP was refused: %s", type(exc).__name__)
        else:
            self.log.error("A request failed outside the site", exc_info=exc)
        try:
            write_nonblock(client, answer_to(exc))
        except OSError:
            self.log.debug("The refusal could not be sent")
