"""Who has a name with which key (cases.names): what a search by name asks of, for words that thousands have."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from cases.names import Levels
from cases.register.index.bits import NONE, Positions

KEYS = "SELECT key, group_concat(owner) FROM register_publishednamekey GROUP BY key"


class NameKeys:
    """The people by the keys of their names."""

    def __init__(self, rows: Iterable[tuple[str, str]] = (), position: Mapping[str, int] | None = None) -> None:
        """`rows`: a key and the public ids of whoever has it, with commas between; `position`: of each public id."""
        places = position or {}
        self._people = {
            key: Positions([place for place in map(places.get, owners.split(",")) if place is not None])
            for key, owners in rows
        }

    def any_of(self, keys: Collection[str]) -> Positions:
        """Whoever has one of these keys."""
        return NONE.union(*(self._people[key] for key in keys if key in self._people))

    def meeting(self, words: Sequence[Levels], *, twice: bool) -> list[Positions]:
        """By level (cases.names.Levels) whoever has a key of one of these words, or with `twice` keys of two of them, and had
        none, or not two, on the levels before."""
        told: list[Positions] = []
        met = [NONE] * len(words)
        for level in zip(*words, strict=True):
            met = [so_far | self.any_of(keys) for so_far, keys in zip(met, level, strict=True)]
            once = again = NONE
            for people in met:
                again = again | (once & people)
                once = once | people
            told.append((again if twice else once) - NONE.union(*told))
        return told
