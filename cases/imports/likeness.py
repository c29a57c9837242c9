"""Persons who may be the same: shown beside a preview, never merged. Two people with one name are no error."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from cases import names
from cases.imports.plans import PersonPlan, RowPlan
from cases.models import PersonName

COMMON = 60  # names: a key that more names share (a given name) finds nobody


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


def likenesses(plans: Sequence[tuple[RowPlan, PersonPlan]], user: Any, *, known: Iterable[int] = ()) -> list[Likeness]:
    """Who of these new people may be a person that `user` may know of, or somebody else of the list.

    `known`: private keys of persons whom the list names by its own key; they are not proposed to others.
    """
    index: dict[str, list[tuple[str, str, int]]] = defaultdict(list)  # key of a name -> (name, public id, row)
    named = frozenset(known)
    stored = PersonName.objects.visible_to(user).order_by("pk").values_list("text", "person__public_id", "person")
    for text, public_id, person_key in stored.iterator():
        for key in names.entries(text) if person_key not in named else ():
            index[key].append((text, public_id, 0))
    found: list[Likeness] = []
    for plan, person in plans:
        keys = names.entries(person.name)
        candidates = dict.fromkeys(each for key in keys if len(index[key]) <= COMMON for each in index[key])
        for other_name, public_id, other_row in candidates:
            answer = names.compare(person.name, other_name)
            if answer != "different":
                found.append(Likeness(plan.number, person.part, person.name, other_name, answer, public_id, other_row))
        for key in keys:
            index[key].append((person.name, "", plan.number))
    return found
