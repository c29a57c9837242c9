"""Access to the tokens of a text by position: the token there, what follows, what is in brackets."""

from __future__ import annotations

import re

from cases.domain.citations.tokens import Token

BRACKETED = re.compile(r"[^\W\d_]|\d{1,2}|[ivx]{1,4}")


class TokenCursor:
    """The tokens of one text. Places are positions in `tokens`; a place after the last has the kind "end"."""

    def __init__(self, text: str, tokens: list[Token]) -> None:
        self.text, self.tokens = text, tokens
        self.closers = _closers(tokens)

    def kind(self, place: int) -> str:
        """The kind of the token at this place; "end" after the last."""
        return self.tokens[place].kind if place < len(self.tokens) else "end"

    def _is_sentence_end(self, place: int) -> bool:
        return place + 1 >= len(self.tokens) or (self.tokens[place + 1].spaced and self.kind(place + 1) != "num")

    def _bracketed(self, place: int) -> str:
        """ "(a)" if there is a sub-division in brackets here."""
        if place + 2 >= len(self.tokens) or self.kind(place) != "open" or self.kind(place + 2) != "close":
            return ""
        inside = self.tokens[place + 1]
        if inside.kind in ("quote", "sign") or not BRACKETED.fullmatch(inside.text):
            return ""
        return (
            self.text[self.tokens[place].start : self.tokens[place + 2].end] if inside.end - inside.start <= 4 else ""
        )

    def _after_unit(self, place: int) -> int:
        """Past the word of a unit, its full stop, and its repetition ("ст.ст.", "п.п.", "§§")."""
        unit = self.kind(place)
        place += 1
        while True:
            if self.kind(place) == "dot" or self.kind(place) == unit:
                place += 1
            else:
                return self._skip(place, ("line",))

    def _skip(self, place: int, kinds: tuple[str, ...]) -> int:
        while self.kind(place) in kinds:
            place += 1
        return place


def _closers(tokens: list[Token]) -> dict[int, int]:
    """For each opening bracket the place of its closing one, if any."""
    opened: list[int] = []
    closers: dict[int, int] = {}
    for place, token in enumerate(tokens):
        if token.kind == "open":
            opened.append(place)
        elif token.kind == "close" and opened:
            closers[opened.pop()] = place
    return closers
