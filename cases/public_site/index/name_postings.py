"""Postings of name keys (cases.domain.names): who has a name with which key, for words that thousands of names have."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from cases.domain.names import Levels
from cases.public_site.index.position_sets import NONE, Positions

KEYS = "SELECT key, group_concat(owner) FROM register_publishednamekey GROUP BY key"


class NameKeys:
    """The people by the keys of their names."""

    def __init__(self, rows: Iterable[tuple[str, str]] = (), position: Mapping[str, int] | None = None) -> None:
        """`rows`: a key and the comma-separated public ids of the people who have it; `position`: of each public id."""
        places = position or {}
        self._people = {
            key: Positions([place for place in map(places.get, owners.split(",")) if place is not None])
            for key, owners in rows
        }

    def any_of(self, keys: Collection[str]) -> Positions:
        """People with one of these keys."""
        return NONE.union(*(self._people[key] for key in keys if key in self._people))

    def meeting(self, words: Sequence[Levels], *, twice: bool) -> list[Positions]:
        """By level (names.Levels) the people who have a key of one of these words, or with `twice` keys of two of them, and had
        none, or not two, on the levels before."""
        by_level: list[Positions] = []
        matched = [NONE] * len(words)
        for level in zip(*words, strict=True):
            matched = [so_far | self.any_of(keys) for so_far, keys in zip(matched, level, strict=True)]
            once = again = NONE
            for people in matched:
                again = again | (once & people)
                once = once | people
            by_level.append((again if twice else once) - NONE.union(*by_level))
        return by_level
