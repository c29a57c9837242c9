"""Lengths of penalties as lists write them."""

import pytest

from cases.imports.sentences import read_length


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("2 года", (2, None, None, "")),
        ("1 год 6 месяцев", (1, 6, None, "")),
        ("5 лет", (5, None, None, "")),
        ("15 суток", (None, None, 15, "")),
        ("3 гады", (3, None, None, "")),
        ("2 years and 3 months", (2, 3, None, "")),
        ("3 года колонии", (3, None, None, "колонии")),
        ("2 года 2 года", (2, None, None, "2 года")),
        ("штраф", (None, None, None, "штраф")),
    ],
)
def test_read_length_gives_units_and_the_rest(text: str, length: tuple) -> None:
    assert read_length(text) == length
