"""What an index over many names stores and asks for. The contract is written in the package's docstring."""

from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz.distance import OSA

from .parse import Name, parse
from .words import TOLERANT_FROM, Word

_TOLERANT_KINDS = "=uk"
_PREFIX = 8
"""Deletions are made in the first letters only; two words one error apart share one there (SymSpell)."""


PREFIX_FROM = 3
"""Letters an unfinished word needs: two begin too many names."""


class Probe(NamedTuple):
    """What to look up for one word of a query."""

    keys: frozenset[str]
    weak: frozenset[str]  # these count only when another word of the query is met by `keys`
    near: tuple[str, ...]  # keys of which stored ones may differ by one typing error
    starts: tuple[str, ...] = ()  # beginnings of stored keys, for an unfinished last word

    @property
    def deletions(self) -> frozenset[str]:
        """Return the strings under which an index finds the stored keys that may be meant."""
        return frozenset(cut for key in self.near for cut in deletions(key))

    def accepts(self, key: str) -> bool:
        """Return whether the stored `key` is one typing error away at most."""
        return any(nearly(own, key) for own in self.near)


class Plan(NamedTuple):
    """How to find the candidates of a query: names that meet at least `need` of the probes, one of them by its keys."""

    probes: tuple[Probe, ...]
    need: int
    sure: bool  # one word: whoever meets the probe is found, no name needs to be looked at


def nearly(one: str, other: str) -> bool:
    """Return whether two keys of one kind differ by one insertion, deletion, substitution or swap, in a long enough word."""
    if one[0] != other[0] or abs(len(one) - len(other)) > 1 or max(len(one), len(other)) <= TOLERANT_FROM:
        return False
    return OSA.distance(one, other, score_cutoff=1) <= 1


@lru_cache(maxsize=65536)
def deletions(key: str) -> frozenset[str]:
    """Return the strings to store beside a key so that a search with one typing error meets it; () for keys that forgive none."""
    if key[0] not in _TOLERANT_KINDS or len(key) < TOLERANT_FROM:
        return frozenset()
    kind, start = key[0], key[1 : _PREFIX + 1]
    cuts = {start[:i] + start[i + 1 :] for i in range(len(start))} | {start}
    return frozenset("~" + kind + cut for cut in cuts)


def entries(name: str) -> frozenset[str]:
    """Return the keys to store for one written name."""
    return frozenset().union(*(found.stored for _, found in parse(name).units))


def probes(query: str, prefix: bool = False) -> Plan:
    """Return what to look up for a query; with `prefix` its last word may be unfinished."""
    parsed = parse(query)
    last = len(parsed.words) - 1
    places = [i for i, found in enumerate(parsed.words) if not found.initial] or list(range(last + 1))
    made = tuple(_probe(parsed, i, prefix and i == last) for i in places)
    loose = parsed.european or parsed.chinese or any(found.initial for found in parsed.words)
    required = sum(not found.initial for i, found in enumerate(parsed.words) if parsed.required >> i & 1)
    sure = last == 0 and not parsed.words[0].initial
    return Plan(made, min(1 if loose else 2, max(required, 1)), sure)


def _probe(parsed: Name, place: int, prefix: bool) -> Probe:
    """Return the probe of a word together with the spellings in which it is one with its neighbour."""
    units = [unit for mask, unit in parsed.units if mask >> place & 1]
    near: Iterable[str] = (key for unit in units for key in unit.near)
    starts = {start for unit in units for start in _starts(unit)} if prefix else ()
    return Probe(
        frozenset().union(*(unit.sought for unit in units)),
        frozenset().union(*(unit.weak for unit in units)),
        tuple(dict.fromkeys(near)),
        tuple(starts),
    )


def _starts(unfinished: Word) -> set[str]:
    if len(unfinished.plain) < PREFIX_FROM or unfinished.initial:
        return set()
    return {"=" + unfinished.plain} | {kind + skeleton for skeleton in unfinished.skeletons for kind in "uk"}
