"""Tokenizer for names: the pieces as written, and the words that classify a piece: titles, particles, "son of", placeholders."""

import re
from typing import NamedTuple

from cases.domain.names.closed_lists import listed
from cases.domain.names.consonants import ARABIC, UNVOWELLED
from cases.domain.names.folding import plain
from cases.domain.names.scripts import HANGUL

MAX_WORDS = 10

_BIRTH = re.compile(
    r"[(,]?\s*(?:\b(?:b|born|geb|née?|род|нар|р|г\.?\s*р)\.?\s*:?\s*)?"
    r"\b(?:(?P<day>\d{1,2})[./](?P<month>\d{1,2})[./])?(?P<year>(?:18|19|20)\d\d)(?P<rest>-\d\d(?:-\d\d)?)?\b"
    r"(?:\s*\)|\s*г\.?\s*р\.?|\s*р\.?\s*н\.?)?",
    re.IGNORECASE,
)
_CHUNK = re.compile(r"[^\s,;/|\[\]{}\"«»“”„<>!?*…:=+#&%$@^~\\_\d]+")
_INNER = re.compile(r"\(([^()]*)\)")
_LETTER = re.compile(r"[^\W\d_]")
_DIGRAPHS = frozenset(listed("initials"))
TITLES = frozenset(listed("titles"))
HONORIFICS = frozenset(listed("honorifics"))
PARTICLES = frozenset(listed("particles"))
_CHILD_OF = frozenset(listed("child_of"))
JUNIOR = (
    dict.fromkeys(listed("junior"), "jr") | dict.fromkeys(listed("senior"), "sr") | {n: n for n in ("ii", "iii", "iv")}
)
PLACEHOLDERS = frozenset(listed("placeholders"))


_ARTICLE = frozenset(["al", "el", "ad", "ed", "ud", "ad", "eddine", "аль", "ад", "эд", "уд"])
_RELIGION = frozenset(["din", "dine", "deen", "дин"])


class Piece(NamedTuple):
    """A part of a name as written."""

    text: str
    plain: str
    dotted: bool
    hyphen: bool  # joined to the piece before
    inside: bool  # in brackets
    caps: bool


def birth_of(text: str) -> tuple[str, str]:
    """Return the birth year or date written in a name ("1988", "1988-08-23", "" if none) and the name without it."""
    found = _BIRTH.search(text)
    if not found:
        return "", text
    birth = found["year"] + (found["rest"] or "")
    if found["day"]:
        birth += f"-{int(found['month']):02}-{int(found['day']):02}"
    return birth, text[: found.start()] + " " + text[found.end() :]


def pieces_of(text: str) -> list[Piece]:
    """Return the pieces of a cleaned name between spaces, dots, hyphens and brackets, those in brackets last."""
    found: list[Piece] = []
    outside = _INNER.sub(" ", text)
    for part, inside in ((outside, False), (" ".join(_INNER.findall(text)), True)):
        for chunk in _CHUNK.findall(part.replace("(", " ").replace(")", " ")):
            dots = chunk.split(".")
            for i, dotted in enumerate(dots):
                for j, bit in enumerate(dotted.split("-")):
                    if _LETTER.search(bit):
                        caps = len(bit) > 1 and bit.isupper()
                        found.append(Piece(bit, plain(bit), i < len(dots) - 1, j > 0, inside, caps))
    return [piece for piece in found if piece.plain][: MAX_WORDS + 4]


def compounds(pieces: list[Piece]) -> tuple[list[Piece], int]:
    """Join Abd al-X to one word; remove the word for "son of". Return the pieces and the place of the father's name, or -1."""
    joined: list[Piece] = []
    father_at, i = -1, 0
    while i < len(pieces):
        piece = pieces[i]
        if i + 2 < len(pieces) and pieces[i + 1].plain in _ARTICLE and pieces[i + 2].plain in _RELIGION:
            joined.append(piece._replace(plain=piece.plain + ("дин" if "дин" in pieces[i + 2].plain else "addin")))
            i += 2
        elif i + 1 < len(pieces) and pieces[i + 1].plain == "الدين":
            joined.append(piece._replace(plain=piece.plain + "دين"))
            i += 1
        elif piece.plain in _CHILD_OF and joined:
            father_at = len(joined) - 1
        elif piece.plain in {"abd", "abdel", "abdul", "abdal", "абд", "абдель", "абдул", "عبد"} and i + 1 < len(pieces):
            i += 1 + (pieces[i + 1].plain in {"al", "el", "ul", "аль", "эль"} and i + 2 < len(pieces))
            arabic = bool(ARABIC.search(piece.plain))
            joined.append(piece._replace(plain=("عبد" if arabic else "abdul") + pieces[i].plain))
        else:
            short = re.sub("(?<=.{2})(?:[aeiuo]dd?|[ae]l|ad|ed)(?:din|dine|deen)$", "addin", piece.plain)  # Noureddine
            short = re.sub("(?<=.{2})[еауи]д(?:д|ь)?ин$", "дин", short)
            short = re.sub("^[ae]l(?=abd.{3})", "", short)  # Alabdullah
            short = re.sub("^abd(?:[uea]l|our|u[rs]|e[rs])(?=.{3})", "abdul", short)
            if ARABIC.search(short) and short.startswith("ال") and len(short) > 4:
                short = short[2:]
            joined.append(piece._replace(plain=short))
        i += 1
    return joined, father_at


def is_initial(piece: Piece) -> bool:
    """Return whether a piece is a letter (or two that stand for one) instead of a name."""
    if UNVOWELLED.search(piece.plain) or HANGUL.search(piece.plain):
        return False
    return len(piece.plain) == 1 or (
        piece.dotted and (piece.plain in _DIGRAPHS or not re.search("[aeiouyаеёиіоуыэюя]", piece.plain))
    )
