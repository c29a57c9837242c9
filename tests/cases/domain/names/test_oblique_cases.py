import pytest

from cases.domain.names import finds, is_spelling, nominatives


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("Подгорного", "Глеб Подгорный"),
        ("Кастрыцкага", "Янка Кастрыцкі"),
        ("Марии Кравцовой", "Мария Кравцова"),
        ("Марыі Краўцовай", "Марыя Краўцова"),
        ("Глебом Кравцовым", "Глеб Кравцов"),
        ("Дубровскому", "Пётр Дубровский"),
        ("Петровича", "Глеб Петрович"),
        ("Анне Дубровской", "Анна Дубровская"),
        ("Ирину Белую", "Ирина Белая"),
        ("Сяргея Ваўчка", "Сяргей Ваўчок"),
    ],
)
def test_a_name_in_an_oblique_case_finds_its_nominative(query: str, name: str) -> None:
    assert any(finds(asked, name) for asked in (query, *nominatives(query)))


@pytest.mark.parametrize("query", ["zzzzqq", "368 КК", "Kolesnikova", "один два три четыре", ""])
def test_other_queries_have_no_nominatives(query: str) -> None:
    assert nominatives(query) == []


def test_a_spelling_is_certain_and_a_guess_is_not() -> None:
    assert is_spelling("Мельник", "Vital Melnik")
    assert is_spelling("Дима", "Дзмітрый Кравец")
    assert not is_spelling("колония", "Алена Кравец")
    assert not is_spelling("Мельнак", "Vital Melnik")
