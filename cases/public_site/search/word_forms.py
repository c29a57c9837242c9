"""Inflected forms of a word: "приговора" finds "приговоры", "teachers" finds "teacher".

Nothing of this is stored: a search reads the words of the register that begin like the query word and keeps those with the same
stem. Russian and English stems are those of Snowball; Belarusian ones are made by a list of endings.
"""

import re
import tomllib
from functools import lru_cache
from pathlib import Path

import snowballstemmer

_RUSSIAN, _ENGLISH = snowballstemmer.stemmer("russian"), snowballstemmer.stemmer("english")
_LISTS = tomllib.loads(Path(__file__).with_name("belarusian_endings.toml").read_text(encoding="utf-8"))
_BELARUSIAN = sorted({ending for endings in _LISTS.values() for ending in endings.split()}, key=len, reverse=True)
SHORTEST_STEM = 3
_FLEETING = re.compile("(?<=[бвгджзклмнпрстфхцчш])[оеа]к$")
"""A vowel that comes and goes: журналистка, журналисток."""
NONE: frozenset[str] = frozenset()


@lru_cache(maxsize=65536)
def stems(word: str) -> frozenset[str]:
    """Return the stems of a normalised word (`text_search.folded`), marked by their language; none for a short word."""
    if len(word) < SHORTEST_STEM or not word.isalpha():
        return NONE
    if word.isascii():
        return frozenset(["en:" + _ENGLISH.stemWord(word)])
    found = set()
    if "і" not in word:
        # Normalised words have no й: the ending may be either.
        found |= {"ru:" + _RUSSIAN.stemWord(form) for form in (word, word[:-1] + "й" if word.endswith("и") else word)}
    if not set("ищъ") & set(word[:-1]):
        found.add("be:" + _belarusian(word))
    return frozenset(_FLEETING.sub("к", stem) for stem in found if len(stem) >= SHORTEST_STEM + len("ru:"))


def _belarusian(word: str) -> str:
    for ending in _BELARUSIAN:
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST_STEM:
            return word[: -len(ending)]
    return word


@lru_cache(maxsize=65536)
def is_form(asked: str, word: str) -> bool:
    """Return whether two normalised words are forms of one."""
    return asked == word or not stems(asked).isdisjoint(stems(word))


@lru_cache(maxsize=4096)
def beginning(word: str) -> str:
    """Return the letters with which every form of a word begins; the word itself if it has no stems."""
    found = word
    for stem in stems(word):
        while not stem[3:].startswith(found):
            found = found[:-1]
    if word.isascii():
        found = found.rstrip("iy")  # families, family
    return found if len(found) >= SHORTEST_STEM - 1 else word
