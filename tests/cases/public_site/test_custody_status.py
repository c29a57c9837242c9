"""What holds on a day, from all periods: named cases, the rules by themselves, and the private function beside it."""

from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.domain.custody_status import Bounds, Period, Status, held_spans, history, status_on, steps
from cases.domain.sentencing.custody_periods import CustodyPeriod, in_custody
from cases.domain.sentencing.day_ranges import Range
from tests.cases.public_site.histories import FIRST, LAST, days_of, drawn_life

TODAY = date(2026, 11, 30)


def on(text: str) -> Bounds | None:
    if not text:
        return None
    if text == "31 February":
        return Bounds()
    lower, _slash, upper = text.partition("/")
    return Bounds(date.fromisoformat(lower), date.fromisoformat(upper or lower))


def held(begins: str, until: str = "", end: str = "", kind: str = "serving") -> Period:
    return Period(on(begins) or Bounds(), on(until), end, kind)


MOVED = [held("2021-03-01", "2022-01-01", "transfer"), held("2022-01-05", "2023-01-01", "served")]
SHORT = held("2021-05-01", "2021-05-15", "served", "administrative")


@pytest.mark.parametrize(
    ("periods", "died", "day", "status"),
    [
        ([held("2021-03-01", "2030-03-01")], "", TODAY, "in_custody"),
        ([held("2021-03-01", "2030-03-01", "served")], "", TODAY, "in_custody"),
        ([held("2021-03-01", "2030-03-01", "served")], "", date(2030, 3, 1), "in_custody"),
        ([held("2021-03-01", "2030-03-01", "served")], "", date(2030, 3, 2), "released"),
        ([held("2021-03-01"), held("2023-05-01", "2023-05-15", "served", "administrative")], "", TODAY, "in_custody"),
        ([held("2021-03-01", "31 February")], "", TODAY, "released"),
        ([held("2021-03-01", "", "pardoned")], "", TODAY, "released"),
        ([held("2021-03-01", "2026-11-01/2026-11-30", "served")], "", date(2026, 11, 1), "in_custody"),
        ([held("2021-03-01", "2026-11-01/2026-11-30", "served")], "", date(2026, 11, 2), "released"),
        ([held("2021-03-01", "2022-01-01", "transfer")], "", TODAY, "in_custody"),
        (MOVED, "", date(2022, 1, 3), "in_custody"),
        (MOVED, "", TODAY, "released"),
        ([MOVED[0], SHORT], "", TODAY, "in_custody"),
        ([held("2027-01-01")], "", TODAY, "unknown"),
        ([], "", TODAY, "unknown"),
        ([held("2021-03-01", "2022-01-01", "escaped")], "", TODAY, "unknown"),
        ([held("2021-03-01")], "2026-11-30", TODAY, "died"),
        ([held("2021-03-01")], "2026-12-01", TODAY, "in_custody"),
        ([held("2021-03-01")], "31 February", TODAY, "died"),
        ([held("2021-03-01", "2027-01-01", "died")], "", TODAY, "in_custody"),
        ([held("2021-03-01", "2022-01-01", "died")], "", date(2022, 1, 1), "died"),
        ([held("", "", "")], "", TODAY, "in_custody"),
    ],
)  # fmt: skip
def test_status_of_all_periods(periods: list[Period], died: str, day: date, status: str) -> None:
    for told in (periods, periods[::-1]):
        assert status_on(history(told, on(died)), day).status == status


def test_custody_lasts_since_the_first_of_the_periods_that_met() -> None:
    arrest, remand = held("2024-05-02", "2024-05-20", "transfer"), held("2024-05-20")
    told = history([held("2020-08-10", "2020-09-01", "bail"), arrest, remand])
    assert status_on(told, TODAY).since == arrest
    inside = history([held("2021-03-01"), held("2023-05-01", "2023-05-15", "served", "administrative")])
    assert status_on(inside, date(2023, 5, 10)).since == held("2021-03-01")


DAYS = st.dates(FIRST, FIRST + timedelta(60))


def _exact(first: date, length: int | None, end: str) -> Period:
    if length is None:
        return held(first.isoformat())
    return held(first.isoformat(), (first + timedelta(length)).isoformat(), end)


EXACT = st.builds(_exact, DAYS, st.none() | st.integers(0, 30), st.sampled_from(["", "served", "parole"]))


@given(st.lists(EXACT, max_size=5), DAYS)
def test_exact_periods_hold_from_their_first_to_their_last_day(periods: list[Period], day: date) -> None:
    """By the rule itself, not by our way of telling it; of exact dates, days before the reader's are told alike."""
    meant = any(
        one.begins.lower <= day and (one.until is None or day <= one.until.upper)  # type: ignore[operator]
        for one in periods
    )
    told = history(periods)
    assert (status_on(told, day).status is Status.IN_CUSTODY) == meant
    assert any(first <= day and (last is None or day <= last) for first, last in held_spans(told)) == meant


def _agreements(count: int, seed: int) -> None:
    random = Random(seed)
    for _number in range(count):
        life = drawn_life(random)
        told, ordered = (
            life.history,
            sorted(life.rows, key=lambda row: row.begins.lower or row.begins.upper or date.max),
        )
        answers = steps(told, FIRST)
        private = [
            CustodyPeriod(
                row.kind, Range(row.begins.lower, row.begins.upper), Range(row.until.lower, row.until.upper),
                row.end or ("released" if row.until.edtf == "XXXX" else ""),
            )
            for row in ordered
        ]  # fmt: skip
        for day in [*days_of([life], random, 4), LAST]:
            now = status_on(told, day)
            if day >= FIRST:
                assert [answer for first, answer in answers if first <= day][-1] == now
            if now.status is not Status.DIED:
                terms = in_custody(private, day)
                wrong = {"yes": now.status is not Status.IN_CUSTODY, "no": now.status is Status.IN_CUSTODY}
                assert not wrong.get(terms), (life, day, terms, now)


def test_drawn_histories_are_told_alike_by_steps_and_by_terms() -> None:
    _agreements(1500, seed=1)


@pytest.mark.slow
def test_twenty_thousand_drawn_histories_are_told_alike_by_steps_and_by_terms() -> None:
    _agreements(20_000, seed=2)
