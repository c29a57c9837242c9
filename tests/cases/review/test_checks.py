"""`manage.py check` fails on a field that nobody classified."""

import pytest

from cases.review import checks, policy
from cases.review.policy import Never


def test_check_of_the_policy_as_it_is_finds_nothing() -> None:
    assert checks.check_policy(None) == []


def test_check_unclassified_field_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(
        policy.POLICY, "custody", {k: v for k, v in policy.POLICY["custody"].items() if k != "facility"}
    )
    assert [(e.id, "cases.custody.facility" in e.msg) for e in checks.check_policy(None)] == [("review.E001", True)]


def test_check_unclassified_record_names_every_field(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(policy.POLICY, "consent")
    found = {e.msg.split(" ")[0] for e in checks.check_policy(None)}
    assert {"cases.consent.given_by", "cases.consent.person"} <= found


def test_check_classified_field_that_is_gone_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(policy.POLICY["person"], "shoe_size", Never("gone"))
    assert [e.id for e in checks.check_policy(None)] == ["review.E002"]


def test_every_refusal_has_a_reason() -> None:
    for fields in policy.POLICY.values():
        assert all(rule.why for rule in fields.values() if isinstance(rule, Never))
