"""What decides between same, maybe and different."""

import pytest

from cases.domain.names import compare

SAME = [
    ("Віталь Мельнік", "Vitaly Melnik"),
    ("Петров Иван Сергеевич", "Иван Петров"),  # the patronymic shows the order
    ("PETROV Ivan", "Ivan Petrov"),  # so do capitals
    ("Petrov, Ivan", "Ivan Petrov"),  # and a comma
    ("Зміцер Бандарэнка", "Дмитрий Бондаренко"),
    ("Андрэй Мікалаеў", "Андрей Николаев"),
    ("Дар'я Лук'яненка", "Дарʼя Лук’яненка"),
    ("Ива\u0301н Петро\u0301в", "Иван Петров"),
    ("Anar Ceyhun oğlu Rzayev", "Анар Джейхунович Рзаев"),
    ("Ivan Petrov b. 1988", "Ivan Petrov (1988)"),
    ("王小明", "王小明"),
    ("ကျော်ဇော်", "ကျော်ဇော်"),
    ("محمد يوسف", "محمد يوسف"),
]
MAYBE = [
    ("Ivan Petrov", "Petrov Ivan"),
    ("И. Петров", "Иван Петров"),
    ("Иванов И.", "Иванов И."),
    ("Саша Иванов", "Саша Иванова"),
    ("Саша Иванов", "Александр Иванов"),
    ("Anton Kotov", "Anton Ketov"),
    ("Ivan Petrov b. 1988-02", "Ivan Petrov b. 1988"),
    ("Ivan Petrov Jr", "Ivan Petrov"),
    ("Петров", "Петров"),
    ("N.N.", "N. N."),
    ("имя не раскрывается", "имя не раскрывается"),
    ("Osman Kavala", "Mehmet Osman Kavala"),
]
DIFFERENT = [
    ("Яна Коваленко", "Анна Коваленко"),  # one skeleton, two names
    ("Ivan Ivanavich Sidarovich", "Ivan Piatrovich Sidarovich"),
    ("Anar Ceyhun oğlu Rzayev", "Anar Vaqif oğlu Rzayev"),
    ("Сергей Тихановский", "Светлана Тихановская"),
    ("Ivan Petrov Sr", "Ivan Petrov Jr"),
    ("Ivan Petrov b. 1970", "Ivan Petrov b. 1971"),
    ("Гражданин К.", "Гражданин М."),
    ("Unknown", "Ivan Petrov"),
    ("А. Петров", "Б. Петров"),
    ("王小明", "王大明"),
    ("", ""),
]


@pytest.mark.parametrize(
    ("one", "other", "answer"),
    [
        (*pair, answer)
        for answer, pairs in (("same", SAME), ("maybe", MAYBE), ("different", DIFFERENT))
        for pair in pairs
    ],
)
def test_compare_two_names_answers_as_expected(one: str, other: str, answer: str) -> None:
    assert compare(one, other) == compare(other, one) == answer
