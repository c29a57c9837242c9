"""Keys that an index over many names stores and looks up. The contract is in the package's docstring."""

from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz.distance import OSA

from cases.domain.names.key_kinds import Kind
from cases.domain.names.name_parts import Name, parse
from cases.domain.names.word_keys import TOLERANT_FROM, Word

TOLERANT_KINDS = (Kind.SPELLING, Kind.SOUND, Kind.SOUND_OF_GIVEN_NAME)
_PREFIX = 8
"""Deletions are made in the first letters only; two words one error apart share one there (SymSpell)."""


PREFIX_FROM = 3
"""Letters an unfinished word needs: two begin too many names."""


class Probe(NamedTuple):
    """What to look up for one word of a query."""

    keys: frozenset[str]
    weak: frozenset[str]  # these count only if another word of the query matches by `keys`
    near: tuple[str, ...]  # keys that may match stored ones with one typing error
    starts: tuple[str, ...] = ()  # prefixes of stored keys, for an unfinished last word

    @property
    def deletions(self) -> frozenset[str]:
        """Return the strings under which an index finds the stored keys that may match."""
        return frozenset(cut for key in self.near for cut in deletions(key))

    def accepts(self, key: str) -> bool:
        """Return whether the stored `key` is at most one typing error away."""
        return any(nearly(own, key) for own in self.near)


class Plan(NamedTuple):
    """How to find the candidates for a query: names that match at least `need` of the probes, one of them by its keys."""

    probes: tuple[Probe, ...]
    need: int
    sure: bool  # one word: every holder that matches the probe is a result, without checking its name


def nearly(one: str, other: str) -> bool:
    """Return whether two keys of one kind differ by one insertion, deletion, substitution or swap, in a long enough word."""
    if one[0] != other[0] or abs(len(one) - len(other)) > 1 or max(len(one), len(other)) <= TOLERANT_FROM:
        return False
    if one[1] != other[1] and one[-1] != other[-1]:  # one error cannot be at both ends of a word
        return False
    return OSA.distance(one, other, score_cutoff=1) <= 1


@lru_cache(maxsize=65536)
def deletions(key: str) -> frozenset[str]:
    """Return the strings to store for a key so that a search with one typing error matches it; () for keys that tolerate none."""
    if key[0] not in TOLERANT_KINDS or len(key) < TOLERANT_FROM:
        return frozenset()
    kind, start = key[0], key[1 : _PREFIX + 1]
    cuts = {start[:i] + start[i + 1 :] for i in range(len(start))} | {start}
    return frozenset("~" + kind + cut for cut in cuts)


EUROPEAN, CHINESE = Kind.WHOLE_NAME + "european", Kind.WHOLE_NAME + "chinese"
"""Marks of whole names: Jimmy Lai is found by 黎智英, whose given name it does not have, and the other way round."""


def entries(name: str) -> frozenset[str]:
    """Return the keys to store for one written name."""
    parsed = parse(name)
    stored = set().union(*(found.stored for _, found in parsed.units))
    stored |= {Kind.FIRST_LETTER + key[1:] for found in parsed.words for key in found.weak if key[0] == Kind.INITIAL}
    if parsed.european:
        stored.add(EUROPEAN)
    if parsed.chinese:
        stored.add(CHINESE)
    return frozenset(stored)


def probes(query: str, prefix: bool = False) -> Plan:
    """Return what to look up for a query; with `prefix` its last word may be unfinished."""
    parsed = parse(query)
    last = len(parsed.words) - 1
    made = [_probe(parsed, i, prefix) for i in range(last + 1)]
    if parsed.european or parsed.chinese:
        keys = {EUROPEAN} if parsed.chinese else {CHINESE}
        made.append(Probe(frozenset(keys), frozenset(), ()))
    sure = last == 0 and not parsed.words[0].initial
    return Plan(tuple(made), min(2, max(parsed.required.bit_count(), 1)), sure)


def _probe(parsed: Name, place: int, prefix: bool) -> Probe:
    """Return the probe of a word, including the spellings in which it is joined with its neighbour."""
    units = [unit for mask, unit in parsed.units if mask >> place & 1]
    if parsed.words[place].initial and not all(found.initial for found in parsed.words):
        letters = parsed.words[place].sought
        return Probe(letters | {Kind.FIRST_LETTER + key[1:] for key in letters}, frozenset(), ())
    near: Iterable[str] = (key for unit in units for key in unit.near)
    last = len(parsed.words) - 1
    ends = [unit for mask, unit in parsed.units if prefix and mask >> last and mask >> place & 1]
    return Probe(
        frozenset().union(*(unit.sought for unit in units)),
        frozenset().union(*(unit.weak for unit in units)),
        tuple(dict.fromkeys(near)),
        tuple({start for unit in ends for start in beginnings(unit)}),
    )


def beginnings(unfinished: Word) -> set[str]:
    """Return the prefixes of stored keys that an unfinished word may mean, as written or by sound."""
    if len(unfinished.plain) < PREFIX_FROM or unfinished.initial:
        return set()
    sounds = {
        kind + skeleton
        for skeleton in unfinished.skeletons
        if len(skeleton) >= PREFIX_FROM
        for kind in TOLERANT_KINDS[1:]
    }
    return {Kind.SPELLING + unfinished.plain} | sounds
