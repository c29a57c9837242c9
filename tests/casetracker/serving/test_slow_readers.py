"""Slow readers, and readers who never close, keep nobody else from being answered."""

import hashlib
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from pathlib import Path

import pytest

from casetracker.serving import slow_readers
from tests.check import ROOT

SIZE = 8 * 1024 * 1024  # bytes: more than the network's buffers hold
SLOW = 50
USUAL = 3.0  # seconds for a page, or ten times what it took before where the machine is busy; waiting for readers takes for ever
PROGRAM = f"""
import os
SIZE = {SIZE}
def pieces():
    for number in range(SIZE // 65536):
        yield number.to_bytes(4, "big") * 16384
def application(environ, start_response):
    path = environ["PATH_INFO"]
    if path == "/page":
        start_response("200 OK", [("Content-Length", "4")])
        return [b"page"]
    if path == "/streamed":
        start_response("200 OK", [])
        return pieces()
    if path == "/whole":
        body = b"".join(pieces())
        start_response("200 OK", [("Content-Length", str(len(body)))])
        return [body]
    start_response("200 OK", [("Content-Length", str(SIZE))])
    return environ["wsgi.file_wrapper"](open(os.environ["FILE"], "rb"))
"""
CONTENT = b"".join(number.to_bytes(4, "big") * 16384 for number in range(SIZE // 65536))


@pytest.fixture
def port(tmp_path: Path) -> Iterator[int]:
    """A tiny site under the server of both sites, with its eight threads."""
    (tmp_path / "slowly.py").write_text(PROGRAM)
    (tmp_path / "file").write_bytes(CONTENT)
    with socket.create_server(("127.0.0.1", 0)) as probe:
        free = int(probe.getsockname()[1])
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": f"{ROOT}:{tmp_path}",
        "FILE": str(tmp_path / "file"),
        "CASETRACKER_DEMO": "1",
        "DJANGO_SETTINGS_MODULE": "casetracker.settings.public",
        "CASETRACKER_DATA": str(tmp_path),
    }
    command = [sys.executable, "-m", "gunicorn", "-c", "python:casetracker.serving.gunicorn_conf"]
    with subprocess.Popen([*command, "-b", f"127.0.0.1:{free}", "slowly"], cwd=tmp_path, env=environment) as server:
        try:
            deadline = time.monotonic() + 120
            while time.monotonic() < deadline and server.poll() is None:
                with suppress(OSError):
                    answer_of(free, "/page")
                    break
            yield free
        finally:
            server.terminate()


def opened(port: int, path: str, version: str = "1.1") -> socket.socket:
    """A request that was sent, of whose answer nothing was read. Its reader's end takes little into the buffer."""
    connection = socket.socket()
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    connection.settimeout(30)
    connection.connect(("127.0.0.1", port))
    connection.sendall(f"GET {path} HTTP/{version}\r\nHost: localhost\r\n\r\n".encode())
    return connection


def answer_of(port: int, path: str) -> bytes:
    """A whole answer, read until its end."""
    with socket.create_connection(("127.0.0.1", port), timeout=60) as connection:
        connection.sendall(f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode())
        return read_on(connection)


def seconds_for_a_page(port: int) -> float:
    begun = time.monotonic()
    assert body_of(answer_of(port, "/page")) == b"page"
    return time.monotonic() - begun


def read_on(connection: socket.socket) -> bytes:
    pieces = []
    while piece := connection.recv(1 << 20):
        pieces.append(piece)
    return b"".join(pieces)


def body_of(answer: bytes) -> bytes:
    head, _gap, body = answer.partition(b"\r\n\r\n")
    if b"chunked" not in head:
        return body
    pieces = []
    while body:
        size, _gap, body = body.partition(b"\r\n")
        pieces.append(body[: int(size, 16)])
        body = body[int(size, 16) + 2 :]
    return b"".join(pieces)


@pytest.mark.parametrize("path", ["/file", "/streamed", "/whole"])
def test_fifty_slow_readers_hold_up_no_page_and_get_everything(port: int, path: str) -> None:
    usual = max(USUAL, 10 * seconds_for_a_page(port))
    with ExitStack() as stack:
        readers = [stack.enter_context(opened(port, path)) for _number in range(SLOW)]
        starts = [reader.recv(100) for reader in readers]  # they are all being answered
        for _time in range(5):
            assert seconds_for_a_page(port) < usual
        told = starts[-1] + read_on_slowly(readers[-1])
    assert hashlib.sha256(body_of(told)).digest() == hashlib.sha256(CONTENT).digest()


def read_on_slowly(connection: socket.socket) -> bytes:
    """The rest of an answer on a connection that may be kept open."""
    connection.settimeout(5)
    pieces = []
    with suppress(TimeoutError):
        while piece := connection.recv(1 << 20):
            pieces.append(piece)
    return b"".join(pieces)


def test_readers_who_do_not_close_hold_up_no_page(port: int) -> None:
    """The server ends an answer to HTTP/1.0 by closing, and waits for the other side to close, too."""
    usual = max(USUAL, 10 * seconds_for_a_page(port))
    with ExitStack() as stack:
        readers = [stack.enter_context(opened(port, "/page", "1.0")) for _number in range(20)]
        assert all(reader.recv(4096) for reader in readers)
        assert seconds_for_a_page(port) < usual


def test_connection_is_kept_for_the_next_request(port: int) -> None:
    with opened(port, "/page") as connection:
        for _time in range(3):
            told = b""
            while not told.endswith(b"page"):
                piece = connection.recv(4096)
                assert piece
                told += piece
            connection.sendall(b"GET /page HTTP/1.1\r\nHost: localhost\r\n\r\n")


def test_what_waits_on_disk_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slow_readers, "MOST_ON_DISK", 1000)
    one, other = slow_readers.Rest(), slow_readers.Rest()
    one.add(b"x" * 600)
    with pytest.raises(OSError, match="too much"):
        other.add(b"x" * 600)
    one.close()
    other.add(b"x" * 600)
    other.close()
