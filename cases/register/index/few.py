"""Sets of few people: whom they hold, and which values those have, without a look at everybody or at every value."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache
from itertools import chain

FEW = 1000  # people up to whom going from person to person is the shorter way
_SOME = re.compile(rb"[^\0]")
_BITS = [tuple(bit for bit in range(8) if octet >> bit & 1) for octet in range(256)]


@lru_cache(maxsize=32)  # a panel of filters asks for the same set once for each of its parts
def positions_of(bits: int) -> tuple[int, ...]:
    """The positions in a set of few, in their order."""
    octets = bits.to_bytes((bits.bit_length() + 7) // 8, "little")
    return tuple(8 * met.start() + bit for met in _SOME.finditer(octets) for bit in _BITS[octets[met.start()]])


def from_few(positions: Iterable[int], size: int) -> int:
    """The set of these few positions, each below `size`."""
    octets = bytearray((size + 7) // 8)
    for position in positions:
        octets[position >> 3] |= 1 << (position & 7)
    return int.from_bytes(octets, "little")


class Values:
    """The values that each person has of one facet. What many have alike is held once."""

    def __init__(self, places: Mapping[str, Iterable[int]], size: int) -> None:
        """`places`: by value the positions of whoever has it."""
        held: dict[int, list[str]] = {}
        for value, positions in places.items():
            for position in positions:
                held.setdefault(position, []).append(value)
        alike: dict[tuple[str, ...], tuple[str, ...]] = {(): ()}
        self._of = [alike[()]] * size
        for position, values in held.items():
            told = tuple(values)
            self._of[position] = alike.setdefault(told, told)

    def counts(self, positions: Iterable[int]) -> Counter[str]:
        """How many of these people have each value; values that none has are left out."""
        return Counter(chain.from_iterable(map(self._of.__getitem__, positions)))
