"""Reading what somebody types just now: stricter than `parse`, which must go on reading what is stored and our own EDTF."""

from __future__ import annotations

import re

from cases.dates import words
from cases.dates.loose import ambiguous
from cases.dates.partial import PartialDate, UnreadableDate
from cases.dates.reading import fold, parse

# "2020-21": EDTF's spring of 2020, and to nearly everybody the years 2020 to 2021. Part of no longer number of a date.
SEASON_OR_SPAN = re.compile(
    r"(?<![\w.-])([0-9]{2})([0-9]{2})([-/])(2[1-4])(?![0-9])(?![-./][0-9]{1,2}(?![0-9]))", re.ASCII
)
ZONED = re.compile(r":[0-9]{2}[0-9:.]*(?:z|[+-][0-9])", re.ASCII)


def parse_typed(text: str | None) -> PartialDate:
    """As `parse`, of a text that a person or a foreign list gives.

    Raises AmbiguousDate also for a year with 21 to 24 after it, which EDTF reads as a season, and UnreadableDate for a
    moment in a time zone, whose day depends on where one stands.
    """
    folded = fold(text or "")
    for match in SEASON_OR_SPAN.finditer(folded):
        if not _is_explained(folded, match):
            century, year, _mark, number = match.groups()
            raise ambiguous(match[0], (f"{century}{year}-{number}", f"{century}{year}/{century}{number}"))
    partial = parse(text)
    if partial.dated and ZONED.search(folded):
        raise UnreadableDate(
            f"“{partial.text}” is a moment in a time zone. Write the day alone, as it was at the place."
        )
    return partial


def _is_explained(folded: str, match: re.Match[str]) -> bool:
    """Whether a word beside it says what the numbers are: "winter 2020/21", "5 May 2020-21 June 2021"."""
    before = folded[: match.start()].removesuffix("of ").split()[-1:]
    after = folded[match.end() :].split()[:1]
    return any(word in words.SEASON_OF_WORD for word in before) or any(
        word.rstrip(".,") in words.MONTH_OF_WORD for word in after
    )
