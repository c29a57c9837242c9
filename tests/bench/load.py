"""Ask a server many times, and tell what that cost it."""

import http.client
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import cycle, islice

from tests.bench.server import Server

AT_ONCE = 4  # requests in flight
MOST_SECONDS = 6.0  # a slow scenario is cut off
Address = tuple[str, dict[str, str]]


@dataclass(frozen=True)
class Cost:
    """CPU milliseconds of the server a request, requests a second, 95th percentile in milliseconds, how many were asked."""

    cpu: float
    rate: float
    p95: float
    requests: int


def measure(server: Server, addresses: Sequence[Address], *, requests: int, expected: int = 200) -> Cost:
    """Ask these addresses in turn. Both workers are warmed up before; a wrong answer is an error."""
    _ask_all(server.port, list(islice(cycle(addresses), 16)), expected, time.monotonic() + MOST_SECONDS)
    asked = list(islice(cycle(addresses), requests))
    before, started = server.cpu(), time.monotonic()
    times = _ask_all(server.port, asked, expected, started + MOST_SECONDS)
    taken, used = time.monotonic() - started, server.cpu() - before
    times.sort()
    return Cost(used * 1000 / len(times), len(times) / taken, times[int(len(times) * 0.95)] * 1000, len(times))


def _ask_all(port: int, addresses: Sequence[Address], expected: int, deadline: float) -> list[float]:
    def ask(address: Address) -> float:
        if time.monotonic() > deadline:
            return -1.0
        started = time.monotonic()
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        connection.request("GET", address[0], headers={"Host": "localhost", **address[1]})
        response = connection.getresponse()
        response.read()
        connection.close()
        if response.status != expected:
            raise RuntimeError(f"{address[0]} answered {response.status} and not {expected}.")
        return time.monotonic() - started

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return [taken for taken in pool.map(ask, addresses) if taken >= 0]
