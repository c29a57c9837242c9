"""Responses and log lines of the server without the request and without its sender."""

from http import HTTPStatus
from typing import Any

from gunicorn.glogging import Logger
from gunicorn.http.errors import LimitRequestHeaders, LimitRequestLine, ParseException, UnsupportedTransferCoding
from gunicorn.util import write_nonblock
from gunicorn.workers.gthread import ThreadWorker

from casetracker.logging_json import JsonFormatter
from casetracker.serving.slow_readers import Outgoing, Sender


class QuietLogger(Logger):
    """Logger that writes the server's events in the format of the sites; there is no access log."""

    def setup(self, cfg: Any) -> None:
        """Set up as gunicorn does, then give every handler our format."""
        super().setup(cfg)
        for handler in self.error_log.handlers:
            handler.setFormatter(JsonFormatter())

    def access(self, *args: Any, **kwargs: Any) -> None:
        """Log nothing: readers are not watched."""


def status_of(error: Exception) -> HTTPStatus:
    """Return the status for a request that is not valid HTTP, or whose handling failed outside the site."""
    if isinstance(error, LimitRequestLine):
        return HTTPStatus.REQUEST_URI_TOO_LONG
    if isinstance(error, LimitRequestHeaders):
        return HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE
    if isinstance(error, UnsupportedTransferCoding):
        return HTTPStatus.NOT_IMPLEMENTED
    return HTTPStatus.BAD_REQUEST if isinstance(error, ParseException) else HTTPStatus.INTERNAL_SERVER_ERROR


def answer_to(error: Exception) -> bytes:
    """Return a complete HTTP response that contains the status and nothing else."""
    status = status_of(error)
    body = f"{status.value} {status.phrase}\n"
    return (
        f"HTTP/1.1 {status.value} {status.phrase}\r\nConnection: close\r\nContent-Type: text/plain; charset=utf-8\r\n"
        "X-Content-Type-Options: nosniff\r\nCache-Control: no-store\r\nContent-Security-Policy: default-src 'none'\r\n"
        f"Content-Length: {len(body)}\r\n\r\n{body}"
    ).encode("ascii")


class HandedOver:
    """Socket whose connection was handed over: it can be closed, and the connection stays open."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    def setblocking(self, flag: bool) -> None:
        """Do nothing: the mode is shared with the new owner of the connection."""

    def shutdown(self, how: int) -> None:
        """Fail, or gunicorn's main thread would wait for the other side to close, which is the sender's job."""
        raise OSError

    def close(self) -> None:
        """Close this side's descriptor."""
        self._connection.close()


class QuietWorker(ThreadWorker):
    """Thread worker of gunicorn that keeps requests out of answers and logs, and does not wait for slow readers.

    The stock worker repeats a bad request in its answer and logs the address; its threads wait for slow readers, and
    its main thread even for readers that do not close.
    """

    def init_process(self) -> None:
        """Start the thread that waits for slow readers instead."""
        self.sender = Sender()
        super().init_process()

    def handle_request(self, req: Any, conn: Any) -> Any:
        """Answer; if the reader does not take everything at once, hand the rest and the connection to the sender."""
        connection = conn.sock
        conn.sock = outgoing = Outgoing(connection)
        try:
            keep = super().handle_request(req, conn)
        except BaseException:
            outgoing.rest.close()
            raise
        finally:
            conn.sock = connection
        if outgoing.rest or not keep:
            self.sender.take(connection.dup(), outgoing.rest)
            conn.sock = HandedOver(connection)
            return False
        return keep

    def handle_error(self, req: Any, client: Any, addr: Any, exc: Exception) -> None:
        """Answer and log without anything from the request."""
        if isinstance(exc, ParseException):
            self.log.warning("A request that is not proper HTTP was refused: %s", type(exc).__name__)
        else:
            self.log.error("A request failed outside the site", exc_info=exc)
        try:
            write_nonblock(client, answer_to(exc))
        except OSError:
            self.log.debug("The refusal could not be sent")
