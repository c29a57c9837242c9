"""Supervisor of both sites: two server processes that start and end together."""

import http.client
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType

from casetracker.environment import PREFIX
from casetracker.serving.ports import loopback_addresses

# The only variables of ours that reach the public process: it gets no database and no key.
PUBLIC_VARIABLES = {
    PREFIX + name
    for name in (
        *(
            "DATA",
            "REGISTER",
            "DOWNLOADS",
            "DEMO",
            "ALLOWED_HOSTS",
            "TIME_ZONE",
            "DISCREET_TITLES",
            "SMALL_CELLS",
            "CONTACT",
        ),
        *("WORKERS", "THREADS", "LIFELINE"),
    )
}
STARTING = 120.0  # seconds a server may take until its first answer
STOPPING = 15.0  # seconds it may take to finish what it is answering


@dataclass(frozen=True)
class Site:
    """One site: its name, WSGI module and port."""

    name: str
    wsgi: str
    port: int
    public: bool = False

    def command(self) -> list[str]:
        """Return the command line of its server, on the loopback addresses."""
        addresses = [f"[{host}]:{self.port}" if ":" in host else f"{host}:{self.port}" for host in loopback_addresses()]
        return [
            *(sys.executable, "-m", "gunicorn", "-c", "python:casetracker.serving.gunicorn_conf"),
            *(part for address in addresses for part in ("--bind", address)),
            f"{self.wsgi}:application",
        ]

    def environment(self, lifeline: int) -> dict[str, str]:
        """Return the environment of its server; the public site's contains nothing private."""
        inherited = {
            name: value
            for name, value in os.environ.items()
            if not self.public or not name.startswith(PREFIX) or name in PUBLIC_VARIABLES
        }
        inherited.pop("DJANGO_SETTINGS_MODULE", None)
        return {**inherited, f"{PREFIX}LIFELINE": str(lifeline)}

    def answers(self) -> bool:
        """Return whether it answers a request, with any status."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("HEAD", "/", headers={"Host": f"localhost:{self.port}"})
            connection.getresponse()
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()
        return True


class Stopped(Exception):
    """Raised when a signal asks us to stop."""


Ends = queue.Queue[tuple[Site, int]]


def run(sites: Iterable[Site], *, announce: Callable[[], None]) -> int:
    """Serve all sites until one ends or we are asked to stop; call announce once all of them answer.

    Returns 0 when asked to stop, else the exit code of the site that ended first (128 + n for signal n).
    """
    ends: Ends = queue.Queue()
    running: list[subprocess.Popen[bytes]] = []
    read_end, write_end = os.pipe()
    with _stop_signals():
        try:
            for site in sites:
                running.append(_start(site, read_end, ends))
            return _watch(list(sites), ends, announce)
        except Stopped:
            return 0
        finally:
            _refuse_signals()
            _stop(running)
            os.close(write_end)
            os.close(read_end)


def _start(site: Site, lifeline: int, ends: Ends) -> subprocess.Popen[bytes]:
    # A session of its own, so that Ctrl-C in the terminal reaches only us and we stop the servers in order.
    process = subprocess.Popen(  # noqa: S603
        site.command(), env=site.environment(lifeline), pass_fds=(lifeline,), start_new_session=True
    )
    threading.Thread(target=lambda: ends.put((site, process.wait())), daemon=True).start()
    return process


def _watch(sites: list[Site], ends: Ends, announce: Callable[[], None]) -> int:
    deadline = time.monotonic() + STARTING
    pending = list(sites)
    while pending:
        pending = [site for site in pending if not site.answers()]
        if time.monotonic() > deadline:
            print(f"The {pending[0].name} did not answer within {STARTING:.0f} seconds.", file=sys.stderr)  # noqa: T201
            return 1
        try:
            return _code(*ends.get(timeout=0.2))
        except queue.Empty:
            continue
    announce()
    return _code(*ends.get())


def _code(site: Site, returncode: int) -> int:
    code = 128 - returncode if returncode < 0 else returncode
    print(f"The {site.name} ended (exit code {code}); stopping the other.", file=sys.stderr)  # noqa: T201
    return code


def _stop(running: list[subprocess.Popen[bytes]]) -> None:
    deadline = time.monotonic() + STOPPING
    for process in running:
        if process.poll() is None:
            process.terminate()
    for process in running:
        try:
            process.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@contextmanager
def _stop_signals() -> Iterator[None]:
    def stop(number: int, frame: FrameType | None) -> None:
        raise Stopped

    before = {number: signal.signal(number, stop) for number in SIGNALS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _refuse_signals() -> None:
    """Ignore signals: a second Ctrl-C while stopping must not leave a server behind."""
    for number in SIGNALS:
        signal.signal(number, signal.SIG_IGN)
