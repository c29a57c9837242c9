"""Lists taken out: the right rows and columns for each reader, harmless in every program, and the same when they come back."""

import csv
import io
import json
import zipfile
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from accounts.encrypted_choices import choice_of
from accounts.models import Entry, User
from cases.models import Person, PersonName, Record
from cases.models.record import logged_values
from cases.spreadsheets.export.export_columns import SHEETS
from cases.spreadsheets.export.export_rows import rows_of
from cases.spreadsheets.import_.apply_import import carry_out, preview
from cases.spreadsheets.mapping import parse_mapping
from cases.spreadsheets.reading import read_table
from tests import factories
from tests.accounts.signing_in import sign_in

pytestmark = pytest.mark.django_db
FORMULAS = ("=1+A1", "+375 Abc", "-2 Abc", "@SUM(A1)", '=HYPERLINK("http://example.org")', "＝A1", "'=A1")


@pytest.fixture
def as_editor(editor: User) -> Client:
    return sign_in(editor)


def take_out(client: Client, noun: str, format: str, query: str = "", **posted: Any) -> bytes:
    response = client.post(f"{reverse(f'admin:cases_{noun}_export')}{query}", {"format": format, **posted})
    assert response.status_code == 200, response.content
    return b"".join(response.streaming_content)  # type: ignore[attr-defined]


