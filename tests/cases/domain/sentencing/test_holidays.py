"""Public holidays: the movable ones against known years, and every row with its source."""

import datetime as dt

import pytest

from cases.domain.sentencing.holidays import HOLIDAYS, holiday_on, orthodox_easter


@pytest.mark.parametrize("easter", ["2015-04-12", "2020-04-19", "2021-05-02", "2022-04-24", "2024-05-05", "2026-04-12"])
def test_orthodox_easter_of_known_years(easter):
    day = dt.date.fromisoformat(easter)
    assert orthodox_easter(day.year) == day


def test_orthodox_easter_is_a_sunday_in_every_year():
    assert {orthodox_easter(year).weekday() for year in range(1900, 2200)} == {6}


@pytest.mark.parametrize(("day", "country", "name"), [
    ("2022-05-03", "by", "Radunitsa"), ("2026-04-21", "by", "Radunitsa"), ("2022-07-03", "by", "Independence Day"),
    ("2019-01-02", "by", None), ("2020-01-02", "by", "New Year"), ("2022-05-03", "ru", None),
    ("2022-06-12", "ru", "Russia Day"), ("2022-06-12", "by", None), ("2022-07-03", "zz", None),
])  # fmt: skip
def test_holiday_on_a_day_of_a_country(day, country, name):
    found = holiday_on(dt.date.fromisoformat(day), country)
    assert (found and found.name("en")) == name


def test_every_holiday_has_names_a_source_and_a_day():
    for one in HOLIDAYS:
        assert one.source and all(dict(one.names).values())
        assert bool(one.after_easter) != bool(one.month and one.day)
        assert one.name("be") != one.name("en") == one.name("xx")
