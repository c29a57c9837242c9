"""Names made of syllables: Chinese, Korean, Vietnamese and Burmese, in their own script, in Latin and in Cyrillic.

A word is cut into syllables of one language; each syllable has a class (its pinyin, its Korean letters ...) that all its
spellings share. Spellings are often ambiguous (Cyrillic н is n or ng), so a word has several class strings, and two words are
taken for one if they share one: good for a search and for a proposal, never a proof. The tables are in `tables/`, each with its
source.
"""

import re
import tomllib
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from itertools import product
from pathlib import Path
from typing import NamedTuple

from cases.domain.names.wade_giles import wade_giles

TABLES = Path(__file__).with_name("tables")
LONGEST, MOST_SYLLABLES, MOST_READINGS = 20, 4, 24
CHINESE, KOREAN, VIETNAMESE, BURMESE = LANGUAGES = ("chinese", "korean", "vietnamese", "burmese")
NONE: frozenset[str] = frozenset()

_HANGUL = re.compile("[\uac00-\ud7a3]")
_HANGUL_START, _VOWELS, _CODAS = 0xAC00, 21, 28
_BURMESE_SYLLABLE = re.compile("[က-ဪဿ][ျြွှ]*[ာါိီုူေဲံ့း်]*(?:[က-အ]့?်[့း]*)*")
_BURMESE_ONSET = re.compile("[က-ဪဿ][ျြွှ]*")
_BURMESE_TONES = re.compile("[့း]")
_ROUNDED = frozenset(["န်", "မ်", "တ်", "ပ်", "ဋ်"])
_SOFTENED, _HARD = re.compile("ь[яюё]"), {"я": "а", "ю": "у", "ё": "о"}
_EAST_SLAVIC = str.maketrans("ієїўґ", "иеивг", "ъ'")
_MARKS = frozenset("\u0300\u0301\u0303\u0309\u0323")
"""The five tone marks of Vietnamese."""


class _Parts(NamedTuple):
    """The spellings of the parts of a syllable, each with its classes."""

    onsets: Mapping[str, frozenset[str]]
    vowels: Mapping[str, frozenset[str]]
    codas: Mapping[str, frozenset[str]]


@cache
def _table(language: str) -> dict[str, str]:
    return tomllib.loads(unicodedata.normalize("NFC", (TABLES / f"{language}.toml").read_text(encoding="utf-8")))


def _classes(text: str) -> list[tuple[str, list[str]]]:
    """Read entries "class:spelling,spelling"; "-" stands for nothing, as a class and as a spelling."""
    entries = (entry.split(":") for entry in text.split())
    return [
        (name.strip("-"), [spelling.strip("-") for spelling in spellings.split(",")]) for name, spellings in entries
    ]


def _by_spelling(text: str) -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for name, spellings in _classes(text):
        for spelling in spellings:
            found[spelling].add(name.rstrip("2"))
    return {spelling: frozenset(names) for spelling, names in found.items()}


@cache
def _parts(language: str) -> _Parts:
    table = _table(language)
    if language == BURMESE:
        return _Parts(_by_spelling(table["onsets"]), _by_spelling(table["rhymes"]), {"": frozenset([""])})
    return _Parts(*(_by_spelling(table[part]) for part in ("onsets", "vowels", "codas")))


@cache
def _surnames(language: str) -> frozenset[str]:
    if language == KOREAN:
        return frozenset(
            spelling for _, spelled in _classes(_table(KOREAN)["surname_spellings"]) for spelling in spelled
        )
    listed = frozenset(_table(language)["surnames"].split())
    if language != CHINESE:
        return listed
    cyrillic = {spelled for spelled, names in chinese_syllables().items() if names & listed}
    return listed | cyrillic | frozenset(["оуян", "сыма", "чжугэ", "шангуань", "сыту", "мужун", "сяхоу"])


@cache
def chinese_syllables() -> Mapping[str, frozenset[str]]:
    """Return each Mandarin syllable in pinyin, Wade-Giles and the system of Palladius, with the pinyin it may stand for."""
    table = _table(CHINESE)
    before_i, never_i = table["only_before_i"].split(), table["never_before_i"].split()
    found: dict[str, set[str]] = defaultdict(set)
    pairs = [entry.split(":") for entry in table["whole"].split()]
    for (initial, first), (final, last) in product(
        (entry.split(":") for entry in table["initials"].split()),
        (entry.split(":") for entry in table["finals"].split()),
    ):
        soft = final[0] == "i"
        if (initial in before_i and not soft) or (initial in never_i and soft):
            continue
        pairs.append([initial + final, first + last])
    for pinyin, cyrillic in pairs:
        for spelling in (pinyin, cyrillic, wade_giles(pinyin)):
            found[spelling].add(re.sub("[vü]", "u", pinyin))  # ü is seldom written
    return {spelling: frozenset(names) for spelling, names in found.items()}


