"""A reader of the public site. As a program it is the site's own process: the public settings, one register file, no more.

The tests talk to that process through a pipe, one request a line, so what they see came from code that cannot reach the
private database.
"""

import base64
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Ask:
    """A request: the address with its query, the method, more headers; and the route for whose sake it is made."""

    address: str
    method: str = "GET"
    headers: tuple[tuple[str, str], ...] = ()
    route: str = ""


@dataclass(frozen=True)
class Answer:
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes


class Reader:
    """Somebody who asks one public site, in a process of its own, over the register at `register`."""

    def __init__(self, register: Path, fault: str = "") -> None:
        environment = {name: value for name, value in os.environ.items() if not name.startswith("CASETRACKER_")}
        environment |= {
            "DJANGO_SETTINGS_MODULE": "casetracker.settings.public",
            "CASETRACKER_REGISTER": str(register),
            "CASETRACKER_DATA": str(register.parent / "public"),
        }
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.promises.reader", fault],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def ask(self, asked: Ask) -> Answer:
        """What the site answers."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps([asked.address, asked.method, asked.headers]) + "\n")
        self.process.stdin.flush()
        told = json.loads(self.process.stdout.readline())
        headers = tuple(sorted((name, value) for name, value in told["headers"]))
        return Answer(told["status"], headers, base64.b64decode(told["body"]))

    def close(self) -> None:
        """End the process."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.close()
        self.process.wait(30)
        self.process.stdout.close()


@contextmanager
def readers(*registers: Path, fault: str = "") -> Iterator[list[Reader]]:
    """One reader for each register."""
    made = [Reader(register, fault) for register in registers]
    try:
        yield made
    finally:
        for reader in made:
            reader.close()


def serve(application: Any) -> None:
    """Answer requests from standard input until it ends."""
    from django.test.client import RequestFactory

    out = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # whatever is printed goes to the test's error output, not among the answers
    for line in sys.stdin:
        address, method, headers = json.loads(line)
        environ = RequestFactory(SERVER_NAME="localhost").generic(method, address, headers=dict(headers)).environ
        status: list[Any] = []

        def start(line: str, told: list[tuple[str, str]], *_error: Any, status: list[Any] = status) -> None:
            status[:] = [int(line.split(maxsplit=1)[0]), told]

        response = application(environ, start)
        body = b"".join(response)
        response.close()
        answer = {"status": status[0], "headers": status[1], "body": base64.b64encode(body).decode()}
        out.write(json.dumps(answer) + "\n")
        out.flush()


if __name__ == "__main__":
    import django
    from django.conf import settings

    # Hashed names exist only where files were collected for serving.
    settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
    django.setup()
    if sys.argv[1]:
        from tests.promises import site_leaks

        getattr(site_leaks, sys.argv[1])()
    from casetracker.wsgi_public import application

    serve(application)
