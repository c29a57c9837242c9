"""Parser for text being entered: stricter than `parse`, which must still read stored text and our own EDTF."""

from __future__ import annotations

import re

from cases.domain.dates import month_names
from cases.domain.dates.loose import ambiguous
from cases.domain.dates.parsing import fold, parse
from cases.domain.dates.partial import PartialDate, UnreadableDate

# "2020-21": EDTF's spring of 2020, but to nearly everybody the years 2020 to 2021. Not part of a longer number in a date.
SEASON_OR_SPAN = re.compile(
    r"(?<![\w.-])([0-9]{2})([0-9]{2})([-/])(2[1-4])(?![0-9])(?![-./][0-9]{1,2}(?![0-9]))", re.ASCII
)
ZONED = re.compile(r":[0-9]{2}[0-9:.]*(?:z|[+-][0-9])", re.ASCII)


def parse_typed(text: str | None) -> PartialDate:
    """As `parse`, for text from a person or a foreign list.

    Also raises AmbiguousDate for a year followed by 21 to 24, which EDTF reads as a season, and UnreadableDate for a moment in
    a time zone, whose day depends on the place.
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
    """Whether a word beside the numbers explains them: "winter 2020/21", "5 May 2020-21 June 2021"."""
    before = folded[: match.start()].removesuffix("of ").split()[-1:]
    after = folded[match.end() :].split()[:1]
    return any(word in month_names.SEASON_OF_WORD for word in before) or any(
        word.rstrip(".,") in month_names.MONTH_OF_WORD for word in after
    )
