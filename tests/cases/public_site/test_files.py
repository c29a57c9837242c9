"""Files, the API, feeds and the calendar: the same filters, the same values, nothing a spreadsheet would run."""

import csv
import hashlib
import io
import json
import zipfile
from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client
from icalendar import Calendar

from accounts.models import User
from cases.models import Case, Person
from cases.public_site.downloads import file_cells
from cases.public_site.downloads.file_columns import CASES, HEARINGS, PERSONS
from tests import factories
from tests.cases.public_site.routes import content_of, text_of

pytestmark = pytest.mark.django_db(databases=["default", "register"])
ATOM = "{http://www.w3.org/2005/Atom}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def _rows(response: Any) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content_of(response).decode("utf-8-sig"))))


def test_columns_are_those_that_were_agreed_on() -> None:
    assert [column.name for column in PERSONS] == [
        "id", "name_en", "name_be", "name_ru", "names", "status", "status_on", "in_custody_since",
        "gender", "born", "died", "citizenships", "occupations",
        "region", "custody_began",
        "arrested", "arrested_lower", "arrested_upper", "places", "released", "how_released", "cases", "stages",
        "provisions", "courts", "sentenced", "penalties", "joined_term", "recognised_by", "first_published", "changed",
        "no_source_given",
    ]  # fmt: skip
    assert len(CASES) == 17
    assert len(HEARINGS) == 13


def test_csv_tells_the_person(reader: Client, public: tuple[Person, Case]) -> None:
    row = _rows(reader.get("/en/persons.csv"))[0]
    assert row["id"] == public[0].public_id
    assert row["born"] == "1980"
    assert row["penalties"] == "imprisonment 3y general"
    assert row["cases"] == public[1].public_id


def test_files_have_the_filters_of_the_page(
    reader: Client, public: tuple[Person, Case], approved: Any, editor: User
) -> None:
    approved(factories.person("Іншая Асоба", by=editor, gender="female"))
    assert len(_rows(reader.get("/en/persons.csv"))) == 2
    assert len(_rows(reader.get("/en/persons.csv?gender=female"))) == 1
    assert len(content_of(reader.get("/en/persons.jsonl?gender=female")).splitlines()) == 1
    assert json.loads(reader.get("/api/v1/persons?gender=female").content)["count"] == 1
    assert reader.get("/en/persons.csv?gender=zzz").status_code == 400
    assert reader.get("/en/persons.csv?notes=x").status_code == 400


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "\r", "＝", " ="])
def test_formula_is_text(start: str) -> None:
    assert file_cells.text(f"{start}1+1").startswith("'")


def test_formula_in_a_name_is_text_in_every_file(reader: Client, approved: Any, editor: User) -> None:
    approved(factories.person("=HYPERLINK(1)", by=editor))
    assert _rows(reader.get("/en/persons.csv"))[0]["name_en"] == "'=HYPERLINK(1)"
    sheet = text_of(reader.get("/en/persons.xlsx"))
    assert "'=HYPERLINK(1)" in sheet
    assert "<f>" not in sheet


def test_workbook_opens(reader: Client, public: tuple[Person, Case]) -> None:
    from openpyxl import load_workbook

    sheet = load_workbook(io.BytesIO(content_of(reader.get("/en/persons.xlsx")))).active
    assert [cell.value for cell in sheet[1]] == [column.name for column in PERSONS]
    assert sheet.cell(2, 1).value == public[0].public_id
    assert zipfile.ZipFile(io.BytesIO(content_of(reader.get("/en/cases.xlsx")))).testzip() is None


def test_api_pages_by_key(reader: Client, approved: Any, editor: User, monkeypatch: pytest.MonkeyPatch) -> None:
    from cases.public_site.api import api_views

    monkeypatch.setattr(api_views, "PER_PAGE", 2)
    people = [factories.person(by=editor) for _number in range(3)]
    for person in people:
        approved(person)
    first = json.loads(reader.get("/api/v1/persons").content)
    rest = json.loads(reader.get(f"/api/v1/persons?after={first['next_after']}").content)
    ids = [item["id"] for item in first["items"] + rest["items"]]
    assert ids == sorted(person.public_id for person in people)
    assert rest["next_after"] is None


