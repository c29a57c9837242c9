"""Descriptions of offences beside the numbers: in brackets, or after a dash or colon."""

from __future__ import annotations

from cases.domain.citations.cited_parts import Article
from cases.domain.citations.token_cursor import TokenCursor

SHORT_TITLE = 6  # words: anything longer is a description of the offence, not the name of a law


class TitleReader(TokenCursor):
    """Read descriptions of articles or their parts, as distinct from names of other laws."""

    def _title_of_value(self, place: int) -> tuple[str, int]:
        if (
            self.kind(place) == "open"
            and not self._bracketed(place)
            and self.closers.get(place)
            and not self._is_law_in(place)
        ):
            return self._inside(place), self.closers[place] + 1
        return "", place

    def _description(self, article: Article, place: int) -> int:
        """The description of the offence: in brackets, or after a dash or colon up to the next separator."""
        kind = self.kind(place)
        if kind == "open":
            if self._bracketed(place) or self._is_law_in(place):
                return place
            end = self.closers.get(place)
            if end is None:
                return place
            title, end = self._inside(place), end + 1
        elif kind in ("dash", "colon") and self._begins_title(place):
            end = self._end_of_title(place + 1)
            title = self.text[self.tokens[place + 1].start : self.tokens[end - 1].end]
        else:
            return place
        if self._names_other_law(place + 1, end):
            return place
        article.title = article.title or " ".join(title.split())
        article.last = end - 1
        return end

    def _begins_title(self, place: int) -> bool:
        token = self.tokens[place]
        spaced = token.kind == "colon" or token.spaced
        after = self.tokens[place + 1] if place + 1 < len(self.tokens) else None
        return bool(
            spaced and after and after.spaced and after.kind in ("word", "quote", "before") and not after.other_law
        )

    def _end_of_title(self, place: int) -> int:
        while place < len(self.tokens):
            kind = self.kind(place)
            if kind in ("stop", "line", "law", "article"):
                break
            if kind in ("sep", "join", "dot") and self.kind(place + 1) in ("article", "part", "point", "num", "law"):
                break
            if kind in ("part", "point") and self.kind(place + 1) in ("num", "dot"):
                break
            place += 1
        return place

    def _names_other_law(self, start: int, end: int) -> bool:
        inside = [token for token in self.tokens[start:end] if token.kind in ("word", "filler", "law", "before")]
        if not inside or len(inside) > SHORT_TITLE:
            return False
        return inside[0].other_law or inside[-1].other_law

    def _is_law_in(self, place: int) -> bool:
        """Whether the brackets that open here contain only the name of a law."""
        return self.kind(place + 1) == "law" and self.kind(place + 2) == "close"

    def _inside(self, place: int) -> str:
        return self.text[self.tokens[place].end : self.tokens[self.closers[place]].start].strip()
