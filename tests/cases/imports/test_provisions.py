"""Charges in prose, in Russian and Belarusian, and in words; what is not understood is given back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.imports.provisions import STYLES, read_charges


@pytest.mark.parametrize(
    ("text", "cited", "left"),
    [
        ("Criminal Code Article 234.4.3 (Illegal purchase or\nstorage)", [("234", "4.3")], []),
        ("Criminal Code Articles 28 (Preparation); 220.1 (a (b) c); and 228.3 (d)", [("28", ""), ("220", "1"), ("228", "3")], []),
        ("Articles 228.1 (a) 274 (b) və 278-ci (c)", [("228", "1"), ("274", ""), ("278", "")], []),
        ("Article 233 (a) of the Criminal Code 69", [("233", "")], ["69"]),
        ("Article 168.2 of the Criminal Code. Something else", [("168", "2")], ["Something", "else"]),
        ("Articles 28, 214.2.1 (a (b)", [("28", ""), ("214", "2.1")], ["a bracket that is never closed"]),
        ("", [], []),
    ],
)  # fmt: skip
def test_read_charges_in_prose_gives_articles_and_the_rest(text: str, cited: list, left: list) -> None:
    charges = read_charges(text, "english_prose", ".")
    assert [(each.article, each.part) for each in charges.cited] == cited
    assert charges.left == left


def test_read_charges_of_old_code_gives_parts_and_items() -> None:
    charges = read_charges(
        "Article 59, Parts 1 (a) and 15 (b); Article 145, Part 2, Items 1, 2 and 6 (c); and Part 3 of Article 220-1",
        "english_prose",
    )
    assert [(each.article, each.part, each.items) for each in charges.cited] == [
        ("59", "1", []), ("59", "15", []), ("145", "2", ["1", "2", "6"]), ("220-1", "3", []),
    ]  # fmt: skip
    assert charges.cited[0].title == "a"


@pytest.mark.parametrize(
    ("text", "cited", "left"),
    [
        ("ст. 342 Уголовного кодекса", [("342", "")], []),
        ("ч. 1 ст. 342, ст. 368 УК РБ", [("342", "1"), ("368", "")], []),
        ("ч.1 и 2 ст. 293, ч. 3 ст. 361-1", [("293", "1"), ("293", "2"), ("361-1", "3")], []),
        ("ст. 342 ч. 2", [("342", "2")], []),
        ("ч. 1 арт. 342 Крымінальнага кодэкса", [("342", "1")], []),
        ("ст. 130, 342 УК, что-то ещё", [("130", ""), ("342", "")], ["что-то ещё"]),
    ],
)
def test_read_charges_in_russian_and_belarusian(text: str, cited: list, left: list) -> None:
    charges = read_charges(text, "east_slavic")
    assert [(each.article, each.part) for each in charges.cited] == cited
    assert charges.left == left


def test_read_charges_in_words_names_each_once() -> None:
    assert [each.article for each in read_charges("rioting, trespassing,rioting", "words").cited] == [
        "rioting",
        "trespassing",
    ]


@given(st.text(max_size=200), st.sampled_from(STYLES))
def test_read_charges_of_any_text_raises_nothing(text: str, style: str) -> None:
    read_charges(text, style)
