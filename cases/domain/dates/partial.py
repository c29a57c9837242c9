"""Partial dates as values, and the two errors of parsing one."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

FIRST_YEAR = 1800
LAST_YEAR = 2200


class UnreadableDate(ValueError):
    """The text cannot be read as a date. The message is a sentence for the person who typed it."""


class AmbiguousDate(UnreadableDate):
    """The text can be read in more than one way; `readings` lists them, and nothing is guessed."""

    def __init__(self, message: str, readings: tuple[str, ...]) -> None:
        super().__init__(message)
        self.readings = readings


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date with the precision that its source gives.

    `text`: as typed, stripped. `edtf`: ISO 8601-2 (EDTF) level 1, or the level 2 form `[a,b]` for "a or b"; empty if there is
    no readable date. `lower`, `upper`: first and last possible day, None where open. "About" and "possibly" (`~`, `?`, `%`) do
    not widen the bounds: the amount would be a guess. `impossible`: the text has the form of a date but no such day exists (29
    February 1954); kept and flagged. A PartialDate is false if nothing was given.
    """

    text: str
    edtf: str
    lower: dt.date | None
    upper: dt.date | None
    impossible: bool = False

    def __bool__(self) -> bool:
        return bool(self.text)

    @property
    def dated(self) -> bool:
        """True if there is a readable, possible date."""
        return bool(self.edtf)

    @property
    def exact(self) -> bool:
        """True if the day itself is given, without "about" or "possibly"."""
        return self.lower is not None and self.lower == self.upper and not (self.approximate or self.uncertain)

    @property
    def approximate(self) -> bool:
        """True if some part is "about"."""
        return "~" in self.edtf or "%" in self.edtf

    @property
    def uncertain(self) -> bool:
        """True if some part is "possibly"."""
        return "?" in self.edtf or "%" in self.edtf

    @property
    def precision(self) -> str:
        """day, month, season, year, decade, century, interval, open, choice, or "" if there is no date."""
        bare = self.edtf.rstrip("~?%")
        if bare.startswith("["):
            return "choice"
        if "/" in bare:
            return "open" if ".." in bare else "interval"
        digits = bare.replace("-XX", "")
        if digits.endswith("X"):
            return "century" if digits.endswith("XX") else "decade"
        if digits[5:7] in ("21", "22", "23", "24"):
            return "season"
        return {0: "", 4: "year", 7: "month", 10: "day"}.get(len(digits), "")


EMPTY = PartialDate("", "", None, None)


def from_day(day: dt.date) -> PartialDate:
    """The partial date of an exact day."""
    if isinstance(day, dt.datetime):
        day = day.date()
    text = day.isoformat()
    return PartialDate(text, text, day, day)


def overlaps(lower: dt.date | None, upper: dt.date | None, from_: dt.date | None, to: dt.date | None) -> bool:
    """Whether the range lower..upper shares a day with from_..to, both ends included; None is an open end."""
    return (lower is None or to is None or lower <= to) and (upper is None or from_ is None or from_ <= upper)
