"""A volunteer's list at a browser: from the import page to the preview without a line of TOML, in a few clicks."""

import datetime as dt
import io
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from django.core.management import call_command

from accounts.models import User
from cases.models import ImportMapping, Person
from tests.browser.conftest import CHROMIUM, shoot

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, databases=["default", "register"]),
    pytest.mark.skipif(not CHROMIUM.exists(), reason="Chromium is not installed"),
]

Desk = Callable[[User], Any]
MOST_CLICKS = 11
HEAD = [
    "№", "ФИО", "ФИО лат.", "Дата рождения", "Дата задержания", "Где сейчас", "Статья УК", "Суд", "Срок", "Статус",
    "Адрес для писем", "Примечания", "Телефон родных", "Источник",
]  # fmt: skip
ROWS: list[list[Any]] = [
    [1, "Прыдуманы Аляксандр Паўлавіч", "Aliaksandr Prydumany", dt.date(1984, 5, 13), dt.date(2021, 6, 9), "ИК-17 Шклов", "ч.1 ст. 342, ст. 368 УК РБ",  # noqa: E501
     "Суд Ленинского района г. Минска", "2 года 6 мес. колонии общего режима", "осужден", "213004, г. Шклов", "слабое зрение", "+375 29 000-00-02", "https://example.org/one"],  # noqa: E501
    [2, "НЕСАПРАЎДНАЯ Марыя", "Maryia Nesapraudnaia", "1991", "10.2022", "ИК-4 Гомель", "361-1 ч.1", None, "5 лет", "осуждена", None, None, None, "https://example.org/two"],  # noqa: E501
    [3, "Казачны Ігар (Игорь)", None, "12.13.1978", "лето 2023", "СИЗО-1", "ст.289", "Мінскі гарадскі суд", "ожидает суда", "под стражей", None, "проверить", None, None],  # noqa: E501
    [4, "Ўяўная Марына", "Maryna Uiaunaia", "?", "01/02/2024", "освобождена", "130 ч.1", "Суд Центрального района Минска", "домашняя химия 3 года", "вышла", None, None, None, None],  # noqa: E501
    [],
    [5, "Прыдуманы А.П.", None, "13.05.1984", "09.06.2021", "ИК-17", "342", None, "2,5", None, None, "дубль?", None, None],
    [6, "Небылая Алена", "Alena Nebylaia", dt.date(1998, 1, 27), dt.date(2025, 3, 2), "дома", "ст. 19.11 КоАП", "Суд Ленинского района г. Минска", "15 суток", "освобождена", None, None, None, None],  # noqa: E501
    ["Итого:", 6],
]  # fmt: skip


def workbook() -> bytes:
    """A list as volunteers keep it: a title, a blank row, headers, gaps and a line of totals. Everybody in it is invented."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Список 2026"
    for row in [["Список (вымышленные люди)"], [], HEAD, *ROWS]:
        sheet.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def test_volunteers_list_reaches_the_preview_in_a_few_clicks_with_no_row_refused(desk_of: Desk, editor: User) -> None:
    call_command("load_reference", verbosity=0)
    page, clicks = desk_of(editor), 0

    def click(selector: str) -> None:
        nonlocal clicks
        clicks += 1
        page.click(selector)

    page.goto("/admin/cases/importbatch/add/")
    clicks += 1  # the choice of the file
    page.set_input_files(
        "input[type=file]", {"name": "list.xlsx", "mimeType": "application/octet-stream", "buffer": workbook()}
    )
    click("button.default")
    page.wait_for_selector("table.columns-grid")
    shoot(page, "columns-1280")
    assert "Headers in row 3" in page.inner_text(".found") and "1 line of totals" in page.inner_text(".found")
    for width in (1280, 360):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    shoot(page, "columns-360")
    page.set_viewport_size({"width": 1280, "height": 900})
    click("button[name=preview]")
    page.wait_for_selector("table.outcomes", timeout=30_000)
    shoot(page, "columns-preview")
    assert clicks <= MOST_CLICKS
    text = page.inner_text("#content-main")
    assert "6 rows = 6 new" in text and page.locator("tr.is-refused").count() == 0
    page.click("button[name=carry_out]")
    page.wait_for_selector("text=The list was imported")
    check_records()


def check_records() -> None:
    """What came in is what the cells say, and nothing else."""
    assert Person.objects.count() == 6 and ImportMapping.objects.count() == 1

    def person(name: str) -> Person:
        return Person.objects.get(names__text=name)

    first = person("Прыдуманы Аляксандр Паўлавіч")
    assert {(each.text, each.kind) for each in first.names.all()} >= {("Aliaksandr Prydumany", "latin")}
    assert first.born == "1984-05-13" and "+375 29 000-00-02" in first.contacts and "+375" not in first.internal_notes
    assert [(each.kind, each.from_date, each.end) for each in first.custody.order_by("pk")] == [
        ("arrest", "2021-06-09", "transfer"), ("serving", "", ""),
    ]  # fmt: skip
    defendant = first.prosecutions.get()
    assert defendant.stage == "verdict" and defendant.case.court is not None
    assert {(each.provision.article, each.provision.part) for each in defendant.charges.all()} == {
        ("342", "1"),
        ("368", ""),
    }
    penalty = defendant.sentences.get().penalties.get()
    assert (penalty.kind, penalty.years, penalty.months, penalty.regime) == ("imprisonment", 2, 6, "general")
    assert first.citations.filter(source__link="https://example.org/one").exists()
    third = person("Казачны Ігар")
    assert third.names.filter(text="Игорь", kind="alias").exists() and third.born_lower is None
    assert not third.prosecutions.get().sentences.exists() and third.prosecutions.get().stage == ""
    assert third.custody.get().kind == "remand"
    fourth = person("Ўяўная Марына")
    assert (
        fourth.custody.get().end == "released"
        and fourth.prosecutions.get().sentences.get().penalties.get().kind == "restriction_home"
    )
    sixth = person("Небылая Алена")
    assert sixth.prosecutions.get().case.kind == "administrative"
    assert sixth.prosecutions.get().sentences.get().penalties.get().kind == "administrative_arrest"
