"""The order of names in lists: the same on SQLite and PostgreSQL, whatever the collation."""

import unicodedata
from functools import cache
from string import ascii_lowercase

from anyascii import anyascii

from cases.domain.names.folding import MAX_CHARACTERS, clean

_CYRILLIC = "абвгґдеёєжзиіїйклмнопрстуўфхцчшщъыьэюя"
_ALPHABET = {letter: place for place, letter in enumerate(" 0123456789" + ascii_lowercase + _CYRILLIC)}
_OTHER = len(_ALPHABET)


def sort_key(text: str) -> str:
    """Return a string of a-z by which names sort: without case, accents and apostrophes; digits, Latin, Cyrillic, other
    scripts.

    Each letter becomes two, so that any collation compares them alike; Cyrillic follows the Belarusian alphabet with the
    Russian and Ukrainian letters inserted.
    """
    return "".join(_pair(c) for c in clean(text).casefold()[: MAX_CHARACTERS // 2])


@cache
def _pair(character: str) -> str:
    if character not in _ALPHABET:
        base = unicodedata.normalize("NFD", character)[:1]
        if base not in _ALPHABET and not base.isalpha():
            return _spelled(0) if character == "-" else ""
        if base not in _ALPHABET and unicodedata.name(base, "").startswith("LATIN"):
            return "".join(_spelled(_ALPHABET[c]) for c in anyascii(base).casefold() if c in _ALPHABET)
        if base not in _ALPHABET:
            return _spelled(_OTHER) + "".join(_spelled(int(digit) + 1) for digit in f"{ord(base):07}")
        character = base
    return _spelled(_ALPHABET[character])


def _spelled(place: int) -> str:
    return ascii_lowercase[place // 26] + ascii_lowercase[place % 26]
