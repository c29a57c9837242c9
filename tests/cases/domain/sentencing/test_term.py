"""Terms over the calendar, and several terms in one verdict."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.domain.sentencing.term import Term, combined

DAYS = st.dates(dt.date(1900, 1, 1), dt.date(2150, 1, 1))
TERMS = st.builds(Term, st.integers(0, 25), st.integers(0, 11), st.integers(0, 29))


@pytest.mark.parametrize(
    ("begins", "term", "ends"),
    [
        ("2022-01-20", "P1Y", "2023-01-20"),
        ("2020-02-29", "P1Y", "2021-02-28"),
        ("2020-02-29", "P4Y", "2024-02-29"),
        ("2021-01-31", "P1M", "2021-02-28"),
        ("2021-12-31", "P2M", "2022-02-28"),
        ("2021-01-31", "P1M1D", "2021-03-01"),
        ("2022-05-30", "P2Y6M", "2024-11-30"),
        ("2022-05-30", "P15D", "2022-06-14"),
    ],
)
def test_after_adds_months_first_and_then_days(begins, term, ends):
    assert Term.from_iso(term).after(dt.date.fromisoformat(begins)) == dt.date.fromisoformat(ends)


def test_after_beyond_the_calendar_stays_on_its_last_day():
    assert Term(years=1000).after(dt.date(9500, 1, 1)) == dt.date.max
    assert Term(days=999).after(dt.date(9999, 12, 1)) == dt.date.max


@pytest.mark.parametrize("text", ["", "P", "1Y", "P1W", "P-1Y", "two years"])
def test_from_iso_other_text_is_refused(text):
    with pytest.raises(ValueError, match="is not a term"):
        Term.from_iso(text)


def test_term_negative_is_refused():
    with pytest.raises(ValueError, match="cannot be negative"):
        Term(years=-1)


def test_term_in_words_counts_one_and_many():
    assert str(Term(1, 2, 3)) == "1 year 2 months 3 days"
    assert str(Term()) == "0 days"


@pytest.mark.parametrize(
    ("how", "shortest", "longest"),
    [("absorption", "P3Y", "P3Y"), ("full", "P6Y6M", "P6Y6M"), ("partial", "P3Y", "P6Y6M")],
)
def test_combined_several_crimes_follow_the_way_of_addition(how, shortest, longest):
    terms = [Term(2, 6), Term(3), Term(1)]
    assert combined(terms, how) == (Term.from_iso(shortest), Term.from_iso(longest))


def test_combined_sum_is_cut_at_the_cap():
    assert combined([Term(20), Term(15)], "full", cap=Term(25)) == (Term(25), Term(25))


@pytest.mark.parametrize(("terms", "how"), [([], "full"), ([Term(1)], "somehow")])
def test_combined_nothing_or_an_unknown_way_is_refused(terms, how):
    with pytest.raises(ValueError, match=r"\.$"):
        combined(terms, how)


@given(DAYS, DAYS, TERMS)
def test_after_later_beginning_never_ends_earlier(first, second, term):
    early, late = sorted((first, second))
    assert term.after(early) <= term.after(late)
    assert term.after(early) >= early
    assert term.before(early) <= early


@given(DAYS, TERMS, TERMS)
def test_after_longer_term_never_ends_earlier(day, term, more):
    assert (term + more).after(day) >= term.after(day)
