"""Which values each person has of a facet: how often each comes among few people, without a look at every value."""

from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import chain

# People up to whom going from person to person is the shorter way: 0.08 microseconds each, 0.2 for each value of a facet.
FEW, FEW_A_VALUE = 150, 3


class Held:
    """The values by position. What many have alike is held once."""

    def __init__(self, places: Mapping[str, Iterable[int]], size: int) -> None:
        """`places`: by value the positions of whoever has it."""
        self._of: list[tuple[str, ...]] = [()] * size
        for value, positions in places.items():
            with_it: dict[tuple[str, ...], tuple[str, ...]] = {}
            for position in positions:
                had = self._of[position]
                if had not in with_it:
                    with_it[had] = (*had, value)
                self._of[position] = with_it[had]

    def counts(self, positions: Iterable[int]) -> Counter[str]:
        """How many of these people have each value; values that none has are left out."""
        return Counter(chain.from_iterable(map(self._of.__getitem__, positions)))
