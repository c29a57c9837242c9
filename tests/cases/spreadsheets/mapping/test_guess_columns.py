"""What columns are: by their headers in seven languages, and by their cells."""

import pytest

from cases.spreadsheets.mapping import column_targets
from cases.spreadsheets.mapping.guess_columns import WORDS, by_header, date_order, guess, header_words, kind_of

HEADERS = {
    "name.text": ["Name", "ФИО", "Імя і прозвішча", "ПІБ", "الاسم", "姓名", "အမည်", "name_as_printed"],
    "name2.text": ["ФИО лат.", "Name (en)", "拼音"],
    "person.born": ["DOB", "Дата рождения", "Дата нараджэння", "Дата народження", "تاريخ الميلاد", "出生年月", "မွေးသက္ကရာဇ်"],
    "custody.from_date": ["Date of arrest", "Дата задержания", "Дата затрымання", "Дата затримання", "تاريخ الاعتقال", "被捕日期"],
    "custody.facility": ["Place of detention", "Где сейчас", "Дзе цяпер", "السجن", "关押地点", "အကျဉ်းထောင်"],
    "charge.charges": ["Articles", "Статья УК", "Артыкул", "Стаття КК", "التهم", "罪名", "ပုဒ်မ"],
    "penalty.length": ["Sentence", "Срок", "Тэрмін", "Вирок", "الحكم", "刑期", "ပြစ်ဒဏ်"],
    "case.court": ["Court", "Суд", "المحكمة", "法院", "တရားရုံး"],
    "person.contacts": ["Phone", "Телефон родных", "Тэлефон", "الهاتف", "电话", "ဖုန်း"],
    "address": ["Адрес для писем", "Address for letters", "Адрас для лістоў", "地址"],
    "person.health": ["Health", "Здоровье", "Здароўе", "健康状况"], "person.relatives": ["Relatives", "Родственники", "家属"],
    "link": ["Source", "Источник", "Крыніца", "来源"], "notes": ["Примечания", "Нататкі", "备注"], "aside": ["№", "№ п/п", "序号"],
    "key": ["id", "Source ID"], "status": ["Статус", "Status"], "person.gender": ["Пол", "Sex", "性别"],
    "citizenship.country": ["Гражданство", "国籍"], "occupation.occupation": ["Профессия", "职业"],
    "person.region": ["Область", "Region"], "penalty.amount": ["Штраф", "Fine"], "judge": ["Судья", "Judge"],
    "sentence.decided": ["Дата приговора"], "": ["Цвет", "Foo", ""],
}  # fmt: skip


@pytest.mark.parametrize(
    ("target", "header"), [(target, each) for target, headers in HEADERS.items() for each in headers]
)
def test_header_names_its_target(target: str, header: str) -> None:
    assert by_header(header) == target


def test_words_of_headers_lead_to_targets_that_there_are() -> None:
    assert WORDS.exists() and set(header_words().values()) == set(column_targets.labels())


@pytest.mark.parametrize(
    ("kind", "cells"),
    [
        ("date", ["12.04.1985", "1990", "?", "лето 2023"]), ("date", ["01/02/2024", "2021-05"]),
        ("citation", ["ч.1 ст. 342", "361-1 ч.1", "ст.289"]), ("place", ["ИК-17 Шклов", "СИЗО-1", "дома"]),
        ("court", ["Суд Ленинского района г. Минска", "Мінскі гарадскі суд"]), ("length", ["5 лет", "2 года 6 мес.", "2,5"]),
        ("link", ["https://example.org/a"]), ("photo", ["https://example.org/a.jpg"]), ("phone", ["+375 29 000-00-01"]),
        ("gender", ["м", "ж", "ж"]), ("yes_no", ["да", "нет"]), ("email", ["a@example.org"]), ("number", ["1", "2", "17"]),
        ("name", ["Выдуманы Іван", "ВЫДУМАНАЯ Вераніка Пятроўна", "Ann Invented"]), ("", ["болеет", "проверить"]), ("", []),
    ],
)  # fmt: skip
def test_kind_of_cells(kind: str, cells: list[str]) -> None:
    assert kind_of(cells) == kind


def test_columns_without_known_headers_are_guessed_by_their_cells() -> None:
    rows = [
        ["1", "Выдуманы Іван", "12.04.1985", "ИК-17", "ст. 342", "+375 29 000-00-01", "https://example.org/a", ""]
    ] * 3
    targets = [each.target for each in guess(["a", "b", "c", "d", "e", "f", "g", "h"], rows)]
    assert targets == [
        "notes",
        "name.text",
        "notes",
        "custody.facility",
        "charge.charges",
        "person.contacts",
        "link",
        "aside",
    ]
    assert not guess(["b"], [["Выдуманы Іван"]])[0].sure


def test_a_second_column_of_one_target_is_no_second_value() -> None:
    found = guess(["ФИО", "Имя", "Срок", "Приговор"], [["Выдуманы Іван", "Ivan Vydumany", "5 лет", "осуждён"]])
    assert [each.target for each in found] == ["name.text", "name2.text", "penalty.length", "notes"]


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (["01/02/2024", "13/02/2024"], ("day_first", True)), (["01/02/2024", "02/13/2024"], ("month_first", True)),
        (["01/02/2024"], ("", False)), (["01/02/2024", "08.07.2021"], ("day_first", False)),
        (["13/02/2024", "02/13/2024", "01/02/2024"], ("", False)), (["2024-01-02", "1990"], ("", True)), ([], ("", True)),
    ],
)  # fmt: skip
def test_order_of_dates_is_decided_by_the_whole_column_or_asked(cells: list[str], expected: tuple[str, bool]) -> None:
    assert date_order(cells) == expected
