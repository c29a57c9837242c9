"""Both servers live and end together, and the public one is started without anything private."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from casetracker.serving.supervisor import Site
from tests.check import ROOT

# Serves two tiny sites through the real supervisor and prints "ready" when it announces them.
PROGRAM = """
import sys
from casetracker.serving.supervisor import Site, run
sites = [Site("first", "tiny", int(sys.argv[1])), Site("second", "tiny", int(sys.argv[2]), public=True)]
sys.exit(run(sites, announce=lambda: print("ready", flush=True)))
"""
TINY = """
import os
def application(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [str(os.getppid()).encode()] if environ["REQUEST_METHOD"] == "GET" else []
"""


def free_ports() -> tuple[int, int]:
    with socket.create_server(("127.0.0.1", 0)) as one, socket.create_server(("127.0.0.1", 0)) as two:
        return one.getsockname()[1], two.getsockname()[1]


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0


def wait_until_free(ports: tuple[int, int]) -> bool:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        if all(is_free(port) for port in ports):
            return True
        time.sleep(0.05)
    return False


@contextmanager
def started(tmp_path: Path, ports: tuple[int, int]) -> Iterator[subprocess.Popen[str]]:
    (tmp_path / "tiny.py").write_text(TINY)
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM, *map(str, ports)],
        cwd=tmp_path, env={**os.environ, "PYTHONPATH": f"{ROOT}:{tmp_path}"}, stdout=subprocess.PIPE, text=True,
    ) as process:  # fmt: skip
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        try:
            yield process
        finally:
            process.kill()


def arbiter_of(port: int) -> int:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/") as answer:
        return int(answer.read())


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_run_when_asked_to_stop_stops_both_and_ends_with_0(tmp_path: Path, number: int) -> None:
    ports = free_ports()
    with started(tmp_path, ports) as process:
        process.send_signal(number)
        assert process.wait(30) == 0
    assert all(is_free(port) for port in ports)


@pytest.mark.slow
def test_run_when_one_server_dies_ends_the_other_with_its_code(tmp_path: Path) -> None:
    ports = free_ports()
    with started(tmp_path, ports) as process:
        os.kill(arbiter_of(ports[1]), signal.SIGKILL)
        assert process.wait(30) == 128 + signal.SIGKILL
    assert wait_until_free(ports)


@pytest.mark.slow
def test_run_when_killed_itself_leaves_no_server(tmp_path: Path) -> None:
    ports = free_ports()
    with started(tmp_path, ports) as process:
        process.kill()
    assert wait_until_free(ports)


def test_environment_of_the_public_site_has_no_private_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("SECRET_KEY", "FIELD_KEYS", "DATABASE_URL", "REGISTER", "ANYTHING_ADDED_LATER"):
        monkeypatch.setenv(f"CASETRACKER_{name}", "x")
    public = Site("public site", "casetracker.wsgi_public", 8001, public=True).environment(9)
    private = Site("private site", "casetracker.wsgi", 8000).environment(9)
    ours = {name for name in public if name.startswith("CASETRACKER_")}
    assert "CASETRACKER_REGISTER" in ours
    assert not ours & {
        f"CASETRACKER_{name}" for name in ("SECRET_KEY", "FIELD_KEYS", "DATABASE_URL", "ANYTHING_ADDED_LATER")
    }
    assert private["CASETRACKER_SECRET_KEY"] == "x"
