"""The public site under drawn requests."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from random import Random
from typing import Any

import pytest
from django.test import Client

from cases.models import Case, Person
from cases.public_site.filters.case_filters import CaseFilterSet
from cases.public_site.filters.hearing_filters import HearingFilterSet
from cases.public_site.filters.person_filters import PersonFilterSet
from cases.public_site.models import Reference
from tests.access.routes import walk
from tests.cases.public_site import conftest as register
from tests.fuzz.firing import fire
from tests.fuzz.inputs import Inputs, field_names

LANGUAGE = re.compile(r"<language:\w+>")
pytestmark = pytest.mark.django_db(databases=["default", "register"])


@pytest.fixture
def public_site(settings: Any, db: None) -> Iterator[None]:
    """The settings of the public process."""
    with contextmanager(register.public_site.__wrapped__)(settings, db):  # type: ignore[attr-defined]
        yield


def run(public: tuple[Person, Case], seed: int, count: int, seconds: float) -> None:
    """Send `count` drawn requests as a stranger."""
    patterns = [pattern for pattern, _name in walk(urlconf="casetracker.urls_public")]
    # Mostly in a language that there is: in any other the site says at once that there is no such page.
    routes = patterns + [LANGUAGE.sub(code, pattern) for pattern in patterns for code in ("en", "be", "ru")]
    known = [record.public_id for record in public] + list(Reference.objects.values_list("ref", flat=True)[:20])
    keys = [*known, *known[:2] * 10, "en", "persons", "charges", "1"]
    client = Client(raise_request_exception=False)
    names = sorted({name for each in (PersonFilterSet, CaseFilterSet, HearingFilterSet) for name in each.base_filters})
    outcome = fire(
        lambda _inputs: client, Inputs(Random(seed), field_names(), names), routes, count=count, seconds=seconds,
        keys=lambda _pattern: keys, form_for=lambda *_given: {},
    )  # fmt: skip
    print(f"public: {outcome}")
    assert not outcome.faults, "\n".join([str(outcome), *outcome.faults[:20]])
    assert outcome.statuses[200] > count / 50


def test_no_drawn_request_breaks_the_public_site(public: tuple[Person, Case], public_site: None) -> None:
    run(public, seed=1, count=700, seconds=60)


@pytest.mark.slow
def test_no_drawn_request_of_many_breaks_the_public_site(public: tuple[Person, Case], public_site: None) -> None:
    run(public, seed=2, count=12000, seconds=900)
