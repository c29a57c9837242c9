"""The index's sets: a page is a slice of its order, and days meet spans as each date by itself does."""

from datetime import date
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.public_site.index import position_sets

SIZED = st.integers(1, 400).flatmap(
    lambda size: st.tuples(st.just(size), st.sets(st.integers(0, size - 1)), st.randoms(use_true_random=False))
)


@given(SIZED, st.integers(0, 50), st.integers(0, 50), st.integers(1, 60))
def test_page_is_a_slice_of_the_order(sized: tuple[int, set[int], Random], start: int, length: int, block: int) -> None:
    size, positions, random = sized
    held, stop = position_sets.Positions(positions), start + length
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(position_sets, "BLOCK", block)
        order = position_sets.Order(random.sample(range(size), size))
        assert position_sets.page_of(held, None, start, stop) == sorted(positions)[start:stop]
        ordered = [place for place in order.positions if place in positions]
        assert position_sets.page_of(held, order, start, stop) == ordered[start:stop]


DAYS = st.dates(date(2020, 1, 1), date(2020, 3, 1))
BOUNDS = st.tuples(st.none() | DAYS, st.none() | DAYS, st.integers(0, 30)).filter(
    lambda one: one[0] is None or one[1] is None or one[0] <= one[1]
)
ONE_DAY = st.tuples(DAYS, st.integers(0, 30)).map(lambda one: (one[0], one[0], one[1]))


@given(st.lists(BOUNDS | ONE_DAY, max_size=40), st.none() | DAYS, st.none() | DAYS, st.integers(1, 8))
def test_overlap_is_that_of_each_date_by_itself(
    bounds: list[position_sets.Bounds], start: date | None, end: date | None, block: int
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(position_sets, "BLOCK", block)
        found = position_sets.Spans(bounds).overlapping(start, end)
    meant = {
        position
        for lower, upper, position in bounds
        if (end is None or (lower or date.min) <= end) and (start is None or (upper or date.max) >= start)
    }
    assert set(found) == meant
