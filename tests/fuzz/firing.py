"""Sending drawn requests at a site and judging the answers: no fault, no trace of the machinery, no long thinking."""

import logging
import re
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from urllib.parse import unquote_to_bytes

from django.db import transaction
from django.http import HttpResponseBase
from django.test import Client

from tests.fuzz.inputs import Inputs

CPU = 2.0
"""Seconds of this process's own work that one answer may take."""
TELLTALE = re.compile(
    rb"Traceback \(most recent|Django Version|django/core/|site-packages|OperationalError|ProgrammingError|DataError"
)
PLACEHOLDER = re.compile(r"<(?:\w+:)?(\w+)>|\(\?P<\w+>[^)]*\)")


@dataclass
class Outcome:
    """What came of a run."""

    requests: int = 0
    statuses: Counter[int] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    longest: float = 0.0

    def __str__(self) -> str:
        told = ", ".join(f"{count} x {status}" for status, count in sorted(self.statuses.items()))
        return f"{self.requests} requests ({told}); longest {self.longest:.2f} s of CPU; {len(self.faults)} faults"


class Noted(logging.Handler):
    """Keeps what is logged as an error."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if record.name.startswith("django.security"):  # a refusal, told loudly
            return
        kind = record.exc_info[1].__repr__()[:300] if record.exc_info else ""
        where = ""
        trace = record.exc_info[2] if record.exc_info else None
        while trace is not None:
            where, trace = f"{trace.tb_frame.f_code.co_filename.rpartition('/')[2]}:{trace.tb_lineno}", trace.tb_next
        self.said.append(f"{record.getMessage()[:100]} {kind} {where}")


@contextmanager
def noting() -> Iterator[Noted]:
    """What is logged as an error within; the rest is not printed."""
    noted, loggers = (
        Noted(),
        [logging.getLogger(name) for name in ("django", "django.request", "casetracker", "cases", "accounts")],
    )
    kept = [(logger.handlers, logger.level, logger.propagate) for logger in loggers]
    for logger in loggers:
        logger.handlers, logger.propagate = [noted], False
    try:
        yield noted
    finally:
        for logger, (handlers, level, propagate) in zip(loggers, kept, strict=True):
            logger.handlers, logger.level, logger.propagate = handlers, level, propagate


def path_of(inputs: Inputs, pattern: str, keys: Iterable[Any]) -> str:
    """An address of that route with drawn parameters; sometimes a character more, less or other."""
    known = [str(key) for key in keys]

    def fill(_match: re.Match[str]) -> str:
        return inputs.random.choice(known) if inputs.random.random() < 0.6 else inputs.quoted()

    path = "/" + PLACEHOLDER.sub(fill, pattern).replace("^", "").replace("$", "").replace("\\", "")
    if inputs.random.random() < 0.08:
        at = inputs.random.randrange(len(path))
        path = path[:at] + inputs.quoted() + path[at + inputs.random.randint(0, 2) :]
    return path


def send(client: Client, inputs: Inputs, path: str, known: dict[str, Any]) -> tuple[str, HttpResponseBase]:
    """Send one drawn request; what it was, in words, and the answer."""
    method, query, headers = inputs.method(), inputs.query(), inputs.headers()
    sent, content_type = inputs.body(known) if method not in ("GET", "HEAD", "get", "TRACE") else (b"", "")
    # As the server hands it over: percent signs decoded, each byte a character.
    given = {"PATH_INFO": unquote_to_bytes(path).decode("latin-1"), "QUERY_STRING": query, **headers}
    if "HTTP_COOKIE" in headers:
        given["HTTP_COOKIE"] = f"{client.cookies.output(header='', sep='; ')}; {headers['HTTP_COOKIE']}".strip("; ")
    words = f"{method} {path}?{query} {headers} {content_type} {sent[:2000]!r}"
    given = {"CONTENT_LENGTH": str(len(sent)), **given, "wsgi.input": Payload(sent)}
    return words, client.request(REQUEST_METHOD=method, CONTENT_TYPE=content_type, **given)


class Payload(BytesIO):
    """The body as a server gives it: reading on past its end gives nothing."""


def fire(
    client_for: Callable[[Inputs], Client], inputs: Inputs, routes: list[str], *, count: int, seconds: float,
    keys: Callable[[str], Iterable[Any]], form_for: Callable[[Client, Inputs, str], dict[str, Any]],
) -> Outcome:  # fmt: skip
    """Send `count` requests, or as many as fit into `seconds`; every change they make is undone."""
    outcome, end = Outcome(), time.monotonic() + seconds
    with noting() as noted:
        while outcome.requests < count and time.monotonic() < end:
            pattern = inputs.random.choice(routes)
            path = path_of(inputs, pattern, keys(pattern))
            client = client_for(inputs)
            cookies = dict(client.cookies)
            with transaction.atomic():
                known = form_for(client, inputs, path)
                began = time.process_time()
                words, response = send(client, inputs, path, known)
                body = b"".join(response) if response.streaming else response.content  # type: ignore[attr-defined, arg-type]
                took = time.process_time() - began
                transaction.set_rollback(True)
            client.cookies.clear()
            client.cookies.update(cookies)
            judge(outcome, words, response.status_code, body, took, noted)
    return outcome


def judge(outcome: Outcome, words: str, status: int, body: bytes, took: float, noted: Noted) -> None:
    """Count the answer, and note what is wrong with it."""
    outcome.requests += 1
    outcome.statuses[status] += 1
    outcome.longest = max(outcome.longest, took)
    wrong = []
    if status >= 500:
        wrong.append(f"status {status}")
    if noted.said:
        wrong.append(f"logged {noted.said}")
    if TELLTALE.search(body):
        wrong.append("tells of the machinery")
    if took > CPU:
        wrong.append(f"took {took:.1f} s")
    if wrong:
        outcome.faults.append(f"{'; '.join(wrong)}: {words}")
    noted.said.clear()
