"""Search for people by name in any script and spelling, by case number, by provision, by words of the approved texts."""

from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connections
from rapidfuzz.distance import DamerauLevenshtein

from cases.domain import names
from cases.public_site.edition import REGISTER
from cases.public_site.edition_cache import Kept
from cases.public_site.index import PersonIndex
from cases.public_site.index.position_sets import NONE, Positions
from cases.public_site.models import PublishedCase, PublishedDefendant, PublishedNameKey
from cases.public_site.queries.select_rows import AT_ONCE
from cases.public_site.search import text_search
from cases.public_site.search.provision_lookup import case_numbers, citations

_people: Kept[Positions] = Kept(1000, of_a_day=False)
MOST = 5000  # most people listed by a search by name
MOST_MEANT = 5  # suggestions


class RegisterStore(names.Store):
    """The register's names as a store for cases.domain.names; a holder is the id of a person. In raw SQL, because building each
    query costs more than executing it; the holders of a key come from the index."""

    def __init__(self, index: PersonIndex) -> None:
        self.index = index

    def near(self, cuts: Collection[str]) -> Iterable[str]:
        """The stored keys for which one of these deletions is stored."""
        return {key for (key,) in _rows("SELECT key FROM register_publishednamenear WHERE cut IN (%s)", cuts)}

    def starting(self, starts: Collection[str]) -> Iterable[str]:
        """The stored keys that begin with one of these."""
        keys: set[str] = set()
        for start in sorted(starts):
            query = PublishedNameKey.objects.filter(key__gte=start, key__lt=start + "\U0010ffff")
            keys.update(query.order_by("key").values_list("key", flat=True).distinct()[:200])
        return keys

    def holders(self, keys: Collection[str]) -> Iterable[Hashable]:
        """The people who have one of these keys."""
        return [self.index.ids[place] for place in self.index.keys.any_of(keys)]

    def meeting(self, words: Sequence[names.Levels], need: int) -> Mapping[Hashable, int]:
        """The people who have a key of at least `need` (1 or 2) of these words, with the best level of their matches."""
        by_level = self.index.keys.meeting(words, twice=need > 1)
        return {self.index.ids[place]: level for level, people in enumerate(by_level) for place in people}

    def names(self, holders: Collection[Hashable]) -> Iterable[tuple[Hashable, str]]:
        """The names of these people."""
        ids = [str(holder) for holder in holders]
        return _rows("SELECT owner, text FROM register_publishedname WHERE owner IN (%s)", ids)


def _rows(sql: str, wanted: Collection[str]) -> list[Any]:
    """The rows of `sql`, whose "%s" stands for a list of values."""
    rows: list[Any] = []
    values = sorted(wanted)
    with connections[REGISTER].cursor() as cursor:
        for start in range(0, len(values), AT_ONCE):
            chunk = values[start : start + AT_ONCE]
            cursor.execute(sql % ", ".join(["%s"] * len(chunk)), chunk)
            rows += cursor.fetchall()
    return rows


@dataclass(frozen=True)
class Found:
    """People that match a query. `ranked`: by name, number or provision, best first. `by_text`: those with all its words in
    their texts."""

    ranked: list[str] = field(default_factory=list)
    by_text: Positions = NONE


def people_found(query: str, index: PersonIndex) -> Found:
    """The people that match a query; ties are broken by id. A query for a case number is not searched as a name or text, but
    may also mean an article with that number."""
    numbered, cited = _by_number(query), _by_provision(query, index)
    if numbered:
        return Found([*sorted(numbered), *sorted(cited - numbered)])
    by_text = _by_text(query, index)
    grades = {} if text_search.phrases(query) else _by_name(query, index, in_texts=bool(by_text))
    ranked = sorted(grades, key=lambda candidate: (grades[candidate], candidate))[:MOST]
    ranked += sorted(cited - set(ranked))
    return Found(ranked, by_text)


def _by_name(query: str, index: PersonIndex, *, in_texts: bool) -> dict[str, int]:
    """The people with a name that the query means, and how well. If no name is as the query has it, the query may be in another
    case (Бяляцкага) or unfinished. A query of one word that texts have (колония) is no misspelt name."""
    store = RegisterStore(index)
    for asked, prefix in ((query, False), *((other, False) for other in names.nominatives(query)), (query, True)):
        matches = names.search(asked, store, prefix=prefix)
        if in_texts and len(text_search.asked(query)) == 1:
            written = store.names({holder for _grade, holder in matches})
            certain = {holder for holder, text in written if names.is_spelling(asked, text)}
            matches = [(grade, holder) for grade, holder in matches if holder in certain]
        if matches:
            grades: dict[str, int] = {}
            for grade, holder in matches:
                grades[str(holder)] = min(grade, grades.get(str(holder), grade))
            return grades
    return {}


def suggestions(query: str, index: PersonIndex) -> list[str]:
    """Suggestions for a query without matches: names and words from the register, the likeliest first."""
    suggested: dict[str, None] = {}
    store = RegisterStore(index)
    for word in query.split()[: text_search.MOST_WORDS]:
        best = sorted(names.search(word, store), key=lambda match: (match[0], str(match[1])))[:MOST_MEANT]
        written = sorted(store.names([holder for _grade, holder in best]))
        suggested |= {text: None for _holder, text in written if names.finds(word, text)}
    words = text_search.asked(query)[: text_search.MOST_WORDS]
    replacements = {word: _nearest(word) for word in words}
    if any(replacements.values()):
        suggested[" ".join(near or word for word, near in replacements.items())] = None
    return list(suggested)[:MOST_MEANT]


def _nearest(word: str) -> str:
    """The most similar word of the register; empty if all differ by more than two letters."""
    near = (
        (DamerauLevenshtein.distance(word, candidate, score_cutoff=2), candidate)
        for candidate in text_search.like(word)
    )
    distance, best = min(near, default=(3, ""))
    return best if 0 < distance <= 2 and distance < len(word) / 2 else ""


def _by_number(query: str) -> set[str]:
    """The defendants of a case with this number."""
    numbers = case_numbers(query)
    if not numbers:
        return set()
    numbered = PublishedCase.objects.filter(number__in=numbers).values("id")
    return set(
        PublishedDefendant.objects.filter(case__in=numbered, person__isnull=False).values_list("person_id", flat=True)
    )


def _by_provision(query: str, index: PersonIndex) -> set[str]:
    """People charged under all articles cited in the query; if an article is cited without its part, under any part."""
    matches: Positions | None = None
    for cited in citations(query):
        refs = [ref for (noun, ref), texts in index.names.items() if noun == "provision" and cited.means(texts)]
        people = index.any_of("provision", refs)
        matches = people if matches is None else matches & people
    return index.ids_of(matches) if matches else set()


def _with(word: str, index: PersonIndex) -> Positions:
    """People with this word in a text; cached, because it takes long for a word that most have."""
    return _people.get(word, lambda: index.of_numbers(text_search.holders(word)))


def _by_text(query: str, index: PersonIndex) -> Positions:
    """People with every word of the query in their approved texts."""
    words = text_search.asked(query)[: text_search.MOST_WORDS]
    matches = index.everyone if words else NONE
    for word in words:
        matches = matches & _with(word, index) if matches else NONE
    for phrase in text_search.phrases(query) if matches else ():
        numbers = map(text_search.number_of, text_search.holders_of_phrase(phrase))
        matches = matches & index.of_numbers(list(numbers))
    return matches
