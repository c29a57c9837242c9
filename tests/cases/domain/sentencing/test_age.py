"""Ages from partial dates of birth."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.domain.sentencing.age import Age, age_on, born_between, minor, next_birthday
from tests.cases.domain.sentencing.making import day, span


@pytest.mark.parametrize(
    ("born", "on", "least", "most"),
    [
        ("1990-05-10", "2022-05-09", 31, 31),
        ("1990-05-10", "2022-05-10", 32, 32),
        ("1990", "2022-05-10", 31, 32),
        ("1990-05", "2022", 31, 32),
        ("2004-02-29", "2022-02-28", 17, 17),
        ("2004-02-29", "2022-03-01", 18, 18),
        ("before 1990", "2022-01-01", 32, None),
        ("", "2022-01-01", None, None),
    ],
)
def test_age_on_partial_birth_gives_bounds(born, on, least, most):
    assert age_on(day(born), day(on)) == Age(least, most)


@pytest.mark.parametrize(("born", "answer"), [("2005", "yes"), ("2004", "possibly"), ("2003", "no"), ("", "possibly")])
def test_minor_partial_birth_answers_yes_possibly_or_no(born, answer):
    assert minor(day(born), dt.date(2022, 3, 25)) == answer


def test_born_between_a_forty_year_old_is_born_in_one_of_two_years():
    assert born_between(40, dt.date(2022, 11, 1)) == span("1981-11-02", "1982-11-01")


def test_born_between_negative_age_is_refused():
    with pytest.raises(ValueError, match="negative"):
        born_between(-1, dt.date(2022, 1, 1))


@pytest.mark.parametrize(
    ("born", "birthday"),
    [("1990-05-10", "2022-05-10"), ("1990-02-01", "2023-02-01"), ("1992-02-29", "2023-03-01"), ("1990-05", None)],
)
def test_next_birthday_needs_an_exact_day(born, birthday):
    found = next_birthday(day(born), dt.date(2022, 3, 2))
    assert found == (birthday and dt.date.fromisoformat(birthday))


@given(st.dates(dt.date(1930, 1, 1), dt.date(2010, 1, 1)), st.dates(dt.date(2010, 1, 2), dt.date(2030, 1, 1)))
def test_born_between_holds_everybody_of_that_age(born, on):
    age = age_on(span(born.isoformat()), on)
    assert age.exact
    days = born_between(age.least, on)
    assert days.lower <= born <= days.upper
