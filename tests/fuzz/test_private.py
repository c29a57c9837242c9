"""The private site under drawn requests, as every role and as a stranger."""

from random import Random
from typing import Any

import pytest
from django.test import Client

from tests.access.asking import noun_of
from tests.access.routes import walk
from tests.access.world import ROLES, build, client_of
from tests.cases.admin.pages import form_of
from tests.fuzz.firing import fire
from tests.fuzz.inputs import Inputs, field_names

pytestmark = pytest.mark.django_db(databases=["default", "register"])


def run(role: str, seed: int, count: int, seconds: float) -> None:
    """Send `count` drawn requests as `role`; half of those that may change something send a spoilt form of the page."""
    world = build(role)
    client = client_of(world.me)
    routes = [pattern for pattern, _name in walk()]

    def keys(pattern: str) -> list[Any]:
        noun = noun_of(pattern)
        return [key for (known, _kind), key in world.keys.items() if known == noun] or ["1", "person", "case"]

    def form_for(client: Client, inputs: Inputs, path: str) -> dict[str, Any]:
        if not path.endswith(("/change/", "/add/")) or "%" in path or inputs.random.random() < 0.5:
            return {}
        response = client.get(path)
        return form_of(response.content.decode()) if response.status_code == 200 else {}

    outcome = fire(
        lambda _inputs: client, Inputs(Random(f"{role} {seed}"), field_names()), routes, count=count, seconds=seconds,
        keys=keys, form_for=form_for,
    )  # fmt: skip
    print(f"{role}: {outcome}")
    assert not outcome.faults, "\n".join([str(outcome), *outcome.faults[:20]])


@pytest.mark.parametrize("role", ROLES)
def test_no_drawn_request_breaks_the_private_site(role: str, roles: None) -> None:
    run(role, seed=1, count=100, seconds=60)


@pytest.mark.slow
@pytest.mark.parametrize("role", ROLES)
def test_no_drawn_request_of_many_breaks_the_private_site(role: str, roles: None) -> None:
    run(role, seed=2, count=1600, seconds=600)
