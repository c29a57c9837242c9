"""Promise 1 on the public site itself: two worlds of one plan answer every request with the same bytes."""

import os
from collections.abc import Iterable
from hashlib import sha256

import pytest

from tests.promises.proof import RICH, Seen
from tests.promises.reader import Answer, Ask, readers
from tests.promises.routes import TABLE, Known, public_routes, requests, some_of


def test_every_public_route_stands_in_the_table() -> None:
    assert sorted(set(public_routes())) == sorted(TABLE)


def known_of(one: Seen, other: Seen) -> Known:
    """What is asked after: of both worlds the same."""
    rows = [row for whole in RICH.aggregates for row in whole.rows if row.noun == "photo"]
    pictures = [str(row.values["sha256"]) for row in rows if "sha256" in row.values] + [
        one.secrets[0],
        other.secrets[0],
    ]
    return Known(RICH, (*one.secrets, *other.secrets), tuple(sha256(text.encode()).hexdigest() for text in pictures))


def telling(ask: Ask, one: Answer, other: Answer, secrets: tuple[str, ...]) -> list[str]:
    """What two answers to one request tell about the worlds behind them, and what no answer may be."""
    found = []
    if one != other:
        found.append(f"{ask}: {one.status} and {other.status} differ")
    if one.status >= 500:
        found.append(f"{ask}: {one.status}")
    seen = f"{one.headers}{one.body.decode('utf-8', 'replace')}".casefold()
    # What was searched for may be repeated; nothing else that is private may be said.
    found += [f"{ask}: “{word}”" for word in secrets if word in seen and word not in ask.address.casefold()]
    return found


def all_telling(one: Seen, other: Seen, asks: Iterable[Ask], *, fault: str = "") -> list[str]:
    """What the sites over the registers of two worlds tell about them when they are asked this."""
    # Whoever publishes at another hour has a file of another age.
    os.utime(other.register, (1_700_000_000, 1_700_000_000))
    found: list[str] = []
    answered = {""}
    with readers(one.register, other.register, fault=fault) as (first, second):
        for ask in asks:
            answers = first.ask(ask), second.ask(ask)
            found += telling(ask, *answers, (*one.secrets, *other.secrets))
            answered |= {ask.route} if answers[0].status in (200, 302) else set()
    asked = {ask.route for ask in asks}
    return found + [f"nothing that is there was asked of {route}" for route in asked - answered]


@pytest.mark.django_db(databases=["default", "register"])
def test_two_worlds_answer_some_requests_to_every_route_alike(rich: tuple[Seen, Seen]) -> None:
    assert all_telling(*rich, list(some_of(requests(known_of(*rich), languages=("en",))))) == []


@pytest.mark.slow
@pytest.mark.django_db(databases=["default", "register"])
def test_two_worlds_answer_every_request_alike(rich: tuple[Seen, Seen]) -> None:
    assert all_telling(*rich, list(requests(known_of(*rich)))) == []


@pytest.mark.parametrize("fault", ["age_of_the_file"])
@pytest.mark.django_db(databases=["default", "register"])
def test_fault_of_the_site_turns_the_proof_red(fault: str, rich: tuple[Seen, Seen]) -> None:
    asks = [ask for ask in requests(known_of(*rich), ("en",), only=("home", "about")) if ask.method == "GET"]
    assert all_telling(*rich, asks) == []
    assert all_telling(*rich, asks, fault=fault) != []
