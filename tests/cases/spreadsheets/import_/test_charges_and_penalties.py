"""Charges and penalties of a row, from the cell to the record: of which code, how far, what is no verdict."""

import tomllib
from collections.abc import Callable

import pytest

from cases.models import Charge, ImportBatch, Person, Sentence
from cases.spreadsheets.import_.parse_rows import plan_row, plan_rows
from cases.spreadsheets.import_.parsed_row import RowPlan
from cases.spreadsheets.mapping import parse_mapping
from cases.spreadsheets.mapping.schema import Mapping
from cases.spreadsheets.reading import Table
from tests import factories

TakeIn = Callable[..., ImportBatch]
MAPPING = """
title = "Invented list"
source = { title = "Invented list" }
place = { country = "BY Belarus", jurisdiction = "Belarus" }
rows = { key = ["id"] }
name = { text = "name" }
case = { when = [{ column = "articles", filled = true }], title = { template = "{name} ({id})" } }
defendant = { stage = { value = "verdict" } }
charge = { charges = { column = "articles", unreadable = "note" }, style = "east_slavic" }
code = [{ name = "Criminal Code of Belarus" }]
[[penalty]]
when = [{ column = "length", filled = true }]
kind = { value = "imprisonment" }
length = { column = "length", unreadable = "note" }
"""


def mapping() -> Mapping:
    """A list whose charges are of the criminal code of Belarus, if nothing else is said."""
    return parse_mapping.read(tomllib.loads(MAPPING), "invented")


def plan(articles: str, length: str = "") -> RowPlan:
    """What a row with these cells says."""
    return plan_row(mapping(), 2, {"id": "1", "name": "Ann Invented", "articles": articles, "length": length})


@pytest.mark.parametrize(
    ("length", "values"),
    [
        ("2 года 6 мес. колонии общего режима", {"kind": "imprisonment", "years": 2, "months": 6, "regime": "general"}),
        ("домашняя химия 3 года", {"kind": "restriction_home", "years": 3}), ("life", {"kind": "life"}),
        ("15 суток", {"kind": "administrative_arrest", "days": 15}), ("5 лет", {"kind": "imprisonment", "years": 5}),
        ("3 to 8 years", {"kind": "imprisonment"}),
    ],
)  # fmt: skip
def test_length_says_the_kind_before_the_kind_of_the_whole_list(length: str, values: dict[str, object]) -> None:
    assert plan("ст. 342", length).people[0].of("penalty")[0].values == values


def test_range_is_kept_as_text_and_doubted() -> None:
    row = plan("ст. 342", "3 to 8 years")
    assert "length: 3 to 8 years" in row.people[0].of("sentence")[0].notes
    assert any("3 to 8 years" in doubt for doubt in row.doubts)


def test_who_awaits_a_trial_has_no_verdict() -> None:
    row = plan("ст. 342", "ожидает суда")
    person = row.people[0]
    assert not person.of("sentence", "penalty")
    assert "stage" not in person.of("defendant")[0].values
    assert "length: ожидает суда" in person.of("defendant")[0].notes


def test_what_is_no_citation_is_kept_word_for_word() -> None:
    row = plan("ч. 1 ст. 342, ст. 205.2 УК РФ")
    facts = row.people[0].of("charge")
    assert [fact.values["provision"].article for fact in facts] == ["342"] or not facts
    notes = "\n".join(note for fact in row.people[0].facts for note in fact.notes)
    assert "ст. 205.2 УК РФ" in notes


