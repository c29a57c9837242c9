"""The grammar: which articles a text cites, with parts and points before or after them, and what is next to a number.

A clause is one list of articles with what belongs to it: "п. 4 ч. 1, 2 ст. 342, 368 УК РБ — organising riots". An article is
`sound` only if everything next to it was understood. The work is linear in the length of the text: each token is examined a
bounded number of times.
"""

from __future__ import annotations

from cases.domain.citations import words
from cases.domain.citations.cited_parts import Article, Qualifier
from cases.domain.citations.law_reader import UNKNOWN, LawReader
from cases.domain.citations.tokens import Token, narrow

MOST_BRACKETS = 3
SEPARATORS = ("sep", "stop", "line", "join")
CLOSED = (*SEPARATORS, "close", "quote", "colon")


class Parser(LawReader):
    """Parser of the tokens of a text, in one pass."""

    def run(self) -> None:
        """Parse the whole text."""
        place = 0
        while place < len(self.tokens):
            place = self._step(place)

    def _step(self, place: int) -> int:
        token = self.tokens[place]
        if token.kind in ("article", "part", "point") or (token.kind == "num" and self.due):
            return self._clause(place)
        if token.kind == "law":
            return self._free_law(place)
        if token.kind in CLOSED or token.kind == "open":
            return self._separator(place)
        if token.kind == "dot" and self._is_sentence_end(place):
            return self._separator(place)
        if token.kind in ("filler", "before"):
            self.read.add(place)
            return place + 1
        self.clean, self.latest = False, None
        if token.kind in ("word", "num", "sign", "dash"):
            self.due = False
        if token.other_law:
            self._end_laws(UNKNOWN)
            self.prefix = UNKNOWN
        return place + 1

    def _separator(self, place: int) -> int:
        kind = self.kind(place)
        self.read.add(place)
        self.clean = True
        if kind in ("stop", "dot"):
            self.segment += 1
            self.latest = None
        if kind in ("stop", "line"):
            self.due = True
        if kind in ("open", "close"):
            self.latest = None
        return place + 1

    def _clause(self, first: int) -> int:
        """A list of articles with its qualifiers, or qualifiers of the article before."""
        touched = not self.clean and (
            self.kind(first) == "num" or (first > 0 and self.kind(first - 1) in ("num", "sign", "dash"))
        )
        qualifiers, place = self._qualifiers(first, merge=True)
        has_filler = self.kind(place) == "filler"
        at = self._skip(place, ("filler",))
        if qualifiers:
            forward = self.kind(at) == "article"
            separated = self._skip(at, ("sep", "line"))
            if not forward and self.latest is None and separated > at and self.kind(separated) == "article":
                forward, at = True, separated
            if not forward:
                return self._backward(qualifiers, first, place, touched=touched)
            if self.latest is not None and self.clean is False and not has_filler:
                touched = True
        return self._articles(
            first, at, qualifiers, sound=not touched and all(qualifier.sound for qualifier in qualifiers)
        )

    def _backward(self, qualifiers: list[Qualifier], first: int, place: int, *, touched: bool) -> int:
        article = self.latest
        following = self._skip(place, ("line",))
        open_ended = following > place and self.kind(following) == "article"
        if article is None or touched:
            if article is not None:
                article.sound = False
            self.clean, self.due, self.latest = False, False, None
            return place
        self._attach(article, qualifiers)
        article.last = max(article.last, place - 1)
        if open_ended:
            article.sound = False
        return self._after_article(article, place)

    def _attach(self, article: Article, qualifiers: list[Qualifier]) -> None:
        for qualifier in qualifiers:
            if qualifier.unit == words.PART:
                article.parts += qualifier.values
            else:
                article.points += [value for value, _title in qualifier.values]
                article.title = next((title for _value, title in qualifier.values if title), article.title)
            article.sound = article.sound and qualifier.sound

    def _articles(self, first: int, place: int, qualifiers: list[Qualifier], *, sound: bool) -> int:
        """The list of articles that begins at this place."""
        own_word = self.kind(place) == "article"
        if own_word:
            place = self._after_unit(place)
        if self.kind(place) != "num":
            self.clean, self.due, self.latest = False, False, None
            return max(place, first + 1)
        start = first
        while True:
            place, article = self._article(start, place, own_word=own_word)
            article.sound = article.sound and sound
            self._attach(article, qualifiers)
            qualifiers, sound = [], True
            place = self._after_article(article, place)
            following = self._skip(place, (*SEPARATORS[:1], "line", "join"))
            if following == place and not (article.title or any(title for _part, title in article.parts)):
                break
            if self.kind(following) != "num" or not self.clean:
                break
            self.read.update(range(place, following))
            start = place = following
            own_word = False
        return place

    def _article(self, start: int, place: int, *, own_word: bool) -> tuple[int, Article]:
        token = self.tokens[place]
        number = token.number
        article = Article(
            self._as_written(token), start, place, own_word, (number["slash"] or "") if number else "",
            sound=number is not None, segment=self.segment,
        )  # fmt: skip
        article.law_words = self.prefix_words
        if self.prefix:
            article.named = self.prefix
        else:
            article.maybe += self.before[-1:]
            self.since_law.append(article)
        self.articles.append(article)
        self.latest = article
        end = place + 1
        if token.ordinal and self.kind(end) == "article":
            end = self._after_unit(end)
        while article.bracket.count("(") < MOST_BRACKETS and (bracket := self._bracketed(end)):
            article.bracket += bracket
            end += 3
        article.last = end - 1
        return end, article

    def _as_written(self, token: Token) -> str:
        """The number of an article with its letters as in the text, its digits and dashes normalised."""
        end = token.start + token.number.end("article") if token.number else token.end
        return narrow(self.text[token.start : end])

    def _after_article(self, article: Article, place: int) -> int:
        """Read what may directly follow an article: its parts and points, a description, the law; then judge what is next to
        it."""
        if self.kind(place) in (words.PART, words.POINT):
            qualifiers, end = self._qualifiers(place, merge=False)
            following = self._skip(end, ("filler",))
            if self.kind(following) == words.ARTICLE:
                # "ст. 342 ч. 1 ст. 368": it is ambiguous whose part it is, but "Article 13 Part 1 of Article 293" is clear.
                self.clean = following > end
                article.sound = article.sound and self.clean
                return place
            self._attach(article, qualifiers)
            article.last = end - 1
            place = end
        place = self._description(article, place)
        place = self._law_after(place)
        place = self._description(article, place)
        self._judge(article, place)
        article.last = max(article.last, place - 1)
        return place

    def _judge(self, article: Article, place: int) -> None:
        """Mark an article as sound if nothing, or something understood, directly follows it."""
        kind, before = self.kind(place), self.tokens[place - 1].kind
        closed = kind in (*CLOSED, "end") or (kind == "dot" and self._is_sentence_end(place))
        begins = kind in (words.ARTICLE, words.PART, words.POINT) and before in ("law", "close")
        begins = begins or (kind == words.ARTICLE and article.own_word) or (kind == "num" and before == "close")
        if closed or begins:
            self.clean = self.due = True
            return
        self.clean = self.due = False
        if kind == "num" and before == "law":
            return  # the number is left out, the article before the law stays
        article.sound = False
        if kind == "word" and (self.tokens[place].other_law or self._is_abbreviation(place)):
            self._end_laws(UNKNOWN)

    def _is_abbreviation(self, place: int) -> bool:
        token = self.tokens[place]
        return sum(letter.isupper() for letter in self.text[token.start : token.end]) > 1