def _starting(language: str, word: str, start: int) -> Iterator[tuple[int, frozenset[str]]]:
    """Yield the ends of the syllables that begin at `start`, with their classes."""
    if language == CHINESE:
        syllables = chinese_syllables()
        for end in range(start + 1, min(len(word), start + 6) + 1):
            if names := syllables.get(word[start:end]):
                yield end, names
        return
    parts = _parts(language)
    for onset_end in range(start, min(len(word), start + 4) + 1):
        if (onsets := parts.onsets.get(word[start:onset_end])) is None:
            continue
        for vowel_end in range(onset_end + 1, min(len(word), onset_end + 5) + 1):
            if (vowels := parts.vowels.get(word[onset_end:vowel_end])) is None:
                continue
            for end in range(vowel_end, min(len(word), vowel_end + 2) + 1):
                if (codas := parts.codas.get(word[vowel_end:end])) is not None:
                    yield end, frozenset(f"{a}-{b}-{c}" for a in onsets for b in vowels for c in codas)


def _cut(language: str, word: str) -> frozenset[str]:
    """Return the class strings of a spelled word, of the readings with the fewest syllables."""
    ends: dict[int, set[str]] = {0: {""}}
    for _ in range(1 if language == VIETNAMESE else MOST_SYLLABLES):
        reached: dict[int, set[str]] = defaultdict(set)
        for start, before in ends.items():
            for end, names in _starting(language, word, start):
                reached[end] |= {f"{left} {name}" for left in before for name in names}
                if len(reached[end]) > MOST_READINGS * 4:
                    return NONE
        if whole := reached.get(len(word)):
            return frozenset(whole) if len(whole) <= MOST_READINGS else NONE
        ends = reached
    return NONE


def _hangul(word: str) -> str:
    table = _table(KOREAN)
    onsets, vowels, codas = (
        [name.rstrip("2") for name, _ in _classes(table[p])] for p in ("onsets", "vowels", "codas")
    )
    classes = []
    for character in word:
        number = ord(character) - _HANGUL_START
        onset, rest = divmod(number, _VOWELS * _CODAS)
        vowel, coda = divmod(rest, _CODAS)
        classes.append(f" {onsets[onset]}-{vowels[vowel]}-{codas[coda]}")
    return "".join(classes)


@lru_cache(maxsize=32768)
def syllables(language: str, word: str) -> frozenset[str]:
    """Return the class strings of a word in the form of `folding.plain`; none if it is not made of such syllables."""
    if len(word) > LONGEST or not word:
        return NONE
    if _HANGUL.match(word):
        return frozenset([_hangul(word)]) if language == KOREAN and all(map(_HANGUL.match, word)) else NONE
    word = word.translate(_EAST_SLAVIC)
    if language == BURMESE:
        word = _SOFTENED.sub(lambda found: "ь" + _HARD[found.group()[1]], word)
    if language == VIETNAMESE and not word.isascii():
        word = without_tone(word)[0]
    found = _cut(language, word)
    if language == KOREAN:
        found |= {
            _hangul(syllable) for syllable, spelled in _classes(_table(KOREAN)["surname_spellings"]) if word in spelled
        }
    return found


def without_tone(word: str) -> tuple[str, str]:
    """Return a Vietnamese word without its tone mark, and the mark: it is written on either of two vowels (hòa, hoà)."""
    split = unicodedata.normalize("NFD", word)
    marks = "".join(c for c in split if c in _MARKS)
    return unicodedata.normalize("NFC", "".join(c for c in split if c not in _MARKS)), marks


def languages(words: list[str]) -> list[str]:
    """Return the languages of which a name may be: all its words are such syllables and one is a surname of the language.

    Burmese has no surnames, and one word alone may be a query: there the syllables must do.
    """
    return [
        language
        for language in LANGUAGES
        if (
            language == BURMESE
            or len(words) == 1
            or any(word in _surnames(language) or _is_korean_name(word) for word in words)
        )
        and all(syllables(language, word) for word in words)
    ]


def _is_korean_name(word: str) -> bool:
    return bool(_HANGUL.match(word))


def korean_parts(word: str) -> list[str]:
    """Return surname and given name of a word in Hangul; the whole if it cannot be both."""
    if not 2 < len(word) < 5:
        return [word]
    cut = 2 if word[:2] in _table(KOREAN)["compound_surnames"].split() and len(word) > 2 else 1
    return [word[:cut], word[cut:]]


def burmese_syllables(word: str) -> list[str]:
    """Return the syllables of a word in Burmese letters, each whole; stacked consonants are written out."""
    return _BURMESE_SYLLABLE.findall(unicodedata.normalize("NFC", word).replace("္", "်"))


def burmese_spelling(syllable: str) -> str:
    """Return the usual English spelling of a syllable by its letters; "" for one that the table does not know."""
    found = _BURMESE_ONSET.match(syllable)
    if not found:
        return ""
    start, rest = found.group(), _BURMESE_TONES.sub("", syllable[found.end() :])
    if start.endswith("ွ") and rest in _ROUNDED:  # the glide is the vowel (ထွန်း Tun)
        start, rest = start[:-1], "ွ" + rest
    onset = next((s for _, s in _classes(_table(BURMESE)["onsets"]) if start in s), None)
    rhyme = next(
        (s for _, s in _classes(_table(BURMESE)["rhymes"]) if rest in {_BURMESE_TONES.sub("", each) for each in s}),
        None,
    )
    if onset is None or rhyme is None:
        return ""
    return "".join(next((s for s in spelled if s.isascii() and s), "") for spelled in (onset, rhyme))
