"""The public site as files, so that any web server answers from a folder: every page of the sitemap and what they link to.

Pages are rendered by the site's own views (files_only.py says what is left out of them).
"""

import re
import shutil
from collections.abc import Callable
from html import unescape
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit
from wsgiref.util import setup_testing_defaults

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler

from cases.public_site import addresses
from cases.public_site.editions import files_only
from cases.public_site.languages import DEFAULT, LANGUAGES

LOCATION = re.compile(r"<loc>([^<]*)</loc>")
NOWHERE = "/404/"  # no page has this address


class NotAnswered(Exception):
    """Raised if the site does not answer one of its own links; the text is a sentence."""


class Answer(NamedTuple):
    """What the site answers to one address."""

    status: int
    kind: str
    body: bytes


class Mirror:
    """Writes the pages of a site at `origin` ("https://example.org") below a folder."""

    def __init__(self, site: Path, origin: str) -> None:
        self.site, self.origin = site, urlsplit(origin)
        self.application = WSGIHandler()
        self.written: set[str] = set()
        self.waiting: list[str] = []

    def write(self) -> int:
        """Write all of it; return the number of pages."""
        shutil.copytree(
            settings.STATIC_ROOT, self.site / "static", ignore=shutil.ignore_patterns("*.gz", "*.br", "*.json")
        )
        self._write_file("404.html", self._rewritten(NOWHERE, self._answer(NOWHERE).body))
        home = addresses.page(settings.LANGUAGE_CODE if settings.LANGUAGE_CODE in LANGUAGES else DEFAULT)
        self._write_file("index.html", f'<!doctype html><meta http-equiv="refresh" content="0; url={home}">\n'.encode())
        self.waiting = [addresses.page(code) for code in LANGUAGES]
        self._write_file("robots.txt", self._answer("/robots.txt").body)
        self._write_sitemap("/sitemap.xml")
        while self.waiting:
            address = self.waiting.pop()
            if address not in self.written:
                self.written.add(address)
                self._write_page(address)
        return len(self.written)

    def _write_sitemap(self, path: str) -> None:
        """Write the sitemap or one of its parts, and note the pages that it lists."""
        body = self._answer(path).body
        self._write_file(path[1:], body)
        for location in LOCATION.findall(body.decode()):
            listed = urlsplit(unescape(location)).path
            if listed.startswith("/sitemap-"):
                self._write_sitemap(listed)
            else:
                self.waiting.append(listed)

    def _write_page(self, address: str) -> None:
        answer = self._answer(address)
        if answer.status == 404:
            return  # answered by 404.html, as by the site itself
        if answer.status != 200:
            raise NotAnswered(f"{address} was answered with {answer.status}.")
        body = self._rewritten(address, answer.body) if answer.kind.startswith("text/html") else answer.body
        path = files_only.file_address(address) or ""
        self._write_file(f"{path[1:]}index.html" if path.endswith("/") else path[1:], body)

    def _write_file(self, path: str, body: bytes) -> None:
        target = self.site / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(body)

    def _rewritten(self, address: str, body: bytes) -> bytes:
        """The page as it lies on a server of files; the pages that it links to are noted."""
        page = files_only.Page(address)
        page.feed(body.decode())
        page.close()
        self.waiting += page.linked
        return "".join(page.pieces).encode()

    def _answer(self, address: str) -> Answer:
        path, _mark, query = address.partition("?")
        environ: dict[str, Any] = {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "HTTP_HOST": self.origin.netloc,
            "SERVER_NAME": self.origin.hostname or "",
            "wsgi.url_scheme": self.origin.scheme,
            "wsgi.input": BytesIO(),
            "HTTP_X_FORWARDED_PROTO": self.origin.scheme,
            "REMOTE_ADDR": "127.0.0.1",
        }
        setup_testing_defaults(environ)
        told: list[tuple[str, list[tuple[str, str]]]] = []

        def start(status: str, headers: list[tuple[str, str]], _error: Any = None, /) -> Callable[[bytes], object]:
            told.append((status, headers))
            return lambda _piece: None  # nothing is written but the body

        response = self.application(environ, start)
        try:
            body = b"".join(response)
        finally:
            response.close()
        status, headers = told[0]
        return Answer(int(status.partition(" ")[0]), dict(headers).get("Content-Type", ""), body)
