"""Charges in a text: the articles that can belong to a loaded law. Everything that was not understood is kept verbatim."""

from __future__ import annotations

from dataclasses import dataclass, field

from cases.domain.citations import words
from cases.domain.citations.cited_parts import Article
from cases.domain.citations.clauses import SEPARATORS, Parser
from cases.domain.citations.laws import Law, Laws
from cases.domain.citations.tokens import Token, tokens

WITHOUT_DOTTED_PARTS = frozenset({("BY", words.CRIMINAL), ("BY", words.ADMINISTRATIVE)})
LONGEST_DENIAL = 3  # words of a description that only states that the charge was dropped
BETWEEN = (*SEPARATORS, "filler", "before", "colon", "dot", "quote", "open", "close")


@dataclass(frozen=True)
class Cited:
    """One provision as cited. `points`: sub-divisions below the part. `stage`: stage of the offence, if an article states one."""

    law: Law
    article: str
    part: str = ""
    points: tuple[str, ...] = ()
    title: str = ""
    stage: str = ""


@dataclass(frozen=True)
class Reading:
    """`cited`, in order; `pieces`: the whole text in pieces, each with whether it was understood."""

    cited: list[Cited] = field(default_factory=list)
    pieces: list[tuple[bool, str]] = field(default_factory=list)

    @property
    def kept(self) -> list[str]:
        """The text that was not understood, verbatim."""
        return [piece.strip() for read, piece in self.pieces if not read and piece.strip()]


def read(text: str, laws: Laws) -> Reading:
    """The provisions that `text` cites of these laws. Anything not fully understood is no citation."""
    cut = tokens(text, laws)
    parser = Parser(text, cut)
    parser.run()
    recognised: list[tuple[Article, list[Cited]]] = []
    failed = []
    denied = _denied(parser.articles, cut)
    for article in parser.articles:
        citations = [] if id(article) in denied else _cited(article, laws)
        if citations:
            recognised.append((article, citations))
        else:
            failed.append(article)
    cited, alone = _with_stages(recognised)
    for article in (*failed, *alone):
        parser.read.difference_update(range(article.first, article.last + 1))
    left = set(map(id, alone))
    for article, _citations in recognised:
        if id(article) not in left:
            parser.read.update(range(article.first, article.last + 1))
    return Reading(cited, _pieces(text, cut, parser.read))


def _denied(articles: list[Article], cut: list[Token]) -> set[int]:
    """Identities of the articles that the text says are not charged ("except art. 342", "art. 342: acquitted").

    The word of denial is before them in their sentence, or between them and the next article. In the title of an offence it
    describes the offence ("disorder, except ..."), unless it is the whole title.
    """
    starts = {article.first: article for article in articles}
    within = {place for article in articles for place in range(article.first, article.last + 1)}
    denied_ids = {id(article) for article in articles if _is_denial(article)}
    latest: Article | None = None
    denied = False
    for place, token in enumerate(cut):
        latest = starts.get(place, latest)
        if token.kind == "word" and token.text.startswith(words.DENIALS) and place not in within:
            denied = True
            denied_ids.add(id(latest))
        if denied and place in starts:
            denied_ids.add(id(starts[place]))
        if _ends_sentence(cut, place):
            latest, denied = None, False
    return denied_ids


def _is_denial(article: Article) -> bool:
    titles = [article.title, *(title for _part, title in article.parts)]
    phrases = [title.lower().split() for title in titles if title]
    return any(
        len(phrase) <= LONGEST_DENIAL and any(word.startswith(words.DENIALS) for word in phrase) for phrase in phrases
    )


def _ends_sentence(cut: list[Token], place: int) -> bool:
    if cut[place].kind != "dot":
        return cut[place].kind in ("stop", "line")
    following = cut[place + 1] if place + 1 < len(cut) else None
    return following is None or (following.spaced and following.kind != "num" and cut[place - 1].kind == "num")


def _cited(article: Article, laws: Laws) -> list[Cited]:
    law = _law(article, laws) if article.sound else None
    if law is None or (article.slash and law.part_sign != "/") or (article.bracket and not law.bracketed_parts):
        return []
    number, parts = article.number, article.parts
    inside = article.bracket or article.slash
    if inside and parts:
        return []
    if inside:
        parts = [(inside, "")]
    elif not parts and law.part_sign and law.part_sign in number:
        number, _sign, part = number.partition(law.part_sign)
        parts = [(part, "")]
    if (law.country, law.kind) in WITHOUT_DOTTED_PARTS and any("." in part for part, _title in parts):
        return []
    return [
        Cited(law, number, part, tuple(article.points), title or article.title) for part, title in parts or [("", "")]
    ]


def _law(article: Article, laws: Laws) -> Law | None:
    """The law of an article; None if it is unknown or ambiguous."""
    default, number = laws.default, article.number
    if article.named is not None:
        law = article.named.law
        if law is None or law.fits(number):
            return law
        return default if article.shared and article.own_word and default and default.fits(number) else None
    others = [named.law for named in article.maybe]
    if None in others or default is None:
        return None
    matches = [law for law in dict.fromkeys((default, *others)) if law and law.fits(number)]
    return matches[0] if len(matches) == 1 else None


def _with_stages(made: list[tuple[Article, list[Cited]]]) -> tuple[list[Cited], list[Article]]:
    """The provisions, with articles that only state a stage joined to the one after them; and those without one after them."""
    cited: list[Cited] = []
    alone: list[Article] = []
    waiting: tuple[Article, str] | None = None
    for article, citations in made:
        stages = {citation.law.stage(citation.article, citation.part) for citation in citations}
        if stages != {None}:
            stage = stages.pop() if len(stages) == 1 else ""
            if waiting:
                alone.append(waiting[0])
            waiting = (article, stage or "")
            continue
        stage = ""
        if waiting:
            if waiting[0].segment == article.segment:
                stage = waiting[1]
                if not stage:
                    alone += [waiting[0], article]
                    waiting = None
                    continue
            else:
                alone.append(waiting[0])
            waiting = None
        cited += [
            Cited(citation.law, citation.article, citation.part, citation.points, citation.title, stage)
            for citation in citations
        ]
    if waiting:
        alone.append(waiting[0])
    return cited, alone


def _pieces(text: str, cut: list[Token], read_tokens: set[int]) -> list[tuple[bool, str]]:
    """The text in pieces that join to the whole: the understood and the others."""
    spans: list[list[int]] = []
    joined = False
    opened = 0  # brackets and quotation marks of the latest span that may be closed after it
    for place, token in enumerate(cut):
        closes = joined and opened and token.kind in ("close", "quote")
        if place not in read_tokens or closes:
            if joined:
                spans[-1][1] = token.end
            else:
                spans.append([token.start, token.end])
                opened = 0
            joined = True
            opened += -1 if closes else token.kind in ("open", "quote")
        elif token.kind == "open" and joined:
            opened += 1
        elif token.kind not in BETWEEN:
            joined = False
    pieces = []
    end = 0
    for start, stop in spans:
        pieces += [(True, text[end:start])] if start > end else []
        pieces.append((False, text[start:stop]))
        end = stop
    return [*pieces, *([(True, text[end:])] if end < len(text) else [])]
