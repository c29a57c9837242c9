"""Partial dates: text as typed by editors, with EDTF and bounds. Standard library only.

`parse` reads stored text, `parse_typed` text being entered, where ambiguous text is rejected. `display` writes EDTF in words
and never shows a day that was not given.
"""

from cases.domain.dates.date_display import display, display_since, display_until
from cases.domain.dates.parsing import parse, plain_digits, year_only
from cases.domain.dates.partial import (
    EMPTY,
    FIRST_YEAR,
    LAST_YEAR,
    AmbiguousDate,
    PartialDate,
    UnreadableDate,
    from_day,
    overlaps,
)
from cases.domain.dates.strict_entry import parse_typed

__all__ = [
    "EMPTY",
    "FIRST_YEAR",
    "LAST_YEAR",
    "AmbiguousDate",
    "PartialDate",
    "UnreadableDate",
    "display",
    "display_since",
    "display_until",
    "from_day",
    "overlaps",
    "parse",
    "parse_typed",
    "plain_digits",
    "year_only",
]
