"""The built-in rule tables, read from the reference files: one source for these and for the organisation's own.

A caller with the organisation's tables passes those instead. Every row has its source; rows that were not checked against the
law or against known releases are not `verified`, and every result that uses them states so.
"""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

from cases.domain.sentencing.appeal_deadlines import AppealRule
from cases.domain.sentencing.credit import CreditRule

FILES = Path(__file__).parents[2] / "reference" / "files"


def articles_of(text: str) -> tuple[tuple[str, str], ...]:
    """(article, part) pairs from "205; 228 2", part empty if none is named."""
    pairs = (entry.strip().partition(" ") for entry in text.split(";") if entry.strip())
    return tuple((article, part.strip()) for article, _blank, part in pairs)


def _rows(name: str) -> Iterator[dict[str, str]]:
    for path in sorted(FILES.glob(name)):
        with path.open(encoding="utf-8", newline="") as file:
            yield from csv.DictReader(file)


def _day(text: str) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


CODES = {row["name_en"]: row["country"].lower() for row in _rows("jurisdictions.csv")}

RULES: tuple[CreditRule, ...] = tuple(
    CreditRule(
        CODES[row["jurisdiction"]], row["custody"], Fraction(row["factor"]), row["penalty"], row["regime"],
        _day(row["valid_from"]), _day(row["valid_until"]), row["backwards"] == "yes", articles_of(row["excluded"]),
        row["source"], row["confidence"] == "high",
    )
    for row in _rows("credit_*.csv")
)  # fmt: skip

APPEAL_RULES: tuple[AppealRule, ...] = tuple(
    AppealRule(
        CODES[row["jurisdiction"]],
        int(row["days"]),
        row["source"],
        row["confidence"] == "high",
        _day(row["valid_from"]),
    )
    for row in _rows("appeals.csv")
)
