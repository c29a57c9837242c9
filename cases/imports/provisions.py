"""Charges as lists write them: prose in English, "ч. 1 ст. 342" in Russian and Belarusian, or bare words.

Pure functions. What is not understood is given back, never dropped: the mapping says what becomes of it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

STYLES = ("english_prose", "east_slavic", "words")
LONGEST_TITLE = 300


@dataclass
class Cited:
    """One provision as cited. `items`: sub-divisions below the part, which a provision record does not have."""

    article: str
    part: str = ""
    title: str = ""
    items: list[str] = field(default_factory=list)


@dataclass
class Charges:
    """What a cell says: the provisions in order, and the pieces that were not understood."""

    cited: list[Cited] = field(default_factory=list)
    left: list[str] = field(default_factory=list)


def read_charges(text: str, style: str, part_sign: str = "") -> Charges:
    """The charges in `text`; `part_sign` divides article from part inside one number ("." in 234.4.3)."""
    plain = " ".join(text.split())
    if style == "words":
        return Charges([Cited(words, title=words) for words in dict.fromkeys(_listed(plain))])
    charges = _english(plain) if style == "english_prose" else _east_slavic(plain)
    if part_sign:
        for cited in charges.cited:
            if not cited.part:
                cited.article, _sign, cited.part = cited.article.partition(part_sign)
    return charges


def _listed(text: str) -> list[str]:
    return [piece.strip() for piece in text.split(",") if piece.strip()]


# English prose: "Criminal Code Articles 28 (Preparation of a crime); 220.1 (...) and Part 3 of Article 220-1".

TURNED = re.compile(r"\bPart (\d+) of Article (\d+(?:[.-]\d+)*)", re.I)
TOKEN = re.compile(
    r"(?P<article>\bA ?rticles?\b|\bArts?\.)|(?P<part>\bParts?\b)|(?P<item>\bItems?\b)"
    r"|(?P<number>\d+(?:[.-]\d+)*(?:-c[ıiuü])?)|(?P<stop>;)|(?P<join>,|\band\b|\bvə\b)"
    r"|(?P<filler>\b(?:Criminal|Code|of|the|Azerbaijan|Republic)\b|[.:])|(?P<word>[^\s,;]+)",
    re.I,
)


@dataclass
class _Prose:
    """Where the reader stands: what a bare number would mean, and whether one is due."""

    charges: Charges = field(default_factory=Charges)
    unit: str = "article"
    due: bool = True
    article: str = ""

    def number(self, number: str, *, described: bool) -> None:
        """Take a number that is due, or that a description follows; anything else was not meant as a provision."""
        bare = re.sub(r"-\D+$", "", number)
        if not (self.due or described):
            self.charges.left.append(number)
        elif self.unit == "article":
            self.article = bare
            self.charges.cited.append(Cited(bare))
        elif self.unit == "part" and self.article:
            last = self.charges.cited[-1]
            if last.article == self.article and not last.part and not last.title:
                last.part = bare
            else:
                self.charges.cited.append(Cited(self.article, bare))
        elif self.unit == "item" and self.charges.cited:
            self.charges.cited[-1].items.append(bare)
        else:
            self.charges.left.append(number)
        self.due = False


def _english(text: str) -> Charges:
    prose = _Prose()
    pieces = _outside_and_inside(TURNED.sub(r"Article \2, Part \1", text))
    for outside, description in pieces:
        tokens = list(TOKEN.finditer(outside))
        for place, token in enumerate(tokens):
            kind = token.lastgroup
            if kind == "number":
                prose.number(token[0], described=description is not None and place == len(tokens) - 1)
            elif kind in ("article", "part", "item"):
                prose.unit, prose.due = str(kind), True
            elif kind == "stop":
                prose.unit, prose.due = "article", True
            elif kind == "join":
                prose.due = True
            elif kind == "word":
                prose.charges.left.append(token[0])
        if description and prose.charges.cited and not prose.charges.cited[-1].title:
            prose.charges.cited[-1].title = description[:LONGEST_TITLE]
    if pieces[-1][1] is not None:
        prose.charges.left.append("a bracket that is never closed")
    return prose.charges


def _outside_and_inside(text: str) -> list[tuple[str, str | None]]:
    """The text in pieces: what stands outside round brackets, and the bracket after it (None at the end)."""
    pieces: list[tuple[str, str | None]] = []
    outside = inside = ""
    depth = 0
    for letter in text:
        if letter == "(":
            depth += 1
            if depth == 1:
                continue
        elif letter == ")" and depth:
            depth -= 1
            if depth == 0:
                pieces.append((outside, inside.strip()))
                outside = inside = ""
                continue
        if depth:
            inside += letter
        else:
            outside += letter
    pieces.append((outside, inside.strip() if depth else None))
    return pieces


# Russian and Belarusian: "ч. 1 ст. 342, ст. 368 Уголовного кодекса".

SLAVIC = re.compile(
    r"(?:\b(?:ч|част[ьиі]|частк[аіу])\b\.?\s*(?P<parts>\d+(?:\s*(?:,|и|і)\s*\d+)*)\s*)?"
    r"\b(?:ст\.?\s?ст|ст|стат(?:ья|ьи|ей|ье)|арт|артыкул\w*)\b\.?\s*"
    r"(?P<articles>\d+(?:[-–‑]\d+)?(?:\s*(?:,|и|і)\s*\d+(?:[-–‑]\d+)?(?![\d.]))*)"
    r"(?:\s*,?\s*\b(?:ч|част[ьиі]|частк[аіу])\b\.?\s*(?P<after>\d+)(?!\s*(?:ст|арт)))?",
    re.I,
)
SLAVIC_FILLER = re.compile(
    r"\b(?:Уголовн\w+ кодекс\w*|Крымінальн\w+ кодэкс\w*|УК|КК|РБ|Республик\w+ Беларусь|Рэспублік\w+ Беларусь"
    r"|Беларуси|Беларусі|и|і)\b|[\s,;.()]+",
    re.I,
)


def _east_slavic(text: str) -> Charges:
    charges = Charges()
    left: list[str] = []
    end = 0
    for match in SLAVIC.finditer(text):
        left.append(text[end : match.start()])
        end = match.end()
        articles = re.findall(r"\d+(?:[-–‑]\d+)?", match["articles"])
        parts = re.findall(r"\d+", match["parts"] or match["after"] or "") or [""]
        for place, article in enumerate(articles):
            for part in parts if place == 0 else [""]:
                charges.cited.append(Cited(article.translate(str.maketrans("–‑", "--")), part))
    left.append(text[end:])
    charges.left = [piece for each in left if (piece := SLAVIC_FILLER.sub(" ", each).strip())]
    return charges
