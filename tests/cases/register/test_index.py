"""The index's sets: what is taken in a short way for few people is what is counted and ordered among many."""

from datetime import date
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.register.index import bits, few

SIZED = st.integers(1, 400).flatmap(
    lambda size: st.tuples(st.just(size), st.sets(st.integers(0, size - 1)), st.randoms(use_true_random=False))
)


@given(SIZED)
def test_set_of_few_holds_its_positions(sized: tuple[int, set[int], Random]) -> None:
    size, positions, _random = sized
    held = few.from_few(positions, size)
    assert held == sum(1 << position for position in positions)
    assert list(few.positions_of(held)) == sorted(positions)


@pytest.mark.parametrize("limit", [0, 1000])
@given(SIZED, st.integers(0, 50), st.integers(0, 50))
def test_page_is_a_slice_of_the_order(limit: int, sized: tuple[int, set[int], Random], start: int, length: int) -> None:
    size, positions, random = sized
    order = bits.Order(random.sample(range(size), size))
    held, stop = few.from_few(positions, size), start + length
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bits, "FEW", limit)
        assert bits.positions_in(held, size, None, start, stop) == sorted(positions)[start:stop]
        ordered = [place for place in order.positions if place in positions]
        assert bits.positions_in(held, size, order, start, stop) == ordered[start:stop]
        assert bits.from_positions(positions, size) == held


@given(st.dictionaries(st.sampled_from("abcd"), st.sets(st.integers(0, 30))), st.sets(st.integers(0, 30)))
def test_counts_of_values_among_few_are_those_of_the_sets(places: dict[str, set[int]], among: set[int]) -> None:
    counts = few.Values(places, 31).counts(among)
    assert counts == {value: len(held & among) for value, held in places.items() if held & among}


DAYS = st.dates(date(2020, 1, 1), date(2020, 3, 1))
BOUNDS = st.tuples(st.none() | DAYS, st.none() | DAYS, st.integers(0, 30)).filter(
    lambda one: one[0] is None or one[1] is None or one[0] <= one[1]
)
ONE_DAY = st.tuples(DAYS, st.integers(0, 30)).map(lambda one: (one[0], one[0], one[1]))


@given(st.lists(BOUNDS | ONE_DAY, max_size=40), st.none() | DAYS, st.none() | DAYS, st.integers(1, 8))
def test_overlap_is_that_of_each_date_by_itself(
    bounds: list[bits.Bounds], start: date | None, end: date | None, block: int
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bits, "BLOCK", block)
        found = bits.Spans(bounds, 31).overlapping(start, end)
    meant = {
        position
        for lower, upper, position in bounds
        if (end is None or (lower or date.min) <= end) and (start is None or (upper or date.max) >= start)
    }
    assert set(few.positions_of(found)) == meant
