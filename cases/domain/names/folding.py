"""Normalise a name letter by letter: one form for each character, no invisible characters, no look-alikes.

This module is independent of language; the sounds of letters are in `transliteration`.
"""

import re
import unicodedata
from functools import lru_cache

MAX_CHARACTERS = 300
"""A longer text is no name: the rest is not looked at, so that hostile input costs no time."""

_APOSTROPHES = "'`´’‘ʼʹʻʽ′＇ˈ\u02be\u02bf\u055a\u2032\u05f3\u05f4\uff07"
_DASHES = "\u05be\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u00ad\u2043\ufe58\ufe63\uff0d\u30fb\u00b7"
_ONE_FORM = str.maketrans({**dict.fromkeys(_APOSTROPHES, "'"), **dict.fromkeys(_DASHES, "-"), "İ": "I"})
_CYRILLIC_LIKE = dict(zip("aceiopxysjkmhtbABCEHIKMOPTXYSJ", "асеіорхуѕјкмһтьАВСЕНІКМОРТХУЅЈ", strict=True))
_LATIN_LIKE = {cyrillic: latin for latin, cyrillic in _CYRILLIC_LIKE.items() if latin not in "bkmht"}
_GREEK_LIKE = dict(zip("αοερικνυχτΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "aoepikvuxtABEZHIKMNOPTYX", strict=True))
_TO_CYRILLIC, _TO_LATIN, _FROM_GREEK = map(str.maketrans, (_CYRILLIC_LIKE, _LATIN_LIKE, _GREEK_LIKE))
_CYRILLIC = re.compile("[\u0400-\u052f]")
_LATIN = re.compile("[A-Za-z\u00c0-\u024f\u1e00-\u1eff]")
_POINTED = re.compile("[\u0590-\u06ff]")
"""Hebrew and Arabic: their marks are points that may be left out."""
_GREEK = re.compile("[\u0370-\u03ff]")
_KEPT_MARKS = {"\u0306", "\u0308"}  # й ў ї ё are letters of their own, not accented ones


def clean(text: object) -> str:
    """Return `text` in one Unicode form, without control, direction, zero-width and surrogate characters.

    Any object is accepted (a spreadsheet cell may be a number); letter case is kept.
    """
    raw = str(text or "")[: MAX_CHARACTERS * 2]
    if raw.isascii() and raw.isprintable():
        return raw[:MAX_CHARACTERS].translate(_ONE_FORM)
    kept = []
    for character in unicodedata.normalize("NFKC", raw.translate(_ONE_FORM)):
        category = unicodedata.category(character)
        if (category[0] in "ZSP" and character not in "'-.,()/") or category == "Cc":
            kept.append(" ")
        elif category not in {"Cf", "Cs", "Co", "Cn"}:
            kept.append(character)
    return unicodedata.normalize("NFC", "".join(kept).translate(_ONE_FORM))[:MAX_CHARACTERS]


@lru_cache(maxsize=65536)
def plain(word: str) -> str:
    """Return one cleaned word in lower case, in one script, without stress marks: the form in which spellings are compared."""
    word = word.replace("'", "").replace("-", "")
    if word.isascii():
        return word.casefold()
    word = _of_one_script(word)
    if _CYRILLIC.search(word):
        word = _without_stress(word)
    if _POINTED.search(word):
        word = "".join(c for c in unicodedata.normalize("NFC", word) if not unicodedata.combining(c)).replace("ـ", "")
    return unicodedata.normalize("NFC", word.casefold())


def unaccented(word: str) -> str:
    """Return `word` without the marks on its letters: the last resort if the meaning of a mark is unknown."""
    return "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))


def _of_one_script(word: str) -> str:
    """Replace look-alike letters by those of the script that the other letters indicate, otherwise by that of most letters."""
    cyrillic, latin = len(_CYRILLIC.findall(word)), len(_LATIN.findall(word))
    if _GREEK.search(word) and (cyrillic or latin):
        word = word.translate(_FROM_GREEK)
        latin = len(_LATIN.findall(word))
    if cyrillic and latin:
        # Letters that exist in one script only decide: in Cepгeй four of six look Latin, but г and й are Cyrillic only.
        own_cyrillic = any(c not in _LATIN_LIKE for c in _CYRILLIC.findall(word))
        own_latin = any(c not in _CYRILLIC_LIKE for c in _LATIN.findall(word))
        mostly = own_cyrillic if own_cyrillic != own_latin else cyrillic >= latin
        word = word.translate(_TO_CYRILLIC if mostly else _TO_LATIN)
    return word


def _without_stress(word: str) -> str:
    marked = unicodedata.normalize("NFD", word)
    return unicodedata.normalize("NFC", "".join(c for c in marked if c in _KEPT_MARKS or not unicodedata.combining(c)))
