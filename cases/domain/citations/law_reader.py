"""Names of laws beside articles: to which of the articles before or after it a name applies."""

from __future__ import annotations

import re

from cases.domain.citations import words
from cases.domain.citations.cited_parts import Article
from cases.domain.citations.laws import Named
from cases.domain.citations.part_reader import PartReader
from cases.domain.citations.tokens import Token

UNKNOWN = Named(None)


class LawReader(PartReader):
    """Which law each article belongs to, as found so far in the text.

    `open_laws`: unknown words after an article are taken as the name of a law.
    """

    def __init__(self, text: str, tokens: list[Token], *, open_laws: bool = False) -> None:
        super().__init__(text, tokens)
        self.open_laws = open_laws
        self.articles: list[Article] = []
        self.read: set[int] = set()  # tokens that were understood
        self.clean = True  # nothing next to the following token was left unread
        self.due = True  # a bare number would be an article
        self.segment = 0
        self.latest: Article | None = None  # to which qualifiers may still belong
        self.since_law: list[Article] = []  # articles whose law may still be named
        self.prefix: Named | None = None
        self.prefix_words: list[str] = []
        self.before: list[Named] = []  # laws named after earlier articles

    def _free_law(self, place: int) -> int:
        """A law that follows no article: it applies to what comes after it."""
        named = self.tokens[place].named or UNKNOWN
        after = self._skip(place + 1, ("colon", "filler", "line", "quote", "dash"))
        if self.kind(after) == "open":
            named = UNKNOWN  # "Criminal Code (1960)": an edition that is not known
        self.since_law = []
        self.prefix = named
        if self.open_laws:
            self.prefix_words = _law_words([self.tokens[place]])
        if named.law or self.open_laws:
            self.read.update(range(place, after))
        self.clean, self.due, self.latest = True, True, None
        return after

    def _end_laws(self, named: Named) -> None:
        """A law named after articles: it applies to all of them back to the last law named."""
        for article in reversed(self.since_law):
            if self.latest is not None and article.segment != self.latest.segment:
                article.maybe.append(named)
            else:
                article.named, article.shared = named, article is not self.latest
        self.since_law = []
        self.prefix = None
        self.before.append(named)

    def _law_after(self, place: int) -> int:
        """Read the law after an article at this place, if there is one."""
        at = self._skip(place, ("filler", "quote"))
        comma = self.kind(at) == "sep"
        if comma:
            at = self._skip(at + 1, ("filler", "line"))
        bracket = not comma and self.kind(at) == "open"
        if bracket:
            at += 1
        token = self.tokens[at] if at < len(self.tokens) else None
        if token is None or not (token.kind == "law" or (token.other_law and not bracket) or self._is_open_law(at)):
            return place
        if self._is_open_law(at):
            return self._open_law(at, bracket=bracket) or place
        end = at + 1
        if bracket:
            if self.kind(end) != "close":
                return place
            end += 1
        named = token.named or UNKNOWN
        after = self._skip(end, ("filler",))
        if comma and self.kind(after) in ("article", "part", "point", "num"):
            named = UNKNOWN  # between two citations, and it is ambiguous to which it belongs
            self._end_laws(named)
            self.prefix = named
            return end
        if self.kind(end) in ("word", "law"):
            named = UNKNOWN  # "УК Атлантиды": not the law that was recognised
        if named.law:
            self.read.update(range(place, end))
        self._end_laws(named)
        return end

    def _is_open_law(self, at: int) -> bool:
        return self.open_laws and self.kind(at) in ("word", "law", "join", "before")

    def _open_law(self, at: int, *, bracket: bool) -> int:
        """Take the words up to the end or the next citation as the name of a law."""
        end = at
        while self.kind(end) in ("word", "law", "filler", "before", "join", "dash", "dot", "quote"):
            end += 1
        named = _law_words(self.tokens[at:end])
        if self.kind(end) == "num" or (bracket and self.kind(end) != "close"):
            return 0
        for article in self.since_law:
            article.law_words = named
        self.since_law = []
        self.read.update(range(at, end))
        return end + bracket


def _law_words(tokens: list[Token]) -> list[str]:
    """The normalised words by which these tokens name a law."""
    name_words = (
        word
        for token in tokens
        if token.kind not in ("dash", "dot", "quote")
        for word in re.findall(r"\w+", token.text)
    )
    return [word for word in name_words if word not in words.FILLERS]
