"""Persons who are likely the same as somebody, with what agrees and what disagrees. Nobody is merged by it.

Two people with one name are no error; whoever the user may not know of is not among the answers, nor counted.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from cases.domain import names
from cases.domain.dates import parse
from cases.models.case import Case
from cases.models.fields import bounds
from cases.models.name_search import SLICE, KeyStore
from cases.models.person import NameKey, Person, PersonName

SHOWN_AT_MOST = 10
LOOKED_AT = 300
"""Names that are compared; the best found come first."""
COMMON = 60
"""Names that share a key: a key that more share (a given name) finds nobody by itself."""
SAME, MAYBE = "same", "maybe"

Bounds = tuple[date | None, date | None]


@dataclass(frozen=True)
class Known:
    """What is known of somebody beside the names, in the values of Person; `places`: (facility key, bounds of its beginning)."""

    born: Bounds = (None, None)
    gender: str = ""
    region: int | None = None
    places: frozenset[tuple[int | None, Bounds]] = frozenset()
    cases: frozenset[int] = frozenset()

    @classmethod
    def typed(cls, born: str = "", gender: str = "", region: int | None = None) -> "Known":
        """Of what was typed into a form; a date that cannot be read says nothing."""
        try:
            read = parse(born) if born.strip() else None
        except ValueError:
            read = None
        return cls((read.lower, read.upper) if read else (None, None), gender, region)

    @classmethod
    def of(cls, person: Person, user: Any) -> "Known":
        """Of a person who is recorded, as far as `user` may know."""
        places = frozenset((row.facility_id, bounds(row, "from_date")) for row in person.custody.all())
        cases = Case.objects.visible_to(user).filter(defendants__person=person).values_list("pk", flat=True)
        return cls(bounds(person, "born"), person.gender, person.region_id, places, frozenset(cases))


@dataclass(frozen=True)
class Likely:
    """A person who may be the same: `answer` is "same" or "maybe", by the name alone."""

    person: Person
    name: str
    answer: str
    agrees: list[str] = field(default_factory=list)
    disagrees: list[str] = field(default_factory=list)

    @property
    def asks(self) -> bool:
        """Whether somebody should look before another record is made."""
        return self.answer == SAME or (bool(self.agrees) and not self.disagrees)


def likely_same(written: Sequence[str], known: Known, *, user: Any, leaving_out: Iterable[int] = ()) -> list[Likely]:
    """Persons whom `user` may know of and who may be the one with the names `written`, the likeliest first."""
    best: dict[int, tuple[str, str]] = {}
    for name in written:
        for person, other in _bearers(name, user):
            answer = names.compare(name, other)
            if answer == SAME or (answer == MAYBE and person not in best):
                best[person] = (answer, other)
    for pk in leaving_out:
        best.pop(pk, None)
    first = sorted(best, key=lambda pk: (best[pk][0] != SAME, pk))[: SHOWN_AT_MOST * 3]
    found = Person.objects.visible_to(user).filter(pk__in=first).select_related("region")
    likely = [_weighed(person, *best[person.pk], known, user) for person in found.prefetch_related("names", "custody")]
    likely.sort(key=lambda one: (one.answer != SAME, len(one.disagrees) - len(one.agrees), one.person.pk))
    return likely[:SHOWN_AT_MOST]


def _bearers(name: str, user: Any) -> list[tuple[int, str]]:
    """(person, name) of whoever a search for the name finds, and of those who share a rare key with it."""
    found_by_name: list[Any] = [holder for _grade, holder in names.search(name, KeyStore())]
    near: set[int] = set(found_by_name[:LOOKED_AT])
    for key in names.entries(name):
        sharing = list(NameKey.objects.filter(key=key).values_list("name", flat=True)[: COMMON + 1])
        if len(sharing) <= COMMON:
            near.update(sharing)
    found: list[tuple[int, str]] = []
    wanted = sorted(near)
    for start in range(0, len(wanted), SLICE):
        some = PersonName.objects.visible_to(user).filter(pk__in=wanted[start : start + SLICE])
        found += some.values_list("person", "text")
    return found


def _weighed(person: Person, answer: str, name: str, known: Known, user: Any) -> Likely:
    likely, other = Likely(person, name, answer), Known.of(person, user)
    if all(any(born) for born in (known.born, other.born)):
        _note(likely, overlap(known.born, other.born), _("born: %(value)s") % {"value": person.born})
    if known.gender and other.gender:
        _note(likely, known.gender == other.gender, _("gender: %(value)s") % {"value": person.get_gender_display()})
    if known.region and other.region:
        _note(likely, known.region == other.region, _("region: %(value)s") % {"value": person.region})
    for row in person.custody.all():
        if row.facility_id and any(
            place == row.facility_id and all(map(any, (begun, bounds(row, "from_date"))))
            and overlap(begun, bounds(row, "from_date")) for place, begun in known.places
        ):  # fmt: skip
            likely.agrees.append(_("custody: %(value)s") % {"value": row})
    common = Case.objects.visible_to(user).filter(pk__in=known.cases & other.cases)
    likely.agrees.extend(_("case: %(value)s") % {"value": case} for case in common)
    return likely


def overlap(one: Bounds, other: Bounds) -> bool:
    """Whether two partial dates can be the same day; an open end may be any day."""
    return not (
        (one[1] is not None and other[0] is not None and one[1] < other[0])
        or (other[1] is not None and one[0] is not None and other[1] < one[0])
    )


def _note(likely: Likely, agree: bool, words: str) -> None:
    (likely.agrees if agree else likely.disagrees).append(words)