@pytest.mark.parametrize("query", ["page=2", "sort=name", "after=x", "after=' OR 1=1", "format=api", "ids=1"])
def test_api_refuses_what_it_does_not_know(reader: Client, query: str) -> None:
    response = reader.get(f"/api/v1/persons?{query}")
    assert response.status_code == 400
    assert json.loads(response.content)["error"]


def test_api_answers_unknown_ids_alike(reader: Client, editor: User) -> None:
    hidden = factories.person(by=editor).public_id
    answers = [reader.get(f"/api/v1/persons/{ref}") for ref in (hidden, "a" * 12)]
    assert {answer.status_code for answer in answers} == {404}
    assert answers[0].content == answers[1].content


def test_api_description_names_every_filter(reader: Client) -> None:
    from cases.public_site.filters.person_filters import PersonFilterSet

    told = json.loads(reader.get("/api/v1/openapi.json").content)
    parameters = {one["name"] for one in told["paths"]["/api/v1/persons"]["get"]["parameters"]}
    assert parameters == {*PersonFilterSet.declared_filters, "after"}


def test_api_description_has_the_addresses_there_are(reader: Client) -> None:
    from cases.public_site.urls import endpoints

    told = json.loads(reader.get("/api/v1/openapi.json").content)
    addresses = {f"/api/v1/{str(one.pattern).replace('<id:ref>', '{id}')}" for one in endpoints}
    assert set(told["paths"]) == addresses - {"/api/v1/openapi.json"}
    schemas = told["components"]["schemas"]
    for address, path in told["paths"].items():
        schema = path["get"]["responses"]["200"]["content"]["application/json"]["schema"]
        item = schema if "{id}" in address else schema["properties"]["items"]["items"]
        assert item["$ref"].rpartition("/")[2] in schemas


def test_api_answers_what_its_description_names(reader: Client, public: tuple[Person, Case]) -> None:
    schemas = json.loads(reader.get("/api/v1/openapi.json").content)["components"]["schemas"]
    seen: set[str] = set()

    def compare(value: Any, schema: dict[str, Any], where: str) -> None:
        schema = next((one for one in schema.get("oneOf", ()) if "$ref" in one), schema)
        if "$ref" in schema:
            seen.add(schema["$ref"].rpartition("/")[2])
            schema = schemas[schema["$ref"].rpartition("/")[2]]
        if isinstance(value, list):
            for one in value:
                compare(one, schema["items"], where)
        elif isinstance(value, dict) and "noun" not in value:  # a reference value has what its noun has
            assert value.keys() <= schema["properties"].keys(), where
            for name, one in value.items():
                compare(one, schema["properties"][name], f"{where}/{name}")

    for noun, folder in (("person", "persons"), ("case", "cases"), ("hearing", "hearings")):
        items = json.loads(reader.get(f"/api/v1/{folder}").content)["items"]
        assert items
        compare(items, {"items": {"$ref": f"#/components/schemas/{noun}"}}, folder)
    assert {"defendant", "charge", "sentence", "penalty", "hearing", "custody", "citation", "date"} <= seen


def test_feed_and_sitemap_are_well_formed(reader: Client, public: tuple[Person, Case]) -> None:
    feed = ElementTree.fromstring(reader.get("/en/persons.atom?gender=male").content)
    entries = feed.findall("{http://www.w3.org/2005/Atom}entry")
    assert [entry.find("{http://www.w3.org/2005/Atom}id").text.split("/")[-2] for entry in entries] == [
        public[0].public_id
    ]
    response = reader.get("/sitemap-1.xml")
    assert "Set-Cookie" not in response.headers and response.headers["X-Robots-Tag"].startswith("noindex")
    places = [place.text for place in ElementTree.fromstring(response.content).iter(f"{SITEMAP}loc")]
    records = [(public[0], "persons"), (public[1], "cases")]
    pages = [
        f"http://testserver/{code}/{folder}/{one.public_id}/" for one, folder in records for code in ("en", "be", "ru")
    ]
    homes = [f"http://testserver/{code}/" for code in ("en", "be", "ru")]
    assert sorted(places) == sorted(pages + homes)
    index = ElementTree.fromstring(reader.get("/sitemap.xml").content)
    assert [place.text for place in index.iter(f"{SITEMAP}loc")] == ["http://testserver/sitemap-1.xml"]


