"""How a provision and the number of a case are written by those who look for them.

Codes cite in many ways: "art. 361-1 part 3", "ст. 361-1 ч. 3 УК", "section 505(a), Penal Code", "§ 129". What is meant is the
number of the article and that of its part; the words around them say so in one language or another, or name the code.
"""

import re
import unicodedata
from collections.abc import Mapping
from typing import NamedTuple

ARTICLE_WORDS = r"articles?|art|артыкул|арт|статья|ст|sections?|sect|sec|s"
PART_WORDS = r"part|pt|paragraph|para|p|частка|часть|ч|пункт|п"
# What separates words and what words are made of have no sign in common, so there is one way only to read a query.
CITATION = re.compile(
    rf"(?:(?:{ARTICLE_WORDS})\b\.?|§{{1,2}})?\s*"
    r"(?P<article>\d+[^\W\d_]?(?:[-.]\d+[^\W\d_]?)*)"
    rf"(?:\s*,?\s*(?:(?:{PART_WORDS})\b\.?\s*(?P<part>\(?\w{{1,4}}\)?)|(?P<bracketed>\(\w{{1,4}}\))))?"
    r"(?P<rest>(?:[\s,]+[^\W\d_][^\s,]*)*)"
)
NUMBER = re.compile(r"(?:(?:case|дело|справа)\b\.?\s*)?(?:(?:no|nr|n)\b\.?|№)?\s*(?P<number>.*\d.*)", re.IGNORECASE)
CRIMINAL = frozenset(
    (
        "ук",
        "кк",
        "рб",
        "рф",
        "criminal",
        "penal",
        "code",
        "уголовного",
        "крымінальнага",
        "кодекса",
        "кодэкса",
        "беларуси",
        "беларусі",
    )
)
ADMINISTRATIVE = frozenset(["коап", "каап", "cao"])
# A word of a label that names a law: any but those for articles and their parts.
LAW = re.compile(
    r"\b(?!(?:articles?|art|parts?|sections?|sect|sec|items?|ст|ч|п|арт|статья|часть|артыкул|частка)\b)[^\W\d_]{2,}"
)
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—−", "-"))


class Citation(NamedTuple):
    """An article, its part ("" for any) and the words that were left, all as they are compared."""

    article: str
    part: str
    rest: tuple[str, ...]

    def means(self, provision: Mapping[str, str]) -> bool:
        """Whether this provision (with `article`, `part` and `label`) is meant. Words that were left must stand in its label; those
        that name a criminal code may be left out of it, as they are where a country has one such code."""
        label = compared(provision["label"])
        return (
            compared(provision["article"]) == self.article
            and self.part in ("", compared(provision["part"]).strip("()"))
            and all(word in label or _is_told_by(word, label) for word in self.rest)
        )


def _is_told_by(word: str, label: str) -> bool:
    """Whether a label means what a word of a citation names: the criminal code where it names no law, the administrative one where
    it names that in other letters."""
    if word in CRIMINAL:
        return not LAW.search(label)
    return word in ADMINISTRATIVE and any(one in label for one in ADMINISTRATIVE)


def compared(text: str) -> str:
    """A number as it is compared: no case, one kind of dash, of letters that look alike in width one."""
    return unicodedata.normalize("NFKC", text).translate(_DASHES).casefold().strip()


def citation(query: str) -> Citation | None:
    """What a query cites; None where it is no citation."""
    met = CITATION.fullmatch(compared(query))
    if met is None:
        return None
    part = (met["part"] or met["bracketed"] or "").strip("()")
    return Citation(met["article"], part, tuple(re.findall(r"\w+", met["rest"])))


def case_numbers(query: str) -> set[str]:
    """The ways in which the number that a query may be could have been entered; nothing for a query without a digit."""
    met = NUMBER.fullmatch(query.strip())
    if met is None:
        return set()
    written = {query.strip(), met["number"]}
    written |= {one.translate(_DASHES) for one in written}
    return {form for one in written for form in (one, one.upper(), one.lower())}
