"""Invisible characters: found, named, shown."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases import text


@pytest.mark.parametrize("hidden", ["\u202e", "\u200b", "\ufeff", "\x00", "\u00ad", "\u2066", "\ud800", "\u200e"])
def test_unseen_finds_characters_that_cannot_be_seen(hidden: str) -> None:
    assert text.unseen(f"Ivan{hidden}ov") == [hidden]
    assert hidden not in text.shown(f"Ivan{hidden}ov")
    assert f"U+{ord(hidden):04X}" in text.shown(f"Ivan{hidden}ov")


@pytest.mark.parametrize(
    "name", ["علی\u200cرضا", "Мар'я", "Łukasz", "陳大文", "အောင်ဆန်း", "É" + "e\u0301", "two\nlines"]
)
def test_unseen_finds_nothing_in_ordinary_names(name: str) -> None:
    assert text.unseen(name) == []
    assert text.shown(name) == name


def test_joiner_between_latin_letters_is_unseen() -> None:
    assert text.unseen("Iv\u200dan") == ["\u200d"]


@pytest.mark.parametrize("harmless", ["\u200b", "\u00ad", "\u200e"])
def test_texts_may_hold_what_does_not_deceive(harmless: str) -> None:
    assert text.dangerous(f"a{harmless}b") == []


@given(st.text())
def test_shown_text_has_nothing_unseen_but_line_breaks(given_text: str) -> None:
    left = [
        character for character in text.shown(given_text) if unicodedata.category(character) in text.UNSEEN_CATEGORIES
    ]
    assert set(left) <= set(text.LINE_BREAKS + text.JOINERS)


@given(st.text(alphabet="abcIvanЖык "))
def test_shown_changes_nothing_where_nothing_is_hidden(given_text: str) -> None:
    assert text.shown(given_text) == given_text
