"""Who has a name with which key (cases.names): what a search by name asks of, for words that thousands have."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from cases.names import Levels
from cases.register.index.bits import NONE, Positions

KEYS = "SELECT key, owner FROM register_publishednamekey"


class NameKeys:
    """The people by the keys of their names."""

    def __init__(self, rows: Iterable[tuple[str, str]] = (), position: Mapping[str, int] | None = None) -> None:
        """`rows`: key and public id; `position`: of each public id."""
        places = position or {}
        held: dict[str, list[int]] = defaultdict(list)
        for key, owner in rows:
            if owner in places:
                held[key].append(places[owner])
        self._people = {key: Positions(positions) for key, positions in held.items()}

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
