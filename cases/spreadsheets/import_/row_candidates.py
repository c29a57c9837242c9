"""Persons who may be the same: shown beside a preview, never merged. Two people with one name are no error."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from cases.domain import names
from cases.domain.dates import parse
from cases.models import ImportRow, NameKey, PersonName
from cases.models.person import LONGEST_KEY
from cases.spreadsheets.import_.parsed_row import PersonPlan, RowPlan

COMMON = 60  # names: a key that more names share (a given name) finds nobody
SLICE = 500  # values in one IN


@dataclass(frozen=True)
class Likeness:
    """A person of the list who may be somebody: `answer` is "same" or "maybe". `public_id` of a person who is there
    already, or `other_row` of another row of the list."""

    row: int
    part: int
    name: str
    other_name: str
    answer: str
    public_id: str = ""
    other_row: int = 0
    agrees: bool = False  # besides the name also the day of birth, or the ID that another source gives


@dataclass(frozen=True)
class _Bearer:
    """Somebody who bears a name: a person who is there, or a row of the list."""

    name: str
    public_id: str = ""
    row: int = 0
    born: str = ""
    keys: frozenset[str] = frozenset()  # by which lists name the person


def likenesses(
    plans: Sequence[tuple[RowPlan, PersonPlan]], user: Any, *, known: Collection[int] = ()
) -> list[Likeness]:
    """Who of these new people may be a person that `user` may know of, or somebody else of the list.

    `known`: private keys of persons whom the list names by its own key; they are not proposed to others.
    """
    keys = {person.name: {key[:LONGEST_KEY] for key in names.entries(person.name)} for _plan, person in plans}
    index = _stored(set().union(*keys.values()) if keys else set(), user, frozenset(known))
    found: list[Likeness] = []
    for plan, person in plans:
        mine = keys[person.name]
        bearers = dict.fromkeys(bearer for key in mine if len(index[key]) <= COMMON for bearer in index[key])
        for other in bearers:
            answer = names.compare(person.name, other.name)
            if answer != "different":
                agrees = answer == "same" and bool(other.public_id) and _agrees(plan, person, other)
                found.append(
                    Likeness(
                        plan.number, person.part, person.name, other.name, answer, other.public_id, other.row, agrees
                    )
                )
        for key in mine:
            index[key].append(_Bearer(person.name, row=plan.number))
    return found


def _agrees(plan: RowPlan, person: PersonPlan, other: _Bearer) -> bool:
    """Whether the day of birth is the same, wholly known, or the ID in the source."""
    if plan.key in other.keys:
        return True
    given = next((fact.values["born"] for fact in person.of("person") if fact.values.get("born")), "")
    try:
        one, two = parse(given or " "), parse(other.born or " ")
    except ValueError:
        return False
    return one.exact and two.exact and one.edtf == two.edtf


def _stored(keys: Collection[str], user: Any, known: Collection[int]) -> dict[str, list[_Bearer]]:
    """For each key the bearers of the stored names that have it, so far as `user` may know of them."""
    holders: dict[str, list[int]] = {}
    for some in _slices(sorted(keys)):
        of_some: dict[str, list[int]] = defaultdict(list)
        for key, name in NameKey.objects.filter(key__in=some).order_by("name").values_list("key", "name").iterator():
            of_some[key].append(name)
        holders |= {key: found for key, found in of_some.items() if len(found) <= COMMON}
    bearers: dict[int, _Bearer] = {}
    for some in _slices(sorted({name for found in holders.values() for name in found})):
        stored = PersonName.objects.visible_to(user).filter(pk__in=some).exclude(person__in=_within(known, some))
        told = list(stored.values_list("pk", "text", "person__public_id", "person__born", "person"))
        source_ids: dict[int, set[str]] = defaultdict(set)
        rows = ImportRow.objects.filter(person__in={each[4] for each in told}, batch__undone_at=None)
        for person, key in rows.values_list("person", "key").order_by():
            source_ids[person].add(key)
        for name, text, public_id, born, person in told:
            bearers[name] = _Bearer(text, public_id, born=born, keys=frozenset(source_ids[person]))
    index: dict[str, list[_Bearer]] = defaultdict(list)
    for key, found in holders.items():
        index[key] = [bearers[name] for name in found if name in bearers]
    return index


def _within(known: Collection[int], holders: Sequence[int]) -> list[int]:
    """Those of `known` who bear one of these names: a list short enough for a query."""
    persons = PersonName.objects.filter(pk__in=holders).values_list("person", flat=True)
    return [person for person in persons if person in known]


def _slices(values: Sequence[Any]) -> Iterator[Sequence[Any]]:
    return (values[start : start + SLICE] for start in range(0, len(values), SLICE))
