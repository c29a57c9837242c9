"""Sets of positions, and sort orders of them.

A set is a compressed bitmap (Roaring bitmaps, https://roaringbitmap.org): the intersection of two sets of 100,000 is counted in
about a microsecond, whatever their sizes. The sets are frozen, because several requests read an index at once.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from datetime import date
from itertools import islice

from pyroaring import FrozenBitMap

Positions = FrozenBitMap
NONE = Positions()
BLOCK = 512  # positions in a sort order, or days in theirs, that are also stored as one set
Bounds = tuple[date | None, date | None, int]  # first and last possible day, position


class Order:
    """All positions in one sort order."""

    def __init__(self, positions: Iterable[int]) -> None:
        self.positions = list(positions)
        self._blocks = _blocks(self.positions)

    def page(self, found: Positions, start: int, stop: int) -> list[int]:
        """A slice of the positions that are in the set, `stop` excluded. Blocks before the slice are only counted."""
        passed = 0
        result: list[int] = []
        for number, block in enumerate(self._blocks):
            if passed >= stop:
                break
            count = block.intersection_cardinality(found)
            if count and passed + count > start:
                matches = filter(found.__contains__, self.positions[number * BLOCK : (number + 1) * BLOCK])
                result += islice(matches, max(0, start - passed), stop - passed)
            passed += count
        return result


def page_of(found: Positions, order: Order | None, start: int, stop: int) -> list[int]:
    """A slice of the positions in the set, `stop` excluded, in `order` (None: by number)."""
    return order.page(found, start, stop) if order else list(found[start:stop])


class Spans:
    """Partial dates of people, each from a first to a last possible day; a person may have several."""

    def __init__(self, bounds: Iterable[Bounds]) -> None:
        spans = [(lower or date.min, upper or date.max, position) for lower, upper, position in bounds]
        exact = sorted((lower, position) for lower, upper, position in spans if lower == upper)
        self._days = [day for day, _position in exact]
        self._positions = [position for _day, position in exact]
        self._blocks = _blocks(self._positions)
        # Months and years: few of them, with many people each.
        wide: dict[tuple[date, date], list[int]] = {}
        for lower, upper, position in spans:
            if lower != upper:
                wide.setdefault((lower, upper), []).append(position)
        self._wide = [(*span, Positions(positions)) for span, positions in wide.items()]

    def overlapping(self, start: date | None, end: date | None) -> Positions:
        """People with a date that may lie between `start` and `end`, both included; None leaves that end open."""
        low = bisect_left(self._days, start) if start else 0
        high = bisect_right(self._days, end) if end else len(self._days)
        wide = (
            people
            for lower, upper, people in self._wide
            if (end is None or lower <= end) and (start is None or upper >= start)
        )
        return NONE.union(*self._between(low, high), *wide)

    def _between(self, low: int, high: int) -> list[Positions]:
        """Sets of the people who have one of the exact days from index `low` to before `high`."""
        first, last = -(-low // BLOCK), high // BLOCK
        if first >= last:
            return [Positions(self._positions[low:high])]
        ends = self._positions[low : first * BLOCK] + self._positions[last * BLOCK : high]
        return [Positions(ends), *self._blocks[first:last]]


def _blocks(positions: list[int]) -> list[Positions]:
    return [Positions(positions[start : start + BLOCK]) for start in range(0, len(positions), BLOCK)]
