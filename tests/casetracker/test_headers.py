"""The exact header sets of both sites, on pages and on every kind of error."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.test import Client

from casetracker.headers import permissions_policy
from tests.casetracker.pages import CAUSES, private_site, public_site

STRICT = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
# With no-referrer browsers send "Origin: null" with the forms of the private site's own pages, and each is refused.
PRIVATE = STRICT | {"Referrer-Policy": "same-origin"}
NEUTRAL = {"Content-Type", "Content-Length", "Vary", "Content-Language", "Allow", "Retry-After", "Permissions-Policy"}
SITES = pytest.mark.parametrize(("site", "strict"), [(private_site, PRIVATE), (public_site, STRICT)])


def get(site: Callable[[], AbstractContextManager[None]], address: str) -> dict[str, str]:
    with site():
        response = Client(raise_request_exception=False).generic("POST" if "only" in address else "GET", address)
        assert response.status_code == CAUSES[address]
        assert not response.cookies
        return dict(response.headers)


@SITES
@pytest.mark.parametrize("address", CAUSES)
@pytest.mark.django_db
def test_answer_on_any_outcome_carries_every_strict_header(
    site: Callable[[], AbstractContextManager[None]], strict: dict[str, str], address: str
) -> None:
    headers = get(site, address)
    assert {name: headers.get(name) for name in strict} == strict
    assert "camera=()" in headers["Permissions-Policy"]


@pytest.mark.parametrize("address", CAUSES)
@pytest.mark.django_db
def test_answer_of_the_private_site_carries_no_other_header(address: str) -> None:
    headers = get(private_site, address)
    assert headers.pop("Cache-Control") == "no-store"
    assert set(headers) - set(STRICT) - NEUTRAL == set()


@pytest.mark.parametrize("address", CAUSES)
def test_answer_of_the_public_site_carries_no_other_header(address: str) -> None:
    assert set(get(public_site, address)) - set(STRICT) - NEUTRAL == set()


@pytest.mark.django_db
def test_sign_in_page_carries_the_strict_headers() -> None:
    response = Client().get("/accounts/login/")
    assert response.status_code == 200
    assert {name: response.headers.get(name) for name in PRIVATE} == PRIVATE
    assert response.headers["Cache-Control"] == "no-store"


def test_permissions_policy_with_allowed_features_names_them_for_this_site_alone() -> None:
    assert permissions_policy(("fullscreen",)).startswith("fullscreen=(self), accelerometer=(), ")
