"""Order of lists: sort keys in the alphabet of the reader's language, with numbers as numbers, and the family name first.

A key is text: compare two of them character by character (Python, SQLite BINARY).
"""

import re
import unicodedata
from functools import lru_cache

from anyascii import anyascii

from cases.domain.names.name_parts import parse

LONGEST_KEY = 200
_LATIN = "abcdefghijklmnopqrstuvwxyz"
# The alphabet of the language, with the letters that it lacks beside their nearest relatives. In Russian lists "ё" is "е".
_BELARUSIAN = "абвгґдеєёжзиіїйклмнопрстуўфхцчшщъыьэюя"
_RUSSIAN = "абвгґдеєжзиіїйклмнопрстуўфхцчшщъыьэюя"
_ALPHABETS = {"en": _LATIN + _BELARUSIAN, "be": _BELARUSIAN + _LATIN, "ru": _RUSSIAN + _LATIN}
_SPACE, _NUMBER, _FIRST_LETTER, _OTHER = " ", "0", 0x100, "\uf000"
_PLACES = {
    language: {letter: chr(_FIRST_LETTER + place) for place, letter in enumerate(alphabet)}
    for language, alphabet in _ALPHABETS.items()
}
_PLACES["ru"]["ё"] = _PLACES["ru"]["е"]
_TOKEN = re.compile(r"\d+|[^\W\d_]|[\s\-–—/.,]+")


@lru_cache(maxsize=8192)
def collation_key(text: str, language: str) -> str:
    """Sort key of `text` for a reader of `language`: without case, accents and apostrophes, 2 before 10, numbers before letters,
    the reader's own script before others."""
    places = _PLACES[language]
    # "é" may be written as two characters; letters of the alphabet such as "й" and "ў" are one.
    composed = unicodedata.normalize("NFKC", text).casefold().strip()
    return "".join(_part(token, places) for token in _TOKEN.findall(composed))[:LONGEST_KEY]


def _part(token: str, places: dict[str, str]) -> str:
    if token[0].isdecimal():
        digits = str(int(token[:LONGEST_KEY]))
        return f"{_NUMBER}{chr(_FIRST_LETTER + len(digits))}{digits}"
    return _letter(token, places) if token[0].isalpha() else _SPACE


def _letter(letter: str, places: dict[str, str]) -> str:
    base = letter if letter in places else unicodedata.normalize("NFD", letter)[0]
    if base in places:
        return places[base]
    if unicodedata.category(base) == "Lm":  # the apostrophe of Belarusian among them
        return ""
    if unicodedata.name(base, "").startswith("LATIN"):
        return "".join(places.get(plain, "") for plain in anyascii(base).casefold())
    return _OTHER + base


def family_first(text: str) -> str:
    """A personal name with its family name first, if the writing shows which word that is.

    A comma, capitals, a patronymic or a listed given name show a family name that is first already; otherwise it is the last word.
    Burmese and Chinese names stay as written.
    """
    words = text.replace(",", ", ").split()
    if len(words) < 2 or words[0].endswith(","):
        return " ".join(words)
    name = parse(text)
    if name.burmese or name.chinese:
        return " ".join(words)
    shouted = [place for place, word in enumerate(words) if len(word) > 1 and word.isupper()]
    if len(shouted) == 1:
        return " ".join([words[shouted[0]], *words[: shouted[0]], *words[shouted[0] + 1 :]])
    if _ends_in_patronymic(text) or (_is_given(words[-1]) and not _is_given(words[0])):
        return " ".join(words)
    return " ".join([words[-1], *words[:-1]])


def _ends_in_patronymic(text: str) -> bool:
    name = parse(text)
    return name.patronymic >> (len(name.words) - 1) == 1 if name.words else False


def _is_given(word: str) -> bool:
    words = parse(word).words
    return bool(words and words[0].families)
