"""The three mappings of the project on invented lists with the quirks of the real ones; every row ends somewhere."""

from collections.abc import Callable

import pytest

from cases.models import Case, Charge, Custody, Defendant, ImportBatch, Person, PersonName, Recognition, Sentence
from cases.spreadsheets.import_.apply_import import Preview
from cases.spreadsheets.mapping import parse_mapping
from tests.cases.spreadsheets.import_ import lists

pytestmark = pytest.mark.django_db
Look = Callable[..., Preview]
TakeIn = Callable[..., ImportBatch]


def test_take_in_azerbaijan_reads_names_prisons_dates_and_charges_in_prose(take_in: TakeIn) -> None:
    batch = take_in(lists.AZERBAIJAN.encode(), parse_mapping.load("azerbaijan_2014"))
    assert list(batch.rows.values_list("number", "outcome")) == [(n, "made") for n in range(2, 7)]
    first = PersonName.objects.get(text="Invented Nobody oglu Firstov")
    assert (first.given, first.patronymic, first.family) == ("Invented", "Nobody oglu", "Firstov")
    custody = first.person.custody.get()
    assert (custody.kind, custody.from_date_edtf, custody.facility.name_en) == (
        "remand", "2013-11-22", "Baku Investigative Prison (Kurdakhani)",
    )  # fmt: skip
    second = PersonName.objects.get(text="Imaginary Nobody oglu Secondov").person
    assert [(each.kind, each.from_date_edtf, each.end) for each in second.custody.order_by("pk")] == [
        ("remand", "2007-01-20", "transfer"), ("serving", "", ""),
    ]  # fmt: skip
    assert second.custody.get(kind="serving").facility.name_en == "Prison No. 14"
    cited = [charge.provision.label for charge in Charge.objects.filter(defendant__person=second).order_by("pk")]
    assert cited == ["art. 28", "art. 220.1", "art. 228.3"]
    assert Case.objects.count() == Defendant.objects.count() == 4  # the third has no charges printed


def test_take_in_azerbaijan_keeps_unreadable_values_as_notes(take_in: TakeIn, look: Look) -> None:
    mapping = parse_mapping.load("azerbaijan_2014")
    doubts = look(lists.AZERBAIJAN.encode(), mapping).doubts
    assert [number for number, _doubt in doubts] == [5, 5]
    take_in(lists.AZERBAIJAN.encode(), mapping)
    custody = PersonName.objects.get(text__contains="Fourthova").person.custody.get(kind="remand")
    assert custody.from_date == ""
    assert "the decision was made on 14 April 2014." in custody.internal_notes
    assert "Implementation of something" in Defendant.objects.get(person=custody.person).internal_notes


def test_take_in_azerbaijan_old_code_has_parts_and_items(take_in: TakeIn) -> None:
    take_in(lists.AZERBAIJAN.encode(), parse_mapping.load("azerbaijan_2014"))
    charges = Charge.objects.filter(provision__code__name_en__contains="1960").order_by("pk")
    assert [(each.provision.article, each.provision.part, each.internal_notes) for each in charges] == [
        ("59", "1", ""), ("59", "15", ""), ("145", "2", "items 1, 2, 6"), ("220-1", "3", ""),
    ]  # fmt: skip


def test_take_in_us_tracker_takes_each_person_of_arrests_alone(take_in: TakeIn) -> None:
    batch = take_in(lists.US, parse_mapping.load("us_press_freedom_tracker"))
    assert list(batch.rows.values_list("number", "part", "outcome")) == [
        (2, 0, "made"), (2, 1, "made"), (2, 2, "made"), (3, 0, "made"), (4, 0, "left_out"), (5, 0, "made"),
    ]  # fmt: skip
    assert batch.row_count == 4
    assert sorted(PersonName.objects.values_list("text", flat=True)) == [
        "Ann Invented", "Ann Invented", "Bob Imaginary", "Cy Unreal", "Dee Fictional",
    ]  # fmt: skip
    ann = batch.rows.get(number=2, part=0).person
    assert "aside: Some TV; Other TV" in ann.internal_notes
    assert (ann.custody.get().end, ann.custody.get().until_edtf) == ("uncharged", "2020-05-30")
    assert not any("Secret body" in person.internal_notes for person in Person.objects.all())


