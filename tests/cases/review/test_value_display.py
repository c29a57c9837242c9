"""Frozen values as reviewers read them."""

from typing import Any

import pytest
from django.utils.translation import override

from cases.review.policy import How
from cases.review.value_display import show


@pytest.mark.parametrize(
    ("noun", "field", "value", "how", "words"),
    [
        ("hearing", "time", "09:30:00", How.AS_IS, "09:30"),
        ("hearing", "time", "10:00:00", How.AS_IS, "10:00"),
        ("hearing", "day", {"edtf": "2022-03"}, How.DATE, "March 2022"),
        ("custody", "kind", "remand", How.CHOICE, "remand"),
        ("defendant", "in_absentia", False, How.AS_IS, "no"),
        ("hearing", "room", "4\u202e2", How.AS_IS, "4⟦U+202E RIGHT-TO-LEFT OVERRIDE⟧2"),
        ("hearing", "room", None, How.AS_IS, ""),
    ],
)
def test_show_tells_a_frozen_value_in_words(noun: str, field: str, value: Any, how: How, words: str) -> None:
    with override("en"):
        assert show(noun, field, value, how, {}) == words
