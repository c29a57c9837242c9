"""Parser of dates typed by editors: EDTF, numbers, and words in English, Belarusian and Russian. Never guesses."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable

from cases.domain.dates import edtf, loose, month_names
from cases.domain.dates.edtf import NoSuchDay, Part, Reading
from cases.domain.dates.loose import Loose
from cases.domain.dates.partial import EMPTY, FIRST_YEAR, LAST_YEAR, PartialDate, UnreadableDate

LONGEST = 200
LONGEST_WRITTEN = 60
"""Characters of the EDTF form that records and the register hold."""
ISO_DAY = len("2020-08-09")
DASHES = str.maketrans({"–": "-", "—": "-", "−": "-", "‑": "-", "’": "'", "\u00a0": " ", "\u202f": " "})
YEAR = re.compile(r"[0-9]{4}", re.ASCII)
WINTER = re.compile(r"(.+?) (?:of )?([0-9]{4})[-/]([0-9]{4}|[0-9]{2})", re.ASCII)
WRITE = "Write for example 9 August 2020, August 2020, 2020, between March and May 2020, or 2020-08-09."


def parse(text: str | None) -> PartialDate:
    """The partial date in a text; EMPTY (false) for no text.

    A text in the form of a date that names no real day is returned with `impossible` set, kept as text. Raises AmbiguousDate
    (listing the readings) or UnreadableDate; both are ValueErrors with a sentence for people.
    """
    stripped = (text or "").strip()
    if len(stripped) == ISO_DAY and stripped[4] == stripped[7] == "-" and stripped.isascii():
        try:
            day = dt.date.fromisoformat(stripped)
        except ValueError:
            pass
        else:
            if FIRST_YEAR <= day.year <= LAST_YEAR:
                return PartialDate(stripped, stripped, day, day)
    if not stripped:
        return EMPTY
    if len(stripped) > LONGEST:
        raise UnreadableDate(f"A date has at most {LONGEST} characters.")
    try:
        reading = _read(stripped)
        lower, upper = reading.bounds()
    except NoSuchDay:
        return PartialDate(stripped, "", None, None, impossible=True)
    written = reading.written()
    if len(written) > LONGEST_WRITTEN:
        raise UnreadableDate("These are too many possible days for one date: write the first and the last of them.")
    return PartialDate(stripped, written, lower, upper)


def year_only(partial: PartialDate) -> PartialDate:
    """The same date reduced to years, for publication: its text does not reveal more either.

    Raises nothing for results of `parse`; if there are too many years to list, the first and the last are given.
    """
    reading = edtf.read(partial.edtf)
    if reading is None:
        return EMPTY
    years: list[Part | None] = []
    for part in reading.parts:
        if part is None or part.unknown_digits:
            years.append(part)
            continue
        lower, upper = part.bounds()
        years += [Part(year, qualifier=part.qualifier) for year in dict.fromkeys((lower.year, upper.year))]
    years = list(dict.fromkeys(years))
    if reading.kind != "choice":
        years = [years[0], years[-1]] if len(years) > 1 else years
    kind = "single" if len(years) == 1 else reading.kind if reading.kind != "single" else "interval"
    reduced = Reading(kind, tuple(years))
    if len(reduced.written()) > LONGEST_WRITTEN:
        reduced = _first_and_last(reduced)
    text = reduced.written()
    return PartialDate(text, text, *reduced.bounds())


def _first_and_last(choice: Reading) -> Reading:
    parts = [part for part in choice.parts if part is not None]
    ends = min(parts, key=lambda part: part.bounds()[0]), max(parts, key=lambda part: part.bounds()[1])
    return Reading("interval", ends)


def plain_digits(text: str) -> str:
    """The text with the digits of every script as 0 to 9, and wide letters and signs as usual ones."""
    if text.isascii():
        return text
    signs = (unicodedata.normalize("NFKC", sign) if "\uff01" <= sign <= "\uff5e" else sign for sign in text)
    return "".join(str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in signs)


def fold(text: str) -> str:
    """Normalise `text` for comparison: lower case, ё as е, plain digits and hyphens, single spaces."""
    return " ".join(plain_digits(text).translate(DASHES).lower().replace("ё", "е").split()).rstrip(",;")


def _read(given: str) -> Reading:
    reading = edtf.read(given)
    if reading:
        return reading
    text = fold(given)
    for read in (_single, _night, _quarter, _winter, _open, _between, _choice, _range):
        result = read(text)
        if result:
            return result
    raise UnreadableDate(f"“{given}” cannot be read as a date. {WRITE}")


def _after_word(text: str, starts: Iterable[str]) -> str | None:
    """The text after one of these words at the beginning; the longest word wins."""
    for word in sorted(starts, key=len, reverse=True):
        if text.startswith(word + " ") or (not word[-1].isalpha() and text.startswith(word)):
            return text[len(word) :].strip()
    return None


def _side(text: str) -> Loose | None:
    """One date with its "about" and "possibly"."""
    qualifier = ""
    rest = _after_word(text, month_names.POSSIBLY)
    if rest is not None:
        qualifier, text = "?", rest
    rest = _after_word(text, month_names.ABOUT)
    if rest is not None:
        qualifier, text = "%" if qualifier else "~", rest
    if text[-1:] in ("?", "~", "%") and text[:-1] and not text.endswith("??"):
        qualifier, text = _both(qualifier, text[-1]), text[:-1].strip()
    parsed = loose.read(text) or _vague(text)
    return parsed._replace(qualifier=_both(qualifier, parsed.qualifier)) if parsed else None


def _vague(text: str) -> Loose | None:
    """ "конец марта 2022" is March 2022: the days remain in the text only and are not converted."""
    rest = _after_word(_without_in(text), month_names.VAGUE)
    parsed = loose.read(rest) if rest else None
    return parsed if parsed and parsed.day is None else None


def _without_in(text: str) -> str:
    rest = _after_word(text, month_names.IN)
    return text if rest is None else rest


def _both(first: str, second: str) -> str:
    return first if first == second or not second else second if not first else "%"


def _single(text: str) -> Reading | None:
    parsed = _side(text)
    return Reading("single", (parsed.part(text),)) if parsed else None


def _night(text: str) -> Reading | None:
    """A night between two days: "в ночь на 5 мая 2021", "в ночь с 4 на 5 мая 2021", "the night of 4 May 2021"."""
    rest = _after_word(text, month_names.NIGHT_FROM) or _after_word(text, month_names.NIGHT_OF)
    for word in month_names.NIGHT_TO if rest else ():
        first, middle, last = (rest or "").partition(f" {word} " if word != "-" else "-")
        pair = _pair(first.strip(), last.strip(), text, "choice") if middle else None
        if pair:
            return pair
    for starts, later in ((month_names.NIGHT_INTO, False), (month_names.NIGHT_OF, True)):
        rest = _after_word(text, starts)
        parsed = loose.read(rest) if rest else None
        if parsed and parsed.day is not None and not parsed.qualifier:
            day = parsed.part(text)
            beside = _neighbour(day, later)
            return Reading("choice", (day, beside) if later else (beside, day))
    return None


def _quarter(text: str) -> Reading | None:
    """A quarter of a year: "Q1 2022", "2022-Q1", "1 квартал 2022 года"."""
    words = [word.rstrip(".,") for word in re.split(r"[ /-]", text)]
    words = [word for word in words if word and word not in month_names.YEAR_WORDS and word not in month_names.IN]
    quarter_words = [word for word in words if word in month_names.QUARTER_WORDS]
    words = [word for word in words if word not in month_names.QUARTER_WORDS]
    years = [word for word in words if YEAR.fullmatch(word)]
    numbers = [month_names.QUARTERS[word] for word in words if word in month_names.QUARTERS]
    short = any(word in ("q1", "q2", "q3", "q4") for word in words)
    if len(words) != 2 or len(years) != 1 or len(numbers) != 1 or (len(quarter_words) != 1 and not short):
        return None
    year, last = int(years[0]), 3 * numbers[0]
    return Reading("interval", (Part(year, month=last - 2), Part(year, month=last)))


def _winter(text: str) -> Reading | None:
    """A winter across two years: "winter 2020/21", the one written with both."""
    match = WINTER.fullmatch(text)
    if not match or month_names.SEASON_OF_WORD.get(match[1].split()[-1]) != edtf.WINTER:
        return None
    first = int(match[2])
    if int(match[3]) not in (first + 1, (first + 1) % 100):
        return None
    return Reading("interval", (Part(first, month=12), Part(first + 1, month=2)))


def _open(text: str) -> Reading | None:
    """Before, after, since, not later than."""
    for starts, later, includes in (
        (month_names.NOT_AFTER, False, True),
        (month_names.NOT_BEFORE, True, True),
        (month_names.BEFORE, False, False),
        (month_names.AFTER, True, False),
    ):
        rest = _after_word(text, starts)
        parsed = _side(rest) if rest else None
        if parsed:
            end = parsed.part(text)
            # "до конца марта" reaches into March, unlike "до марта"
            inside = includes or _after_word(_without_in(rest or ""), month_names.VAGUE) is not None
            return _half_open(end if inside else _neighbour(end, later), later)
    for endings, later in ((month_names.OR_EARLIER, False), (month_names.OR_LATER, True)):
        for ending in endings:
            parsed = _side(text.removesuffix(" " + ending)) if text.endswith(" " + ending) else None
            if parsed:
                return _half_open(parsed.part(text), later)
    return None


def _half_open(end: Part, later: bool) -> Reading:
    return Reading("interval", (end, None) if later else (None, end))


def _neighbour(part: Part, later: bool) -> Part:
    """The next or previous day, month or year: "before 2020" ends with 2019. Raises NoSuchDay."""
    lower, upper = part.bounds()
    day = upper + dt.timedelta(1) if later else lower - dt.timedelta(1)
    if part.day is not None:
        return Part(day.year, month=day.month, day=day.day, qualifier=part.qualifier)
    return Part(day.year, month=day.month if part.month else None, qualifier=part.qualifier)


def _between(text: str) -> Reading | None:
    rest = _after_word(text, month_names.BETWEEN)
    return _joined(rest, month_names.AND, "interval") if rest else None


def _choice(text: str) -> Reading | None:
    return _joined(text, month_names.OR, "choice")


def _range(text: str) -> Reading | None:
    """From X to Y, X - Y, 6/7 January 2022."""
    rest = _after_word(text, month_names.NOT_BEFORE)
    reading = _joined(rest, month_names.TO, "interval") if rest else None
    return reading or _joined(text, ("-", *month_names.TO[:1]), "interval") or _cut(text, "-") or _cut(text, "/")


def _joined(text: str, joins: Iterable[str], kind: str) -> Reading | None:
    for join in joins:
        left, middle, right = text.partition(f" {join} ")
        reading = _pair(left, right, text, kind) if middle else None
        if reading:
            return reading
    return None


def _cut(text: str, mark: str) -> Reading | None:
    left, middle, right = text.partition(mark)
    if not middle or mark in right:
        return None
    return _pair(left.strip(), right.strip(), text, "interval")


def _pair(left: str, right: str, text: str, kind: str) -> Reading | None:
    """Two dates, the first of which may omit its year or month: "6 or 7 January 2022"."""
    first, second = _side(left), _side(right)
    if first is None or second is None:
        return None
    if first.month is None and first.year is None and second.day is None:
        return None
    if first.year is None:
        first = first._replace(year=second.year)
    if second.month is None and second.day is not None:
        second = second._replace(month=first.month)
    if first.month is None and first.day is not None:
        first = first._replace(month=second.month)
    return Reading(kind, (first.part(text), second.part(text)))
