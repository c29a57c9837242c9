"""Search text of reference data: titles normalised so that they are found in any script, without case and accents."""

from collections.abc import Iterable

from anyascii import anyascii
from django.db.models import Q

from cases.domain.names.folding import clean, plain

MOST_WORDS = 8
"""Words of a query that are looked at; nobody types more to find a court."""


def folded(titles: Iterable[str]) -> str:
    """The distinct words of all titles, as they are and in Latin letters: stored with the titles."""
    words = [form for title in titles for word in clean(title).split() for form in forms(word)]
    return " ".join(dict.fromkeys(words))


def forms(word: str) -> tuple[str, ...]:
    """A word in lower case, and the same in Latin letters."""
    lowered = plain(word)
    return tuple(dict.fromkeys((lowered, anyascii(lowered).lower()))) if lowered else ()


def holding(query: str, field: str = "names_folded") -> Q:
    """Condition that each word of `query` occurs in the folded titles, in one of its forms."""
    condition = Q()
    for word in clean(query).split()[:MOST_WORDS]:
        alternatives = Q()
        for form in forms(word):
            alternatives |= Q(**{f"{field}__contains": form})
        condition &= alternatives
    return condition
