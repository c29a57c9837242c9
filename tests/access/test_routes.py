"""Every route of the private site x every role x one's own, others', restricted and unknown records."""

from collections import defaultdict
from typing import Any

import pytest
from django.db import transaction

from tests.access.asking import ask, in_words, noun_of, plain, state
from tests.access.routes import walk
from tests.access.table import lines
from tests.access.world import OTHERS, OWN, RESTRICTED, ROLES, UNKNOWN, build, client_of

pytestmark = pytest.mark.django_db(databases=["default", "register"])
TABLE = {(line.method, line.pattern, line.kind): line for line in lines()}
DENIED = {"403", "404", "405", "in"}
SIGNING_OUT = ("accounts/logout/", "admin/logout/", "accounts/sessions/end/")


def cells(kinds: set[tuple[str, str]]) -> list[tuple[str, str, str, str]]:
    """(method, route, kind of record asked for, line's kind) of every request; `kinds`: the records there are."""
    asked = []
    for method, pattern in sorted({(method, pattern) for method, pattern, _kind in TABLE}):
        noun = noun_of(pattern)
        for kind in (OWN, OTHERS, RESTRICTED, UNKNOWN):
            if (kind != OTHERS and "<" not in pattern) or (kind in (OWN, RESTRICTED) and (noun, kind) not in kinds):
                continue
            exact = UNKNOWN if kind == RESTRICTED else kind
            found = exact if (method, pattern, exact) in TABLE else OTHERS
            if (method, pattern, found) in TABLE:
                asked.append((method, pattern, kind, found))
    return asked


def test_every_route_is_in_the_table_and_nothing_else_is() -> None:
    routes = {pattern for pattern, _name in walk()}
    for method in ("GET", "POST"):
        told = {line.pattern for line in TABLE.values() if line.method == method}
        assert told == routes, (method, told ^ routes)


@pytest.mark.parametrize("role", ROLES)
def test_every_route_answers_as_the_table_says(role: str, roles: None) -> None:
    """And what is restricted is answered byte for byte like what never was; what is refused changes nothing."""
    world = build(role)
    client = client_of(world.me)
    cookies = dict(client.cookies)
    wrong: list[str] = []
    alike: dict[tuple[str, str], dict[str, Any]] = defaultdict(dict)
    before = state()
    for method, pattern, kind, exact in cells(set(world.keys)):
        line = TABLE[method, pattern, exact]
        client.cookies.clear()  # some routes sign out
        client.cookies.update(cookies)
        with transaction.atomic():
            response = ask(client, world, line, kind)
            answer = in_words(response)
            told = plain(response, world, line, kind)
            # What was refused stays: it must not have done anything.
            transaction.set_rollback(answer not in DENIED or pattern in SIGNING_OUT)
        if answer != line.answers[role]:
            wrong.append(f"{method} {pattern} {kind}: {answer}, not {line.answers[role]}")
        if kind in (RESTRICTED, UNKNOWN):
            alike[method, pattern][kind] = told
    wrong += [
        f"{asked} tells restricted from unknown: {told}"
        for asked, told in alike.items() if RESTRICTED in told and told[RESTRICTED] != told[UNKNOWN]
    ]  # fmt: skip
    if state() != before:
        wrong.append("something was refused, and changed something")
    assert not wrong, "\n".join(wrong)


def test_table_has_the_number_of_cells_that_is_told() -> None:
    """The count is said in the documents: a table that shrinks unnoticed is no table."""
    assert len(TABLE) * len(ROLES) >= 3000
