"""Sets of positions as whole numbers: the bit n stands for the person at position n."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import compress, islice
from operator import itemgetter

ONE = ord("1")
_TRUTH = bytes.maketrans(b"01", b"\x00\x01")
Bounds = tuple[date | None, date | None, int]  # first and last possible day, position


def from_positions(positions: Iterable[int], size: int) -> int:
    """The set of these positions, each below `size`."""
    signs = bytearray(b"0") * size
    for position in positions:
        signs[size - 1 - position] = ONE
    return int(signs, 2) if size else 0


def truth(bits: int, size: int) -> bytes:
    """One byte a position, 1 for those in the set."""
    return format(bits, f"0{size}b").encode()[::-1].translate(_TRUTH) if size else b""


def positions_in(bits: int, size: int, order: Sequence[int] | None, start: int, stop: int) -> list[int]:
    """The positions in the set from the `start`-th to before the `stop`-th, in `order` (None: as they are numbered)."""
    if bits == (1 << size) - 1:
        return list(range(size))[start:stop] if order is None else list(order[start:stop])
    chosen: Sequence[int] = truth(bits, size)
    if order is None:
        return list(islice(compress(range(size), chosen), start, stop))
    if size > 1:
        chosen = itemgetter(*order)(chosen)
    return list(islice(compress(order, chosen), start, stop))


class Spans:
    """Partial dates of people, each from a first to a last possible day; one person may have several."""

    def __init__(self, bounds: Iterable[Bounds], size: int) -> None:
        self.size = size
        told = [(lower or date.min, upper or date.max, position) for lower, upper, position in bounds]
        exact = sorted((lower, position) for lower, upper, position in told if lower == upper)
        self._days = [day for day, _position in exact]
        self._positions = [position for _day, position in exact]
        self._wide = [span for span in told if span[0] != span[1]]

    def overlapping(self, start: date | None, end: date | None) -> int:
        """Whoever has a date that may lie between `start` and `end`, both included; None leaves that end open."""
        low = bisect_left(self._days, start) if start else 0
        high = bisect_right(self._days, end) if end else len(self._days)
        found = self._positions[low:high]
        found += [
            position
            for lower, upper, position in self._wide
            if (end is None or lower <= end) and (start is None or upper >= start)
        ]
        return from_positions(found, self.size)
