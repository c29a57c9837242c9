"""Lists with several rows a person (a census of events): the rows of one key become one person, and the mapping says which wins."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from cases.spreadsheets.import_.parsed_row import Fact, PersonPlan, RowPlan
from cases.spreadsheets.import_.statements import same_value
from cases.spreadsheets.mapping.schema import LAST_WINS, REPEATED, Mapping

# Of these a person has as many as the rows name, told apart by these values; of every other record the rows fill one.
SEVERAL = {"recognition": ("organisation",), "occupation": ("occupation",)}


def join_rows(mapping: Mapping, plans: Sequence[RowPlan]) -> None:
    """Let the first row of every key say what all rows of the key say together; the others are marked as part of it."""
    groups: dict[str, list[RowPlan]] = defaultdict(list)
    for plan in plans:
        if plan.people and not plan.refusals and not plan.left_out:
            groups[plan.key].append(plan)
    for group in groups.values():
        if len(group) > 1:
            _join(group, last_wins=mapping.wins == LAST_WINS)


def _join(group: list[RowPlan], *, last_wins: bool) -> None:
    first, *others = group
    order = list(reversed(group)) if last_wins else group
    whole = PersonPlan(0, first.people[0].key, order[0].people[0].name)
    case = next((plan.case for plan in order if plan.case is not None), None)
    doubts: list[str] = []
    for plan in order:
        for fact in plan.people[0].facts:
            _add(whole.facts, fact, order[0].number, plan.number, doubts)
        if plan.case is not None and case is not None and plan.case is not case:
            _fill(case, plan.case, order[0].number, plan.number, doubts)
    first.people, first.case = [whole], case
    for plan in others:
        first.doubts += plan.doubts
        first.terms += plan.terms
        first.noted_terms += plan.noted_terms
        first.links += plan.links
        first.unknown += plan.unknown
        plan.people, plan.case, plan.doubts, plan.terms, plan.unknown = [], None, [], [], []
        plan.noted_terms, plan.links = [], []
        plan.joined = first.number
    first.doubts += dict.fromkeys(doubts)


def _add(facts: list[Fact], fact: Fact, winner: int, number: int, doubts: list[str]) -> None:
    """One more fact of the person: another record, or more about one that is there."""
    for known in facts:
        if known.noun == fact.noun and _is_one(known, fact):
            _fill(known, fact, winner, number, doubts)
            return
    facts.append(fact)


def _is_one(known: Fact, fact: Fact) -> bool:
    if fact.noun not in REPEATED and fact.noun not in SEVERAL:
        return True
    names = SEVERAL.get(fact.noun) or tuple({*known.values, *fact.values})
    return all(same_value(fact.noun, name, known.values.get(name), fact.values.get(name)) for name in names)


def _fill(known: Fact, fact: Fact, winner: int, number: int, doubts: list[str]) -> None:
    """Values that the winning row does not give; where it gives another, that is told."""
    for name, value in fact.values.items():
        if name not in known.values:
            known.values[name] = value
            if name in fact.cells:
                known.cells[name] = fact.cells[name]
        elif name in fact.cells and not same_value(known.noun, name, known.values[name], value):
            column, text = fact.cells[name]
            doubts.append(f"{column}: row {number} says “{text}”; row {winner} counts.")
    known.notes += [note for note in fact.notes if note not in known.notes]
