"""`manage.py check` fails on a public field that the register has no place for."""

import pytest

from cases.publication import checks
from cases.review import policy


def test_check_of_the_columns_as_they_are_finds_nothing() -> None:
    assert checks.check_columns(None) == []


def test_check_public_field_without_a_column_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(policy.POLICY["person"], "internal_notes", policy.AS_IS)
    assert [e.id for e in checks.check_columns(None)] == ["review.E003"]
