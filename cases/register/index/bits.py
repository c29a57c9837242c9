"""Sets of positions as whole numbers: the bit n stands for the person at position n."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cached_property
from itertools import compress, islice
from operator import itemgetter

from cases.register.index.few import FEW, from_few, positions_of

ONE = ord("1")
BLOCK = 512  # days in their order whose people are held as one set
_TRUTH = bytes.maketrans(b"01", b"\x00\x01")
Bounds = tuple[date | None, date | None, int]  # first and last possible day, position


def from_positions(positions: Iterable[int], size: int) -> int:
    """The set of these positions, each below `size`."""
    positions = positions if isinstance(positions, list | set) else list(positions)
    if len(positions) <= FEW:
        return from_few(positions, size)
    signs = bytearray(b"0") * size
    for position in positions:
        signs[size - 1 - position] = ONE
    return int(signs, 2) if size else 0


def truth(bits: int, size: int) -> bytes:
    """One byte a position, 1 for those in the set."""
    return format(bits, f"0{size}b").encode()[::-1].translate(_TRUTH) if size else b""


class Order:
    """All positions in some order."""

    def __init__(self, positions: Iterable[int]) -> None:
        self.positions = list(positions)

    @cached_property
    def ranks(self) -> list[int]:
        """The place that each position has in the order."""
        ranks = [0] * len(self.positions)
        for rank, position in enumerate(self.positions):
            ranks[position] = rank
        return ranks


def positions_in(bits: int, size: int, order: Order | None, start: int, stop: int) -> list[int]:
    """The positions in the set from the `start`-th to before the `stop`-th, in `order` (None: as they are numbered)."""
    if bits.bit_count() <= FEW:
        places = positions_of(bits)
        return list(sorted(places, key=order.ranks.__getitem__) if order else places)[start:stop]
    if bits == (1 << size) - 1:
        return order.positions[start:stop] if order else list(range(size)[start:stop])
    chosen: Sequence[int] = truth(bits, size)
    if order is None:
        return list(islice(compress(range(size), chosen), start, stop))
    if size > 1:
        chosen = itemgetter(*order.positions)(chosen)
    return list(islice(compress(order.positions, chosen), start, stop))


class Spans:
    """Partial dates of people, each from a first to a last possible day; one person may have several."""

    def __init__(self, bounds: Iterable[Bounds], size: int) -> None:
        self.size = size
        told = [(lower or date.min, upper or date.max, position) for lower, upper, position in bounds]
        exact = sorted((lower, position) for lower, upper, position in told if lower == upper)
        self._days = [day for day, _position in exact]
        self._positions = [position for _day, position in exact]
        starts = range(0, len(exact), BLOCK)
        self._blocks = [from_positions(self._positions[start : start + BLOCK], size) for start in starts]
        # Months and years: few of them, with many people each.
        wide: dict[tuple[date, date], list[int]] = {}
        for lower, upper, position in told:
            if lower != upper:
                wide.setdefault((lower, upper), []).append(position)
        self._wide = [(*span, from_positions(positions, size)) for span, positions in wide.items()]

    def overlapping(self, start: date | None, end: date | None) -> int:
        """Whoever has a date that may lie between `start` and `end`, both included; None leaves that end open."""
        low = bisect_left(self._days, start) if start else 0
        high = bisect_right(self._days, end) if end else len(self._days)
        found = self._between(low, high)
        for lower, upper, people in self._wide:
            if (end is None or lower <= end) and (start is None or upper >= start):
                found |= people
        return found

    def _between(self, low: int, high: int) -> int:
        """Whoever has one of the exact days from the one at `low` to before the one at `high`."""
        first, last = -(-low // BLOCK), high // BLOCK
        if first >= last:
            return from_positions(self._positions[low:high], self.size)
        found = from_positions(self._positions[low : first * BLOCK] + self._positions[last * BLOCK : high], self.size)
        for block in self._blocks[first:last]:
            found |= block
        return found