def read_csv(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def test_every_kind_of_record_with_a_list_of_its_own_can_be_taken_out() -> None:
    from django.contrib import admin

    listed = {model.noun() for model in admin.site._registry if issubclass(model, Record)}
    assert listed - {"intake"} == set(SHEETS)  # what people told stays where it is


@pytest.mark.parametrize("noun", sorted(SHEETS))
@pytest.mark.parametrize("format", ["csv", "json", "xlsx"])
def test_list_of_each_kind_is_written_in_each_form(as_editor: Client, editor: User, noun: str, format: str) -> None:
    defendant = factories.defendant()
    factories.charge(defendant)
    factories.violation(defendant.person)
    factories.penalty(factories.sentence(defendant))
    factories.hearing_official(factories.hearing(defendant.case))
    for make in (
        factories.source,
        factories.facility,
        factories.official,
        factories.occupation,
        factories.organisation,
        factories.credit_factor,
        factories.appeal_period,
    ):
        make()
    factories.region()
    content = take_out(as_editor, noun, format)
    columns = [column.name for column in SHEETS[noun].columns if not column.sensitive]
    if format == "csv":
        rows: Any = read_csv(content)
    elif format == "json":
        rows = json.loads(content)
    else:
        header, *cells = load_workbook(io.BytesIO(content)).active.values
        rows = [dict(zip(header, each, strict=True)) for each in cells]
    assert rows and list(rows[0]) == columns
    assert len(rows) == len({row["public_id"] for row in rows})


def test_filter_and_search_of_the_list_hold_for_the_file(as_editor: Client) -> None:
    factories.person("Ганна Выдуманая", gender="female")
    factories.person("Віталь Выдуманы", gender="male")
    assert [row["name"] for row in read_csv(take_out(as_editor, "person", "csv", "?gender__exact=female"))] == [
        "Ганна Выдуманая"
    ]
    assert [row["name"] for row in read_csv(take_out(as_editor, "person", "csv", "?q=vital"))] == ["Віталь Выдуманы"]
    page = as_editor.get(reverse("admin:cases_person_export") + "?internal_notes__contains=a")
    assert page.status_code == 400


def test_page_says_which_list_can_be_taken_in_again_and_what_is_compared(as_editor: Client) -> None:
    persons = as_editor.get(reverse("admin:cases_person_export")).content.decode()
    assert (
        "import it again" in persons
        and "Compared columns: public_id, name, name_kind, name_language, gender, born, died." in persons
    )
    for noun in sorted(set(SHEETS) - {"person", "case"}):
        page = as_editor.get(reverse(f"admin:cases_{noun}_export")).content.decode()
        assert "cannot be imported again" in page, noun


def test_chosen_rows_alone_are_taken_out(as_editor: Client) -> None:
    one, other = factories.person("Першы"), factories.person("Другі")
    rows = read_csv(take_out(as_editor, "person", "csv", chosen=[choice_of(one)]))
    assert [row["public_id"] for row in rows] == [one.public_id] != [other.public_id]
    posted = {"action": "export_chosen", "_selected_action": [choice_of(one)]}
    form = as_editor.post(reverse("admin:cases_person_changelist"), posted)
    assert f'name="chosen" value="{choice_of(one)}"' in form.content.decode()


@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_formula_like_text_is_neutralised(as_editor: Client, format: str) -> None:
    for formula in FORMULAS:
        factories.person(formula)
    content = take_out(as_editor, "person", format)
    if format == "csv":
        names = [row["name"] for row in read_csv(content)]
    else:
        cells = [row[1] for row in load_workbook(io.BytesIO(content)).active.iter_rows(min_row=2)]
        assert {cell.data_type for cell in cells} == {"s"}
        names = [cell.value for cell in cells]
    assert sorted(names) == sorted(f"'{formula}" for formula in FORMULAS)


def test_restricted_record_is_in_no_file_of_who_may_not_know_it(
    as_editor: Client, editor: User, reviewer: User
) -> None:
    secret = factories.person("Таямніца", restricted=True, readers=[reviewer])
    case = factories.case()
    factories.defendant(case=case, person=secret)
    factories.sentence(case.defendants.get())
    for noun in ("person", "case", "defendant", "sentence"):
        assert "Таямніца" not in take_out(as_editor, noun, "json").decode()
    secret.set_readers([editor, reviewer], by=reviewer)
    assert "Таямніца" in take_out(as_editor, "person", "json").decode()
    assert "restricted among them: 1" in Entry.objects.filter(action="exported").order_by("-sequence")[0].note


@pytest.mark.parametrize("noun", ["person", "defendant", "sentence"])
def test_log_tells_how_many_rows_belong_to_restricted_records(as_editor: Client, editor: User, noun: str) -> None:
    closed = factories.person("Таямніца", restricted=True, readers=[editor])
    for person in (closed, factories.person("Адкрыты")):
        factories.sentence(factories.defendant(person=person))
    take_out(as_editor, noun, "csv")
    note = Entry.objects.filter(action="exported").order_by("-sequence")[0].note
    assert "2 rows" in note
    assert note.endswith("restricted among them: 1")


def test_record_restricted_while_the_file_is_written_is_left_out(editor: User, reviewer: User) -> None:
    person = factories.person("Таямніца")
    columns = SHEETS["person"].columns
    rows = rows_of(Person, [person.pk], columns, user=editor)
    person = factories.restrict(person)
    assert list(rows) == []


def test_sensitive_columns_need_their_permission_and_to_be_asked_for(
    as_editor: Client, publisher_client: Client
) -> None:
    factories.person("Асоба", contacts="the mother", health="ill")
    assert "the mother" not in take_out(as_editor, "person", "csv").decode()
    assert "the mother" in take_out(as_editor, "person", "csv", sensitive="1").decode()
    refused = publisher_client.post(reverse("admin:cases_person_export"), {"format": "csv", "sensitive": "1"})
    assert refused.status_code == 409
    assert b"the mother" not in refused.content
    assert "the mother" not in take_out(publisher_client, "person", "csv").decode()


@pytest.fixture
def publisher_client(roles: None) -> Client:
    from django.contrib.auth.models import Group

    from tests.accounts.signing_in import enrol

    account = User.objects.create_user("publisher", password=None, is_staff=True)
    account.groups.set(Group.objects.filter(name="Publisher"))
    enrol(account)
    return sign_in(account)


def test_who_may_only_look_takes_nothing_out(auditor: User) -> None:
    client = sign_in(auditor)
    assert client.get(reverse("admin:cases_person_export")).status_code == 403
    assert client.post(reverse("admin:cases_person_export"), {"format": "csv"}).status_code == 403
    assert "Export" not in client.get(reverse("admin:cases_person_changelist")).content.decode()


def test_taking_out_is_logged_with_filter_columns_and_count(as_editor: Client, editor: User) -> None:
    factories.person("Асоба", gender="female")
    take_out(as_editor, "person", "csv", "?gender__exact=female")
    entry = Entry.objects.get(action="exported")
    assert (entry.by, entry.kind) == (editor, "person")
    assert "csv, 1 rows" in entry.note and "gender__exact=female" in entry.note and "born" in entry.note


def test_unknown_form_is_refused_and_not_logged(as_editor: Client) -> None:
    response = as_editor.post(reverse("admin:cases_person_export"), {"format": "html"})
    assert response.status_code == 409
    assert not Entry.objects.filter(action="exported").exists()


def test_five_hundred_rows_cost_a_fixed_number_of_queries_a_slice(
    editor: User, django_assert_max_num_queries: Any
) -> None:
    keys = [factories.person(f"Асоба {number}").pk for number in range(12)]
    with django_assert_max_num_queries(14):
        assert len(list(rows_of(Person, keys, SHEETS["person"].columns, user=editor))) == 12


@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_chosen_columns_alone_with_labels_above_the_machine_names(as_editor: Client, format: str) -> None:
    factories.person("Асоба", born="1979", contacts="the mother")
    posted = {"choose": "1", "columns": ["born", "name"], "headings": "labels", "HTTP_ACCEPT_LANGUAGE": "ru"}
    content = take_out(as_editor, "person", format, **posted)
    if format == "csv":
        rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    else:
        rows = [list(row) for row in load_workbook(io.BytesIO(content)).active.values]
    assert rows == [["name", "born"], ["name", "born"], ["Асоба", "1979"]]
    assert "columns: name, born" in Entry.objects.filter(action="exported").latest("sequence").note
    rows = read_csv(take_out(as_editor, "person", "csv", choose="1", columns=["name"], sensitive="1"))
    assert list(rows[0]) == ["name", "contacts", "health", "relatives"]


@pytest.mark.parametrize("columns", [[], ["nothing"], ["name", "contacts"]])
def test_no_column_and_columns_of_nothing_are_refused(as_editor: Client, columns: list[str]) -> None:
    posted = {"format": "csv", "choose": "1", "columns": columns}
    response = as_editor.post(reverse("admin:cases_person_export"), posted)
    assert response.status_code == 409
    assert not Entry.objects.filter(action="exported").exists()


@pytest.mark.parametrize("noun", ["person", "case"])
def test_persons_and_cases_leave_as_a_package_by_the_filter_of_the_page(as_editor: Client, noun: str) -> None:
    part = factories.defendant(person=factories.person("Асоба", gender="female", contacts="the mother"))
    factories.defendant(person=factories.person("Іншы", gender="male"))
    content = take_out(as_editor, noun, "package", chosen=[choice_of(getattr(part, noun))])
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        told = b"".join(archive.read(name) for name in archive.namelist())
    assert "Асоба".encode() in told and "Іншы".encode() not in told and b"the mother" not in told
    assert "data package, 2 persons and cases" in Entry.objects.filter(action="exported").latest("sequence").note
    refused = as_editor.post(reverse("admin:cases_hearing_export"), {"format": "package"})
    assert refused.status_code == 409


DATES = (
    "1979",
    "March 1979",
    "1979-03-08",
    "about 1980",
    "between 1980 and 1982",
    "before 2020-08-09",
    "1954-02-29",
    "",
)


def everything() -> dict[str, dict[str, str]]:
    rows: list[Record] = [*Person.objects.all(), *PersonName.objects.all()]
    return {row.path: logged_values(row) for row in rows}


@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_file_that_comes_back_unchanged_changes_nothing(as_editor: Client, editor: User, format: str) -> None:
    for number, (born, name) in enumerate(zip(DATES, (*FORMULAS, "Ганна Выдуманая"), strict=True)):
        person = factories.person(name, born=born, gender=("male", "female", "")[number % 3])
        factories.person_name(person, text=f"Vydumany {number}", kind="alias", language="en")
    before = everything()
    content = take_out(as_editor, "person", format, sensitive="1")
    table = read_table(content, f"person.{format}")
    shown = preview(parse_mapping.load("casetracker"), table, editor)
    assert dict(shown.counts) == {"unchanged": len(DATES)}
    carry_out(shown, editor, table.sha256)
    assert everything() == before


def test_file_that_comes_back_corrected_changes_that_value_alone(as_editor: Client, editor: User) -> None:
    person = factories.person("Ганна Выдуманая", born="1979")
    content = take_out(as_editor, "person", "csv").replace(b"1979", b"March 1979")
    table = read_table(content, "person.csv")
    shown = preview(parse_mapping.load("casetracker"), table, editor)
    changes = [(change.field, change.before, change.after) for row in shown.rows for change in row.changes]
    assert changes == [("born", "1979", "March 1979")]
    carry_out(shown, editor, table.sha256)
    person.refresh_from_db()
    assert person.born_edtf == "1979-03"
