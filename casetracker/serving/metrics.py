"""Metrics of one site in Prometheus text, on a socket in the file system: numbers of requests by status class, and the
gauges of its health. No path, no query, no address, no time of a single request.

The counters are shared by all workers. Each worker waits for one lock; who has it serves the socket, and when that
worker ends the next one takes over.
"""

import fcntl
import http
import multiprocessing
import os
import threading
from collections.abc import Iterable
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from socketserver import UnixStreamServer
from typing import Any

from django import db

from casetracker.health import Health, examine

CLASSES = ("1xx", "2xx", "3xx", "4xx", "5xx")
PREFIX = "casetracker"
PATIENCE = 5  # seconds for a request of the collector
# Made when the server starts, before it forks.
_counters = multiprocessing.Array("Q", len(CLASSES))


def count(status: object) -> None:
    """Count one answered request; `status` is as gunicorn knows it: 200, or "200 OK"."""
    first = str(status)[:1]
    if first in "12345" and first:
        with _counters.get_lock():
            _counters[int(first) - 1] += 1


def text() -> str:
    """Everything that is told, in the text format of Prometheus."""
    return "".join(f"{line}\n" for line in (*_requests(), *_gauges(examine())))


def _requests() -> Iterable[str]:
    yield f"# TYPE {PREFIX}_requests_total counter"
    for name, number in zip(CLASSES, _counters[:], strict=True):
        yield f'{PREFIX}_requests_total{{status="{name}"}} {number}'


def _gauges(health: Health) -> Iterable[str]:
    for name, value in {"healthy": int(health.ok), **health.gauges}.items():
        yield f"# TYPE {PREFIX}_{name.partition('{')[0]} gauge"
        yield f"{PREFIX}_{name} {value:g}"


class Handler(BaseHTTPRequestHandler):
    """Answers GET /metrics; writes no log."""

    timeout = PATIENCE

    def do_GET(self) -> None:
        """Answer with the metrics."""
        if self.path != "/metrics":
            self._answer(http.HTTPStatus.NOT_FOUND, "")
            return
        try:
            body = text()
        finally:
            db.connections.close_all()  # this thread's own
        self._answer(http.HTTPStatus.OK, body)

    def _answer(self, status: http.HTTPStatus, body: str) -> None:
        content = body.encode("ascii")
        self.send_response_only(status)
        self.send_header("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *args: Any) -> None:
        """Log nothing."""


class Server(UnixStreamServer):
    """Serves one request after the other; one that breaks off is nobody's concern."""

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Do not print a traceback: it may name values."""

    def server_bind(self) -> None:
        """Take the place of a socket that an ended worker left; only its own user and group may connect."""
        Path(str(self.server_address)).unlink(missing_ok=True)
        self.socket.bind(self.server_address)
        Path(str(self.server_address)).chmod(0o660)


def start(path: Path) -> None:
    """Serve the metrics at `path` from a thread of this worker, as soon as no other worker does."""
    threading.Thread(target=_serve, args=(path,), daemon=True, name="metrics").start()


def _serve(path: Path) -> None:
    lock = os.open(f"{path}.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    fcntl.flock(lock, fcntl.LOCK_EX)  # released by the kernel when this worker ends
    with Server(str(path), Handler) as server:
        server.serve_forever()
