"""Sounds of a written word: from Cyrillic and from each Latin spelling system to one small alphabet.

A *sound* string has one character per sound: ``C`` ч, ``S`` ш, ``Z`` ж, ``c`` ц, ``$`` щ, ``J`` дж, ``D`` дз, ``x`` х, ``w`` ў,
the rest as in English; ``j`` occurs only before a vowel. A Latin word has several readings, because ``ch`` is ч in English and
х in Łacinka, ``j`` й in Polish and дж in Azerbaijani. Sources of the tables: the Belarusian rules of 2007 (geographic names,
UN), the passport instructions of 2008 and 2010, BGN/PCGN 1979, classical Łacinka; the newspaper habits of German, French and
Polish; the Azerbaijani, Turkish and Kazakh alphabets. Context-dependent sounds are rules, the rest comes from anyascii.
"""

import re
from functools import lru_cache

from anyascii import anyascii

_CYRILLIC = dict(
    zip("абвгґдежзиійклмнопрстуфхцчшыэєѕјўқғҳһңөұүәҡҙҫґ", "abvggdeZziiiklmnoprstufxcCSieezjwkgxhnouuekzsg", strict=True)
)
_CYRILLIC |= {
    "ё": "io",
    "ю": "iu",
    "я": "ia",
    "ї": "i",
    "щ": "$",
    "ъ": "",
    "ь": "",
    "ҷ": "J",
    "ӣ": "i",
    "ӯ": "u",
    "ѣ": "e",
}
_CYRILLIC |= {"дж": "J", "дз": "D", "шч": "$", "сч": "$", "тс": "c", "тьс": "c", "тц": "c", "ье": "ie", "ьё": "io"}
_LETTERS = dict(zip("čšžŭćśźłżşçğıəäyjwqțţ", "CSZwcszlZSCgieeiivkcc", strict=True)) | {"x": "ks"}
_DIGRAPHS = {
    "shch": "$", "šč": "$", "szcz": "$", "schtsch": "$", "chtch": "$", "tsch": "C", "tch": "C", "dzh": "J", "dž": "J", "dsch": "J",
    "dj": "J", "dz": "D", "dź": "D", "sch": "S", "zh": "Z", "kh": "x", "gh": "g", "ch": "C", "sh": "S", "ts": "c", "tz": "c",
    "tsts": "c", "cz": "C", "sz": "S", "ck": "k", "ph": "f", "th": "t", "c": "k",
}  # fmt: skip
_SYSTEMS: tuple[tuple[str, dict[str, str]], ...] = (
    ("[cč]", {"ch": "x", "c": "c", "ck": "ck", "sch": "sx"}),  # Łacinka, with or without its marks
    ("[jcxqəğşç]", {"c": "J", "j": "Z", "x": "x", "q": "g", "ch": "C"}),  # Azerbaijani, Turkish, English j
    (
        "z.*w|w.*z|sch|^z|w.*s",
        {"z": "c", "ch": "x", "sa": "za", "se": "ze", "so": "zo", "si": "zi", "su": "zu"},
    ),  # German
    ("[aou]e", {"ae": "e", "oe": "o", "ue": "u"}),  # German without umlauts
    ("rz|ó", {"rz": "Z", "ó": "u", "ch": "x", "c": "c"}),  # Polish
    ("gu[ei]", {"gui": "gi", "gue": "ge", "ou": "u"}),  # French gu
)
_LOOSE_SYSTEMS: tuple[tuple[str, dict[str, str]], ...] = (
    ("ou|tch", {"ou": "u", "ch": "S", "j": "Z"}),  # French
    ("ee|oo", {"ee": "i", "oo": "u"}),  # English spelling of Arabic, Burmese, Cantonese
    ("ohe", {"ohe": "oe"}),  # Cohen, Коэн
    ("^j|ge$", {"j": "J", "ge": "Ze"}),  # English, French
    ("[bdj]h", {"bh": "b", "dh": "d", "jh": "J"}),  # the aspirates of India, which Cyrillic leaves out
    (
        "^j[aou]|^[jg]e|[jg]e[sz]?$|ñ|ll|qu[ei]|[aeiou]z$|[aeo]j[aeo]|^he[rc]|^hid|^hugo|^hur|c[ei]",
        {
            "ja": "xa",
            "je": "xe",
            "ji": "xi",
            "jo": "xo",
            "ju": "xu",
            "ge": "xe",
            "gi": "xi",
            "ñ": "n",
            "ll": "l",
            "qu": "k",
            "z": "s",
            "h": "",
            "ce": "se",
            "ci": "si",
            "ch": "C",
            "sh": "S",
        },
    ),  # Spanish
)
_LITHUANIAN = re.compile("(?<=[sc]ki)s$|(?<=[bdgjklmnprstvz])(?:i?us|[aiy]s)$")
"""Endings that Lithuanian newspapers add to the names of men."""
_UYGHUR = re.compile("[ۇەېۆۈۋڭ]")
_UYGHUR_LETTERS = dict(zip("ابپتجخدرزسفقكگلمنھوۇۆۈۋېەىي", "abptJxdrzsfqkglmnhouoiweeij", strict=True)) | {
    "چ": "ch", "ژ": "zh", "ش": "sh", "غ": "gh", "ڭ": "ng", "ئ": "", "ج": "j",
}  # fmt: skip
"""Uyghur writes its vowels: the alphabet of 1983 in the Latin letters of 2008."""
_BEFORE_LETTERS = tuple(
    (re.compile(pattern), spelled)
    for pattern, spelled in (("ու", "u"), ("ंह", "ङ्घ"), ("ं(?=[कखगघचछजझटठडढतथदधनयरलवशषस])", "न्"), ("ृ", "्रि"))
)
"""Letters that sound otherwise together, in Armenian and Hindi."""
_WESTERN_ARMENIAN = str.maketrans("բգդծձճջպկտ", "պկտձծջճբգդ")
"""What the western dialect sounds like: Տինք is Dink."""
LOOSE = re.compile("ck|th|ph|ee|oo|qu|wh")
"""Spellings that no transliteration makes: the word was not written by its sounds, so equal sounds are only a hint."""

