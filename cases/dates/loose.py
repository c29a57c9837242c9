"""Reading one date that may lack its year or month: "22 November 2013", "6" (of "6 or 7 January 2022"), "1980s"."""

from __future__ import annotations

import datetime as dt
import re
from typing import NamedTuple

from cases.dates import edtf, words
from cases.dates.display import display
from cases.dates.edtf import MONTHS_IN_YEAR, NoSuchDay, Part
from cases.dates.partial import AmbiguousDate, UnreadableDate

MASKED = re.compile(r"([0-9]{4})[-/]([0-9]{2}|mm|xx|uu|\?\?)[-/](dd|xx|uu|\?\?)", re.ASCII)
YEAR_FIRST = re.compile(r"([0-9]{4})([-./])([0-9]{1,2})(?:\2([0-9]{1,2}))?", re.ASCII)
MOMENT = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})[t ][0-9]{2}:[0-9]{2}[0-9:.+z-]*", re.ASCII)
DAY_FIRST = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})", re.ASCII)
MONTH_FIRST = re.compile(r"([0-9]{1,2})[./]([0-9]{4})", re.ASCII)
EITHER_FIRST = re.compile(r"([0-9]{1,2})([-./])([0-9]{1,2})\2([0-9]{4}|[0-9]{2})", re.ASCII)
DAY_WORD_YEAR = re.compile(r"([0-9]{1,2})-([^\W\d_]+)-([0-9]{2,4})")
LONG_SPAN = re.compile(r"([0-9]{2}00)-([0-9]{2}[09]9)", re.ASCII)
DECADE = re.compile(r"([0-9]{3}0)(?:s|'s|-?[яех]|-ые|-ыя|-ых|-м[иі])")
YEAR = re.compile(r"([0-9]{4})(?:г\.?|года?)?")
DAY = re.compile(r"([0-9]{1,2})(?:st|nd|rd|th|-?го|-?га|-?е)?")
FULL_YEAR = len("2020")


class Loose(NamedTuple):
    """A date in which anything may still be missing."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    unknown_digits: int = 0
    masked: str = ""
    qualifier: str = ""

    def part(self, text: str) -> Part:
        """The finished part. Raises UnreadableDate where the year or the month of a day is missing."""
        if self.year is None:
            raise UnreadableDate(f"“{text}” gives no year.")
        if self.day is not None and self.month is None:
            raise UnreadableDate(f"“{text}” gives a day without its month.")
        return Part(self.year, self.unknown_digits, self.month, self.day, self.masked, self.qualifier)


def read(text: str) -> Loose | None:
    """One date from folded text (lower case, ё as е, plain hyphens), or None where it has another form."""
    part = edtf.read_part(text.upper())
    if part:
        return Loose(part.year, part.month, part.day, part.unknown_digits, part.masked, part.qualifier)
    return _numbers(text) or _long_span(text) or _words(text)


def _long_span(text: str) -> Loose | None:
    """The first ten years or the whole of a century as `display` writes them: "2000-2009", "2000-2099"."""
    match = LONG_SPAN.fullmatch(text)
    if not match or match[1][:2] != match[2][:2]:
        return None
    return Loose(int(match[1]), unknown_digits=2 if match[2].endswith("99") else 1)


def _numbers(text: str) -> Loose | None:  # noqa: PLR0911 - one return for each form, in a row
    if match := MASKED.fullmatch(text):
        year, month, _ = match.groups()
        known = month.isdigit()
        return Loose(int(year), int(month) if known else None, masked="-XX" if known else "-XX-XX")
    if match := MOMENT.fullmatch(text):
        return read(match[1])
    if match := YEAR_FIRST.fullmatch(text):
        year, separator, month, day = match.groups()
        if separator != "-" and day is None and int(month) > MONTHS_IN_YEAR:
            # "2020/21" is rather a span of two years than EDTF's season 21: left unread.
            return None
        return Loose(int(year), int(month), int(day) if day else None)
    if match := DAY_FIRST.fullmatch(text):
        return Loose(int(match[3]), int(match[2]), int(match[1]))
    if match := MONTH_FIRST.fullmatch(text):
        if int(match[1]) > MONTHS_IN_YEAR:
            raise NoSuchDay
        return Loose(int(match[2]), int(match[1]))
    if match := EITHER_FIRST.fullmatch(text):
        return _day_or_month_first(text, int(match[1]), int(match[3]), match[4], match[2])
    return None


def _day_or_month_first(text: str, first: int, second: int, year: str, separator: str) -> Loose:
    """Numbers whose order nobody agrees on. Raises AmbiguousDate where more than one reading is possible."""
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
    """The refusal that names every reading, given in EDTF."""
    named = tuple(display(reading, "en") for reading in readings)
    advice = "Write the month in words and the year in four digits."
    return AmbiguousDate(f"“{text}” can be read as {' or as '.join(named)}. {advice}", named)


def _words(text: str) -> Loose | None:
    """Dates in words, in any order: day, month or season, year or decade."""
    if match := DAY_WORD_YEAR.fullmatch(text):
        text = " ".join(match.groups())
    for word in sorted(words.IN, key=len, reverse=True):
        if text.startswith(word + " "):
            text = text[len(word) + 1 :]
            break
    loose = Loose()
    for spaced in text.replace(",", " ").split():
        bare = spaced.rstrip(".")
        if bare in words.YEAR_WORDS or bare == "of":
            continue
        found = _word(bare, loose, text)
        if found is None:
            return None
        loose = found
    season = (loose.month or 0) > MONTHS_IN_YEAR
    if loose == Loose() or (season and loose.day) or (loose.unknown_digits and loose.month):
        return None
    return loose


def _word(word: str, loose: Loose, text: str) -> Loose | None:
    """The date so far with one more word in it; None where the word does not fit."""
    month = words.MONTH_OF_WORD.get(word) or words.SEASON_OF_WORD.get(word)
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
