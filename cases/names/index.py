"""Search over many names: one procedure for every store of keys, and the store in memory that the others are measured by."""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Collection, Hashable, Iterable, Iterator
from typing import Protocol

from .keys import Plan, Probe, deletions, entries, probes
from .search import EXACT, FOLDED, TOLERANT, rank


class Store(Protocol):
    """What a search needs of a store; a holder is the id of one written name, or of a person who has several."""

    def near(self, cuts: Collection[str]) -> Iterable[str]:
        """Return the stored keys beside which any of these deletions stands."""

    def starting(self, starts: Collection[str]) -> Iterable[str]:
        """Return the stored keys that begin with any of these; asked only for unfinished words."""

    def holders(self, keys: Collection[str]) -> Iterable[Hashable]:
        """Return the holders of any of these keys, each once or more."""

    def names(self, holders: Collection[Hashable]) -> Iterable[tuple[Hashable, str]]:
        """Return the holders with their names as written."""


def search(query: str, store: Store, prefix: bool = False) -> list[tuple[int, Hashable]]:
    """Return (rank, holder) of every name that `query` finds, best first; exactly those for which `finds` is true."""
    return list(best_first(query, store, prefix))


def best_first(query: str, store: Store, prefix: bool = False) -> Iterator[tuple[int, Hashable]]:
    """Yield what `search` returns, one after the other. Of a query of one word no more is looked up than is asked for."""
    plan = probes(query, prefix)
    if plan.sure and len(plan.probes) == 1:
        yield from _graded(plan.probes[0], store)
        return
    candidates = _candidates(plan, store)
    best: dict[Hashable, int] = {}
    for holder, name in store.names(candidates):
        grade = rank(query, name, prefix)
        if grade is not None:
            best[holder] = min(grade, best.get(holder, grade))
    yield from sorted(((grade, holder) for holder, grade in best.items()), key=lambda hit: hit[0])


def _graded(probe: Probe, store: Store) -> Iterator[tuple[int, Hashable]]:
    """Yield the holders that meet the only word of a query. They are found whatever else their names contain."""
    exact = frozenset(key for key in probe.keys if key[0] == "=")
    found: set[Hashable] = set()
    for level in (EXACT, FOLDED, TOLERANT):
        keys: Collection[str] = _tolerant(probe, store) if level == TOLERANT else probe.keys - exact if level else exact
        for holder in store.holders(keys) if keys else ():
            if holder not in found:
                found.add(holder)
                yield 4 * level + 1, holder


def _tolerant(probe: Probe, store: Store) -> set[str]:
    """Return the stored keys that an error or an unfinished word may mean."""
    keys = {key for key in store.near(probe.deletions) if probe.accepts(key)}
    if probe.starts:
        keys.update(store.starting(probe.starts))
    return keys


def _candidates(plan: Plan, store: Store) -> list[Hashable]:
    """Return the holders that meet enough probes: a superset of those that are found."""
    met: Counter[Hashable] = Counter()
    for probe in plan.probes:
        met.update(set(store.holders(probe.keys | probe.weak | _tolerant(probe, store))))
    return [holder for holder, count in met.items() if count >= plan.need]


class MemoryStore:
    """The reference store: names in memory, numbered as they were added."""

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
        """Return the stored keys beside which any of these deletions stands."""
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

    def names(self, holders: Collection[int]) -> Iterable[tuple[int, str]]:
        """Return the numbers with their names."""
        return ((number, self._names[number]) for number in holders)
