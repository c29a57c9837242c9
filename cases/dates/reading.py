"""Reading what editors type: EDTF, numbers, and words in English, Belarusian and Russian. Never guesses."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable

from cases.dates import edtf, loose, words
from cases.dates.edtf import NoSuchDay, Part, Reading
from cases.dates.loose import Loose
from cases.dates.partial import EMPTY, FIRST_YEAR, LAST_YEAR, PartialDate, UnreadableDate

LONGEST = 200
LONGEST_WRITTEN = 60
"""Characters of the EDTF form that records and the register hold."""
ISO_DAY = len("2020-08-09")
DASHES = str.maketrans({"–": "-", "—": "-", "−": "-", "‑": "-", "’": "'", "\u00a0": " ", "\u202f": " "})
WINTER = re.compile(r"(.+?) (?:of )?([0-9]{4})[-/]([0-9]{4}|[0-9]{2})", re.ASCII)
WRITE = "Write for example 9 August 2020, August 2020, 2020, between March and May 2020, or 2020-08-09."


def parse(text: str | None) -> PartialDate:
    """The partial date a text gives; EMPTY (false) where nothing is given.

    A text that has the form of a date but names no real day comes back with `impossible` set, kept as text.
    Raises AmbiguousDate (naming the readings) or UnreadableDate; both are ValueErrors with a sentence for humans.
    """
    given = (text or "").strip()
    if len(given) == ISO_DAY and given[4] == given[7] == "-" and given.isascii():
        try:
            day = dt.date.fromisoformat(given)
        except ValueError:
            pass
        else:
            if FIRST_YEAR <= day.year <= LAST_YEAR:
                return PartialDate(given, given, day, day)
    if not given:
        return EMPTY
    if len(given) > LONGEST:
        raise UnreadableDate(f"A date has at most {LONGEST} characters.")
    try:
        reading = _read(given)
        lower, upper = reading.bounds()
    except NoSuchDay:
        return PartialDate(given, "", None, None, impossible=True)
    written = reading.written()
    if len(written) > LONGEST_WRITTEN:
        raise UnreadableDate("These are too many possible days for one date: write the first and the last of them.")
    return PartialDate(given, written, lower, upper)


def year_only(partial: PartialDate) -> PartialDate:
    """The same date reduced to years, for publication: its text too says no more than the years.

    Raises nothing for what `parse` gave; years that are too many to be named are given as the first and the last.
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
    known = [part for part in choice.parts if part is not None]
    ends = min(known, key=lambda part: part.bounds()[0]), max(known, key=lambda part: part.bounds()[1])
    return Reading("interval", ends)


def fold(text: str) -> str:
    """`text` as it is compared: lower case, ё as е, plain hyphens and single spaces."""
    return " ".join(text.translate(DASHES).lower().replace("ё", "е").split()).rstrip(",;")


def _read(given: str) -> Reading:
    reading = edtf.read(given)
    if reading:
        return reading
    text = fold(given)
    for read in (_single, _winter, _open, _between, _choice, _range):
        found = read(text)
        if found:
            return found
    raise UnreadableDate(f"“{given}” cannot be read as a date. {WRITE}")


def _after_word(text: str, starts: Iterable[str]) -> str | None:
    """What follows one of the words at the beginning; the longest word wins."""
    for word in sorted(starts, key=len, reverse=True):
        if text.startswith(word + " ") or (not word[-1].isalpha() and text.startswith(word)):
            return text[len(word) :].strip()
    return None


def _side(text: str) -> Loose | None:
    """One date with its "about" and "possibly"."""
    qualifier = ""
    rest = _after_word(text, words.POSSIBLY)
    if rest is not None:
        qualifier, text = "?", rest
    rest = _after_word(text, words.ABOUT)
    if rest is not None:
        qualifier, text = "%" if qualifier else "~", rest
    if text[-1:] in ("?", "~", "%") and text[:-1] and not text.endswith("??"):
        qualifier, text = _both(qualifier, text[-1]), text[:-1].strip()
    found = loose.read(text)
    return found._replace(qualifier=_both(qualifier, found.qualifier)) if found else None


def _both(first: str, second: str) -> str:
    return first if first == second or not second else second if not first else "%"


def _single(text: str) -> Reading | None:
    found = _side(text)
    return Reading("single", (found.part(text),)) if found else None


def _winter(text: str) -> Reading | None:
    """The season that two years share: "winter 2020/21", the one written with both."""
    match = WINTER.fullmatch(text)
    if not match or words.SEASON_OF_WORD.get(match[1].split()[-1]) != edtf.WINTER:
        return None
    first = int(match[2])
    if int(match[3]) not in (first + 1, (first + 1) % 100):
        return None
    return Reading("interval", (Part(first, month=12), Part(first + 1, month=2)))


def _open(text: str) -> Reading | None:
    """Before, after, since, not later than."""
    for starts, later, includes in (
        (words.NOT_AFTER, False, True),
        (words.NOT_BEFORE, True, True),
        (words.BEFORE, False, False),
        (words.AFTER, True, False),
    ):
        rest = _after_word(text, starts)
        found = _side(rest) if rest else None
        if found:
            end = found.part(text)
            return _half_open(end if includes else _neighbour(end, later), later)
    for endings, later in ((words.OR_EARLIER, False), (words.OR_LATER, True)):
        for ending in endings:
            found = _side(text.removesuffix(" " + ending)) if text.endswith(" " + ending) else None
            if found:
                return _half_open(found.part(text), later)
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
    rest = _after_word(text, words.BETWEEN)
    return _joined(rest, words.AND, "interval") if rest else None


def _choice(text: str) -> Reading | None:
    return _joined(text, words.OR, "choice")


def _range(text: str) -> Reading | None:
    """From X to Y, X - Y, 6/7 January 2022."""
    rest = _after_word(text, words.NOT_BEFORE)
    found = _joined(rest, words.TO, "interval") if rest else None
    return found or _joined(text, ("-", *words.TO[:1]), "interval") or _cut(text, "-") or _cut(text, "/")


def _joined(text: str, joins: Iterable[str], kind: str) -> Reading | None:
    for join in joins:
        left, middle, right = text.partition(f" {join} ")
        found = _pair(left, right, text, kind) if middle else None
        if found:
            return found
    return None


def _cut(text: str, mark: str) -> Reading | None:
    left, middle, right = text.partition(mark)
    if not middle or mark in right:
        return None
    return _pair(left.strip(), right.strip(), text, "interval")


def _pair(left: str, right: str, text: str, kind: str) -> Reading | None:
    """Two dates, of which the first may leave its year or month to the second: "6 or 7 January 2022"."""
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
