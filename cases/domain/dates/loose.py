"""Reading one date that may lack its year or month: "22 November 2013", "6" (of "6 or 7 January 2022"), "1980s"."""

from __future__ import annotations

import datetime as dt
import re
from typing import NamedTuple

from cases.domain.dates import edtf, month_names
from cases.domain.dates.date_display import display
from cases.domain.dates.edtf import MONTHS_IN_YEAR, NoSuchDay, Part
from cases.domain.dates.partial import AmbiguousDate, UnreadableDate

MASKED = re.compile(r"([0-9]{4})[-/]([0-9]{2}|mm|xx|uu|\?\?)[-/](dd|xx|uu|\?\?)", re.ASCII)
YEAR_FIRST = re.compile(r"([0-9]{4})([-./])([0-9]{1,2})(?:\2([0-9]{1,2}))?", re.ASCII)
MOMENT = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})[t ][0-9]{2}:[0-9]{2}[0-9:.+z-]*", re.ASCII)
DAY_FIRST = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})", re.ASCII)
MONTH_FIRST = re.compile(r"([0-9]{1,2})[./]([0-9]{4})", re.ASCII)
EITHER_FIRST = re.compile(r"([0-9]{1,2})([-./])([0-9]{1,2})\2([0-9]{4}|[0-9]{2})", re.ASCII)
DAY_WORD_YEAR = re.compile(r"([0-9]{1,2})-([^\W\d_]+)-([0-9]{2,4})")
MONTH_YEAR = re.compile(r"([^\W\d_]+)[-./]([0-9]{4})|([0-9]{4})[-./]([^\W\d_]+)")
UNKNOWN_DAY = re.compile(r"(?:\?\?|xx|хх|__|--)\.(?:([0-9]{2})|\?\?|xx|хх|__|--)\.([0-9]{4})", re.ASCII)
ROMAN_MONTH = re.compile(r"([0-9]{1,2})[. /-]([ivx]{1,4})[. /-]([0-9]{4})", re.ASCII)
IDEOGRAPHIC = re.compile(r"([0-9]{4})[年년](?:([0-9]{1,2})[月월](?:([0-9]{1,2})[日号號일])?)?", re.ASCII)
TIME = re.compile(r"(?:[01]?[0-9]|2[0-3])[:.][0-5][0-9](?::[0-5][0-9])?", re.ASCII)
TIME_WORDS = frozenset(("в", "у", "at", "о", "ч", "час", "г"))
ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
HAN_DIGITS = dict(zip("〇零一二三四五六七八九", "00123456789", strict=True))
LONG_SPAN = re.compile(r"([0-9]{2}00)-([0-9]{2}[09]9)", re.ASCII)
DECADE = re.compile(r"([0-9]{3}0)(?:s|'s|-?[яех]|-ые|-ыя|-ых|-м[иі])")
YEAR = re.compile(r"([0-9]{4})(?:г\.?|года?)?")
DAY = re.compile(r"([0-9]{1,2})(?:st|nd|rd|th|er|-?го|-?га|-?е|-?ое|º)?")
FULL_YEAR = len("2020")