def test_feed_has_its_own_address_and_days_of_approval_alone(reader: Client, public: tuple[Person, Case]) -> None:
    for listed in ("/en/persons.atom", "/ru/cases.atom", "/en/persons.atom?gender=female"):
        feed = ElementTree.fromstring(reader.get(listed).content)
        links = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
        assert links["self"] == feed.findtext(f"{ATOM}id") == f"http://testserver{listed}"
        updated = [entry.findtext(f"{ATOM}updated") or "" for entry in feed.findall(f"{ATOM}entry")]
        assert feed.findtext(f"{ATOM}updated") == max(updated, default="1970-01-01T00:00:00+00:00")
        assert all(moment.endswith("T00:00:00+00:00") for moment in updated)


def test_summary_of_a_feed_is_text_whatever_signs_are_in_it(reader: Client, approved: Any, editor: User) -> None:
    case, person = factories.case(by=editor), factories.person("Ivan <i>Ivanov</i>", by=editor)
    factories.case_summary(case, title="R & <b>Co</b>", by=editor)
    factories.defendant(case=case, person=person, by=editor)
    for record in (person, case):
        approved(record)
    entry = ElementTree.fromstring(reader.get("/en/cases.atom").content).find(f"{ATOM}entry")
    assert entry is not None and entry.findtext(f"{ATOM}title") == "R & <b>Co</b>"
    summary = entry.find(f"{ATOM}summary")
    assert summary is not None and summary.get("type") == "html"
    assert "Ivan &lt;i&gt;Ivanov&lt;/i&gt;" in (summary.text or "")


def test_calendar_has_hearings_with_a_day(reader: Client, public: tuple[Person, Case]) -> None:
    content = reader.get("/en/hearings.ics").content
    assert content == reader.get("/en/hearings.ics").content
    assert [str(event["summary"]) for event in Calendar.from_ical(content).events] == [
        "verdict: An invented case", "trial session: An invented case",
    ]  # fmt: skip
    assert b"DTSTART;VALUE=DATE:20220509" in content and b"DTSTART:20220501T070000Z" in content


def test_manifest_tells_the_digest_of_each_file(reader: Client, public: tuple[Person, Case]) -> None:
    for told in json.loads(reader.get("/data/manifest.json").content)["files"]:
        content = content_of(reader.get(told["path"]))
        assert (hashlib.sha256(content).hexdigest(), len(content)) == (told["sha256"], told["bytes"])


def test_figures_as_of_a_day(reader: Client, public: tuple[Person, Case]) -> None:
    def held(on: str) -> str:
        page = reader.get(f"/en/figures/?on={on}").content.decode()
        return page.split("people in custody on this day</dt><dd>")[1].split("<")[0]

    days = ("2021-01-01", "2021-01-02", "2022-03-04", "2022-03-05")
    assert [held(day) for day in days] == ["0", "1", "1", "0"]
    assert reader.get("/en/figures/?on=2021-13").status_code == 400
    assert reader.get("/en/figures/zzz.csv").status_code == 404
    months = _rows(reader.get("/en/figures/custody.csv?on=2022-06"))
    assert {row["Month"]: row["People"] for row in months}["2022-02"] == "1"


def test_file_of_days_has_every_day_until_the_one_chosen(reader: Client, public: tuple[Person, Case]) -> None:
    rows = _rows(reader.get("/en/figures/days.csv?on=2022-03-06"))
    told = {row["Day"]: row["People"] for row in rows}
    assert (rows[0]["Day"], rows[-1]["Day"], len(told)) == ("2021-01-02", "2022-03-06", 429)
    assert [told[day] for day in ("2021-01-02", "2022-03-04", "2022-03-05", "2022-03-06")] == ["1", "1", "0", "0"]
    assert _rows(reader.get("/en/figures/days.csv?on=2020")) == []


