"""The page of the columns: guesses, questions, what is kept, and what the mapping that results makes of the cells."""

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.models import User
from cases.models import ImportDraft, ImportMapping, Person
from cases.spreadsheets.import_.parse_rows import plan_row
from cases.spreadsheets.mapping import mapping_store
from cases.spreadsheets.pages.import_forms import ByHandForm
from cases.spreadsheets.pages.unknown_value_forms import word_key
from cases.spreadsheets.reading import read_table
from tests import factories
from tests.accounts.signing_in import sign_in
from tests.browser.test_import_columns import workbook

ADD = reverse("admin:cases_importbatch_add")


@pytest.fixture
def desk(editor: User) -> Client:
    """An editor's browser; two colonies, a remand prison and three courts are known."""
    country = factories.country(code="BY")
    place = factories.jurisdiction(country=country)
    for code, kind in (("IK-17", "colony"), ("IK-4", "women_colony"), ("SIZO-1", "remand")):
        factories.facility(country=country, name_en=f"Place {code}", kind=kind, code=code)
    for name in ("Суд Ленинского района г. Минска", "Суд Центрального района г. Минска", "Мінскі гарадскі суд"):
        factories.court(country=country, name_en=f"Court: {name}", name_ru=name)
    factories.code(jurisdiction=place, name_en="Criminal Code of Belarus", short_name="CC")
    factories.code(jurisdiction=place, name_en="Code of Administrative Offences of Belarus", short_name="CAO")
    return sign_in(editor)


def upload(client: Client, content: bytes, name: str = "list.xlsx") -> Any:
    """Post a file to the first page; the page that it leads to."""
    return client.post(ADD, {"file": SimpleUploadedFile(name, content)}, follow=True)


def answers(response: Any) -> dict[str, Any]:
    """What the page would post as it stands."""
    form: ByHandForm = response.context["form"]
    said = {name: form.value(name) for name in form.fields}
    said |= {question.key: question.answer for question in response.context["asked"].words}
    return {name: value for name, value in said.items() if value not in (None, False)}


def post(client: Client, said: dict[str, Any], **more: Any) -> Any:
    page = reverse("admin:import_by_hand", args=[ImportDraft.objects.latest("pk").public_id])
    return client.post(page, said | more, follow=True)


def test_volunteers_list_is_guessed_and_comes_in_with_no_row_refused(desk: Client) -> None:
    answer = upload(desk, workbook())
    assert answer.status_code == 200
    form = answer.context["form"]
    assert form.targets() == [
        "aside", "name.text", "name2.text", "person.born", "custody.from_date", "custody.facility", "charge.charges", "case.court",
        "penalty.length", "status", "address", "notes", "person.contacts", "link",
    ]  # fmt: skip
    asked = {question.text: question.answer for question in answer.context["asked"].words}
    assert asked["ИК-17"] == asked["ИК-17 Шклов"] != "" and asked["СИЗО-1"].startswith("known:")
    assert asked["освобождена"] == asked["дома"] == "none:"
    assert all(asked[court].startswith("known:") for court in asked if "суд" in court.casefold())
    assert [field.value() for field in form.date_order_fields()] == ["day_first"]
    told = json.loads(look(desk, answers(answer)).shown)
    assert told["counts"] == {"made": 6}
    assert told["rows"][0]["number"] == 4
    text = mapping_store.text_of(ImportMapping.objects.get().name)
    assert "remand" in text and 'value = "verdict"' not in text


def look(client: Client, said: dict[str, Any]) -> ImportDraft:
    """Post the page of the columns; the draft with its preview."""
    answer = post(client, said)
    draft = ImportDraft.objects.latest("pk")
    assert draft.shown, (
        answer.context and answer.context["form"].errors,
        answer.context and answer.context["asked"].wrong,
    )
    return draft


def test_going_back_keeps_every_answer(desk: Client) -> None:
    said = answers(upload(desk, workbook()))
    key = word_key("custody.facility", "СИЗО-1")
    draft = look(desk, {**said, key: "none:", "title": "Another title", "column11": "person.health"})
    answer = desk.get(reverse("admin:import_by_hand", args=[draft.public_id]))
    back = answers(answer)
    assert back[key] == "none:" and back["title"] == "Another title" and back["column11"] == "person.health"
    assert look(desk, back).mapping == said["name"] and ImportMapping.objects.count() == 1


