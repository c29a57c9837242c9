"""Parser of penalties in lists: "2 года 6 мес. колонии общего режима", "4 1/2 years", "life". Standard library only.

A text that is not fully understood is returned; a range or an upper limit ("3 to 8 years", "до 5 лет") is never a length.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from fractions import Fraction

from cases.domain.sentencing.penalty_words import (
    ABOVE,
    CUSTODY_DAYS,
    FILLERS,
    HALF_YEAR,
    LIMITS,
    NUMBERS,
    ONE_AND_A_HALF,
    PHRASES,
    SHORT_UNITS,
    TENS,
    UNIT_OF,
    WORD_PREFIXES,
)

MONTHS_IN_YEAR, DAYS_IN_WEEK = 12, 7
LONGEST_ADMINISTRATIVE = 30  # days
WORD = re.compile(r"\d+(?:[.,]\d+)?(?:\s*/\s*\d+)?|[^\W\d_]+(?:-[^\W\d_]+)*|\S")
FRACTION = re.compile(r"(\d{1,3})\s*/\s*(\d{1,3})")
DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−"), "-")


@dataclass(frozen=True)
class PenaltyText:
    """A parsed penalty: codes of PenaltyKind and Regime if the text names them; years, months and days as given (None if not
    given); whether a sentence is still awaited. `left`: the whole text if it is not fully understood; then nothing else is set."""

    kind: str = ""
    years: int | None = None
    months: int | None = None
    days: int | None = None
    regime: str = ""
    pending: bool = False
    left: str = ""

    @property
    def length(self) -> dict[str, int]:
        """The units that were given."""
        units = {"years": self.years, "months": self.months, "days": self.days}
        return {unit: count for unit, count in units.items() if count is not None}


@dataclass(frozen=True)
class Token:
    """A word, a number or a sign, normalised."""

    text: str
    start: int
    end: int


def read_penalty(text: str) -> PenaltyText:
    """The penalty in `text`."""
    same = _plain(text)
    tokens = [Token(match[0], match.start(), match.end()) for match in WORD.finditer(same)]
    reader = _Reader(tokens)
    reader.run()
    if reader.limited and (reader.found or reader.numbered):
        return PenaltyText(left=" ".join(text.split()))
    if len(reader.read) < len(tokens):
        return PenaltyText(left=" ".join(text.split()))
    kind, conflict = _one_kind(reader.said["kind"])
    regimes = reader.said["regime"]
    if conflict or len(set(regimes)) > 1:
        return PenaltyText(left=" ".join(text.split()))
    days = reader.found.get("days")
    if (
        days is not None
        and reader.custody_days
        and len(reader.found) == 1
        and days <= LONGEST_ADMINISTRATIVE
        and kind in ("", "arrest")
    ):
        kind = "administrative_arrest"
    regime = regimes[0] if regimes else ""
    if regime and not kind:
        kind = "imprisonment"
    pending = bool(reader.said["pending"])
    if (kind in ("life", "death") and reader.found) or (pending and (reader.found or kind)):
        return PenaltyText(left=" ".join(text.split()))
    return PenaltyText(kind, reader.found.get("years"), reader.found.get("months"), days, regime, pending)


def _one_kind(kinds: list[str]) -> tuple[str, bool]:
    several = list(dict.fromkeys(kinds))
    if len(several) < 2:
        return "".join(several), False
    for kind in several:
        if set(several) - {kind} <= ABOVE.get(kind, frozenset()):
            return kind, False
    return "", True


def _plain(text: str) -> str:
    """Normalise character by character: lower case, ё as е, plain digits and dashes."""
    return "".join(map(_sign, text.translate(DASHES)))


def _sign(sign: str) -> str:
    if sign.isascii():
        return sign.lower()
    if unicodedata.category(sign) == "Nd":
        return str(unicodedata.decimal(sign))
    lower = sign.lower().replace("ё", "е").replace("\u00a0", " ")
    return lower if len(lower) == 1 else sign


class _Reader:
    """Parser of the tokens, in one pass."""

    def __init__(self, tokens: list[Token]) -> None:
        self.tokens = tokens
        self.found: dict[str, int] = {}
        self.said: dict[str, list[str]] = {"kind": [], "regime": [], "pending": []}
        self.limited = self.custody_days = self.numbered = False
        self.read: set[int] = set()

    def run(self) -> None:
        """Parse the whole text."""
        place = 0
        while place < len(self.tokens):
            place = self._length(place) or self._phrase(place) or self._word(place)

    def _text(self, place: int) -> str:
        return self.tokens[place].text if place < len(self.tokens) else ""

    def _word(self, place: int) -> int:
        word = self._text(place)
        if word in LIMITS or word in "-<>≥≤~":
            self.limited = True
        if word in FILLERS or word in ",.;:()":
            self.read.add(place)
        if word[0].isdecimal() or NUMBERS.get(word, 0) > 1:
            self.numbered = True
        return place + 1

    def _phrase(self, place: int) -> int:
        for phrase in WORD_PREFIXES.get(self._text(place)[:2], ()):
            if all(self._fits(place + at, start) for at, start in enumerate(phrase)):
                what, code = PHRASES[phrase]
                self.said[what].append(code)
                if code == "settlement":
                    self.said["kind"].append("imprisonment")
                self.read.update(range(place, place + len(phrase)))
                return place + len(phrase)
        return 0

    def _fits(self, place: int, start: str) -> bool:
        word = self._text(place)
        return word == start if word.isascii() or len(start) < 3 else word.startswith(start)

    def _length(self, place: int) -> int:
        """Read a number with its unit, or a word that is both; 0 if there is none here."""
        word = self._text(place)
        counts: dict[str, int] | None = None
        words = 1
        if word in HALF_YEAR:
            counts = {"months": 6}
        elif word in ONE_AND_A_HALF and UNIT_OF.get(self._text(place + 1)) == "years":
            counts, words = {"years": 1, "months": 6}, 2
        elif word == "half" and self._text(place + 1) == "a" and self._text(place + 2) == "year":
            counts, words = {"months": 6}, 3
        elif word in ("год", "year") and self._is_alone(place):
            counts = {"years": 1}
        return self._take(counts, place, place + words) if counts else self._counted(place)

    def _counted(self, place: int) -> int:
        number, end = self._number(place)
        if number is None:
            return 0
        unit_word = self._text(end)
        unit = UNIT_OF.get(unit_word)
        if unit is None or (unit_word in SHORT_UNITS and not self._text(place)[0].isdecimal()):
            return 0
        end += 1
        if self._text(end) == "." and unit_word in ("г", "м", "мес", "сут", "дн", "yr", "yrs", "mo", "mos"):
            end += 1
        if unit == "years" and [self._text(end + at) for at in range(3)] == ["and", "a", "half"]:
            number, end = number + Fraction(1, 2), end + 3
        counts = _counts(number, unit)
        if counts is None:
            return 0
        self.custody_days = self.custody_days or unit_word in CUSTODY_DAYS
        return self._take(counts, place, end)

    def _is_alone(self, place: int) -> bool:
        """Whether "год" is used without a number: "год колонии"."""
        return place == 0 or self._text(place - 1) in ("на", ",", "and", "и", "і")

    def _take(self, counts: dict[str, int], place: int, end: int) -> int:
        if set(counts) & set(self.found):
            return end  # a repeated unit is not understood
        self.found |= counts
        self.read.update(range(place, end))
        return end

    def _number(self, place: int) -> tuple[Fraction | None, int]:
        word = self._text(place)
        if word[:1].isdecimal():
            return self._digits(word, place)
        value = NUMBERS.get(word)
        if not value:
            return None, place
        end = place + 1
        if value in TENS and 0 < NUMBERS.get(self._text(end), 0) < 10:
            value, end = value + NUMBERS[self._text(end)], end + 1
        elif "-" in word:
            return None, place
        return self._with_half(Fraction(value), end)

    def _digits(self, word: str, place: int) -> tuple[Fraction | None, int]:
        if fraction := FRACTION.fullmatch(word):
            top, bottom = int(fraction[1]), int(fraction[2])
            return (Fraction(top, bottom), place + 1) if 0 < top < bottom else (None, place)
        if "/" in word or len(word) > 6:
            return None, place
        number = Fraction(word.replace(",", "."))
        after = self._text(place + 1)
        fraction = FRACTION.fullmatch(after)
        if fraction and number.denominator == 1 and 0 < int(fraction[1]) < int(fraction[2]):
            return number + Fraction(int(fraction[1]), int(fraction[2])), place + 2
        if len(after) == 1 and unicodedata.category(after) == "No" and 0 < unicodedata.numeric(after, 0) < 1:
            return number + Fraction(unicodedata.numeric(after)).limit_denominator(12), place + 2
        return self._with_half(number, place + 1)

    def _with_half(self, number: Fraction, end: int) -> tuple[Fraction, int]:
        following = [self._text(end + at) for at in range(3)]
        if following == ["and", "a", "half"]:
            return number + Fraction(1, 2), end + 3
        if following[0] in ("с", "з", "із") and following[1][:4] in ("поло", "пало"):
            return number + Fraction(1, 2), end + 2
        return number, end


def _counts(number: Fraction, unit: str) -> dict[str, int] | None:
    """Whole years, months and days; None if a month or a day would be fractional."""
    if unit == "years" and number.denominator != 1:
        whole, months = int(number), (number - int(number)) * MONTHS_IN_YEAR
        if months.denominator != 1:
            return None
        return {"years": whole, "months": int(months)} if whole else {"months": int(months)}
    if number.denominator != 1:
        return None
    return {"days": int(number) * DAYS_IN_WEEK} if unit == "weeks" else {unit: int(number)}
