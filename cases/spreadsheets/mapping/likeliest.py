"""Which record of the reference data a word of a list most likely means. Pure functions.

"ИК-17 Шклов" is the colony with the code IK-17; "Суд Центрального района Минска" is the court whose name has the same words. An
answer is proposed only where one record is clearly nearer than every other.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import NamedTuple

NEAR = 0.62  # share of common words, from which a record is proposed
AHEAD = 0.08  # by how much it must be nearer than the next
STEM = 5  # letters of a word that are compared: endings differ by case and language
# Words for kinds of places before a number, as codes of the reference data begin with them.
CODES = {
    **dict.fromkeys(("ик", "ік", "пк", "ik", "pk", "исправительная колония", "папраўчая калонія", "виправна колонія", "penal colony"), "ik"),  # noqa: E501
    **dict.fromkeys(("сизо", "сіза", "сізо", "sizo", "следственный изолятор", "следчы ізалятар", "слідчий ізолятор", "pre-trial detention centre", "remand prison"), "sizo"),  # noqa: E501
    **dict.fromkeys(("вк", "vk", "воспитательная колония", "выхаваўчая калонія", "educational colony"), "vk"),
    **dict.fromkeys(("икп", "ікп", "кп", "ikp", "исправительная колония-поселение", "калонія-пасяленне", "colony-settlement"), "ikp"),  # noqa: E501
    **dict.fromkeys(("тюрьма", "турма", "т", "t", "prison"), "t"),
    **dict.fromkeys(("иуот", "ипуот", "iuot", "ipuot"), "iuot"),
}  # fmt: skip
CODED = re.compile(
    r"(?<![^\W\d_])("
    + "|".join(sorted(map(re.escape, CODES), key=len, reverse=True))
    + r")\s*[-–—]?\s*(?:№|no\.?|n|#)?\s*(\d{1,3})(?!\d)"
)
SHORT_DISTRICT = re.compile(r"\bр-?н[ау]?\b\.?")
WORD = re.compile(r"[^\W_]+")
LETTERS = str.maketrans(
    {
        "і": "и",
        "ў": "у",
        "ё": "е",
        "ы": "и",
        "э": "е",
        "ї": "и",
        "є": "е",
        "ґ": "г",
        "й": "и",
        "щ": "ш",
        "ь": "",
        "ъ": "",
    }
)
SMALL = frozenset(
    ("г", "гор", "город", "горада", "города", "м", "р", "of", "the", "n", "no", "имени", "рб", "беларуси")
)


class Known(NamedTuple):
    """A record that may be meant: its key, its names in every language, its short code."""

    key: str
    names: tuple[str, ...]
    code: str = ""


def code_of(text: str) -> str:
    """The short code that a text names: "ИК № 17" and "Исправительная колония № 17" are "ik-17"; "" where it names none."""
    found = CODED.search(" ".join(unicodedata.normalize("NFC", text).casefold().split()))
    return f"{CODES[found[1]]}-{int(found[2])}" if found else ""


def words_of(text: str) -> frozenset[str]:
    """The words of a name as they are compared: without endings, small words and the marks by which languages differ."""
    plain = SHORT_DISTRICT.sub("район", unicodedata.normalize("NFC", text).casefold()).translate(LETTERS)
    return frozenset(word[:STEM] for word in WORD.findall(plain) if word not in SMALL)


def likeliest(text: str, records: Iterable[Known]) -> str:
    """The key of the record that is most likely meant; "" where none is near, or two are."""
    code, words = code_of(text), words_of(text)
    scores: list[tuple[float, str]] = []
    for record in records:
        if code and code in (record.code.casefold(), *map(code_of, record.names)):
            scores.append((2.0 if code == record.code.casefold() else 1.5, record.key))
            continue
        nearness = [
            len(words & other) / len(words | other) for name in record.names if (other := words_of(name)) and words
        ]
        different = code and (record.code or any(map(code_of, record.names)))  # another number is another place
        scores.append((0.0 if different else max(nearness, default=0.0), record.key))
    scores.sort(reverse=True)
    if not scores or scores[0][0] < NEAR or (len(scores) > 1 and scores[0][0] - scores[1][0] < AHEAD):
        return ""
    return scores[0][1]
