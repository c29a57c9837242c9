"""Scripts that need more than a letter table: Chinese characters and Burmese.

Chinese: Mandarin sounds come from anyascii, with the special readings of surnames and given names instead of the commonest
ones; Cantonese ones (Hong Kong Government romanisation) from a table of the characters frequent in names. Burmese: the usual
English spelling of frequent name syllables, and of the others by their letters.
"""

import re
import tomllib
from functools import cache, lru_cache
from pathlib import Path

from anyascii import anyascii

from cases.domain.names.closed_lists import listed
from cases.domain.names.syllables import TABLES, burmese_spelling, burmese_syllables
from cases.domain.names.wade_giles import wade_giles

HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
MYANMAR = re.compile("[\u1000-\u109f]")
TIBETAN = re.compile("[\u0f40-\u0fbc]")
HANGUL = re.compile("[\uac00-\ud7a3]")
INTERPUNCT = re.compile(r"(?<=[\u3400-\u9fff])\s?[·•・‧∙⋅●･.．﹒-]\s?(?=[\u3400-\u9fff])")
"""Between the parts of a foreign name in Chinese characters: 艾尼•吐尔逊 is two words, and none has a Chinese surname."""

_PAIRS = listed("compound_surnames")
_MANDARIN = dict(pair.split(":") for pair in listed("mandarin"))
_CANTONESE = {
    c: found[-1] for found in re.findall("([^a-z\\s]+)([a-z]+)", " ".join(listed("cantonese"))) for c in found[0]
}
CHINESE_SURNAMES = frozenset(listed("chinese_surnames"))
"""Latin spellings of surnames beside which a European given name is an additional one (Jimmy Lai)."""

_BURMESE = {
    "".join(burmese_syllables(letters)): spelled for letters, spelled in (pair.split(":") for pair in listed("burmese"))
}
BURMESE_SYLLABLES = frozenset(listed("burmese_latin")) | {spelled.casefold() for spelled in _BURMESE.values()}
"""Latin spellings of the words that Burmese names are made of."""
CHINESE_WORD = re.compile(
    "(?:(?:zh|ch|sh|ts|tz|kw|ng|hs|[bpmfdtnlgkhjqxrzcsyw])?[aeiouü]{1,3}(?:ng|[nrmptkh])?){1,3}|ng"
)
"""A Latin word that may be Chinese syllables by its build: Xiaobo, Chee, Kwok, not Patricia."""


def _syllables() -> tuple[dict[str, set[str]], ...]:
    """Return the syllables of pinyin, Wade-Giles and Cantonese with the characters (identified by their sounds) that they may
    stand for."""
    mandarin: dict[str, set[str]] = {}
    wade: dict[str, set[str]] = {}
    cantonese: dict[str, set[str]] = {}
    for character, sound in _CANTONESE.items():
        other = (_MANDARIN.get(character) or anyascii(character)).casefold()
        for system, spelled in ((mandarin, other), (wade, wade_giles(other)), (cantonese, sound)):
            system.setdefault(spelled, set()).add(f"{other}/{sound}")
    return mandarin, wade, cantonese


_BY_SYSTEM = _syllables()


@lru_cache(maxsize=8192)
def characters(spelling: str) -> frozenset[str]:
    """Return the characters, one or two, for which a Latin spelling may stand, so that 國強 Kwok-keung matches Guoqiang."""
    spelling = spelling.replace("ee", "i")
    found: set[str] = set()
    for system in _BY_SYSTEM:
        found |= system.get(spelling, set())
        for cut in range(1, len(spelling)):
            left, right = system.get(spelling[:cut]), system.get(spelling[cut:])
            if left and right:
                found |= {f"{a} {b}" for a in left for b in right}
    return frozenset(found)


@cache
def _simplified() -> dict[int, str]:
    pairs: str = tomllib.loads(_VARIANTS.read_text(encoding="utf-8"))["simplified"]
    return {ord(pair[0]): pair[1] for pair in pairs.split()}


_VARIANTS = Path(__file__).with_name("han_variants.toml")


def written(word: str) -> str:
    """Return the characters of a Chinese or Korean word, traditional ones in their simplified form; "" for other scripts.

    Each is a syllable with a meaning: another one of the same sound is another name (李伟, 李炜).
    """
    if HAN.search(word):
        return "".join(HAN.findall(word)).translate(_simplified())
    return word if HANGUL.fullmatch(word[:1]) and all(map(HANGUL.match, word)) else ""


def latin_parts(word: str, *, foreign: bool = False) -> list[tuple[str, ...]]:
    """Return the parts of a word in Chinese, Burmese or Tibetan script, each with its Latin spellings, the likeliest first.

    `foreign`: a part of a foreign name, which has no Chinese surname to be cut off.
    """
    if HAN.search(word):
        return _chinese(word, foreign=foreign)
    if TIBETAN.search(word):
        return [(_tibetan().get(word) or anyascii(word).casefold() or word,)]
    return [(part,) for part in _burmese(word)]


@cache
def _tibetan() -> dict[str, str]:
    table = tomllib.loads((TABLES / "tibetan.toml").read_text(encoding="utf-8"))
    return dict(pair.split(":") for pair in table["syllables"].split())


def _burmese(word: str) -> list[str]:
    """Return the words of a Burmese name in English spelling: those of the list, which may have several syllables, else each
    syllable by its letters, else whole as it is written."""
    pieces = burmese_syllables(word)
    found, start = [], 0
    while start < len(pieces):
        end = next((e for e in range(len(pieces), start, -1) if "".join(pieces[start:e]) in _BURMESE), start + 1)
        part = "".join(pieces[start:end])
        found.append(_BURMESE[part].casefold().replace("-", "") if part in _BURMESE else burmese_spelling(part) or part)
        start = end
    return found


def character_names(word: str, *, foreign: bool = False) -> list[str]:
    """Return for each part of a Chinese name its characters by their sounds, as `characters` names them; "" where one of them is
    not in the table."""
    return [
        " ".join(f"{(_MANDARIN.get(c) or anyascii(c)).casefold()}/{_CANTONESE[c]}" for c in part)
        if all(c in _CANTONESE for c in part)
        else ""
        for part in parts(word, foreign=foreign)
    ]


def parts(word: str, *, foreign: bool = False) -> list[str]:
    """Return surname and given name of a word in Chinese characters; the whole of a `foreign` one."""
    word = "".join(HAN.findall(word))
    if foreign:
        return [word]
    cut = 2 if word[:2] in _PAIRS and len(word) > 2 else 1
    return [word[:cut], word[cut:]] if len(word) > 1 else [word]


def _chinese(word: str, *, foreign: bool) -> list[tuple[str, ...]]:
    spelled = []
    for part in parts(word, foreign=foreign):
        mandarin = "".join(_MANDARIN.get(c) or anyascii(c) for c in part).casefold()
        cantonese = "".join(_CANTONESE.get(c) or anyascii(c) for c in part).casefold()
        spelled.append(tuple(dict.fromkeys((mandarin, cantonese))))
    return spelled
