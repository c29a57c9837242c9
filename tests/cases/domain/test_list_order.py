"""Lists follow the reader's alphabet, count numbers as numbers, and know a family name where the writing shows it."""

import pytest

from cases.domain.list_order import LONGEST_KEY, collation_key, family_first


@pytest.mark.parametrize(
    ("language", "ordered"),
    [
        ("be", ["Ева", "Ёлка", "Жук", "Зміцер", "Іван", "Йосіп", "Кастусь", "Уладзь", "Ўладзь", "Фёдар", "Adam"]),
        ("ru", ["Евсей", "Ёлкин", "Ермак", "Иван", "Йозеф", "Щука", "Эмма", "Яна", "Adam"]),
        ("en", ["Adam", "Eva", "Łukasz", "Mary", "Żanna", "Адам"]),
        ("be", ["ВК № 2", "ВК № 10", "ВК № 15", "ВК № 100"]),
        ("en", ["Art. 36", "Art. 361", "Art. 361-1", "Art. 361-2", "Art. 361-10", "Art. 362"]),
        ("en", ["1/22", "2/21", "2/22", "10/21"]),
        ("en", ["Prison 007", "Prison 8", "Prison-like", "Prison No 9"]),
        ("be", ["Ян Жук", "Яна Беляк"]),
        ("en", ["Zed", "မင်း", "王"]),
    ],
)
def test_list_is_in_the_alphabet_of_the_language(language: str, ordered: list[str]) -> None:
    backwards = ordered[::-1]
    assert sorted(backwards, key=lambda text: collation_key(text, language)) == ordered


def test_case_accents_and_apostrophes_do_not_part_names() -> None:
    assert len({collation_key(text, "be") for text in ("Дар'я", "ДАР’Я", "дарʼя")}) == 1
    assert collation_key("Józef", "en") == collation_key("JOZEF", "en")
    assert collation_key("e\u0301", "en") == collation_key("é", "en")


def test_key_has_a_limit() -> None:
    assert len(collation_key("9" * 5000, "en")) <= LONGEST_KEY
    assert collation_key("", "ru") == ""


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Мікалай Прыклад", "Прыклад Мікалай"), ("Прыклад Мікалай", "Прыклад Мікалай"), ("Mikalai Pryklad", "Pryklad Mikalai"),
        ("Прыклад, Мікалай", "Прыклад, Мікалай"), ("ПРЫКЛАД Мікалай", "ПРЫКЛАД Мікалай"),
        ("Мікалай ПРЫКЛАД", "ПРЫКЛАД Мікалай"), ("Выдуманов Иван Петрович", "Выдуманов Иван Петрович"),
        ("Иван Петрович Выдуманов", "Выдуманов Иван Петрович"), ("Maung Maung", "Maung Maung"), ("王伟", "王伟"),
        ("Ганна", "Ганна"), ("", ""),
    ],
)  # fmt: skip
def test_family_name_comes_first_where_the_writing_shows_it(written: str, expected: str) -> None:
    assert family_first(written) == expected
