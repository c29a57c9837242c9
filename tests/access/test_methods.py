"""Whoever only looks changes nothing, and nobody can be made to write from another site."""

import pytest
from django.test import Client

from tests.access.asking import ask, in_words, state
from tests.access.test_routes import SIGNING_OUT, TABLE, cells
from tests.access.world import build, client_of

pytestmark = pytest.mark.django_db(databases=["default", "register"])


@pytest.mark.parametrize(
    "role",
    ["Editor+Reviewer", *(pytest.param(role, marks=pytest.mark.slow) for role in ("Publisher", "Administrator"))],
)
def test_get_of_every_route_writes_nothing(role: str, roles: None) -> None:
    world = build(role)
    client = client_of(world.me)
    wrong = []
    before = state()
    for method, pattern, kind, exact in cells(set(world.keys)):
        if method != "GET" or pattern in SIGNING_OUT:
            continue
        ask(client, world, TABLE[method, pattern, exact], kind)
        if (after := state()) != before:
            wrong.append(f"{pattern} {kind}")
            before = after
    assert not wrong, "\n".join(wrong)


def test_post_to_any_route_without_the_token_is_refused_and_writes_nothing(roles: None) -> None:
    world = build("Editor+Reviewer")
    signed_in = client_of(world.me)
    client = Client(enforce_csrf_checks=True)
    client.cookies.update(signed_in.cookies)
    before = state()
    wrong = []
    for method, pattern, kind, exact in cells(set(world.keys)):
        if method == "POST":
            answer = in_words(ask(client, world, TABLE[method, pattern, exact], kind))
            # Whoever has signed in already in another tab is led on from the sign-in page; nothing is done for it.
            if answer not in ("403", "404") and (pattern, answer) != ("accounts/login/", "302"):
                wrong.append(f"{pattern} {kind}: {answer}")
    assert state() == before
    assert not wrong, "\n".join(wrong)