def test_sentences_by_provision_leave_out_what_was_dropped(reader: Client, approved: Any, editor: User) -> None:
    defendant = factories.defendant(by=editor)
    kept, dropped = (factories.provision(by=editor, article=article) for article in ("901", "902"))
    factories.charge(defendant, by=editor, provision=kept, status="convicted")
    factories.charge(defendant, by=editor, provision=dropped, status="dropped")
    factories.sentence(defendant, by=editor, instance="first", decided="2021-09-10")
    for record in (defendant.person, defendant.case):
        approved(record)
    later, before = (_rows(reader.get(f"/en/figures/sentences.csv?on={on}")) for on in ("2021-09-10", "2021-09-09"))
    assert [(row["Provision"][-3:], row["Sentences"]) for row in later] == [("901", "1")]
    assert before == []


def test_every_figure_follows_the_day_chosen(reader: Client, approved: Any, editor: User) -> None:
    person = factories.person(by=editor)
    factories.custody(person, by=editor, from_date="2021-03-01", until="2022-01-10", end="released")
    defendant = factories.defendant(by=editor, person=person)
    provision = factories.provision(by=editor, article="901")
    factories.charge(defendant, by=editor, provision=provision, status="convicted", charged_on="2021-04")
    first = factories.sentence(defendant, by=editor, instance="first", decided="2021-09-10")
    factories.penalty(first, by=editor, kind="imprisonment", years=4, months=None, days=None)
    second = factories.sentence(defendant, by=editor, instance="appeal", decided="2021-12-01", replaces=first)
    factories.penalty(second, by=editor, kind="imprisonment", years=2, months=None, days=None)
    for record in (person, defendant.case):
        approved(record)

    def told(table: str, on: str) -> list[list[str]]:
        return [list(row.values())[1:] for row in _rows(reader.get(f"/en/figures/{table}.csv?on={on}"))]

    assert [told("provisions", on) for on in ("2021-03-31", "2021-04-01", "2022-01-11")] == [
        [],
        [["1", "1"]],
        [["1", "0"]],
    ]
    lengths = [
        _rows(reader.get(f"/en/figures/lengths.csv?on={on}")) for on in ("2021-09-09", "2021-09-10", "2021-12-01")
    ]
    assert [[row["Term of imprisonment"] for row in rows] for rows in lengths] == [
        [],
        ["3 to 5 years"],
        ["1 to 3 years"],
    ]
    assert [told("courts", on) for on in ("2021-09-09", "2021-09-10")] == [[], [["1"]]]


def test_what_has_no_date_counts_today_and_is_told_on_an_earlier_day(
    reader: Client, approved: Any, editor: User
) -> None:
    defendant = factories.defendant(by=editor)
    factories.charge(
        defendant, by=editor, provision=factories.provision(by=editor), status="charged", charged_on="", status_date=""
    )
    for record in (defendant.person, defendant.case):
        approved(record)
    assert len(_rows(reader.get("/en/figures/provisions.csv"))) == 1
    assert _rows(reader.get("/en/figures/provisions.csv?on=2021")) == []
    earlier, today = (reader.get(f"/en/figures/{query}").content.decode() for query in ("?on=2021", ""))
    assert "Not counted on an earlier day because the date is unknown: 1." in earlier
    assert "Not counted on an earlier day" not in today


def test_catalogues_as_files_tell_what_their_pages_tell(reader: Client, public: tuple[Person, Case]) -> None:
    for folder in ("courts", "places", "provisions", "judges"):
        page = reader.get(f"/en/{folder}/").content.decode()
        rows = _rows(reader.get(f"/en/{folder}.csv"))
        assert rows and all(f"/en/{folder}/{row['id']}/" in page for row in rows)
        assert page.count(f'<th scope="row"><a href="/en/{folder}/') == len(rows)
        assert f'href="/en/{folder}.xlsx"' in page
        told = [json.loads(line) for line in content_of(reader.get(f"/en/{folder}.jsonl")).splitlines()]
        assert [(row["id"], str(row["people"])) for row in told] == [(row["id"], row["people"]) for row in rows]
        assert reader.get(f"/en/{folder}.csv?court=x").status_code == 400