def test_health_and_contacts_go_into_the_encrypted_fields_and_never_into_notes(desk: Client) -> None:
    said = answers(upload(desk, "ФИО;Здоровье;Телефон родных;Адрес для писем;Родственники\nА Прыдуманы;астма;+375 29 000-00-03;г. Шклов;маці\n".encode(), "l.csv"))  # fmt: skip  # noqa: E501
    draft = look(desk, said)
    desk.post(
        reverse("admin:import_look", args=[draft.public_id]), {"carry_out": "1", "digest": draft.digest}, follow=True
    )
    person = Person.objects.get()
    assert (person.health, person.relatives) == ("астма", "маці")
    assert "+375 29 000-00-03" in person.contacts and "г. Шклов" in person.contacts
    assert person.internal_notes == "" and not person.citations.filter(quote__contains="астма").exists()


def test_new_questions_are_shown_before_the_preview(desk: Client) -> None:
    said = answers(upload(desk, "ФИО;x\nА Прыдуманы;ИК-17\n".encode(), "l.csv"))
    answer = post(desk, said | {"column1": "custody.facility"})
    answer = post(desk, answers(answer)) if not ImportDraft.objects.get().shown else answer
    assert json.loads(ImportDraft.objects.get().shown)["counts"] == {"made": 1}


def test_undecidable_order_of_dates_is_asked_and_never_guessed(desk: Client) -> None:
    answer = upload(desk, "ФИО;Дата рождения\nА Прыдуманы;01/02/1980\n".encode(), "l.csv")
    assert [field.value() for field in answer.context["form"].date_order_fields()] == [""]
    told = json.loads(look(desk, answers(answer)).shown)
    assert told["counts"] == {"made": 1} and "01/02/1980" in json.dumps(told["rows"][0]["doubts"], ensure_ascii=False)


def test_words_that_nobody_answers_become_notes(desk: Client) -> None:
    said = answers(upload(desk, "ФИО;Где сейчас;Профессия\nА Прыдуманы;Нідзе;звездочёт\n".encode(), "l.csv"))
    told = json.loads(look(desk, said).shown)
    assert told["counts"] == {"made": 1}
    shown = json.dumps(told["rows"], ensure_ascii=False)
    assert "Нідзе" in shown and "звездочёт" in shown


def test_refused_rows_come_as_a_file_and_back_again(desk: Client) -> None:
    said = answers(upload(desk, "id;ФИО;Телефон родных\n1;А Прыдуманы;+375 29 000-00-04\n2;;+375 29 000-00-05\n3;Б Прыдуманы;\n".encode(), "l.csv"))  # fmt: skip  # noqa: E501
    draft = look(desk, said)
    assert json.loads(draft.shown)["counts"] == {"made": 2, "refused": 1}
    page = reverse("admin:import_refused", args=[draft.public_id])
    assert page in desk.get(reverse("admin:import_look", args=[draft.public_id])).text
    content = desk.get(page).content
    table = read_table(content, "l-refused.xlsx")
    assert table.headers == ["id", "ФИО", "Телефон родных", "refused because"]
    assert table.rows[0][:3] == ["2", "", "'+375 29 000-00-05"] and "no name" in table.rows[0][3]
    assert "all columns fit" in upload(desk, content, "l-refused.xlsx").text
    cells = dict(zip(table.headers, ["2", "В Прыдуманы", *table.rows[0][2:]], strict=True))  # mended
    plan = plan_row(mapping_store.load(draft.mapping), 2, cells)
    assert plan.refusals == [] and plan.people[0].facts[0].values["contacts"] == "+375 29 000-00-05"
    other = sign_in(factories.user("other", permissions=["cases.import_records"], is_staff=True))
    assert other.get(page).status_code == 404


def test_what_to_look_at_stands_first_in_the_preview(desk: Client) -> None:
    said = answers(upload(desk, "ФИО;Дата рождения\nА Прыдуманы;1980\nБ Прыдуманы;31.02.1981\n".encode(), "l.csv"))
    draft = look(desk, said)
    rows = desk.get(reverse("admin:import_look", args=[draft.public_id])).context["rows"]
    assert [row["number"] for row in rows] == [3, 2]
