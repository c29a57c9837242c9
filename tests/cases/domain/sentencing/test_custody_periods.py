"""Days deprived of liberty, and custody on a day."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.domain.sentencing.custody_periods import (
    CustodyPeriod,
    DaysHeld,
    days_deprived,
    in_custody,
    prosecuted_in_custody,
)
from cases.domain.sentencing.day_ranges import Range
from tests.cases.domain.sentencing.making import day, held

TODAY = dt.date(2022, 12, 31)


@pytest.mark.parametrize(
    ("why", "periods", "least", "most"),
    [
        ("the first and the last day both count", [held("2022-03-01", "2022-03-31")], 31, 31),
        ("arrested and freed on one day is a day", [held("2022-03-01", "2022-03-01")], 1, 1),
        ("still held: up to today", [held("2022-12-01")], 31, 31),
        ("two records of the same days count once", [held("2022-03-01", "2022-03-31"), held("2022-03-15", "2022-04-02")], 33, 33),
        ("a day of transfer counts once", [held("2022-03-01", "2022-03-10"), held("2022-03-10", "2022-03-20")], 20, 20),
        ("a pause does not count", [held("2022-03-01", "2022-03-10"), held("2022-04-01", "2022-04-10")], 20, 20),
        ("from some day of March to 10 April", [held("March 2022", "2022-04-10")], 11, 41),
        ("from some day of March to some day of March: a day at least", [held("March 2022", "March 2022")], 1, 31),
        ("ended, nobody knows when", [held("2022-12-01", "", end="released")], 1, 31),
        ("nobody knows since when", [held("before 2022-12-15")], 18, None),
        ("not yet begun", [held("2023-03-01")], 0, 0),
        ("none", [], 0, 0),
    ],
)  # fmt: skip
def test_days_deprived_counts_the_union(why, periods, least, most):
    assert days_deprived(periods, TODAY) == DaysHeld(least, most), why


def test_days_deprived_may_be_limited_to_kinds():
    periods = [held("2022-03-01", "2022-03-31"), held("2022-04-01", "2022-04-30", "house_arrest")]
    assert days_deprived(periods, TODAY, frozenset({"remand"})) == DaysHeld(31, 31)


@pytest.mark.parametrize(
    ("on", "answer"),
    [("2022-02-28", "no"), ("2022-03-15", "possibly"), ("2022-03-31", "yes"), ("2022-05-02", "possibly"), ("2022-06-01", "no")],
)  # fmt: skip
def test_in_custody_partial_dates_answer_yes_possibly_or_no(on, answer):
    assert in_custody([held("March 2022", "May 2022", end="bail")], dt.date.fromisoformat(on)) == answer


def test_in_custody_one_certain_period_is_enough():
    periods = [held("about March 2022"), held("2022-03-10", "2022-03-20")]
    assert in_custody(periods, dt.date(2022, 3, 15)) == "yes"


@pytest.mark.parametrize(
    ("opened", "closed", "answer"),
    [
        ("2022-02-01", "", "yes"),
        ("March 2022", "", "possibly"),
        ("2022-04-01", "", "no"),
        ("2022-02-01", "2022-03-01", "no"),
        ("2022-02-01", "March 2022", "possibly"),
    ],
)
def test_prosecuted_in_custody_needs_the_prosecution_too(opened, closed, answer):
    on = dt.date(2022, 3, 15)
    assert prosecuted_in_custody([held("2022-01-20")], on, day(opened), day(closed)) == answer


DAYS = st.dates(dt.date(2020, 1, 1), dt.date(2023, 12, 31))
RANGES = st.builds(lambda a, n: Range(a, a + dt.timedelta(days=n)), DAYS, st.integers(0, 50))
PERIODS = st.builds(
    lambda begins, gap, width: CustodyPeriod(
        "remand",
        begins,
        Range(begins.upper + dt.timedelta(days=gap), begins.upper + dt.timedelta(days=gap + width)),
        "released",
    ),
    RANGES,
    st.integers(0, 200),
    st.integers(0, 50),
)


@given(st.lists(PERIODS, max_size=4), st.data())
def test_days_deprived_and_in_custody_contain_every_concrete_completion(periods, data):
    def within(days: Range) -> Range:
        chosen = data.draw(st.dates(days.lower, days.upper))
        return Range(chosen, chosen)

    exact = [CustodyPeriod(p.kind, within(p.begins), within(p.until), p.end) for p in periods]
    wide, one = days_deprived(periods, TODAY), days_deprived(exact, TODAY)
    assert 0 <= wide.least <= one.least == one.most <= wide.most
    on = data.draw(DAYS)
    held_then, held_exactly = in_custody(periods, on), in_custody(exact, on)
    assert held_exactly in ("yes", "no")
    assert held_then in ("possibly", held_exactly)


@given(st.lists(PERIODS, max_size=4), st.data())
def test_days_deprived_order_does_not_matter(periods, data):
    assert days_deprived(data.draw(st.permutations(periods)), TODAY) == days_deprived(periods, TODAY)
