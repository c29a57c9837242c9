"""Dates as lists write them, brought into the order that the mapping declares; what it does not declare is asked, not guessed.

A mapping can say three things of a column of dates: which number comes first (`dates`), that whole numbers are days as
spreadsheets count them (`serials`), and in which hundred years a year of two digits lies (`years_from`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta

from cases.domain import dates
from cases.domain.dates.date_display import display
from cases.domain.dates.loose import without_time
from cases.spreadsheets.mapping.schema import Rule

NUMERIC = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d{2})", re.ASCII)
# A day and a month in words before a year of two digits: "22 Nov 13", "6/7 Jan 22", "Nov 22, '13". Three patterns, since one that
# looks for both in either order takes a time that grows with the cube of the text.
SHORT_YEAR = re.compile(r"(.*[\s,.-])'?(\d{2})")
DAY, MONTH = re.compile(r"\d"), re.compile(r"[^\W\d_]{3}")
MONTH_ALONE = re.compile(r"[^\W\d_]{3,}[-.,' ]{1,3}")  # "Mar-22": also how a spreadsheet shows what it made of 3-22
SERIAL = re.compile(r"(\d{1,5})(?:[.,]\d+)?", re.ASCII)
SERIAL_START = date(1899, 12, 30)  # day 0 as Excel and LibreOffice count since March 1900
LIKELY_SERIALS = range(7_000, 80_000)  # 1919 to 2119: a number of five digits in a column of dates
CENTURY = 100
MONTHS = 12
# What stands in a column of dates where nothing is known: no date, and nothing to be doubted.
NOT_KNOWN = frozenset(
    (
        "unknown", "not known", "n/a", "na", "no data", "неизвестно", "неизвестна", "неизвестен", "не известно",
        "нет данных", "н/д",
        "невядома", "невядомая", "не вядома", "няма звестак", "невідомо", "невідома", "nieznana", "brak danych", "nežinoma",
        "unbekannt", "inconnu", "inconnue", "desconocido", "desconocida", "不详", "不詳", "未知", "غير معروف", "نامعلوم", "?",
        "-", "–", "—",
    )
)  # fmt: skip


def column_order(texts: Iterable[str]) -> str:
    """Which number comes first in a column of dates such as 03/04/2021, where some rows leave no doubt and none says otherwise."""
    first = second = False
    for text in texts:
        numbers = NUMERIC.fullmatch(without_time(dates.plain_digits(text).strip()))
        if numbers and len(numbers[4]) == len("2021") and numbers[2] != ".":
            first = first or (int(numbers[1]) > MONTHS and 1 <= int(numbers[3]) <= MONTHS)
            second = second or (int(numbers[3]) > MONTHS and 1 <= int(numbers[1]) <= MONTHS)
    if first == second:
        return ""
    return "day_first" if first else "month_first"


def is_numeric(text: str) -> bool:
    """Whether a date is written in numbers alone, the year last."""
    return NUMERIC.fullmatch(without_time(dates.plain_digits(text))) is not None


def in_order(text: str, rule: Rule) -> str:
    """The text with its numbers as ISO 8601 where the mapping declares what they are; every other text as it is."""
    plain = without_time(dates.plain_digits(text))
    ordered = _in_order(plain, rule)
    return text if ordered == plain else ordered


def _in_order(text: str, rule: Rule) -> str:
    if rule.serials and (serial := SERIAL.fullmatch(text)) and int(serial[1]) in LIKELY_SERIALS:
        return _day_of(int(serial[1])).isoformat()
    if rule.years_from and (numbers := NUMERIC.fullmatch(text)):
        first, sign, second, year = numbers.groups()
        text = f"{first}{sign}{second}{sign}{_whole(year, rule.years_from)}"
    elif rule.years_from and (short := _with_short_year(text)):
        text = f"{short[1]}{_whole(short[2], rule.years_from)}"
    numbers = NUMERIC.fullmatch(text)
    if numbers is None or not rule.order or len(numbers[4]) == len("19"):
        return text
    first, _sign, second, year = numbers.groups()
    day, month = (first, second) if rule.order == "day_first" else (second, first)
    return f"{year}-{int(month):02d}-{int(day):02d}"


def advice(text: str, rule: Rule) -> str:
    """Which setting of the mapping would decide how a refused text is read; "" where none would."""
    text = without_time(dates.plain_digits(text))
    serial = SERIAL.fullmatch(text)
    if serial and int(serial[1]) in LIKELY_SERIALS and not rule.serials:
        shown = display(_day_of(int(serial[1])).isoformat(), "en")
        return (
            f"As spreadsheets count days it is {shown}: if that is meant, say so in the mapping of the list, "
            "serials = true for this column."
        )
    found = []
    numbers = NUMERIC.fullmatch(text)
    if numbers and not rule.order:
        found.append('which number comes first, dates = "day_first" or dates = "month_first"')
    if (numbers and len(numbers[4]) == len("19")) or (numbers is None and _with_short_year(text)):
        found += [] if rule.years_from else ["in which hundred years a year of two digits lies, years_from = 1950"]
    return f"Or say in the mapping of the list, for this column: {'; and '.join(found)}." if found else ""


def readable(text: str, rule: Rule) -> dates.PartialDate:
    """The partial date that the text gives under the mapping.

    Raises ValueError with a sentence, and with the setting that would decide, where it cannot be read or only in two ways.
    """
    if text.casefold().strip(" .") in NOT_KNOWN:
        return dates.EMPTY
    given = in_order(text, rule)
    try:
        return dates.parse_typed(given)
    except ValueError as wrong:
        raise ValueError(" ".join(filter(None, (str(wrong), advice(given, rule))))) from wrong


def _with_short_year(text: str) -> re.Match[str] | None:
    """What stands before a year of two digits, and that year."""
    found = SHORT_YEAR.fullmatch(text)
    if found and MONTH.search(found[1]) and (DAY.search(found[1]) or MONTH_ALONE.fullmatch(found[1])):
        return found
    return None


def _day_of(serial: int) -> date:
    return SERIAL_START + timedelta(days=serial)


def _whole(year: str, years_from: int) -> str:
    """A year of two digits as the one in the hundred years from `years_from`; one of four as it is."""
    if len(year) > len("19"):
        return year
    return str(years_from + (int(year) - years_from) % CENTURY)
