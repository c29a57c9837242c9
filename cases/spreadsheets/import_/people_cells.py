"""Several people in one cell, and names taken apart. Pure functions."""

from __future__ import annotations

import re
from typing import NamedTuple

OGLU = re.compile(r"(?P<given>\S+)\s+(?P<patronymic>\S+\s+(?:oglu|oğlu|qizi|qızı|kyzy|gizi))\s+(?P<family>\S.*)", re.I)
BRACKETED = re.compile(r"(?P<name>[^()]+?)\s*\((?P<alias>[^()]{2,60})\)")
BRACKETS = "brackets"
PART_STYLES = ("oglu", BRACKETS)


class Mentioned(NamedTuple):
    """A person as a cell mentions them: the name, and what stands in brackets behind it."""

    name: str
    aside: str


def split_people(cell: str, separator: str) -> list[Mentioned]:
    """The people of a cell such as "A (Outlet), B (Outlet; Other)": separators inside brackets do not count."""
    pieces: list[str] = [""]
    depth = 0
    for letter in cell:
        depth += (letter == "(") - (letter == ")" and depth > 0)
        if letter == separator and depth == 0:
            pieces.append("")
        else:
            pieces[-1] += letter
    return [_mentioned(piece) for each in pieces if (piece := " ".join(each.split()))]


def _mentioned(piece: str) -> Mentioned:
    name, bracket, aside = piece.partition("(")
    if not bracket or not aside.endswith(")") or not name.strip():
        return Mentioned(piece, "")
    return Mentioned(name.strip(), aside[:-1].strip())


def with_alias(name: str) -> tuple[str, str]:
    """Name and other spelling of "Invented Ihar (Igor)"; no alias for any other form, nor where a number stands in brackets."""
    match = BRACKETED.fullmatch(" ".join(name.split()))
    if match is None or any(sign.isdigit() for sign in match["alias"]):
        return name, ""
    return match["name"], match["alias"].strip()


def name_parts(name: str, style: str) -> dict[str, str]:
    """Given name, patronymic and family name of "Given Patronymic oglu Surname"; nothing for any other form."""
    match = OGLU.fullmatch(name) if style == "oglu" else None
    return {part: " ".join(value.split()) for part, value in match.groupdict().items()} if match else {}
