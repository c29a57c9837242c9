"""The system checks that keep demonstrations and loose policies off the open network."""

import pytest
from django.test import override_settings

from casetracker import checks

LOCAL = ["localhost", "127.0.0.1"]


@pytest.mark.parametrize(
    ("demo", "hosts", "expected"),
    [
        (True, ["tracker.example"], ["casetracker.E001"]),
        (True, [*LOCAL, "*"], ["casetracker.E001"]),
        (True, LOCAL, []),
        (False, ["tracker.example"], []),
    ],
)
def test_check_demonstration_hosts_refuses_demonstration_on_other_hosts(
    demo: bool, hosts: list[str], expected: list[str]
) -> None:
    with override_settings(DEMO=demo, ALLOWED_HOSTS=hosts):
        assert [message.id for message in checks.check_demonstration_hosts(None)] == expected


@pytest.mark.parametrize(("demo", "expected"), [(True, ["casetracker.E002"]), (False, [])])
def test_check_no_demonstration_refuses_it_even_on_loopback(demo: bool, expected: list[str]) -> None:
    with override_settings(DEMO=demo, ALLOWED_HOSTS=LOCAL):
        assert [message.id for message in checks.check_no_demonstration(None)] == expected


@pytest.mark.parametrize("source", checks.UNSAFE_SOURCES)
def test_check_policy_refuses_inline_and_foreign_sources(source: str) -> None:
    with override_settings(SECURE_CSP={"script-src": ["'self'", source]}):
        assert [message.id for message in checks.check_policy(None)] == ["casetracker.E003"]
    assert checks.check_policy(None) == []