_UNKNOWN = re.compile("[^a-z" + "".join(_LETTERS) + "]")


def _compiled(table: dict[str, str]) -> tuple[re.Pattern[str], dict[str, str]]:
    return re.compile("|".join(sorted(map(re.escape, table), key=len, reverse=True))), table


_CYRILLIC_RULES = _compiled(_CYRILLIC)
_BASE_RULES = _compiled(_LETTERS | _DIGRAPHS)
_SYSTEM_RULES = tuple((re.compile(sign), _compiled(_LETTERS | _DIGRAPHS | own)) for sign, own in _SYSTEMS)
_LOOSE_RULES = tuple((re.compile(sign), _compiled(_LETTERS | _DIGRAPHS | own)) for sign, own in _LOOSE_SYSTEMS)
_TIDY = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        ("^h(?=[tp])", ""),  # the breathed sounds of Burmese (Htun, Hpone)
        ("[^a-zCSZ$JD]", ""),
        ("sC|SC", "$"),
        ("dZ", "J"),
        ("ts|tc|cc", "c"),
        ("[ij]+(?=[aeou])", "j"),
        ("j(?![aeou])|[ij]{2,}", "i"),
        ("je", "e"),
        (r"([a-zCSZ])\1+", r"\1"),
        ("(?<=[aeo])v?u(?![aeiouj])", "w"),
    )
)


def _apply(rules: tuple[re.Pattern[str], dict[str, str]], word: str) -> str:
    pattern, table = rules
    return tidy(pattern.sub(lambda found: table[found.group()], word))


def tidy(sounds: str) -> str:
    """Return `sounds` with glides, doubled letters and the u of -ou/-au (ў) written one way."""
    for pattern, sound in _TIDY:
        sounds = pattern.sub(sound, sounds)
    return sounds


def readings(word: str) -> tuple[str, ...]:
    """Return the sound strings of one word in the form of `folding.plain`, the likeliest first; () if nothing is left."""
    return _read(word)[0]


def doubtful(word: str) -> frozenset[str]:
    """Return those of its readings that are good for a search, but no proof: French ou, English ee, л read as ў."""
    return _read(word)[1]


@lru_cache(maxsize=65536)
def _read(word: str) -> tuple[tuple[str, ...], frozenset[str]]:
    if re.search("[\u0400-\u052f]", word):
        if _UZBEK.search(word):
            word = word.replace("ў", "о")
        sure, loose = [_apply(_CYRILLIC_RULES, word)], []
    else:
        for pattern, spelled in _BEFORE_LETTERS:
            word = pattern.sub(spelled, word)
        hindi = _BARE_CONSONANT.sub(r"\1अ", word)
        armenian = word.translate(_WESTERN_ARMENIAN) if _ARMENIAN.search(word) else ""
        if _UYGHUR.search(word):
            word = "".join(_UYGHUR_LETTERS.get(letter, "") for letter in word)
        if not word.isascii():
            word = _UNKNOWN.sub(lambda other: anyascii(other.group()).casefold(), word)
        sure = [_apply(_BASE_RULES, word)]
        sure += [_apply(rules, word) for sign, rules in _SYSTEM_RULES if sign.search(word)]
        loose = [_apply(rules, word) for sign, rules in _LOOSE_RULES if sign.search(word)]
        if len(word) > _LONG_ENOUGH and (ending := _LITHUANIAN.search(word)):
            loose += [_apply(_BASE_RULES, word[: ending.start()]), _apply(_SYSTEM_RULES[0][1], word[: ending.start()])]
        if hindi != word and _DEVANAGARI.search(hindi):
            loose.append(_apply(_BASE_RULES, anyascii(hindi).casefold()))
        if armenian:
            loose.append(_apply(_BASE_RULES, anyascii(armenian).casefold()))
    if _HARD_L.search(sure[0]):
        loose.append(_HARD_L.sub("w", sure[0], count=1))  # Волк, Воўк
    found = tuple(dict.fromkeys(sounds for sounds in sure + loose if sounds))
    return found, frozenset(loose).difference(sure)


_UZBEK = re.compile("[қғҳ]|^ў|[^аеёіоуыэюяў]ў")
"""Uzbek writes oʻ as ў, which in Belarusian follows a vowel only."""
_LONG_ENOUGH = 6
_DEVANAGARI = re.compile("[क-ह]")
_BARE_CONSONANT = re.compile("([क-ह])(?![ा-ौ्ृ़ँं])(?=.)")
"""Followed by an a that is not written, except at the end of a word."""
_ARMENIAN = re.compile("[\u0561-\u0587]")
_HARD_L = re.compile("(?<=[oa])l(?=[bvgdzkmnpst])")
_COARSE = str.maketrans("eocCSZ$JDgxw", "aattszszdhhv", "j")
_TWICE = re.compile(r"(.)\1+")


def coarse(sounds: str) -> str:
    """Return the skeleton that is equal for Belarusian and Russian spellings (а о е я; т ц ч; с ш; з ж; г х)."""
    return _TWICE.sub(r"\1", sounds.translate(_COARSE))


def given(sounds: str) -> str:
    """Return the finer form used as key of the table of given names (Яна and Анна stay different)."""
    return _TWICE.sub(r"\1", sounds.translate(_HEAVY))


_HEAVY = str.maketrans("gxw", "hhv")
