"""Which form of a value a reader is shown."""

import pytest

from cases.public_site.languages import LANGUAGES, ORDER, best


def test_every_language_has_an_order_of_all_forms() -> None:
    assert set(ORDER) == set(LANGUAGES)
    assert all(sorted(order) == sorted((*LANGUAGES, "local")) for order in ORDER.values())


@pytest.mark.parametrize(
    ("language", "known", "shown"),
    [
        ("en", "be ru local", "be"), ("en", "ru local", "ru"), ("en", "local", "local"),
        ("be", "en ru local", "ru"), ("be", "en local", "en"), ("be", "local", "local"),
        ("ru", "en be local", "be"), ("ru", "en local", "en"), ("ru", "local", "local"),
        ("en", "en be ru local", "en"), ("be", "en be ru local", "be"), ("ru", "en be ru local", "ru"),
    ],
)  # fmt: skip
def test_form_that_stands_in_is_of_the_nearest_language(language: str, known: str, shown: str) -> None:
    assert best({code: f"in {code}" for code in known.split()}, language) == (f"in {shown}", shown)


def test_form_in_a_language_that_is_none_of_ours_is_the_last_choice() -> None:
    assert best({"uk": "in uk", "pl": ""}, "be") == ("in uk", "uk")
    assert best({}, "be") == ("", "")
