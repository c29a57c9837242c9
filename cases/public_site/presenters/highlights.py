"""Search highlights: the name with the matching words marked, and an excerpt of the text with the words."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

from django.utils.safestring import SafeString
from markupsafe import escape

from cases.domain import names
from cases.public_site.languages import ORDER
from cases.public_site.search import text_search

AROUND = 90  # characters shown on either side of the first word
PIECE = re.compile(r"[^\s,()]+")
Shown = dict[str, Any]


@lru_cache(maxsize=16384)
def _means(word: str, piece: str) -> bool:
    return names.finds(word, piece)


def marked_name(name: str, query: str) -> SafeString | None:
    """A name with its words that match the query marked; None if none matches."""
    words = [word for word in PIECE.findall(query) if len(word) > 1]
    places = [match.span() for match in PIECE.finditer(name) if any(_means(word, match.group()) for word in words)]
    return _marked(name, places) if places else None


def other_name(written: Iterable[str], query: str) -> SafeString | None:
    """The first of a person's names with a match, marked."""
    marked = (marked_name(name, query) for name in written)
    return next((name for name in marked if name), None)


def excerpt(told: Iterable[text_search.Text], words: Sequence[str], language: str) -> Shown | None:
    """Excerpt of an approved text around the first match, texts in the reader's language first."""
    order = ORDER[language]
    for text in sorted(told, key=lambda text: order.index(text.language) if text.language in order else len(order)):
        places = text_search.places(text, words, AROUND)
        if places:
            in_language = text.language in (language, "", "und")
            return {"text": _piece(text.text, places), "lang": "" if in_language else text.language}
    return None


def _piece(text: str, places: list[tuple[int, int]]) -> SafeString:
    """The text around the first match, cut between words."""
    start, end = max(0, places[0][0] - AROUND), min(len(text), places[0][1] + AROUND)
    if start:
        start = text.find(" ", start, places[0][0]) + 1 or start
    if end < len(text):
        end = max(text.rfind(" ", places[0][1], end), places[0][1])
    inside = [(first - start, last - start) for first, last in places if start <= first and last <= end]
    piece = _marked(text[start:end], inside)
    return SafeString(("… " if start else "") + piece + (" …" if end < len(text) else ""))


def _marked(text: str, places: list[tuple[int, int]]) -> SafeString:
    parts, end = [], 0
    for first, last in places:
        parts += [escape(text[end:first]), "<mark>", escape(text[first:last]), "</mark>"]
        end = last
    return SafeString("".join([*parts, escape(text[end:])]))
