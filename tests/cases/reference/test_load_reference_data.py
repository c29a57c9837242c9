"""Reference data: everything in the files arrives, uncertain rows say so, and what staff did stays."""

import csv
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Entry
from cases.models import (
    AppealPeriod,
    Code,
    Country,
    Court,
    CreditFactor,
    Facility,
    FacilityAddress,
    Jurisdiction,
    Occupation,
    Organisation,
    Provision,
    Region,
)
from cases.reference.load_reference_data import load
from cases.reference.reference_rows import FILES, BadRow
from cases.reference.reference_tables import TABLES
from cases.reference.stable_ids import fixed_id
from tests import factories


def rows(pattern: str) -> Iterator[dict[str, str]]:
    for path in sorted(FILES.glob(pattern)):
        with path.open(encoding="utf-8", newline="") as file:
            yield from csv.DictReader(file)


@pytest.fixture
def some_files(tmp_path: Path) -> Path:
    """A folder with a small country: one jurisdiction, one code, one court."""
    for name, text in {
        "countries.csv": "code,name_en\nZZ,Nowhere\n",
        "jurisdictions.csv": "country,name_en\nZZ,Nowhere\n",
        "codes.csv": "key,jurisdiction,name_en\nZZ-CC,Nowhere,Code of Nowhere\n",
        "provisions_x.csv": "code,article,part,valid_from,name_en,max_months,confidence\nZZ-CC,1,,,Dreaming,12,high\n",
        "courts_x.csv": "country,name_en,level,confidence\nZZ,Court of Nowhere,district,low\n",
    }.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def test_every_row_of_the_files_is_in_the_database(db: None) -> None:
    added = load()
    for table in TABLES:
        expected = {fixed_id(table.model.__name__.lower(), *(r[c] for c in table.key)) for r in rows(table.pattern)}
        assert set(table.model._base_manager.values_list("public_id", flat=True)) == expected
        assert added[table.model.__name__.lower()] == len(expected) == len(list(rows(table.pattern))) > 0


def test_the_files_hold_what_they_are_said_to_hold() -> None:
    """Counts of the research they are made from: a row lost by an edit is seen."""
    parts = {(r["article"], r["part"]) for r in rows("provisions_belarus.csv") if "article as a whole" not in r["note"]}
    assert len(parts) == 112
    assert len({(r["article"], r["part"]) for r in rows("provisions_myanmar.csv") if r["code"] == "MM-PC"}) == 10
    assert len(list(rows("courts_belarus.csv"))) == 153
    assert len(list(rows("facilities_belarus.csv"))) == 42


def test_every_provision_of_the_files_has_its_longest_term_and_label(db: None) -> None:
    load()
    loaded = {
        (fixed_id("provision", r["code"], r["article"], r["part"], r["valid_from"])): r
        for r in rows("provisions_*.csv")
    }
    found = Provision.objects.select_related("code")
    assert found.count() == len(loaded)
    for provision in found:
        row = loaded[provision.public_id]
        assert str(provision.max_months or "") == row["max_months"]
        assert provision.life_possible is (row["life_possible"] == "yes")
        assert provision.death_possible is (row["death_possible"] == "yes")
        assert provision.article in provision.label and provision.part in provision.label
        assert provision.to_verify is (row["confidence"] != "high")


def test_uncertain_rows_are_to_be_verified(db: None) -> None:
    load()
    for model, pattern in (
        (Court, "courts_*.csv"),
        (Facility, "facilities_*.csv"),
        (FacilityAddress, "addresses_*.csv"),
    ):
        uncertain = sum(row["confidence"] != "high" for row in rows(pattern))
        assert model.objects.filter(to_verify=True).count() == uncertain > 0
    assert Provision.objects.filter(code__short_name="CAO", to_verify=False).count() == 0
    assert Provision.objects.filter(code__short_name="CAO", article__in=("19.11", "24.23")).exists()


def test_an_article_changed_by_law_has_two_editions(db: None) -> None:
    load()
    old, new = Provision.objects.filter(
        code__jurisdiction__name_en="Belarus", code__short_name="CC", article="368", part="1"
    ).order_by("max_months")
    assert (old.max_months, old.valid_until_edtf) == (24, "2021-06")
    assert (new.max_months, new.valid_from_edtf, new.valid_until) == (48, "2021-06", "")


def test_other_jurisdictions_come_through_the_same_code(db: None) -> None:
    load()
    assert set(Jurisdiction.objects.values_list("country__code", flat=True)) == {"BY", "RU", "MM"}
    burmese = Provision.objects.get(code__short_name="PC", article="505", part="(a)")
    assert burmese.label == "section 505(a), Penal Code"
    assert Court.objects.get(name_en="Kamayut Township Court").time_zone == "Asia/Yangon"
    assert Provision.objects.filter(code__jurisdiction__name_en="Russia", article="207.3").count() == 5


def test_an_address_that_is_out_of_date_says_until_when(db: None) -> None:
    load()
    assert FacilityAddress.objects.get(facility__code="SIZO-1").valid_until == "2024"
    assert Facility.objects.get(code="IKP-10").predecessor == Facility.objects.get(code="IUOT-52")


def test_names_of_countries_are_in_three_languages(db: None) -> None:
    load()
    assert Country.objects.count() == 250
    assert not Country.objects.filter(name_be="").exists() and not Country.objects.filter(name_ru="").exists()
    belarus = Country.objects.get(code="BY")
    assert (belarus.name_en, belarus.name_be, belarus.name_ru) == ("Belarus", "Беларусь", "Беларусь")
    assert Occupation.objects.count() >= 60 and Organisation.objects.filter(kind="media").exists()


