"""Match a query with a name, and rank the match: the rule shared by every search, list and import."""

from functools import lru_cache
from typing import NamedTuple

from cases.domain.names.key_kinds import Kind
from cases.domain.names.name_parts import Name, parse
from cases.domain.names.search_keys import TOLERANT_KINDS, beginnings, nearly
from cases.domain.names.word_keys import Word

EXACT, FOLDED, TOLERANT, WEAK = 0, 1, 2, 3
"""How two words meet, best first: as written; by sound, language or twin name; with one error; by initial or root."""


class Edge(NamedTuple):
    """A word (or two neighbours) of the query matched with one (or two) of the name."""

    level: int
    mine: int
    theirs: int


def finds(query: str, name: str, prefix: bool = False) -> bool:
    """Return whether a search for `query` shows `name`.

    Every word of the query must match a different word of the name, or the name must be contained in the query with at least
    two words. A patronymic may be absent on either side. One typing error is tolerated in a word of five letters or more. With
    `prefix` the last word of the query may be unfinished, from three letters on.
    """
    return rank(query, name, prefix) is not None


def rank(query: str, name: str, prefix: bool = False) -> int | None:
    """Return how well `query` matches `name`, the smaller the better, None if it does not.

    Exact comes before folded, folded before tolerant; among equals a name without further words first.
    """
    asked, given = parse(query), parse(name)
    if not asked.words or not given.words:
        return None
    edges = _edges(asked, given, prefix)
    if not any(edge.level < WEAK for edge in edges) or _disagree(asked, given):
        return None
    spare = spare_of(given, asked)
    whole = best_cover(edges, asked.required & ~spare_of(asked, given), mine=True)
    inside = best_cover(edges, given.required & ~spare, mine=False)
    if inside and len(inside) < 2 and not spare:
        inside = None
    chosen = whole or inside
    if not chosen or all(edge.level == WEAK for edge in chosen):
        return None
    return 4 * max(edge.level for edge in chosen) + 2 * (not whole) + (len(chosen) < len(given.words))


_GUESSES = frozenset([Kind.GUESSED_NAME, Kind.NAME_INSIDE_SURNAME, Kind.NAME_INSIDE_COMPOUND])


def is_spelling(query: str, name: str) -> bool:
    """Return whether every word of the query is a spelling of a word of the name, by rules alone: no error is forgiven, and no
    given name guessed."""
    asked, given = parse(query), parse(name)
    return bool(asked.words) and all(
        any(_certain(word).intersection(other.stored) for _, other in given.units) for word in asked.words
    )


def _certain(word: Word) -> frozenset[str]:
    own = {Kind.GIVEN_NAME + family for family in word.families}
    return frozenset(
        key for key in word.sought if key in own or (key[0] != Kind.GIVEN_NAME and Kind.of(key) not in _GUESSES)
    )


def _edges(asked: Name, given: Name, prefix: bool) -> list[Edge]:
    found = []
    lonely = all(word.initial for word in asked.words) or len(asked.words) == 1
    for mine, word in asked.units:
        last = prefix and bool(mine >> (len(asked.words) - 1))
        for theirs, other in given.units:
            if mine & (mine - 1) and theirs & (theirs - 1):
                continue
            level = meets(word, other)
            if level in {None, WEAK} and last and begins(word, other):
                level = TOLERANT
            if level is not None and not (level == WEAK and lonely):
                found.append(Edge(level, mine, theirs))
    return found


@lru_cache(maxsize=65536)
def meets(word: Word, other: Word) -> int | None:
    """Return how a word of a query matches a word of a name, None if it does not."""
    if not word.sought.isdisjoint(other.stored):
        if word.initial or other.initial:
            return FOLDED
        return EXACT if word.plain == other.plain else FOLDED
    if word.initial:
        return WEAK if word.sought & other.weak else None
    forgiving = [stored for stored in other.stored if stored[0] in TOLERANT_KINDS]
    if any(nearly(key, stored) for key in word.near for stored in forgiving):
        return TOLERANT
    return None if word.weak.isdisjoint(other.stored) else WEAK


def begins(word: Word, other: Word) -> bool:
    """Return whether `word` is the beginning of `other`, as written or by sound."""
    return any(key.startswith(start) for start in beginnings(word) for key in other.stored)


def _disagree(asked: Name, given: Name) -> bool:
    """Return whether both have patronymics of different fathers: then the patronymic of the query is not in the name."""
    if not asked.patronymic or not given.patronymic or not asked.fathers.isdisjoint(given.fathers):
        return False
    mine, theirs = (next(w for i, w in enumerate(n.words) if n.patronymic >> i & 1) for n in (asked, given))
    return meets(mine, theirs) is None


def spare_of(one: Name, other: Name) -> int:
    """Return the mask of given names that may stay unmatched: European ones beside a Chinese name."""
    return one.european if other.chinese else 0


def best_cover(edges: list[Edge], wanted: int, mine: bool) -> list[Edge] | None:
    """Return the best set of edges that do not overlap and together cover `wanted`; None if there is none."""
    if not mine:
        edges = [Edge(edge.level, edge.theirs, edge.mine) for edge in edges]
    edges = sorted(edges)

    def cover(left: int, used: int, taken: int) -> list[Edge] | None:
        if not left:
            return []
        lowest = left & -left
        best: list[Edge] | None = None
        for edge in edges:
            if edge.mine & lowest and not edge.mine & taken and not edge.theirs & used:
                rest = cover(left & ~edge.mine, used | edge.theirs, taken | edge.mine)
                if rest is not None:
                    found = [edge, *rest]
                    if best is None or max(found)[0] < max(best)[0]:
                        best = found
                    if edge.level == EXACT or max(best)[0] <= edge.level:
                        return best
        return best

    return cover(wanted, 0, 0)
