"""Which values each person has of a facet: how often each comes among few people, without a look at every value."""

from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import chain

FEW = 150  # people up to whom going from person to person is the shorter way


class Held:
    """The values by position. What many have alike is held once."""

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
