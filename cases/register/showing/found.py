"""Where a search met a person: the name with what was meant marked in it, and a piece of the text that has the words."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

from django.utils.safestring import SafeString
from markupsafe import escape

from cases import names
from cases.register.languages import ORDER
from cases.register.reading import texts

AROUND = 90  # characters shown on either side of the first word
PIECE = re.compile(r"[^\s,()]+")
Shown = dict[str, Any]


@lru_cache(maxsize=16384)
def _means(word: str, piece: str) -> bool:
    return names.finds(word, piece)


def marked_name(name: str, query: str) -> SafeString | None:
    """A name with the words in it that the query means marked; None where it means none of them."""
    asked = [word for word in PIECE.findall(query) if len(word) > 1]
    places = [found.span() for found in PIECE.finditer(name) if any(_means(word, found.group()) for word in asked)]
    return _marked(name, places) if places else None


def other_name(written: Iterable[str], query: str) -> SafeString | None:
    """The first of a person's names in which the query means something."""
    told = (marked_name(one, query) for one in written)
    return next((one for one in told if one), None)


def excerpt(told: Iterable[texts.Text], words: Sequence[str], language: str) -> Shown | None:
    """The piece of an approved text around the first word that was asked for, the reader's language before others."""
    order = ORDER[language]
    for one in sorted(told, key=lambda one: order.index(one.language) if one.language in order else len(order)):
        places = texts.places(one, words, AROUND)
        if places:
            known = one.language in (language, "", "und")
            return {"text": _piece(one.text, places), "lang": "" if known else one.language}
    return None


def _piece(text: str, places: list[tuple[int, int]]) -> SafeString:
    """The text around the first place, cut between words."""
    start, end = max(0, places[0][0] - AROUND), min(len(text), places[0][1] + AROUND)
    if start:
        start = text.find(" ", start, places[0][0]) + 1 or start
    if end < len(text):
        end = max(text.rfind(" ", places[0][1], end), places[0][1])
    inside = [(first - start, last - start) for first, last in places if start <= first and last <= end]
    piece = _marked(text[start:end], inside)
    return SafeString(("… " if start else "") + piece + (" …" if end < len(text) else ""))


def _marked(text: str, places: list[tuple[int, int]]) -> SafeString:
    told, done = [], 0
    for first, last in places:
        told += [escape(text[done:first]), "<mark>", escape(text[first:last]), "</mark>"]
        done = last
    return SafeString("".join([*told, escape(text[done:])]))
