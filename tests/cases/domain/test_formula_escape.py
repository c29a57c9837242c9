"""What looks like a formula is text, and comes back as it was."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.domain.formula_escape import escaped, unescaped


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"])
def test_escaped_puts_an_apostrophe_before_whatever_starts_a_formula(start: str) -> None:
    assert escaped(f"{start}HYPERLINK()") == f"'{start}HYPERLINK()"


@pytest.mark.parametrize("text", ["", "Ганна", "a=b", "'", "1979", "О'Ніл", "…"])
def test_escaped_leaves_other_text_alone(text: str) -> None:
    assert escaped(text) == text


@given(st.text(alphabet="'=+-@\t\rab＝ ", max_size=8))
def test_unescaped_undoes_escaped(text: str) -> None:
    assert unescaped(escaped(text)) == text
