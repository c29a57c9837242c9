"""Consonants of a name, for scripts that do not write short vowels: Arabic, Persian and Hebrew.

A Latin or Cyrillic word has one skeleton. A word in Arabic or Hebrew letters has several, because a letter sounds differently in
two languages (ق is q in Arabic, gh in Persian) or by points that are left out (ב is b or v).
"""

import re
from functools import lru_cache

from anyascii import anyascii

ARABIC = re.compile("[\u0600-\u06ff\u0750-\u077f]")
HEBREW = re.compile("[\u05d0-\u05ea]")
UNVOWELLED = re.compile("[\u05d0-\u05ea\u0600-\u06ff\u0750-\u077f]")
MOST_VARIANTS = 48

_CYRILLIC = re.compile("[\u0400-\u052f]")
_ARABIC_LETTERS = dict(zip("بتحخدرزسشصطغفكلمنهپژگک", "bthhdrzsSstgfklmnhpjgk", strict=True)) | {
    "ث": "t s", "ج": "j g", "ذ": "d z", "ض": "d z", "ظ": "z d", "ق": "k g", "چ": "S j", "و": "- v",
}  # fmt: skip
_HEBREW_LETTERS = dict(zip("גדזטלמםנןסקרת", "gdztlmmnnskrt", strict=True)) | {
    "ב": "b v", "ה": "h -", "ו": "- v", "ח": "h S", "י": "- j", "כ": "k h", "ך": "h k", "פ": "p f", "ף": "f", "ש": "S s",
    "צ": "ts z s", "ץ": "ts z s",
}  # fmt: skip
_LETTERS = _ARABIC_LETTERS | _HEBREW_LETTERS
"""The sounds of a letter, the likeliest first; "-" for none. Alef, ayin and hamza carry vowels and have no sound here."""

_LATIN = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        ("d?sch(?=uk)|dsch|dj|dzh", "j"),
        ("tsch|tch", "S"),
        ("sch", "S"),
        ("th", "T"),
        ("kh", "x"),
        ("dh", "d"),
        ("[sc]h", "S"),
        ("gh", "g"),
        ("tz", "ts"),
        ("[aeiouwy]", "a"),
    )
)
_CYRILLIC_LETTERS = str.maketrans({"в": "w", "у": "w", "ж": "j", "ц": "ts", "ч": "sh", "щ": "sh"})
_SAME = str.maketrans("TxqZ", "thkj", "a")


_ONE_LETTER = str.maketrans("أإآٱىیېئؤةکך", "ااااييييوهكכ")


def one_letter(word: str) -> str:
    """Return an Arabic or Hebrew word without the differences that writers and keyboards make, and without the article."""
    return word.translate(_ONE_LETTER).removeprefix("ال")


@lru_cache(maxsize=65536)
def skeletons(word: str) -> tuple[str, ...]:
    """Return the consonants of an Arabic, Hebrew, Latin or Cyrillic word in one alphabet, the likeliest reading first.

    A word of one consonant is marked by a * if it begins with a vowel (Odah, عودة) and has no skeleton otherwise: too many
    names would be equal.
    """
    if UNVOWELLED.search(word):
        found = _unvowelled(word)
    else:
        found = []
        if _CYRILLIC.search(word):
            word = word.replace("дж", "j")
            found = [_spelled(word.translate(_CYRILLIC_LETTERS))]
            word = word.translate(_CYRILLIC_LETTERS | {ord("в"): "v"})  # Леви, לוי
        found.append(_spelled(word))
        if re.match("[ae]l[^l]", word) and len(word) > 5:
            found.append(_spelled(word[2:]))  # Alodah, the article written together
    return tuple(dict.fromkeys(filter(None, map(_tidy, found))))


def _unvowelled(word: str) -> list[str]:
    variants = ["*"] if word[0] in "اأإآعאע" else [""]
    for letter in word:
        sounds = _LETTERS.get(letter, "")
        variants = [start + sound.strip("-") for sound in sounds.split() or ["-"] for start in variants]
        if len(variants) > MOST_VARIANTS:
            variants = variants[:MOST_VARIANTS]
    return variants


def _spelled(word: str) -> str:
    skeleton = anyascii(word).casefold()
    for pattern, sound in _LATIN:
        skeleton = pattern.sub(sound, skeleton)
    skeleton = re.sub("[^a-zTS]", "", skeleton)
    return ("*" if skeleton[:1] == "a" else "") + re.sub(r"([^a])\1+", r"\1", skeleton).translate(_SAME)


def _tidy(skeleton: str) -> str:
    """Return a skeleton without a final h (ة may be written or not); "" if there is too little to compare."""
    bare = skeleton.lstrip("*").replace("c", "k").removesuffix("h")
    if len(bare) > 1:
        return bare
    return skeleton[:1] + bare if bare and skeleton[0] == "*" else ""
