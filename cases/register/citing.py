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
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—−", "-"))


class Citation(NamedTuple):
    """An article, its part ("" for any) and the words that were left, all as they are compared."""

    article: str
    part: str
    rest: tuple[str, ...]

    def means(self, provision: Mapping[str, str]) -> bool:
        """Whether this provision (with `article`, `part` and `label`) is meant. Words that were left must stand in its label."""
        label = compared(provision["label"])
        return (
            compared(provision["article"]) == self.article
            and self.part in ("", compared(provision["part"]).strip("()"))
            and all(word in label for word in self.rest)
        )


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
