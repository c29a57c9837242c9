"""Finding people by name in any script and spelling, by case number, by provision, by words of the approved texts."""

from collections.abc import Collection, Hashable, Iterable

from django.db.models import Q

from cases import names
from cases.register.models import (
    PublishedCase,
    PublishedCharge,
    PublishedDefendant,
    PublishedName,
    PublishedNameKey,
    PublishedNameNear,
)
from cases.register.reading.shapes import AT_ONCE

MOST = 5000  # people that a search lists at most


class RegisterStore:
    """The names of the register as cases.names searches them; a holder is the id of a person."""

    def near(self, cuts: Collection[str]) -> Iterable[str]:
        """The stored keys beside which one of these deletions stands."""
        found: set[str] = set()
        wanted = sorted(cuts)
        for start in range(0, len(wanted), AT_ONCE):
            chunk = wanted[start : start + AT_ONCE]
            found.update(PublishedNameNear.objects.filter(cut__in=chunk).values_list("key", flat=True))
        return found

    def starting(self, starts: Collection[str]) -> Iterable[str]:
        """The stored keys that begin with one of these."""
        found: set[str] = set()
        for start in sorted(starts):
            query = PublishedNameKey.objects.filter(key__gte=start, key__lt=start + "\U0010ffff")
            found.update(query.order_by("key").values_list("key", flat=True).distinct()[:200])
        return found

    def holders(self, keys: Collection[str]) -> Iterable[Hashable]:
        """The people who have one of these keys."""
        found: list[str] = []
        wanted = sorted(keys)
        for start in range(0, len(wanted), AT_ONCE):
            chunk = wanted[start : start + AT_ONCE]
            found += PublishedNameKey.objects.filter(key__in=chunk).values_list("owner", flat=True)
        return found

    def names(self, holders: Collection[Hashable]) -> Iterable[tuple[Hashable, str]]:
        """The names of these people."""
        wanted = sorted(str(holder) for holder in holders)
        for start in range(0, len(wanted), AT_ONCE):
            chunk = wanted[start : start + AT_ONCE]
            yield from PublishedName.objects.filter(owner__in=chunk).values_list("owner", "text")


def people_found(query: str) -> list[str]:
    """The ids of the people whom a query finds, best first; the id decides among equals."""
    grades: dict[str, int] = {}
    for grade, holder in names.search(query, RegisterStore()):
        grades[str(holder)] = min(grade, grades.get(str(holder), grade))
    ranked = sorted(grades, key=lambda one: (grades[one], one))
    told = set(ranked)
    for found in (_by_number(query), _by_provision(query), _by_text(query)):
        ranked += sorted(one for one in found if one not in told)
        told.update(found)
    return ranked[:MOST]


def _by_number(query: str) -> set[str]:
    """The defendants of a case that has this number."""
    if not any(character.isdigit() for character in query):
        return set()
    numbered = PublishedCase.objects.filter(number=query).values("id")
    return set(
        PublishedDefendant.objects.filter(case__in=numbered, person__isnull=False).values_list("person_id", flat=True)
    )


def _by_provision(query: str) -> set[str]:
    """Whoever is charged under a provision that is cited in this way: its article, or its whole label."""
    if not any(character.isdigit() for character in query):
        return set()
    cited = Q(provision__article=query) | Q(provision__label=query)
    charges = PublishedCharge.objects.filter(cited, defendant__person__isnull=False)
    return set(charges.values_list("defendant__person_id", flat=True).distinct())


def _by_text(query: str) -> set[str]:
    return set()
