"""The length of a penalty as lists write it: "2 года 6 месяцев", "1 year and 3 months". Pure functions."""

from __future__ import annotations

import re
from typing import NamedTuple

UNIT = re.compile(
    r"(?P<number>\d{1,3})\s*(?:(?P<years>лет|год[а]?|гадоў|гады|years?|г\.)|(?P<months>месяц\w*|мес\.?|месяц|months?)"
    r"|(?P<days>дн\w+|дзён|дзень|сут\w+|days?))(?!\w)",
    re.I,
)
JOINS = re.compile(r"[\s,]+|\b(?:и|і|and)\b", re.I)


class Length(NamedTuple):
    """Years, months and days as given, None where not given; `left` is what was not understood."""

    years: int | None
    months: int | None
    days: int | None
    left: str


def read_length(text: str) -> Length:
    """The length that `text` gives. A unit named twice is not understood: it stays in `left`."""
    found: dict[str, int] = {}
    left: list[str] = []
    end = 0
    for match in UNIT.finditer(text):
        left.append(text[end : match.start()])
        end = match.end()
        unit = next(name for name in ("years", "months", "days") if match[name])
        if unit in found:
            left.append(match[0])
        else:
            found[unit] = int(match["number"])
    left.append(text[end:])
    rest = " ".join(piece for each in left if (piece := JOINS.sub(" ", each).strip()))
    return Length(found.get("years"), found.get("months"), found.get("days"), rest)
