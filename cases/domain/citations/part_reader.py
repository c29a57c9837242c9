"""Lists of parts and points: "ч. 1, 2", "п. «а»", "part 2", "items 1 and 3"."""

from __future__ import annotations

import re

from cases.domain.citations import words
from cases.domain.citations.cited_parts import Qualifier
from cases.domain.citations.title_reader import TitleReader

HIGHEST_PART, HIGHEST_POINT, LOWEST_AFTER_PARTS = 20, 99, 100
PART_VALUE = re.compile(r"\d{1,3}(?:\.\d{1,3})?")


class PartReader(TitleReader):
    """Read parts and points with their values, and check whether the list was understood to its end."""

    def _qualifiers(self, place: int, *, merge: bool) -> tuple[list[Qualifier], int]:
        """Parts and points that begin at this place; `merge`: also after a comma ("ч. 1, ч. 2 ст. 342")."""
        qualifiers: list[Qualifier] = []
        while self.kind(place) in (words.PART, words.POINT):
            unit = self.kind(place)
            values, place, sound = self._values(self._after_unit(place), unit)
            qualifiers.append(Qualifier(unit, values, sound))
            if not sound:
                break
            after = self._skip(place, ("sep", "join", "filler")) if merge else place
            if self.kind(after) in (words.PART, words.POINT):
                place = after
        return qualifiers, place

    def _values(self, place: int, unit: str) -> tuple[list[tuple[str, str]], int, bool]:
        values: list[tuple[str, str]] = []
        sound = True
        while True:
            value, end = self._value(place, unit)
            if not value:
                return values, place if values else min(place + 1, len(self.tokens)), False
            title, end = self._title_of_value(end)
            values.append((value, title))
            place = end
            following = self._skip(place, ("sep", "join"))
            if following == place and self.kind(place) in ("num", "word", "sign", "dash") and not title:
                sound = sound and not self._touches_value(place)
            if following == place or not self._goes_on(following, unit, values[-1][0]):
                return values, place, sound
            place = following

    def _touches_value(self, place: int) -> bool:
        return self.kind(place) in ("num", "sign", "dash") or (
            self.kind(place) == "word" and not self.tokens[place].spaced
        )

    def _value(self, place: int, unit: str) -> tuple[str, int]:
        token = self.tokens[place] if place < len(self.tokens) else None
        if token is None:
            return "", place
        if token.kind == "num":
            highest = HIGHEST_PART if unit == words.PART else HIGHEST_POINT
            if PART_VALUE.fullmatch(token.text) and int(token.text.partition(".")[0]) <= highest:
                return token.text, place + 1
            return "", place
        if bracket := self._bracketed(place):
            return bracket, place + 3
        return self._letter(place) if unit == words.POINT else ("", place)

    def _letter(self, place: int) -> tuple[str, int]:
        """A point named by a letter: "а", «а», "а)"."""
        quoted = self.kind(place) == "quote"
        letter = place + quoted
        if self.kind(letter) in ("word", "join") and len(self.tokens[letter].text) == 1:
            end = letter + 1
            if quoted or self.kind(end) == "close":
                if self.kind(end) not in ("quote", "close"):
                    return "", place
                end += 1
            return self.tokens[letter].text, end
        return "", place

    def _goes_on(self, place: int, unit: str, latest: str) -> bool:
        """Whether the list of parts or points continues here, and no article begins."""
        token = self.tokens[place] if place < len(self.tokens) else None
        if token is None or token.kind not in ("num", "word", "quote", "join"):
            return False
        value, end = self._value(place, unit)
        if self.kind(end) in (words.PART, words.POINT) or (self.kind(end) == "open" and self._bracketed(end)):
            return False
        if token.kind != "num":
            return bool(value) and unit == words.POINT
        if value and latest[:1].isdigit() and float(value) > float(latest):
            return True
        number = token.number
        if number and (not number["article"].isdigit() or int(number["article"]) >= LOWEST_AFTER_PARTS):
            return False
        token.number = None  # neither the next part nor clearly an article: not understood
        return False
