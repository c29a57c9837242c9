"""Provisions and case numbers as readers write them.

Citations are parsed by the grammar of cases.domain.citations, as in imported lists. Which law is meant follows from the words
beside the numbers: they must be in the label of the provision, or name its code.
"""

import re
import unicodedata
from collections.abc import Mapping
from typing import NamedTuple

from cases.domain.citations import article_key, asked, countries_in

NUMBER = re.compile(r"(?:(?:case|дело|справа)\b\.?\s*)?(?:(?:no|nr|n)\b\.?|№)?\s*(?P<number>.*\d.*)", re.IGNORECASE)
CRIMINAL = frozenset(
    [
        "ук",
        "кк",
        "рб",
        "рф",
        "criminal",
        "penal",
        "code",
        "уголовного",
        "уголовный",
        "крымінальнага",
        "крымінальны",
        "кодекса",
        "кодекс",
        "кодэкса",
        "кодэкс",
        "беларуси",
        "беларусі",
        "belarus",
        "russia",
    ]
)
ADMINISTRATIVE = frozenset(["коап", "каап", "cao"])
# A word of a label that names a law: any except those for articles and their parts.
LAW = re.compile(
    r"\b(?!(?:articles?|art|parts?|sections?|sect|sec|items?|ст|ч|п|арт|статья|часть|артыкул|частка)\b)[^\W\d_]{2,}"
)
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—−", "-"))


class Citation(NamedTuple):
    """An article, its parts (none for any) and the words of its law, all normalised for comparison."""

    article: str
    parts: tuple[str, ...]
    rest: tuple[str, ...]

    def means(self, provision: Mapping[str, str]) -> bool:
        """Whether the citation means this provision (with `article`, `part`, `label` and the names of its `law`). Remaining
        words must be in its label; words that name a criminal code may be missing there, as for countries with a single one."""
        if article_key(compared(provision["article"])) != article_key(self.article):
            return False
        if self.parts and compared(provision["part"]).strip("()") not in self.parts:
            return False
        label = compared(provision["label"])
        if not all(word in label or _is_told_by(word, label) for word in self.rest):
            return False
        country, own = countries_in(" ".join(self.rest)), countries_in(provision.get("law", ""))
        return not (country and own) or bool(country & own)


def _is_told_by(word: str, label: str) -> bool:
    """Whether a label means the code that a word of a citation names: the criminal code if it names no law, the administrative
    one if it names that in other letters."""
    if word in CRIMINAL:
        return not LAW.search(label)
    return word in ADMINISTRATIVE and any(abbreviation in label for abbreviation in ADMINISTRATIVE)


def compared(text: str) -> str:
    """Normalise a number for comparison: one case, one kind of dash, compatibility forms of letters unified."""
    return unicodedata.normalize("NFKC", text).translate(_DASHES).casefold().strip()


def citations(query: str) -> list[Citation]:
    """The citations in a query; empty if it is no citation."""
    return [Citation(*fields) for fields in asked(query)]


def case_numbers(query: str) -> set[str]:
    """Possible spellings of the case number in a query; empty for a query without a digit."""
    match = NUMBER.fullmatch(query.strip())
    if match is None:
        return set()
    written = {query.strip(), match["number"]}
    written |= {number.translate(_DASHES) for number in written}
    return {form for number in written for form in (number, number.upper(), number.lower())}