@pytest.mark.django_db
def test_charges_are_of_the_code_that_the_cell_names(take_in: TakeIn) -> None:
    home, abroad = factories.country(code="BY", name_en="Belarus"), factories.country(code="RU", name_en="Russia")
    belarus = factories.jurisdiction(name_en="Belarus", country=home)
    russia = factories.jurisdiction(name_en="Russia", country=abroad)
    criminal = factories.code(jurisdiction=belarus, name_en="Criminal Code of Belarus")
    administrative = factories.code(jurisdiction=belarus, name_en="Code of Administrative Offences of Belarus")
    russian = factories.code(jurisdiction=russia, name_en="Criminal Code of the Russian Federation")
    take_in(
        "id,name,articles,length\n"
        "1,Ann Invented,ст. 19.11 КоАП,\n2,Bea Invented,ч. 2 ст. 205.2 УК РФ,\n"
        "3,Cea Invented,Part 1 of Article 13 and Article 293,\n"
        "4,Dea Invented,314/2,\n".encode(),
        mapping(),
    )
    charges = {
        (charge.provision.code, charge.provision.article, charge.provision.part, charge.offence_stage)
        for charge in Charge.objects.all()
    }
    assert charges == {
        (administrative, "19.11", "", "completed"), (russian, "205.2", "2", "completed"), (criminal, "293", "", "preparation"),
    }  # fmt: skip
    kept = Person.objects.get(names__text="Dea Invented").prosecutions.get()
    assert "314/2" in kept.internal_notes
    assert not Sentence.objects.exists()


DATED = parse_mapping.read(
    tomllib.loads('person = { born = { column = "born", unreadable = "note" } }\n' + MAPPING), "dated"
)


def born(*column: str) -> list[tuple[str, list[str]]]:
    """(date of birth, doubts) for each row of a list with these cells."""
    rows = [[str(number), "Ann Invented", text, "", ""] for number, text in enumerate(column)]
    table = Table(["id", "name", "born", "articles", "length"], rows, list(range(2, len(rows) + 2)), "", "", "", "")
    plans = plan_rows(DATED, table)
    return [(plan.people[0].of("person")[0].values.get("born", ""), plan.doubts) for plan in plans]


def test_ambiguous_day_is_read_as_its_column_is_written_and_doubted() -> None:
    (first, doubts), (second, none) = born("03/04/2021", "25/03/2022")
    assert (first, second, none) == ("2021-04-03", "25/03/2022", [])
    assert "other rows" in doubts[0]
    assert [value for value, _doubts in born("03/04/2021", "05/06/2022")] == ["", ""]


def test_day_that_is_not_known_is_empty_without_a_doubt() -> None:
    assert born("неизвестно", "unknown") == [("", []), ("", [])]


def test_cell_that_the_spreadsheet_made_a_date_of_is_kept_as_text_and_doubted() -> None:
    numbered = parse_mapping.read(
        tomllib.loads(
            'person = { born = "born" }\n'
            + MAPPING.replace("title = { template", 'number = "case_no", title = { template')
        ),
        "numbered",
    )
    rows = [["1", "Ann Invented", "19-Nov", "3-22", "19.11", ""], ["2", "Bea Invented", "May", "Mar-22", "19-Nov", ""],
            ["3", "Cea Invented", "1985", "2022-03-01", "2026-11-19", ""]]  # fmt: skip
    dated = {2: {2: "Shows less."}, 3: {2: "Shows less.", 3: "Shows less.", 4: "Shows less."}}
    table = Table(
        ["id", "name", "born", "case_no", "articles", "length"], rows, [2, 3, 4], "", "", "List", "", [], dated
    )
    plans = plan_rows(numbered, table)
    assert [plan.refusals for plan in plans] == [[], [], []]
    assert [plan.people[0].of("person")[0].values.get("born", "") for plan in plans] == ["", "", "1985"]
    assert [plan.case.values.get("number") for plan in plans] == ["3-22", None, None]
    assert [len(plan.people[0].of("charge")) for plan in plans] == [0, 0, 0]
    assert "case_no: Mar-22" in plans[1].case.notes
    assert "born: 19-Nov" in plans[0].people[0].of("person")[0].notes
    assert len(plans[1].doubts) == 3


def test_month_and_short_year_is_read_only_where_the_mapping_says_the_century() -> None:
    assert born("Mar-22") == [("", born("Mar-22")[0][1])]
    assert "years_from" in born("Mar-22")[0][1][0]
