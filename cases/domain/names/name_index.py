"""Search over many names: one procedure for every store of keys, and the in-memory reference store."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Protocol

from cases.domain.names.key_kinds import Kind
from cases.domain.names.query_match import EXACT, FOLDED, TOLERANT, rank
from cases.domain.names.search_keys import Probe, deletions, entries, probes

MOST_MEETING = 1000
"""Holders that two words of a query meet and whose names are looked at, those that are met best. More of them come only of words
that are one name (Ales Sashka): each Alexander meets both, and to look at 7,000 names would take a second to find almost none."""

Levels = Sequence[Collection[str]]
"""Keys that meet one word of a query, by level: exact, folded, tolerant, weak."""


class Store(Protocol):
    """What a search needs from a store; a holder is the id of one written name, or of a person with several."""

    def near(self, cuts: Collection[str]) -> Iterable[str]:
        """Return the stored keys for which any of these deletions is stored."""

    def starting(self, starts: Collection[str]) -> Iterable[str]:
        """Return the stored keys that begin with any of these; called only for unfinished words."""

    def holders(self, keys: Collection[str]) -> Iterable[Hashable]:
        """Return the holders of any of these keys, each once or more."""

    def names(self, holders: Collection[Any]) -> Iterable[tuple[Hashable, str]]:
        """Return the holders with their names as written."""

    def levels_of(self, levels: Levels) -> Mapping[Hashable, int]:
        """Return the holders of a key of a word, each with its best level."""
        best: dict[Hashable, int] = {}
        for level, keys in enumerate(levels):
            for holder in self.holders(keys) if keys else ():
                best.setdefault(holder, level)
        return best

    def meeting(self, words: Sequence[Levels], need: int) -> Mapping[Hashable, int]:
        """Return the holders that have a key of at least `need` (1 or 2) of these words, each with the best level at which it
        has that many."""
        best = [self.levels_of(levels) for levels in words]
        if need == len(best) == 2:  # first name and last name: thousands have either, few have both
            first, second = best
            return {holder: max(first[holder], second[holder]) for holder in first.keys() & second.keys()}
        met: dict[Hashable, list[int]] = defaultdict(list)
        for of_word in best:
            for holder, level in of_word.items():
                met[holder].append(level)
        return {holder: sorted(told)[need - 1] for holder, told in met.items() if len(told) >= need}


def search(query: str, store: Store, prefix: bool = False) -> list[tuple[int, Hashable]]:
    """Return (rank, holder) of every name that matches `query`, best first; exactly those for which `finds` is true, as long as
    there are no more than `MOST_MEETING` candidates."""
    return list(best_first(query, store, prefix))


def best_first(query: str, store: Store, prefix: bool = False) -> Iterator[tuple[int, Hashable]]:
    """Yield the results of `search` one by one. For a query of one word, only as much is looked up as is consumed."""
    plan = probes(query, prefix)
    if plan.sure and len(plan.probes) == 1:
        yield from _graded(plan.probes[0], store)
        return
    levels = store.meeting([_levels(probe, store) for probe in plan.probes], plan.need)
    if len(levels) > MOST_MEETING:
        levels = dict(sorted(levels.items(), key=lambda met: met[1])[:MOST_MEETING])
    best: dict[Hashable, int] = {}
    grades: dict[str, int | None] = {}  # many people have one name
    # Names in the letters of the query first: the other names of a holder need no check after one as good as its keys allow.
    for holder, name in sorted(store.names(levels), key=lambda named: named[1][:1].isascii() != query[:1].isascii()):
        if best.get(holder) == 4 * levels[holder]:
            continue
        if name not in grades:
            grades[name] = rank(query, name, prefix)
        grade = grades[name]
        if grade is not None:
            best[holder] = min(grade, best.get(holder, grade))
    yield from sorted(((grade, holder) for holder, grade in best.items()), key=lambda hit: hit[0])


def _levels(probe: Probe, store: Store) -> Levels:
    """Return the keys that match a word of a query, by level: a holder at one level has no key of a better level."""
    exact = frozenset(
        key for key in probe.keys if key[0] in (Kind.SPELLING, Kind.WHOLE_NAME)
    )  # a mark of a whole name does not affect the level
    return exact, probe.keys - exact, _tolerant(probe, store) - probe.keys, probe.weak - probe.keys


def _graded(probe: Probe, store: Store) -> Iterator[tuple[int, Hashable]]:
    """Yield the holders that match the only word of a query, whatever else their names contain."""
    exact = frozenset(key for key in probe.keys if key[0] == Kind.SPELLING)
    found: set[Hashable] = set()
    for level in (EXACT, FOLDED, TOLERANT):
        keys: Collection[str] = _tolerant(probe, store) if level == TOLERANT else probe.keys - exact if level else exact
        for holder in store.holders(keys) if keys else ():
            if holder not in found:
                found.add(holder)
                yield 4 * level + 1, holder


def _tolerant(probe: Probe, store: Store) -> set[str]:
    """Return the stored keys that match with a typing error or as a prefix of an unfinished word."""
    keys = {key for key in store.near(probe.deletions) if probe.accepts(key)}
    if probe.starts:
        keys.update(store.starting(probe.starts))
    return keys


class MemoryStore(Store):
    """The reference store: names in memory, numbered in the order of insertion."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        self._names: list[str] = []
        self._holders: dict[str, list[int]] = defaultdict(list)
        self._near: dict[str, set[str]] = defaultdict(set)
        self._sorted: list[str] = []
        for name in names:
            self.add(name)

    def add(self, name: str) -> int:
        """Store one name and return its number."""
        number = len(self._names)
        self._names.append(name)
        for key in entries(name):
            if key not in self._holders:
                for cut in deletions(key):
                    self._near[cut].add(key)
            self._holders[key].append(number)
        self._sorted = []
        return number

    def near(self, cuts: Collection[str]) -> Iterable[str]:
        """Return the stored keys for which any of these deletions is stored."""
        return set().union(*(self._near.get(cut, ()) for cut in cuts))

    def starting(self, starts: Collection[str]) -> Iterable[str]:
        """Return the stored keys that begin with any of these."""
        self._sorted = self._sorted or sorted(self._holders)
        for start in starts:
            place = bisect_left(self._sorted, start)
            while place < len(self._sorted) and self._sorted[place].startswith(start):
                yield self._sorted[place]
                place += 1

    def holders(self, keys: Collection[str]) -> Iterable[int]:
        """Return the numbers of the names that have any of these keys."""
        return (number for key in keys for number in self._holders.get(key, ()))

    def names(self, holders: Collection[Any]) -> Iterable[tuple[int, str]]:
        """Return the numbers with their names."""
        return ((number, self._names[number]) for number in holders)
