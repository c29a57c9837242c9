"""The table of given names: which spellings, counterparts in other languages and short forms belong to one name.

The table (given.csv) states facts of common knowledge, written for this project: family; gender; circle (s Slavic and European,
t Muslim and Turkic, g Caucasian, w Western names used with Chinese ones); twins; short forms. One form may belong to several
families (Саша, Славік): then it is no proof of any.
"""

import csv
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from rapidfuzz.distance import OSA

from cases.domain.names.folding import clean, plain, unaccented
from cases.domain.names.transliteration import given, readings

_TABLE = Path(__file__).with_name("given.csv")
_SHORTEST_GUESS = 5
"""A name with a typing error is guessed from the table only when it has as many letters: short names are all alike."""

NONE: frozenset[str] = frozenset()


class _Table(NamedTuple):
    written: dict[str, frozenset[str]]
    heard: dict[str, frozenset[str]]
    near: dict[str, tuple[str, ...]]
    gender: dict[str, str]
    circle: dict[str, str]


@cache
def _table() -> _Table:
    """Read the table once per process (about a third of a second)."""
    written: dict[str, set[str]] = {}
    heard: dict[str, set[str]] = {}
    gender, circle = {}, {}
    with _TABLE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter=";"):
            name = row["family"]
            gender[name], circle[name] = row["gender"], row["circle"]
            for form in (row["twins"] + " " + row["diminutives"]).split():
                word = plain(clean(form))
                for spelling in {word, unaccented(word)} if word[0] < "\u0250" else {word}:
                    written.setdefault(spelling, set()).add(name)
                for sounds in readings(word)[:2]:
                    heard.setdefault(given(sounds), set()).add(name)
    near: dict[str, list[str]] = {}
    for sounds in heard:
        if len(sounds) >= _SHORTEST_GUESS - 1:
            for shorter in _shortened(sounds):
                near.setdefault(shorter, []).append(sounds)
    return _Table(
        {form: frozenset(names) for form, names in written.items()},
        {form: frozenset(names) for form, names in heard.items()},
        {form: tuple(names) for form, names in near.items()},
        gender,
        circle,
    )


def _shortened(text: str) -> set[str]:
    return {text, *(text[:i] + text[i + 1 :] for i in range(len(text)))}


@lru_cache(maxsize=65536)
def families(word: str) -> frozenset[str]:
    """Return the families of a word in the form of `folding.plain`, by spelling, otherwise by sound."""
    table = _table()
    found = table.written.get(word) or table.written.get(unaccented(word) if not word.isascii() else word)
    if found:
        return found
    heard = [table.heard.get(given(sounds), NONE) for sounds in readings(word)[:3]]
    return next((names for names in heard if names), NONE)


def is_listed(word: str) -> bool:
    """Return whether the table has exactly this spelling."""
    return word in _table().written


def guesses(word: str) -> frozenset[str]:
    """Return the families that a word may belong to if one of its letters is a typing error."""
    table = _table()
    found: set[str] = set()
    for sounds in map(given, readings(word)[:2]):
        if len(sounds) < _SHORTEST_GUESS:
            continue
        for shorter in _shortened(sounds):
            for form in table.near.get(shorter, ()):
                if OSA.distance(sounds, form, score_cutoff=1) <= 1:
                    found |= table.heard[form]
    return frozenset(found)


def heard(sounds: str) -> frozenset[str]:
    """Return the families of a sound string, such as the stem of a patronymic."""
    return _table().heard.get(given(sounds), NONE)


def circle(family: str) -> str:
    """Return the circle of a family: s, t, g or w."""
    return _table().circle[family]
