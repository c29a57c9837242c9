"""Finding people by name in any script and spelling, by case number, by provision, by words of the approved texts."""

from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connections
from rapidfuzz.distance import DamerauLevenshtein

from cases import names
from cases.register.citing import case_numbers, citation
from cases.register.edition import REGISTER
from cases.register.index import PersonIndex
from cases.register.index.bits import NONE, Positions
from cases.register.kept import Kept
from cases.register.models import PublishedCase, PublishedDefendant, PublishedNameKey
from cases.register.reading import texts
from cases.register.reading.select import AT_ONCE

_people: Kept[Positions] = Kept(1000)
MOST = 5000  # people that a search by name lists at most
MOST_MEANT = 5  # suggestions


class RegisterStore(names.Store):
    """The names of the register as cases.names searches them; a holder is the id of a person. In SQL of its own, as building
    each query costs more than answering it, and who has a key is told by the index."""

    def __init__(self, index: PersonIndex) -> None:
        self.index = index

    def near(self, cuts: Collection[str]) -> Iterable[str]:
        """The stored keys beside which one of these deletions stands."""
        return {key for (key,) in _rows("SELECT key FROM register_publishednamenear WHERE cut IN (%s)", cuts)}

    def starting(self, starts: Collection[str]) -> Iterable[str]:
        """The stored keys that begin with one of these."""
        found: set[str] = set()
        for start in sorted(starts):
            query = PublishedNameKey.objects.filter(key__gte=start, key__lt=start + "\U0010ffff")
            found.update(query.order_by("key").values_list("key", flat=True).distinct()[:200])
        return found

    def holders(self, keys: Collection[str]) -> Iterable[Hashable]:
        """The people who have one of these keys."""
        return [self.index.ids[place] for place in self.index.keys.any_of(keys)]

    def meeting(self, words: Sequence[names.Levels], need: int) -> Mapping[Hashable, int]:
        """The people who have a key of at least `need` (1 or 2) of these words, with the best level on which they do."""
        met = self.index.keys.meeting(words, twice=need > 1)
        return {self.index.ids[place]: level for level, people in enumerate(met) for place in people}

    def names(self, holders: Collection[Hashable]) -> Iterable[tuple[Hashable, str]]:
        """The names of these people."""
        wanted = [str(holder) for holder in holders]
        return _rows("SELECT owner, text FROM register_publishedname WHERE owner IN (%s)", wanted)


def _rows(sql: str, wanted: Collection[str]) -> list[Any]:
    """The rows of `sql`, whose "%s" stands for a list of values."""
    found: list[Any] = []
    given = sorted(wanted)
    with connections[REGISTER].cursor() as cursor:
        for start in range(0, len(given), AT_ONCE):
            chunk = given[start : start + AT_ONCE]
            cursor.execute(sql % ", ".join(["%s"] * len(chunk)), chunk)
            found += cursor.fetchall()
    return found


@dataclass(frozen=True)
class Found:
    """Whom a query finds. `ranked`: by name, number or provision, best first. `by_text`: who has all its words in a text."""

    ranked: list[str] = field(default_factory=list)
    by_text: Positions = NONE


def people_found(query: str, index: PersonIndex) -> Found:
    """The people whom a query finds; the id decides among equals. Who asks for the number of a case means no name and no words of
    texts, but may mean an article of that number."""
    numbered, cited = _by_number(query), _by_provision(query, index)
    if numbered:
        return Found([*sorted(numbered), *sorted(cited - numbered)])
    grades: dict[str, int] = {}
    for grade, holder in names.search(query, RegisterStore(index)):
        grades[str(holder)] = min(grade, grades.get(str(holder), grade))
    ranked = sorted(grades, key=lambda one: (grades[one], one))[:MOST]
    ranked += sorted(cited - set(ranked))
    return Found(ranked, _by_text(query, index))


def suggestions(query: str, index: PersonIndex) -> list[str]:
    """What somebody may have meant who found nobody: names and words that stand in the register, the likeliest first."""
    meant: dict[str, None] = {}
    store = RegisterStore(index)
    for word in query.split()[: texts.MOST_WORDS]:
        best = sorted(names.search(word, store), key=lambda found: (found[0], str(found[1])))[:MOST_MEANT]
        written = sorted(store.names([holder for _grade, holder in best]))
        meant |= {text: None for _holder, text in written if names.finds(word, text)}
    words = texts.asked(query)[: texts.MOST_WORDS]
    instead = {word: _nearest(word) for word in words}
    if any(instead.values()):
        meant[" ".join(near or word for word, near in instead.items())] = None
    return list(meant)[:MOST_MEANT]


def _nearest(word: str) -> str:
    """The word of the register that is least unlike this one; empty where each differs by more than two letters."""
    near = ((DamerauLevenshtein.distance(word, one, score_cutoff=2), one) for one in texts.like(word))
    distance, best = min(near, default=(3, ""))
    return best if 0 < distance <= 2 and distance < len(word) / 2 else ""


def _by_number(query: str) -> set[str]:
    """The defendants of a case that has this number."""
    numbers = case_numbers(query)
    if not numbers:
        return set()
    numbered = PublishedCase.objects.filter(number__in=numbers).values("id")
    return set(
        PublishedDefendant.objects.filter(case__in=numbered, person__isnull=False).values_list("person_id", flat=True)
    )


def _by_provision(query: str, index: PersonIndex) -> set[str]:
    """Whoever is charged under a provision that is cited in this way."""
    cited = citation(query)
    if cited is None:
        return set()
    meant = [ref for (noun, ref), told in index.names.items() if noun == "provision" and cited.means(told)]
    return index.ids_of(index.any_of("provision", meant))


def _with(word: str, index: PersonIndex) -> Positions:
    """Whoever has this word in a text; of a word that most have it takes long to tell, so it is kept."""
    return _people.get(word, lambda: index.of_numbers(texts.holders(word)))


def _by_text(query: str, index: PersonIndex) -> Positions:
    """Whoever has every word of the query somewhere in the approved texts."""
    words = texts.asked(query)[: texts.MOST_WORDS]
    found = index.everyone if words else NONE
    for word in words:
        found = found & _with(word, index) if found else NONE
    return found
