"""Both sites as the units start them: with the installed settings, sockets from systemd, health, metrics and log."""

import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from tests.deploy.installing import HOSTS, bare, install, variables

ACTIVATE = shutil.which("systemd-socket-activate")
PROXIED = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.9"}


class Connection(http.client.HTTPConnection):
    """A connection to a socket in the file system."""

    def __init__(self, path: Path) -> None:
        super().__init__("localhost", timeout=60)
        self.place = path

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(60)
        self.sock.connect(str(self.place))


def ask(path: Path, address: str, **headers: str) -> tuple[int, str, Any]:
    connection = Connection(path)
    connection.request("GET", address, headers=headers)
    answer = connection.getresponse()
    try:
        return answer.status, answer.read().decode(), answer.headers
    finally:
        connection.close()


@contextmanager
def running(root: Path, site: str) -> Iterator[tuple[Path, Path, Path]]:
    """Socket, metrics socket and log of a site that runs with the installed settings in the folders of the test."""
    install(root, *HOSTS)
    written = variables(root / f"etc/casetracker/{site}.env")
    here = {name: f"{root}{value}" if value.startswith("/") else value for name, value in written.items()}
    place, metrics, log = root / "s.sock", root / "m.sock", root / "log"
    environment = {**bare(), **here, "CASETRACKER_METRICS": str(metrics), "CASETRACKER_WORKERS": "2"}
    module = "casetracker.wsgi" if site == "private" else "casetracker.wsgi_public"
    command = ["-m", "gunicorn", "-c", "python:casetracker.serving.gunicorn_conf", f"{module}:application"]
    passed = [part for name, value in environment.items() for part in ("-E", f"{name}={value}")]
    with log.open("wb") as output:
        process = subprocess.Popen(
            [str(ACTIVATE), "-l", str(place), *passed, sys.executable, *command],
            cwd=settings.BASE_DIR, env=environment, stdout=output, stderr=output,
        )  # fmt: skip
    try:
        wait_for(place)
        yield place, metrics, log
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


def wait_for(path: Path) -> None:
    deadline = time.monotonic() + 60
    while not path.exists():
        assert time.monotonic() < deadline, f"{path} did not appear"
        os.sched_yield()


@pytest.mark.skipif(ACTIVATE is None, reason="systemd-socket-activate is not on this machine")
@pytest.mark.parametrize("site", ["private", "public"])
def test_site_starts_with_the_installed_settings(tmp_path: Path, site: str) -> None:
    (host,) = ({"private": "staff.example.org", "public": "example.org"}[site],)
    with running(tmp_path, site) as (place, metrics, log):
        status, said, _headers = ask(place, "/health")
        assert (status, said.splitlines()[0]) == (503, "ok: no")  # neither a database nor a register was made
        status, page, _headers = ask(place, "/", Host=host, **PROXIED)
        assert status == 503
        assert "prepare" in page  # the sentence for the operator
        assert ask(place, "/", Host=host)[0] in (301, 503)
        assert ask(place, "/nothing", Host="elsewhere.example", **PROXIED)[0] in (400, 503)
        wait_for(metrics)
        status, text, _headers = ask(metrics, "/metrics")
        assert status == 200
        counted = sum(
            int(line.split()[1]) for line in text.splitlines() if line.startswith("casetracker_requests_total{")
        )
        assert counted == 4
        assert "casetracker_healthy 0\n" in text
        for kept_out in ("203.0.113.9", host, "nothing", "/health"):
            assert kept_out not in text
        assert ask(metrics, "/other")[0] == 404
        assert metrics.stat().st_mode & 0o007 == 0
    events = [json.loads(line)["event"] for line in log.read_text().splitlines() if line.startswith('{"time"')]
    assert any("Booting worker" in event for event in events)
    assert not [event for event in events if "%s" in event]
    assert "203.0.113.9" not in log.read_text()
