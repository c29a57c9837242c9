"""Titles of reference data in a form in which they are found whatever the script, the case or the accents."""

from collections.abc import Iterable

from anyascii import anyascii
from django.db.models import Q

from cases.names.text import clean, plain

MOST_WORDS = 8
"""Words of a query that are looked at; nobody types more to find a court."""


def folded(titles: Iterable[str]) -> str:
    """The words of all titles, as they are and in Latin letters, each once: what is stored beside the titles."""
    words = [form for title in titles for word in clean(title).split() for form in forms(word)]
    return " ".join(dict.fromkeys(words))


def forms(word: str) -> tuple[str, ...]:
    """One word in lower case, and the same in Latin letters."""
    own = plain(word)
    return tuple(dict.fromkeys((own, anyascii(own).lower()))) if own else ()


def holding(query: str, field: str = "names_folded") -> Q:
    """The condition that each word of `query` stands in the folded titles, in one of its forms."""
    condition = Q()
    for word in clean(query).split()[:MOST_WORDS]:
        either = Q()
        for form in forms(word):
            either |= Q(**{f"{field}__contains": form})
        condition &= either
    return condition
