"""Names in oblique cases: the nominatives that a Russian or Belarusian query may mean ("Бяляцкага", "Марии Колесниковой")."""

import re
from itertools import islice, product

from cases.domain.names.folding import clean

MOST_GUESSES = 12
_CYRILLIC = re.compile("[\u0400-\u052f]+$")
_ENDINGS = tuple(
    (re.compile(f"(?<=..){ending}$"), nominatives.split())
    for ending, nominatives in (
        ("(?<=[сц]к)(?:ого|ому|им|ом)", "ий ой"),
        ("(?:ого|его|ому|ему|ым|им)", "ый ий ой -"),
        ("(?:ага|яга|аму|яму|ым|ім)", "ы і"),
        ("(?<=[сц]к)(?:ой|ую|ай)", "ая"),
        ("(?:ою|ой|ей|ай|яй)", "а я ая"),
        ("ую", "ая"),
        ("(?:ии|ию|ией|іі|ію|іяй)", "ия ія"),
        ("ье|ью|ьи", "ья"),
        ("(?:ом|ем|ам|ём)", "- й ь"),
        ("ю", "й ь я"),
        ("я", "й ь"),
        ("[уыіие]", "- а я ь"),
        ("а", "-"),
    )
)
"""Endings of the genitive, dative, accusative, instrumental and locative, with the endings of the nominative; "-" for none."""


def nominatives(query: str) -> list[str]:
    """Return the queries that this one may be an oblique case of, the likeliest first; none if it has no such ending."""
    words = clean(query).split()
    if not words or len(words) > 3 or not all(_CYRILLIC.match(word) for word in words):
        return []
    options = [_nominatives(word) for word in words]
    together = (" ".join(found) for found in product(*options))
    return [found for found in islice(together, MOST_GUESSES + 1) if found != " ".join(words)][:MOST_GUESSES]


def _nominatives(word: str) -> list[str]:
    for ending, others in _ENDINGS:
        if match := ending.search(word):
            return [*(word[: match.start()] + other.strip("-") for other in others), word]
    return [word]
