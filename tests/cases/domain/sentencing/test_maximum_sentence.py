"""The most a defendant faces, by the edition in force on the day of the act."""

import pytest

from cases.domain.sentencing.maximum_sentence import ChargedWith, Edition, maximum_exposure
from tests.cases.domain.sentencing.making import day

# As in the Belarusian table: art. 342 part 1 went from three to four years; 289 part 3 may bring death.
OLD_342 = Edition("art. 342 part 1", 36, valid_until=day("2021-06-18"), source="older edition")
NEW_342 = Edition("art. 342 part 1", 48, valid_from=day("2021-06-19"), source="table")
TERROR = Edition("art. 289 part 3", 300, life=True, death=True, source="table")


def protest(act: str, **facts: object) -> ChargedWith:
    return ChargedWith("art. 342 part 1", (OLD_342, NEW_342), day(act), **facts)


def terror(act: str = "2022-03-25", **facts: object) -> ChargedWith:
    return ChargedWith("art. 289 part 3", (TERROR,), day(act), **facts)


@pytest.mark.parametrize(
    ("why", "act", "least", "most"),
    [
        ("before the change", "2020-08-09", 36, 36),
        ("after it", "2022-08-09", 48, 48),
        ("some day of June 2021: both editions are possible", "June 2021", 36, 48),
        ("no day known", "", 36, 48),
    ],
)
def test_exposure_uses_the_edition_of_the_day_of_the_act(why, act, least, most):
    exposure = maximum_exposure([protest(act)], "by")
    assert (exposure.least, exposure.most) == (least, most), why
    assert ("edition_unclear" in {note.code for note in exposure.notes}) == (least != most)


def test_exposure_several_charges_keeps_the_gravest_and_adds_up_to_the_cap():
    exposure = maximum_exposure([protest("2022-08-09"), terror()], "by")
    assert (exposure.least, exposure.most, exposure.added) == (300, 300, 300)
    assert (exposure.life, exposure.death) == ("yes", "yes")
    assert "sum_capped" in {note.code for note in exposure.notes}


def test_exposure_small_charges_are_added():
    assert maximum_exposure([protest("2020-08-09"), protest("2022-08-09")], "by").added == 84


@pytest.mark.parametrize(
    ("why", "gender", "born", "death"),
    [
        ("a grown man", "male", "1990-01-01", "yes"),
        ("a woman", "female", "1990-01-01", "no"),
        ("seventeen on the day of the act", "male", "2004-03-26", "no"),
        ("eighteen on the day of the act", "male", "2004-03-25", "yes"),
        ("born in some month of 2004", "male", "2004", "possibly"),
        ("nothing known", "", "", "yes"),
    ],
)
def test_exposure_death_is_not_for_women_and_minors(why, gender, born, death):
    assert maximum_exposure([terror()], "by", gender=gender, born=day(born)).death == death, why


@pytest.mark.parametrize("status", ["dropped", "acquitted", "convicted"])
def test_exposure_charges_no_longer_pending_do_not_count(status):
    exposure = maximum_exposure([terror(status=status)], "by")
    assert (exposure.most, exposure.death) == (None, "no")
    assert [note.code for note in exposure.notes] == ["no_charges"]


def test_exposure_attempt_is_noted_and_not_reduced():
    exposure = maximum_exposure([terror(offence="attempt")], "by")
    assert exposure.most == 300
    assert "offence_attempt" in {note.code for note in exposure.notes}


def test_exposure_unrecorded_maximum_or_edition_is_said():
    unknown = ChargedWith("art. 1", (Edition("art. 1"),), day("2022"))
    outside = ChargedWith("art. 2", (Edition("art. 2", 12, valid_from=day("2023")),), day("2022"))
    exposure = maximum_exposure([unknown, outside], "by")
    assert (exposure.most, exposure.added, exposure.life) == (None, None, "no")
    assert {"max_unknown", "edition_unknown"} <= {note.code for note in exposure.notes}
    assert all(note.english.endswith(".") for note in exposure.notes)


def test_exposure_order_of_charges_does_not_matter():
    charges = [protest("June 2021"), terror(), protest("2022-08-09", offence="attempt")]
    assert maximum_exposure(charges, "by") == maximum_exposure(charges[::-1], "by")
