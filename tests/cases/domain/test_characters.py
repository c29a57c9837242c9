"""Invisible characters: found, named, shown."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.domain import characters


@pytest.mark.parametrize("hidden", ["\u202e", "\u200b", "\ufeff", "\x00", "\u00ad", "\u2066", "\ud800", "\u200e"])
def test_unseen_finds_characters_that_cannot_be_seen(hidden: str) -> None:
    assert characters.unseen(f"Ivan{hidden}ov") == [hidden]
    assert hidden not in characters.shown(f"Ivan{hidden}ov")
    assert f"U+{ord(hidden):04X}" in characters.shown(f"Ivan{hidden}ov")


@pytest.mark.parametrize(
    "name", ["علی\u200cرضا", "Мар'я", "Łukasz", "陳大文", "အောင်ဆန်း", "É" + "e\u0301", "two\nlines"]
)
def test_unseen_finds_nothing_in_ordinary_names(name: str) -> None:
    assert characters.unseen(name) == []
    assert characters.shown(name) == name


def test_joiner_between_latin_letters_is_unseen() -> None:
    assert characters.unseen("Iv\u200dan") == ["\u200d"]


@pytest.mark.parametrize("harmless", ["\u200b", "\u00ad", "\u200e"])
def test_texts_may_hold_what_does_not_deceive(harmless: str) -> None:
    assert characters.dangerous(f"a{harmless}b") == []


@given(st.text())
def test_shown_text_has_nothing_unseen_but_line_breaks(given_text: str) -> None:
    left = [
        character
        for character in characters.shown(given_text)
        if unicodedata.category(character) in characters.UNSEEN_CATEGORIES
    ]
    assert set(left) <= set(characters.LINE_BREAKS + characters.JOINERS)


@given(st.text(alphabet="abcIvanЖык "))
def test_shown_changes_nothing_where_nothing_is_hidden(given_text: str) -> None:
    assert characters.shown(given_text) == given_text


# Each is drawn as nothing; most of them count as a letter, a mark or a symbol.
DRAWN_AS_NOTHING = (
    "\u3164", "\uffa0", "\u115f", "\u1160", "\u2800", "\u034f", "\ufe0f", "\U000e0100", "\U000e0041", "\u17b4", "\u180b",
    "\u200b", "\ufeff", "\U0001d159", "\u2065", "\u00ad",
)  # fmt: skip


@pytest.mark.parametrize("blank", DRAWN_AS_NOTHING, ids=ascii)
def test_what_is_drawn_as_nothing_is_no_letter_and_is_found_in_a_name(blank: str) -> None:
    assert not characters.has_letter(blank * 3) and not characters.shows(f" {blank} ")
    assert characters.unseen(f"Iv{blank}an") == [blank]
    assert characters.has_letter(f"Iv{blank}an")


@pytest.mark.parametrize("name", ["\u0301\u0302", "ʼ", "123", "— .", ""])
def test_marks_digits_and_signs_alone_are_no_name(name: str) -> None:
    assert not characters.has_letter(name)


@pytest.mark.parametrize("name", ["Я", "李", "မောင်", "علی", "ü", "서"])
def test_one_letter_of_any_script_is_a_letter(name: str) -> None:
    assert characters.has_letter(name) and characters.shows(name)


def test_form_of_a_character_may_be_chosen_where_there_are_several() -> None:
    assert characters.unseen("葛\U000e0100城") == [] and characters.unseen("❤\ufe0f") == []
    assert characters.unseen("a\ufe0f") == ["\ufe0f"]


@pytest.mark.parametrize("name", ["Пaвел", "Cергей", "СIЗА-1", "Иvan", "Ρavel", "𝐏авел", "Па\u0301вeл", "Ｐавел"])
def test_word_of_two_scripts_is_mixed(name: str) -> None:
    assert len(characters.mixed_words(f"Ivan {name}")) == 1


@pytest.mark.parametrize(
    "name", ["Павел II", "Anna-Марыя", "О'Neil", "Дж.Smith", "山田さん", "カラOK", "한국漢字", "Łukasz Ян", "Ф. ABC 12", "Пётр-II"]
)  # fmt: skip
def test_legitimate_mix_is_not_mixed(name: str) -> None:
    assert characters.mixed_words(name) == []


@given(st.text())
def test_every_text_can_be_asked_about(given_text: str) -> None:
    assert set(characters.mixed_words(given_text)) is not None
    assert characters.shows(given_text) or not characters.has_letter(given_text)