def test_loading_twice_changes_nothing(db: None) -> None:
    load()
    before = Entry.objects.count()
    assert load().total() == 0
    assert Entry.objects.count() == before


def test_what_staff_changed_stays_and_is_not_added_again(db: None) -> None:
    load()
    court = Court.objects.get(name_en="Kamayut Township Court")
    court.name_en, court.to_verify = "Township Court of Kamayut", False
    court.save(by=None)
    count = Court.objects.count()
    load()
    court.refresh_from_db()
    assert (court.name_en, court.to_verify, Court.objects.count()) == ("Township Court of Kamayut", False, count)


def test_what_staff_entered_before_is_used_and_not_doubled(db: None, some_files: Path) -> None:
    nowhere = factories.country(code="ZZ", name_en="Our own Nowhere")
    own = factories.court(country=nowhere, name_en="Court of Nowhere")
    added = load(some_files)
    assert Court.objects.get() == own
    assert Jurisdiction.objects.get().country == nowhere
    assert added["court"] == added["country"] == 0


def test_tables_of_legal_time_are_loaded_and_what_staff_changed_in_them_stays(db: None) -> None:
    load()
    better = CreditFactor.objects.get(
        jurisdiction__name_en="Belarus", custody="remand", regime="general", valid_from="2021-06-19"
    )
    assert (better.factor, better.to_verify, better.backwards) == (Decimal("1.5"), False, True)
    assert AppealPeriod.objects.get(jurisdiction__name_en="Russia", valid_from="2022-12-29").to_verify
    better.factor, better.in_use = Decimal("1.25"), False
    better.save(by=None)
    count = CreditFactor.objects.count()
    assert load().total() == 0
    better.refresh_from_db()
    assert (better.factor, better.in_use, CreditFactor.objects.count()) == (Decimal("1.25"), False, count)


def test_loading_is_told_in_the_log_as_done_by_the_machine(db: None, some_files: Path) -> None:
    load(some_files)
    assert Entry.objects.filter(
        kind="court", action="added", field="name_en", after="Court of Nowhere", by=None
    ).exists()
    assert not Entry.objects.exclude(by=None).exists()


@pytest.mark.parametrize(
    ("file", "text", "sentence"),
    [
        (
            "countries.csv",
            "code,name_en\nzz,Nowhere\n",
            r"countries.csv, row 2: the database refuses it .*country_code_form",
        ),
        ("countries.csv", "code,name_en\nZZ\n", r"countries.csv, row 2: it has 1 cells under 2 headings\."),
        ("countries.csv", "name_en\nNowhere\n", r"countries.csv, row 1, column code: the heading lacks it\."),
        ("countries.csv", "code,name_en,size\nZZ,Nowhere,big\n", r"row 2, column size: a country has no such field\."),
        ("jurisdictions.csv", "country,name_en\nYY,Nowhere\n", r"row 2, column country: there is no country “YY”"),
        ("jurisdictions.csv", "country,name_en\n,Nowhere\n", r"row 2, column country: it must not be empty\."),
        ("courts_x.csv", "country,name_en,confidence\nZZ,A,high\nZZ,B,sure\n", r"row 3, column confidence: “sure”"),
        ("courts_x.csv", "country,name_en,level\nZZ,A,highest\n", r"courts_x.csv, row 2, column level: "),
        ("courts_x.csv", "country,name_en,opened\nZZ,A,soon\n", r"courts_x.csv, row 2, column opened: “soon”"),
        ("provisions_x.csv", "code,article,part,valid_from,max_months\nZZ-CC,1,,,ten\n", r"max_months: “ten” is no"),
        (
            "provisions_x.csv",
            "code,article,part,valid_from,name_en,max_months\nZZ-CC,1,,,A,1201\n",
            r"column max_months: ",
        ),
        ("provisions_x.csv", "code,article,part,valid_from,life_possible\nZZ-CC,1,,,maybe\n", r"“maybe” is neither"),
    ],
)
def test_a_bad_row_is_refused_with_its_place_and_nothing_is_added(
    db: None, some_files: Path, file: str, text: str, sentence: str
) -> None:
    (some_files / file).write_text(text, encoding="utf-8")
    with pytest.raises(BadRow, match=sentence):
        load(some_files)
    assert not Country.objects.exists() and not Region.objects.exists() and not Entry.objects.exists()


def test_the_command_tells_what_it_added_and_refuses_bad_files_with_a_sentence(
    db: None, some_files: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("load_reference", folder=some_files)
    assert "5 reference records added: 1 country, 1 jurisdiction, 1 code" in capsys.readouterr().out
    (some_files / "countries.csv").write_text("code,name_en\nZZZ,Nowhere\n", encoding="utf-8")
    with pytest.raises(CommandError, match=r"countries.csv, row 2, column code: .* Nothing was added\."):
        call_command("load_reference", folder=some_files)


def test_fixed_ids_look_like_any_other_id_and_differ(db: None) -> None:
    assert fixed_id("a", "bc") != fixed_id("ab", "c")
    assert len({fixed_id("court", str(number)) for number in range(5000)}) == 5000
    assert {len(fixed_id("court", str(number))) for number in range(50)} == {12}


def test_a_code_is_found_by_staff_under_its_name(db: None) -> None:
    load()
    assert Code.objects.get(name_en="Criminal Code of Belarus").provisions.filter(article="289", part="").count() == 1
