"""Which pairs of names in one list are proposed: only such as may be one person's. All names are invented."""

from itertools import combinations, product

import pytest

from cases.domain.names import compare

SURNAMES = ["王", "汪", "黄", "李", "黎", "刘", "柳", "张", "章", "陈", "程", "贾", "嘉"]
GIVEN = ["伟", "炜", "明", "鸣", "小明", "晓明", "建国", "建华", "丽华", "莉华", "强", "甲"]

ONE_PERSON = [
    ("張偉明", "张伟明"),  # traditional and simplified characters
    ("歐陽建國", "欧阳建国"),
    ("張 偉明", "张伟明"),
    ("阿不都•吐尔逊", "阿不都·吐尔逊"),
    ("阿不都•吐尔逊", "吐尔逊•阿不都"),
    ("阿不都•吐尔逊", "阿不都吐尔逊"),
    ("王小明", "Wang Xiaoming"),
    ("박 서준", "박서준"),
    ("Прыклад Алесь Янавіч", "Алесь Прыклад"),
    ("Примеров Кондратий Владленович", "Кондратий Примеров"),
    ("Gunel Guliyeva", "Gunel Kuliyeva"),
    ("Maung Thet Zaw Lin", "Thet Zaw Lin"),
    ("Kyaw Moe Thet Zin", "Moe Thet Zin"),
]
TWO_PERSONS = [
    ("贾甲", "阿可拜尔•伊明"),
    ("刘丽华", "李宇"),
    ("李伟", "李炜"),
    ("王小明", "王晓明"),
    ("王明", "黄明"),
    ("박서준", "박서진"),
    ("박서준", "백서준"),
    ("Савіч Павел", "Усовіч Павел"),
    ("Jay James", "James Waller"),
    ("Примеров Кондратий Ярославович", "Примеров Кондратий Владленович"),
    ("Примеров Евсей Ерофеевич", "Примеров Авдей Терентьевич"),
    ("U Moe Thet Zin", "Daw Moe Thet Zin"),
    ("Moe Thet", "Kyaw Moe Thet"),
    ("Thet Moe Zaw", "Zaw Moe Thet"),
    ("Chan Oo", "Ei Oo"),
]


@pytest.mark.parametrize(("one", "other"), ONE_PERSON)
def test_spellings_of_one_name_are_proposed(one: str, other: str) -> None:
    assert compare(one, other) == compare(other, one) != "different"


@pytest.mark.parametrize(("one", "other"), TWO_PERSONS)
def test_names_that_only_sound_or_look_alike_are_not_proposed(one: str, other: str) -> None:
    assert compare(one, other) == compare(other, one) == "different"


def test_chinese_names_are_alike_where_every_character_is() -> None:
    """Among names in characters a sound proposes nobody: 12,090 pairs of 13 surnames and 12 given names."""
    names = [surname + given for surname, given in product(SURNAMES, GIVEN)]
    assert [pair for pair in combinations(names, 2) if compare(*pair) != "different"] == []
    assert all(compare(name, name) == "same" for name in names)


def test_burmese_words_in_another_order_or_number_are_another_name() -> None:
    words = ["Aung", "Kyaw", "Moe", "Thet", "Zaw", "Lin"]
    names = {" ".join(some) for size in (2, 3) for some in product(words, repeat=size) if len(set(some)) == size}
    proposed = [pair for pair in combinations(sorted(names), 2) if compare(*pair) != "different"]
    assert proposed == []
