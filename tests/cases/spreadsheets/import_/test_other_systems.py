"""Exports of Uwazi and Bayanat, invented files of their true shape."""

import json

import pytest

from cases.spreadsheets.import_.parse_rows import check_columns, plan_rows
from cases.spreadsheets.import_.parsed_row import RowPlan
from cases.spreadsheets.mapping import parse_mapping
from cases.spreadsheets.reading import read_table

BAYANAT_CSV = (
    "id,name,name_ar,nickname,nickname_ar,middle_name,middle_name_ar,last_name,last_name_ar,mother_name,mother_name_ar,sex,age,civilian,"
    "type,media,events,related_bulletins,related_actors,related_incidents\n"
    '7,Fulan Invented,فلان الفلاني,,,,,Invented,,Umm Fulan,,Male,Adult,Civilian,Person,,"3, Arrest, 2019-01-02",,,\n'
)
BAYANAT_JSON = [
    {
        "class": "actor", "id": 7, "name": "Fulan Invented", "name_ar": "فلان الفلاني", "nickname": None, "nickname_ar": None,
        "first_name": "Fulan", "father_name": "Abu Fulan", "mother_name": "Umm Fulan", "mother_name_ar": None, "sex": "Male", "_sex": "Male",  # noqa: E501
        "age": "Adult", "civilian": None, "type": "Person", "occupation": None, "nationalities": [{"id": 1, "title": "Syria", "title_tr": None}],  # noqa: E501
        "events": [{"id": 3, "title": "Arrest", "from_date": "2019-01-02"}], "comments": None, "origin_place": None, "roles": [],
    }
]  # fmt: skip
UWAZI_CSV = (
    "Title,Date added,Template,Date of arrest,Prison,Link,Geolocation,Documents,Attachments,Published\n"
    'Ann Invented,2024-05-06,Person,2021-03-04,North|South,Report|https://example.org/r,"52.1|23.7",,,Published\n'
)
UWAZI_JSON = {
    "rows": [
        {
            "_id": "65a", "sharedId": "abc123", "title": "Ann Invented", "template": "5f", "language": "en", "published": True,
            "metadata": {
                "date_of_arrest": [{"value": 1614816000}], "prison": [{"value": "x1", "label": "North"}, {"value": "x2", "label": "South"}],  # noqa: E501
                "link": [{"value": {"label": "Report", "url": "https://example.org/r"}}],
            },
        }
    ],
    "totalRows": 1,
}  # fmt: skip


def plans(content: str, file_name: str, mapping: str) -> list[RowPlan]:
    table, known = read_table(content.encode(), file_name), parse_mapping.load(mapping)
    assert check_columns(known, table) == []
    return plan_rows(known, table)


@pytest.mark.parametrize(
    ("content", "file_name", "mapping", "name"),
    [
        (BAYANAT_CSV, "actors.csv", "bayanat_actors", "Fulan Invented"),
        (json.dumps(BAYANAT_JSON), "actors.json", "bayanat_actors", "Fulan Invented"),
        (UWAZI_CSV, "export.csv", "uwazi_csv", "Ann Invented"), (json.dumps(UWAZI_JSON), "search.json", "uwazi_json", "Ann Invented"),  # noqa: E501
    ],
)  # fmt: skip
def test_export_comes_in_with_everything_kept(content: str, file_name: str, mapping: str, name: str) -> None:
    (plan,) = plans(content, file_name, mapping)
    assert plan.refusals == [] and plan.people[0].name == name
    notes = "\n".join(plan.people[0].of("person")[0].notes)
    for text in {
        "bayanat_actors": ["Arrest"],
        "uwazi_csv": ["2021-03-04", "North|South"],
        "uwazi_json": ["North; South", "example.org/r"],
    }[mapping]:
        assert text in notes


def test_actor_of_bayanat_has_names_sex_and_encrypted_relatives() -> None:
    (plan,) = plans(json.dumps(BAYANAT_JSON), "actors.json", "bayanat_actors")
    person = plan.people[0]
    values = person.of("person")[0].values
    assert (
        values["gender"] == "male"
        and "Umm Fulan" in values["relatives"]
        and "Umm Fulan" not in "".join(person.of("person")[0].notes)
    )
    assert [fact.values["text"] for fact in person.of("name")] == ["Fulan Invented", "فلان الفلاني"]
    assert [fact.values["country"].name for fact in person.of("citizenship")] == ["Syria"]