class Loose(NamedTuple):
    """A date of which any part may still be missing."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    unknown_digits: int = 0
    masked: str = ""
    qualifier: str = ""

    def part(self, text: str) -> Part:
        """The finished part. Raises UnreadableDate if the year is missing, or the month of a day."""
        if self.year is None:
            raise UnreadableDate(f"“{text}” gives no year.")
        if self.day is not None and self.month is None:
            raise UnreadableDate(f"“{text}” gives a day without its month.")
        return Part(self.year, self.unknown_digits, self.month, self.day, self.masked, self.qualifier)


def read(text: str) -> Loose | None:
    """One date from folded text (lower case, ё as е, plain hyphens), or None if it has another form."""
    part = edtf.read_part(text.upper())
    if part:
        return Loose(part.year, part.month, part.day, part.unknown_digits, part.masked, part.qualifier)
    text = without_time(text)
    return _numbers(_without_year_word(text)) or _long_span(text) or _ideographic(text) or _words(text)


def without_time(text: str) -> str:
    """A day without the time of day after it: "03.05.2021 10:30"."""
    before, _space, time = text.rpartition(" ")
    if not before or ":" not in time or not TIME.fullmatch(time):
        return text
    day = before.rstrip(" ,")
    while (last := day.rpartition(" ")) and last[0] and last[2] in TIME_WORDS - {"г"}:
        day = last[0].rstrip(" ,")
    return day


def _without_year_word(text: str) -> str:
    """ "15.03.2015 г." without the word for year."""
    day = text.rstrip(".").rstrip()
    for word in ("года", "год", "року", "roku", "г", "р", "r"):
        bare = day.removesuffix(word).rstrip()
        if bare != day and bare[-1:].isdigit() and "." in bare:
            return bare
    return text


def _ideographic(text: str) -> Loose | None:
    """ "2021年3月5日", also with numbers in words ("二〇二一年十二月二十一日") and in Korean."""
    if "年" not in text and "년" not in text:
        return None
    match = IDEOGRAPHIC.fullmatch(_han_numbers(text.replace(" ", "")))
    if not match:
        return None
    year, month, day = (int(number) if number else None for number in match.groups())
    return Loose(year, month, day)


def _han_numbers(text: str) -> str:
    """Numbers up to 99 in Chinese words as digits; other text unchanged."""
    plain = "".join(HAN_DIGITS.get(sign, sign) for sign in text)
    plain = re.sub(r"([0-9])十([0-9])", r"\1\2", plain)
    plain = re.sub(r"([0-9])十", r"\g<1>0", plain)
    plain = re.sub(r"十([0-9])", r"1\1", plain)
    return plain.replace("十", "10")


def _long_span(text: str) -> Loose | None:
    """The first ten years or the whole of a century as `display` writes them: "2000-2009", "2000-2099"."""
    match = LONG_SPAN.fullmatch(text)
    if not match or match[1][:2] != match[2][:2]:
        return None
    return Loose(int(match[1]), unknown_digits=2 if match[2].endswith("99") else 1)


def _numbers(text: str) -> Loose | None:  # noqa: PLR0911 - one return for each form, in a row
    if match := MASKED.fullmatch(text):
        year, month, _ = match.groups()
        has_month = month.isdigit()
        return Loose(int(year), int(month) if has_month else None, masked="-XX" if has_month else "-XX-XX")
    if match := MOMENT.fullmatch(text):
        return read(match[1])
    if match := YEAR_FIRST.fullmatch(text):
        year, separator, month, day = match.groups()
        if separator != "-" and day is None and int(month) > MONTHS_IN_YEAR:
            # "2020/21" is rather a range of two years than EDTF's season 21: left unread.
            return None
        return Loose(int(year), int(month), int(day) if day else None)
    if match := DAY_FIRST.fullmatch(text):
        return Loose(int(match[3]), int(match[2]), int(match[1]))
    if match := UNKNOWN_DAY.fullmatch(text):
        return Loose(int(match[2]), int(match[1]) if match[1] else None)
    if (match := ROMAN_MONTH.fullmatch(text)) and match[2] in ROMAN:
        return Loose(int(match[3]), ROMAN.index(match[2]) + 1, int(match[1]))
    if match := MONTH_FIRST.fullmatch(text):
        if int(match[1]) > MONTHS_IN_YEAR:
            raise NoSuchDay
        return Loose(int(match[2]), int(match[1]))
    if match := EITHER_FIRST.fullmatch(text):
        return _day_or_month_first(text, int(match[1]), int(match[3]), match[4], match[2])
    return None


def _day_or_month_first(text: str, first: int, second: int, year: str, separator: str) -> Loose:
    """Numbers whose order differs between countries. Raises AmbiguousDate if more than one reading is possible."""
    years = [int(year)] if len(year) == FULL_YEAR else [1900 + int(year), 2000 + int(year)]
    orders = [(y, second, first) for y in years]
    if separator != ".":
        orders += [(y, first, second) for y in years]
    if len(year) < FULL_YEAR:
        orders += [(century + first, second, int(year)) for century in (1900, 2000)]
    possible = [order for order in dict.fromkeys(orders) if _exists(*order)]
    if len(possible) > 1:
        raise ambiguous(text, tuple(f"{y:04d}-{m:02d}-{d:02d}" for y, m, d in possible))
    if not possible:
        raise NoSuchDay
    return Loose(*possible[0])


def _exists(year: int, month: int, day: int) -> bool:
    try:
        dt.date(year, month, day)
    except ValueError:
        return False
    return True


def ambiguous(text: str, readings: tuple[str, ...]) -> AmbiguousDate:
    """The error that lists every reading, given in EDTF."""
    options = tuple(display(reading, "en") for reading in readings)
    advice = "Write the month in words and the year in four digits."
    return AmbiguousDate(f"“{text}” can be read as {' or as '.join(options)}. {advice}", options)


def _words(text: str) -> Loose | None:
    """Dates in words, in any order: day, month or season, year or decade."""
    if match := DAY_WORD_YEAR.fullmatch(text):
        text = " ".join(match.groups())
    elif (match := MONTH_YEAR.fullmatch(text)) and (match[1] or match[4]).rstrip(".") in month_names.MONTH_OF_WORD:
        text = " ".join(filter(None, match.groups()))
    for word in sorted(month_names.IN, key=len, reverse=True):
        if text.startswith(word + " "):
            text = text[len(word) + 1 :]
            break
    loose = Loose()
    for spaced in text.replace(",", " ").split():
        bare = spaced.rstrip(".")
        if bare in month_names.YEAR_WORDS or bare in month_names.WITHIN or bare in ("??", "xx", "хх"):
            continue
        extended = _word(bare, loose, text)
        if extended is None:
            return None
        loose = extended
    season = (loose.month or 0) > MONTHS_IN_YEAR
    if loose == Loose() or (season and loose.day) or (loose.unknown_digits and loose.month):
        return None
    return loose


def _word(word: str, loose: Loose, text: str) -> Loose | None:
    """The date with one more word added; None if the word does not fit."""
    month = month_names.MONTH_OF_WORD.get(word) or month_names.SEASON_OF_WORD.get(word)
    if month:
        return loose._replace(month=month) if loose.month is None else None
    if match := DECADE.fullmatch(word):
        if match[1].endswith("00"):
            first = match[1]
            raise ambiguous(text, (f"{first[:3]}X", f"{first[:2]}XX"))
        return loose._replace(year=int(match[1]), unknown_digits=1) if loose.year is None else None
    if match := YEAR.fullmatch(word):
        return loose._replace(year=int(match[1])) if loose.year is None else None
    if match := DAY.fullmatch(word):
        if loose.day is None:
            return loose._replace(day=int(match[1]))
        if loose.month and loose.year is None and word[1:] and word.isdigit():
            tail = f"-{loose.month:02d}-{loose.day:02d}"
            raise ambiguous(text, (f"19{word}{tail}", f"20{word}{tail}"))
    return None
