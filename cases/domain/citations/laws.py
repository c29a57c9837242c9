"""Laws that a citation may belong to: the loaded codes, how a text names them, and the form of their article numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from cases.domain.citations import words

NAME_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
DIGITS = re.compile(r"\d+")
FEW = 10  # provisions: if fewer are loaded of a code, nothing is inferred about the form of the others
BETWEEN_NUMBERS = re.compile(r"\{article\}([^\w\s{])\{part\}")
WITH_BRACKETED_PARTS = frozenset({"MM"})
HIGHEST_INSERTED = 30  # of 342-1: inserted articles are counted from 1
# The form of article numbers of known codes: "9" stands for digits, "A" for a letter.
KNOWN_SHAPES: dict[tuple[str, str], frozenset[str]] = {
    ("BY", words.CRIMINAL): frozenset({"9", "9-9"}),
    ("BY", words.ADMINISTRATIVE): frozenset({"9.9", "9.9-9"}),
    ("RU", words.CRIMINAL): frozenset({"9", "9.9"}),
    ("RU", words.ADMINISTRATIVE): frozenset({"9.9", "9.9.9"}),
    ("MM", words.CRIMINAL): frozenset({"9", "9A", "9-A"}),
}
# Articles that name no offence but a stage of it (attempt, ...); an empty part stands for the article as a whole.
STAGES: dict[tuple[str, str], dict[str, dict[str, str]]] = {
    ("BY", words.CRIMINAL): {"13": {"": "preparation"}, "14": {"": "attempt"}, "16": {"": "complicity"}},
    ("RU", words.CRIMINAL): {"30": {"1": "preparation", "3": "attempt"}, "33": {"": "complicity"}},
}


@dataclass(frozen=True)
class Law:
    """A code of law. `articles`: those loaded. `part_sign`: between article and part in one number ("234.4.3", "314/2").

    `phrases`: texts that mean it besides its names, literally.
    """

    name: str
    country: str = ""
    kind: str = words.ANY_KIND
    names: frozenset[tuple[str, ...]] = frozenset()
    articles: frozenset[str] = frozenset()
    bracketed_parts: bool = True
    part_sign: str = ""
    phrases: tuple[str, ...] = field(default=(), compare=False)

    @cached_property
    def keys(self) -> frozenset[str]:
        """The loaded articles, normalised."""
        return frozenset(map(key, self.articles))

    @cached_property
    def shapes(self) -> frozenset[str]:
        """The forms of its article numbers; empty if unknown."""
        if len(self.articles) >= FEW:
            loaded = frozenset(map(shape, self.articles))
            return loaded | KNOWN_SHAPES.get((self.country, self.kind), frozenset())
        return KNOWN_SHAPES.get((self.country, self.kind), frozenset())

    def fits(self, article: str) -> bool:
        """Whether an article of this number can belong to this law."""
        if key(article) in self.keys:
            return True
        if self.part_sign and self.part_sign in article:
            article = article.partition(self.part_sign)[0]
        shapes = self.shapes
        if shapes and shape(article) not in shapes and shape(key(article)) not in shapes:
            return False
        return not is_range(article)

    def stage(self, article: str, part: str) -> str | None:
        """The stage of another offence that this article states; "" if its part would have to state it."""
        stages = STAGES.get((self.country, self.kind), {}).get(article)
        return None if stages is None else stages.get(part, stages.get("", ""))


def law(
    name: str,
    *,
    names: Iterable[str] = (),
    country: str = "",
    part_sign: str = "",
    part_pattern: str = "",
    provisions: Iterable[tuple[str, str]] = (),
    phrases: Iterable[str] = (),
    loaded: Law | None = None,
) -> Law:
    """The law with this name; `provisions`: (article, part) as loaded. Its kind is derived from its names.

    `loaded`: the same law in the reference data, from which names and articles are taken.
    """
    titles = [name, *names]
    articles = list(provisions)
    kind = next(
        (title_kind for title in titles if (title_kind := kind_of(stems(title)))),
        loaded.kind if loaded else words.ANY_KIND,
    )
    pattern = BETWEEN_NUMBERS.search(part_pattern)
    sign = part_sign or (pattern[1] if pattern else "") or (loaded.part_sign if loaded else "")
    has_known_shape = (country, kind) in KNOWN_SHAPES and country not in WITH_BRACKETED_PARTS
    bracketed = any(part.startswith("(") for _article, part in articles) or (
        len(articles) < FEW and not has_known_shape
    )
    phrased = frozenset(phrase for title in titles if (phrase := stems(title)))
    return Law(
        name, country, kind, phrased | (loaded.names if loaded else frozenset()),
        frozenset(article for article, _part in articles) | (loaded.articles if loaded else frozenset()),
        loaded.bracketed_parts if loaded else bracketed, sign, tuple(phrases),
    )  # fmt: skip


def stems(title: str) -> tuple[str, ...]:
    """The normalised words of a name: no endings, no articles, no year."""
    stemmed = (words.stem(word) for word in NAME_WORD.findall(title))
    return tuple(word for word in stemmed if word not in words.FILLERS)


def kind_of(phrase: Sequence[str]) -> str:
    """Kind of the code named by these stems; "" for any other law."""
    criminal = any(word in words.CRIMINAL_WORDS for word in phrase)
    administrative = any(word in words.ADMINISTRATIVE_WORDS for word in phrase)
    names_a_code = any(word in words.CODE_WORDS or word in words.ABBREVIATIONS for word in phrase)
    if not names_a_code or criminal == administrative or any(word in words.OTHER_MATTERS for word in phrase):
        return words.ANY_KIND
    return words.CRIMINAL if criminal else words.ADMINISTRATIVE


def shape(article: str) -> str:
    """The form of a number: "9-9" for 361-1, "9A" for 505A."""
    return DIGITS.sub("9", "".join("A" if letter.isalpha() else letter for letter in article))


def key(article: str) -> str:
    """An article number, normalised: "505-A" and "505a" are equal."""
    return re.sub(r"-(?=[^\W\d_])", "", article.casefold())


def is_range(article: str) -> bool:
    """Whether a number may also mean several articles: "342-343", "13-16"."""
    first, dash, last = article.partition("-")
    if not dash or not last.isdigit() or not first.isdigit():
        return False
    return int(last) > min(int(first), HIGHEST_INSERTED)


@dataclass(frozen=True)
class Named:
    """A law as a text names it: one of those loaded, or none of them."""

    law: Law | None


class Laws:
    """The loaded laws, and the default law for texts that name none."""

    def __init__(self, laws: Iterable[Law] = (), default: Law | None = None) -> None:
        self.all = list(laws)
        self.default = default
        if default and default not in self.all:
            self.all.insert(0, default)
        self.by_name: dict[tuple[str, ...], list[Law]] = {}
        for entry in self.all:
            for name in entry.names:
                self.by_name.setdefault(name, []).append(entry)
        self.longest = max(map(len, self.by_name), default=0)

    def called(self, phrase: tuple[str, ...]) -> Named | None:
        """The law with exactly this name; None if there is none or an abbreviation is ambiguous."""
        matches = self.by_name.get(phrase)
        if matches and len(phrase) == 1:  # an abbreviation means a law of the list's own country, if any
            matches = [candidate for candidate in matches if self.default and candidate.country == self.default.country]
        if not matches:
            return None
        return Named(self._one(matches))

    def of(self, kind: str, country: str) -> Named:
        """The law of this kind, of the named country or otherwise of the list's own."""
        country = country or (self.default.country if self.default else "")
        matches = [
            candidate
            for candidate in self.all
            if candidate.kind == kind and (not country or candidate.country == country)
        ]
        return Named(self._one(matches))

    def _one(self, found: list[Law]) -> Law | None:
        if self.default in found:
            return self.default
        home = [candidate for candidate in found if self.default and candidate.country == self.default.country]
        for several in (home, found):
            if len(several) == 1:
                return several[0]
        return None
