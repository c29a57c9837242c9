"""Likely same persons: found by any spelling, told what agrees and disagrees, nobody shown who may not be known."""

import pytest

from accounts.models import User
from cases.duplicates.candidates import Known, likely_same, overlap
from cases.models.fields import bounds
from tests import factories

pytestmark = pytest.mark.django_db


def test_same_person_is_found_in_another_script_with_what_agrees_and_disagrees(editor: User) -> None:
    place = factories.region()
    person = factories.person("Віталь Мельнік", born="1980-05-06", gender="male", region=place)
    known = Known.typed(born="1980", gender="female", region=place.pk)
    found = likely_same(["Vitaly Melnik"], known, user=editor)
    assert [(one.person, one.answer) for one in found] == [(person, "same")]
    assert found[0].agrees == ["born: 1980-05-06", f"region: {place}"]
    assert found[0].disagrees == ["gender: male"]


def test_custody_in_one_place_at_one_time_and_a_common_case_agree(editor: User) -> None:
    one, other = factories.person("Віталь Мельнік"), factories.person("Виталий Мельник")
    first = factories.custody(one, from_date="2021-03")
    factories.custody(other, facility=first.facility, from_date="2021-03-04")
    case = factories.defendant(person=one).case
    factories.defendant(person=other, case=case)
    (likely,) = likely_same(["Віталь Мельнік"], Known.of(one, editor), user=editor, leaving_out=[one.pk])
    assert likely.person == other
    assert len(likely.agrees) == 2
    assert str(case) in likely.agrees[1]


def test_restricted_person_and_case_do_not_leak(editor: User, reviewer: User) -> None:
    factories.person("Віталь Мельнік", restricted=True, readers=[reviewer])
    assert likely_same(["Віталь Мельнік"], Known(), user=editor) == []
    assert len(likely_same(["Віталь Мельнік"], Known(), user=reviewer)) == 1


def test_likeliest_comes_first_and_the_merely_similar_last(editor: User) -> None:
    similar = factories.person("Віталь Мельнічэнка")
    disagreeing = factories.person("Віталь Мельнік", born="1955")
    agreeing = factories.person("Віталь Мельнік", born="1980")
    found = [one.person for one in likely_same(["Віталь Мельнік"], Known.typed(born="1980"), user=editor)]
    assert found[:2] == [agreeing, disagreeing]
    assert similar not in found[:2]


def test_unreadable_birth_and_no_name_say_nothing(editor: User) -> None:
    factories.person("Віталь Мельнік", born="1980")
    (likely,) = likely_same(["Віталь Мельнік", ""], Known.typed(born="05/06/1980"), user=editor)
    assert (likely.agrees, likely.disagrees) == ([], [])
    assert likely_same([], Known(), user=editor) == []


def test_bearer_of_a_common_name_is_found_among_many(editor: User) -> None:
    for number in range(70):
        factories.person(f"Іван {'АБВГДЕ'[number % 6]}рыновіч", born=str(1950 + number % 40))
    wanted = factories.person("Іван Петрачкоў")
    assert likely_same(["Ivan Petrachkou"], Known(), user=editor)[0].person == wanted


@pytest.mark.parametrize(
    ("one", "other", "can"),
    [("1980", "1980-05", True), ("1980", "1981", False), ("before 1980", "1970", True), ("1979-12-31", "1980", False)],
)
def test_overlap_of_partial_dates(one: str, other: str, can: bool) -> None:
    first, second = factories.person("", born=one), factories.person("", born=other)
    assert overlap(bounds(first, "born"), bounds(second, "born")) is can
    assert overlap(bounds(second, "born"), bounds(first, "born")) is can


def test_names_of_one_sound_in_other_characters_are_not_shown(editor: User) -> None:
    same = factories.person("王曉明")
    for name in ("王小明", "黄晓明", "王晓鸣", "阿可拜尔•伊明"):
        factories.person(name)
    assert [one.person for one in likely_same(["王晓明"], Known(), user=editor)] == [same]