def test_take_in_us_tracker_reads_current_and_dropped_charges_once(take_in: TakeIn) -> None:
    batch = take_in(lists.US, parse_mapping.load("us_press_freedom_tracker"))
    dee = batch.rows.get(number=3)
    charges = Charge.objects.filter(defendant__person=dee.person).order_by("pk")
    assert [(each.provision.label, each.status) for each in charges] == [
        ("rioting", "dropped"),
        ("trespassing", "dropped"),
    ]
    notes = Defendant.objects.get(person=dee.person).internal_notes
    assert "Named twice: dropped_charges: felony, rioting" in notes
    assert dee.person.custody.get().from_date_edtf == "2017-01"  # the source says that the day is not exact
    acquitted = Charge.objects.get(defendant__person=batch.rows.get(number=5).person)
    assert (acquitted.status, acquitted.defendant.stage) == ("acquitted", "verdict")


def test_take_in_viasna_reads_statuses_articles_and_terms(take_in: TakeIn) -> None:
    take_in(lists.VIASNA.encode(), parse_mapping.load("viasna"))
    held = PersonName.objects.get(text="Выдуманный Сидящий").person
    assert [(each.kind, each.end) for each in held.custody.order_by("pk")] == [("remand", "transfer"), ("serving", "")]
    assert held.custody.get(kind="serving").facility.code == "IK-1"
    assert Recognition.objects.get(person=held).status == "political_prisoner"
    charge = Charge.objects.get(defendant__person=held)
    assert (charge.provision.article, charge.provision.part) == ("342", "1")
    released = PersonName.objects.get(text="Выдуманная Вышедшая").person
    assert (released.custody.get().until, released.custody.get().end) == ("2025-07-08", "released")
    penalty = Sentence.objects.get(defendant__person=released).penalties.get()
    assert (penalty.kind, penalty.years, penalty.months) == ("imprisonment", 1, 6)


def test_take_in_viasna_two_people_of_one_name_stay_two(take_in: TakeIn) -> None:
    take_in(lists.VIASNA.encode(), parse_mapping.load("viasna"))
    citizens = Person.objects.filter(names__text="Гражданин К.")
    assert citizens.count() == 2
    assert {custody.end for custody in Custody.objects.filter(person__in=citizens)} == {"milder"}


def test_take_in_viasna_shifted_cell_is_noted_and_never_a_death(take_in: TakeIn, look: Look) -> None:
    mapping = parse_mapping.load("viasna")
    assert "taken as empty: 2." in look(lists.VIASNA.encode(), mapping).table.notes[0]
    take_in(lists.VIASNA.encode(), mapping)
    held = PersonName.objects.get(text="Выдуманный Сидящий").person
    assert held.died == ""
    assert "died: Минск" in held.internal_notes


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("azerbaijan_2014", lists.AZERBAIJAN.encode()),
        ("us_press_freedom_tracker", lists.US),
        ("viasna", lists.VIASNA.encode()),
    ],
)
def test_take_in_each_list_twice_makes_nothing_the_second_time(name: str, content: bytes, take_in: TakeIn) -> None:
    take_in(content, parse_mapping.load(name))
    before = Person.objects.count()
    batch = take_in(content, parse_mapping.load(name))
    assert Person.objects.count() == before
    assert not batch.rows.exclude(outcome__in=("unchanged", "left_out")).exists()


@pytest.mark.parametrize("name", ["azerbaijan_2014", "us_press_freedom_tracker", "viasna"])
def test_load_mapping_of_the_project_is_valid(name: str) -> None:
    assert parse_mapping.load(name).name == name
