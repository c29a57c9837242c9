"""Inflected forms of a word: "приговора" finds "приговоры", "teachers" finds "teacher".

Nothing of this is stored: a search reads the words of the register that begin like the query word and keeps those with the same
stem. Russian and English stems are those of Snowball; Belarusian ones are made by a list of endings.
"""

import os.path
import re
from functools import lru_cache

import snowballstemmer

_RUSSIAN, _ENGLISH = snowballstemmer.stemmer("russian"), snowballstemmer.stemmer("english")
_BELARUSIAN = sorted(
    (
        # nouns
        "а я у ю ы і о е э ь ам ям ом ем эм ах ях амі ямі ау яу оу еу аи яи оу еи ыи ою ею аю яю "
        "ия ія іі ію іяи іяу іях іямі ыя ыі ыю ыяи ыяу ыях ыямі ння нне нні нню ннем нняу ннях ннямі "
        "эння энне энні энню эннем эннях ення енне енні енню еннем еннях "
        # adjectives
        "ая яя ую юю ое ее ага яга ому аму яму аго ым ім ых іх ымі імі аи яи ои еи "
        # verbs
        "аць яць іць ыць ець уць юць ала яла іла ыла ела алі ялі ілі ылі елі аны ены аная еная ае яе іць аюць яюць уецца "
        "аецца ацца іцца ыцца ауся іуся алася ілася аліся іліся"
    ).split(),
    key=len,
    reverse=True,
)
"""Endings of nouns, adjectives and verbs, reviewed by hand; й is и and ў is у in normalised words."""
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
    found = os.path.commonprefix([word, *(stem[3:] for stem in stems(word))])
    if word.isascii():
        found = found.rstrip("iy")  # families, family
    return found if len(found) >= SHORTEST_STEM - 1 else word
