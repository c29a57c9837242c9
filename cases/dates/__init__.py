"""Partial dates: what editors type, kept as given, with EDTF and bounds beside it. Standard library only.

`parse` reads text, `parse_typed` what is entered now and nothing that could mean something else. `display` writes EDTF in
words and never shows a day that was not given.
"""

from cases.dates.display import display
from cases.dates.entry import parse_typed
from cases.dates.partial import (
    EMPTY,
    FIRST_YEAR,
    LAST_YEAR,
    AmbiguousDate,
    PartialDate,
    UnreadableDate,
    from_day,
    overlaps,
)
from cases.dates.reading import parse, year_only

__all__ = [
    "EMPTY",
    "FIRST_YEAR",
    "LAST_YEAR",
    "AmbiguousDate",
    "PartialDate",
    "UnreadableDate",
    "display",
    "from_day",
    "overlaps",
    "parse",
    "parse_typed",
    "year_only",
]
