"""The shape of the policy is Django 6's."""

import pytest
from django.test import Client, override_settings

from casetracker.csp import CSP, build_policy
from casetracker.settings import public, shared
from tests.casetracker.pages import HERE


@pytest.mark.parametrize(
    ("config", "expected"),
    [
        ({"default-src": [CSP.NONE], "img-src": [CSP.SELF, "data:"]}, "default-src 'none'; img-src 'self' data:"),
        ({"default-src": CSP.SELF}, "default-src 'self'"),
        ({"upgrade-insecure-requests": True, "img-src": None, "font-src": False}, "upgrade-insecure-requests"),
        ({"sandbox": []}, "sandbox"),
        ({}, ""),
    ],
)
def test_build_policy_from_each_kind_of_value_makes_its_directive(config: dict, expected: str) -> None:
    assert build_policy(config) == expected


def test_policies_of_both_sites_are_closed_by_default_and_have_no_inline_or_foreign_source() -> None:
    for policy in (shared.SECURE_CSP, public.SECURE_CSP):
        assert policy["default-src"] == [CSP.NONE]
        assert {source for sources in policy.values() for source in sources} == {CSP.NONE, CSP.SELF}


@override_settings(
    ROOT_URLCONF=HERE,
    MIDDLEWARE=["casetracker.csp.ContentSecurityPolicyMiddleware"],
    SECURE_CSP={"default-src": [CSP.NONE]},
)
def test_middleware_on_an_answer_without_policy_sets_the_one_from_the_settings() -> None:
    assert Client().get("/fine/").headers["Content-Security-Policy"] == "default-src 'none'"
