"""Dates in words, in English, Belarusian and Russian, from EDTF alone: a day that was not given cannot appear."""

from __future__ import annotations

import datetime as dt

from cases.domain.dates.edtf import NoSuchDay, Part, Reading, read
from cases.domain.dates.month_names import MONTHS, SEASONS
from cases.domain.dates.partial import UnreadableDate

NOMINATIVE, GENITIVE, INSTRUMENTAL = 0, 1, 2
# "After day" is the genitive word for year, needed where a preposition governs a bare year.
YEAR = {"en": ("", "", ""), "be": ("", " года", " годам"), "ru": ("", " года", " годом")}
# Abbreviation that follows the year of a month, season or day.
YEAR_MARK = {"en": "", "be": " г.", "ru": " г."}
DECADE = {"en": ("s", "s", "s"), "be": ("-я", "-х", "-мі"), "ru": ("-е", "-х", "-ми")}
ABOUT = {"en": "about", "be": "каля", "ru": "около"}
ROUGHLY = {"en": "about", "be": "прыкладна", "ru": "примерно"}
POSSIBLY = {"en": "possibly", "be": "магчыма", "ru": "возможно"}
BETWEEN = {"en": ("between", "and"), "be": ("паміж", "і"), "ru": ("между", "и")}
OR = {"en": "or", "be": "або", "ru": "или"}
BEFORE = {"en": "before", "be": "да", "ru": "до"}
AFTER = {"en": "after", "be": "пасля", "ru": "после"}
OR_EARLIER = {"en": "or earlier", "be": "або раней", "ru": "или ранее"}
SINCE = {"en": "since", "be": "з", "ru": "с"}
UNTIL = {"en": "until", "be": "да", "ru": "до"}
A_DAY = {"en": "a day", "be": "даты", "ru": "даты"}
OR_LATER = {"en": "or later", "be": "або пазней", "ru": "или позднее"}


def display(edtf: str, language: str = "en") -> str:
    """The date in words: "March 2022", "каля 2021 года", "between March 2022 and 5 May 2022".

    `language` is en, be or ru, also with a region ("be-BY"); others fall back to English. Empty or unreadable EDTF gives an
    empty string.
    """
    language = language.partition("-")[0]
    if language not in MONTHS:
        language = "en"
    reading = read(edtf)
    if reading is None or not _possible(reading):
        return ""
    if reading.kind == "single":
        return "".join(_single(part, language) for part in reading.parts if part)
    if reading.kind == "choice":
        return f" {OR[language]} ".join(_plain(part, language) for part in reading.parts if part)
    return _interval(reading, language)


def display_since(edtf: str, language: str = "en") -> str:
    """The date as the beginning of a period: "since 1 October 2021", "з лістапада 2023 г."; "" for unreadable EDTF."""
    return _with_preposition(edtf, language, SINCE)


def display_until(edtf: str, language: str = "en") -> str:
    """The date as the end of a period: "until 1 October 2021", "до ноября 2023 г."; "" for unreadable EDTF."""
    return _with_preposition(edtf, language, UNTIL)


def _with_preposition(edtf: str, language: str, preposition: dict[str, str]) -> str:
    language = language.partition("-")[0]
    language = language if language in MONTHS else "en"
    reading = read(edtf)
    if reading is None or not _possible(reading):
        return ""
    if reading.kind in ("single", "choice"):
        days = f" {OR[language]} ".join(_bare(part, language, GENITIVE) for part in reading.parts if part)
        adverbs, word = _adverbs(reading.parts[0], language), _before(days, preposition[language])
        return f"{word} {adverbs}{days}" if language == "en" else f"{adverbs}{word} {days}"
    return f"{preposition[language]} {A_DAY[language]} {_interval(reading, language)}"


def _before(text: str, preposition: str) -> str:
    """The form of a preposition before this text: Belarusian "са студзеня", not "з студзеня"."""
    return "са" if preposition == "з" and text.startswith(("студзеня", "снежня", "жніўня")) else preposition


def _possible(reading: Reading) -> bool:
    try:
        reading.bounds()
    except (NoSuchDay, UnreadableDate):
        return False
    return True


def _single(part: Part, language: str) -> str:
    if part.qualifier != "~":
        return _plain(part, language)
    return f"{ABOUT[language]} {_bare(part, language, GENITIVE)}"


def _plain(part: Part, language: str, case: int = NOMINATIVE) -> str:
    """The part with adverbs for "about" and "possibly", which leave the case alone."""
    return _adverbs(part, language) + _bare(part, language, case)


def _adverbs(part: Part | None, language: str) -> str:
    """The qualifiers of the part, with a space after them: "possibly about "."""
    qualifier = part.qualifier if part else ""
    possibly = f"{POSSIBLY[language]} " if qualifier in ("?", "%") else ""
    return possibly + (f"{ROUGHLY[language]} " if qualifier in ("~", "%") else "")


def _bare(part: Part, language: str, case: int) -> str:
    """The part alone, in one of the three cases."""
    if part.day is not None and part.month:
        return f"{part.day} {MONTHS[language][part.month - 1][GENITIVE]} {part.year}{YEAR_MARK[language]}"
    if part.unknown_digits and part.year % 100 == 0:
        # "1900s" may mean ten years or a hundred, so the years are spelled out.
        return f"{part.year}–{part.year + 10**part.unknown_digits - 1}"
    if part.unknown_digits:
        return f"{part.year}{DECADE[language][case]}"
    if part.month is None:
        return f"{part.year}{YEAR[language][case]}"
    name = SEASONS[language][part.month] if part.month in SEASONS[language] else MONTHS[language][part.month - 1]
    return f"{name[case]} {part.year}{YEAR_MARK[language]}"


def _interval(reading: Reading, language: str) -> str:
    first, last = reading.parts
    if first is None and last is not None:
        return _open(last, language, later=False)
    if last is None and first is not None:
        return _open(first, language, later=True)
    between, and_ = BETWEEN[language]
    return f"{between} {_end(first, language)} {and_} {_end(last, language)}"


def _end(part: Part | None, language: str) -> str:
    return _plain(part, language, INSTRUMENTAL) if part else ""


def _open(end: Part, language: str, later: bool) -> str:
    """ "Before 2020" for an end in 2019; "about 2019 or earlier" if the end itself is approximate."""
    beyond = _beyond(end, later)
    if beyond is None:
        return f"{_plain(end, language)} {(OR_LATER if later else OR_EARLIER)[language]}"
    return f"{(AFTER if later else BEFORE)[language]} {_bare(beyond, language, GENITIVE)}"


def _beyond(end: Part, later: bool) -> Part | None:
    if end.qualifier or end.precision not in ("day", "month", "year"):
        return None
    lower, upper = end.bounds()
    day = lower - dt.timedelta(1) if later else upper + dt.timedelta(1)
    month = day.month if end.month else None
    return Part(day.year, month=month, day=day.day if end.day else None)
