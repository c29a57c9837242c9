"""The public site as it runs, over the register of the test."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import clear_url_caches, set_urlconf

from cases.models import Case, Person
from cases.public_site.index import current
from tests.cases.review.conftest import approved, whole_case, whole_person

__all__ = ["approved", "whole_case", "whole_person"]


@pytest.fixture(autouse=True)
def public_site(settings: Any, db: None) -> Iterator[None]:
    """The settings of the public process, but for its read-only connection: the test writes the register it reads."""
    from casetracker.settings import public as settings_public

    settings.ROOT_URLCONF = "casetracker.urls_public"
    settings.MIDDLEWARE = settings_public.MIDDLEWARE
    settings.TEMPLATES = settings_public.TEMPLATES
    settings.FIXED_HEADERS = settings_public.FIXED_HEADERS
    settings.HEALTH = settings_public.HEALTH
    settings.HEALTH_FOR_EVERYBODY = True
    settings.NO_STORE = False
    settings.SECURE_REFERRER_POLICY = settings_public.SECURE_REFERRER_POLICY
    settings.SECURE_CSP = settings_public.SECURE_CSP
    clear_url_caches()
    set_urlconf("casetracker.urls_public")
    current.forget()
    yield
    set_urlconf(None)
    clear_url_caches()


@pytest.fixture
def reader() -> Client:
    """Somebody who reads, without any cookie."""
    return Client(raise_request_exception=True)


@pytest.fixture
def public(approved: Callable[..., Any], whole_person: Person, whole_case: Case) -> tuple[Person, Case]:
    """A person and a case with a row of every kind, both public."""
    approved(whole_person)
    approved(whole_case)
    return whole_person, whole_case
