"""Citations in a search query: articles with their parts, and the words that name the law."""

from __future__ import annotations

from typing import NamedTuple

from cases.domain.citations.clauses import Parser
from cases.domain.citations.laws import Laws
from cases.domain.citations.tokens import plain, tokens

NO_LAWS = Laws()


class Asked(NamedTuple):
    """An article, its parts (none for any) and the words of its law, all normalised."""

    article: str
    parts: tuple[str, ...]
    law_words: tuple[str, ...]


def asked(query: str) -> list[Asked]:
    """The articles that a query cites; none if any of its words is not part of a citation."""
    cut = tokens(query, NO_LAWS)
    parser = Parser(query, cut, open_laws=True)
    parser.run()
    read = set(parser.read)
    for article in parser.articles:
        if not article.sound:
            return []
        read.update(range(article.first, article.last + 1))
    if len(read) < len(cut):
        return []
    return [
        Asked(
            plain(article.number),
            tuple(
                plain(part).strip("()")
                for part in (article.bracket, article.slash, *(p for p, _ in article.parts))
                if part
            ),
            tuple(article.law_words),
        )
        for article in parser.articles
    ]
