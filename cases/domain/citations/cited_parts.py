"""Intermediate results of parsing: articles, with parts and points."""

from __future__ import annotations

from dataclasses import dataclass, field

from cases.domain.citations.laws import Named


@dataclass
class Article:
    """One article as cited. `first`, `last`: its tokens, including the words of its clause before it."""

    number: str
    first: int
    last: int
    own_word: bool
    slash: str = ""
    bracket: str = ""
    parts: list[tuple[str, str]] = field(default_factory=list)  # (part, its title)
    points: list[str] = field(default_factory=list)
    title: str = ""
    sound: bool = True
    segment: int = 0
    named: Named | None = None
    shared: bool = False  # the law is named at another article of the list
    maybe: list[Named] = field(default_factory=list)  # laws named for other articles: they may apply here too
    law_words: list[str] = field(default_factory=list)


@dataclass
class Qualifier:
    """A word for part or point with its values."""

    unit: str
    values: list[tuple[str, str]]
    sound: bool
