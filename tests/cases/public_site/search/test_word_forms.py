import tomllib
from pathlib import Path

import pytest

from cases.public_site.search.text_search import Text, asked, meets, phrases, places
from cases.public_site.search.word_forms import beginning, is_form, stems

MIN_RECALL = 0.9
SAMPLES = tomllib.loads(Path(__file__).with_name("plain_queries.toml").read_text(encoding="utf-8"))["texts"]


def found(query: str, text: str) -> bool:
    words = Text.of("", text).words.split()
    return all(any(meets(wanted, word) for word in words) for wanted in asked(query))


def test_plain_queries_find_their_texts() -> None:
    pairs = [(query, sample["text"]) for sample in SAMPLES for query in sample["queries"]]
    missed = [query for query, text in pairs if not found(query, text)]
    assert len(pairs) >= 100
    assert len(missed) <= (1 - MIN_RECALL) * len(pairs), missed


def test_plain_queries_find_no_other_text_without_a_common_word() -> None:
    strays = [
        (query, other["text"])
        for sample in SAMPLES
        for query in sample["queries"]
        for other in SAMPLES
        if len(asked(query)) > 1 and other is not sample and found(query, other["text"])
    ]
    assert strays == []


@pytest.mark.parametrize("query", ["zzzzqq", "ыыыыы", "колокол", "учёт", "protein", "commerce"])
def test_words_of_other_stems_are_not_found(query: str) -> None:
    assert not any(found(query, sample["text"]) for sample in SAMPLES)


@pytest.mark.parametrize(
    ("one", "other"), [("приговора", "приговорами"), ("настауніцу", "настауніцаи"), ("families", "family")]
)
def test_forms_of_a_word_share_a_stem_and_begin_alike(one: str, other: str) -> None:
    assert is_form(one, other)
    assert other.startswith(beginning(one))


def test_short_words_and_numbers_have_no_stems() -> None:
    assert not stems("ад")
    assert not stems("3421")


def test_places_of_a_query_are_those_of_its_forms() -> None:
    text = Text.of("ru", "Дело о приговорах: приговор отменён, приговорный лист утерян.")
    assert [text.text[start:end] for start, end in places(text, ["приговора"], 90)] == ["приговорах", "приговор"]


def test_phrases_are_the_quoted_parts_of_several_words() -> None:
    assert phrases('суд «общий режим» "колония"') == [" общии режим "]
