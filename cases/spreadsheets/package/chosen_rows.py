"""Which rows a package has: the chosen persons and cases as far as whoever asks may know of them, and what they refer to."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.db.models import Q

from cases.models import Case, Defendant, Evidence, Person, Record
from cases.spreadsheets.package.cell_values import cell
from cases.spreadsheets.package.tables import TABLES, Table

SLICE = 500
"""Keys in one condition: databases dislike more."""
Row = tuple[int, str, list[str]]
"""Private key, public id, and the cells after it."""


@dataclass
class Chosen:
    """The persons and cases of a package, and what was written of each kind so far: private key -> public id."""

    user: Any
    written: dict[str, dict[int, str]] = field(default_factory=lambda: defaultdict(dict))
    referred: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    ids: dict[str, frozenset[str]] = field(default_factory=dict)

    def count(self) -> int:
        """How many persons and cases there are."""
        return len(self.written["person"]) + len(self.written["case"])


def choose(user: Any, *, persons: Sequence[int] | None = None, cases: Sequence[int] | None = None) -> Chosen:
    """The persons with these keys and the cases they are prosecuted in; or the cases with these keys and their defendants;
    everything, where neither is given. Of a case with many defendants only the chosen ones are in the package.
    """
    chosen = Chosen(user)
    parts = Defendant.objects.visible_to(user)
    if persons is not None:
        persons = _known(Person, user, persons)
        cases = sorted(
            {key for some in _slices(persons) for key in parts.filter(person__in=some).values_list("case", flat=True)}
        )
    elif cases is not None:
        cases = _known(Case, user, cases)
        persons = sorted(
            {key for some in _slices(cases) for key in parts.filter(case__in=some).values_list("person", flat=True)}
        )
    for model, keys in ((Person, persons), (Case, cases)):
        found: Any = model.objects.visible_to(user)
        if keys is None:
            chosen.written[model.noun()] = dict(found.values_list("pk", "public_id"))
        else:
            for some in _slices(keys):
                chosen.written[model.noun()] |= dict(found.filter(pk__in=some).values_list("pk", "public_id"))
    return chosen


def rows_of_table(table: Table, columns: Sequence[str], chosen: Chosen) -> Iterator[Row]:
    """The rows of a table in the order in which they were entered. Tables are asked for parents first, what many refer to last."""
    model = table.model
    own = {name: _target(model, name) for name in columns if _target(model, name)}
    among_themselves = [name for name, target in own.items() if target == table.noun and not table.is_reference]
    siblings = _keys_of(table, chosen) if among_themselves else set()
    for query in _queries(table, chosen):
        names = [_lookup(model, name) for name in columns]
        extra = [f"{name}_id" for name in own]
        for key, public_id, *values in query.order_by("pk").values_list("pk", "public_id", *names, *extra):
            told, keys = list(values[: len(columns)]), dict(zip(own, values[len(columns) :], strict=True))
            if not _belongs(table, keys, dict(zip(columns, told, strict=True)), chosen):
                continue
            for name in among_themselves:
                if keys[name] not in siblings:  # a hearing of another case, which is not in the package
                    told[columns.index(name)] = None
            chosen.written[table.noun][key] = public_id
            for name, target in keys.items():
                if target is not None:
                    chosen.referred[own[name]].add(target)
            yield key, public_id, [cell(value) for value in told]


def closure(chosen: Chosen, tables: Iterable[Table]) -> None:
    """Add to what is referred to what that refers to itself: a court's region and country, a provision's code."""
    ordered = list(tables)
    for table in reversed(ordered):
        names = [
            f.name
            for f in table.model._meta.concrete_fields
            if isinstance(f, models.ForeignKey) and f.name in table.fields
        ]
        fresh = set(chosen.referred[table.noun])
        while fresh and names:
            found: set[int] = set()
            for some in _slices(sorted(fresh)):
                for keys in table.model._base_manager.filter(pk__in=some).values_list(*names):
                    for name, key in zip(names, keys, strict=True):
                        target = _target(table.model, name)
                        if key is not None and target == table.noun and key not in chosen.referred[target]:
                            found.add(key)
                        if key is not None:
                            chosen.referred[target].add(key)
            fresh = found


def _queries(table: Table, chosen: Chosen) -> Iterator[Any]:
    """The rows in question, some hundred at a time."""
    known: Any = table.model.objects.visible_to(chosen.user)
    if table.noun == "facilityaddress":
        lookup, keys = "facility", chosen.referred["facility"]
    elif table.is_reference:
        lookup, keys = "pk", chosen.referred[table.noun]
    elif table.noun in ("person", "case"):
        lookup, keys = "pk", set(chosen.written[table.noun])
    elif table.noun == "citation":
        for name in ("person", "case"):
            for some in _slices(sorted(chosen.written[name])):
                yield known.filter(**{f"{name}__in": some})
        return
    elif table.noun == "evidence":
        lookup, keys = "source", chosen.referred["source"]
        known = Evidence.objects.visible_to(chosen.user)
    else:
        lookup = table.model.parent
        keys = set(chosen.written[_target(table.model, lookup)])
    for some in _slices(sorted(keys)):
        yield known.filter(Q(**{f"{lookup}__in": some}))


def _keys_of(table: Table, chosen: Chosen) -> set[int]:
    return {key for query in _queries(table, chosen) for key in query.values_list("pk", flat=True)}


def _belongs(table: Table, keys: dict[str, int | None], told: dict[str, Any], chosen: Chosen) -> bool:
    """Whether a row is about what is in the package alone: no part of somebody else in the same case."""
    if table.noun == "defendant":
        return keys["person"] in chosen.written["person"]
    if table.noun == "hearingdefendant":
        return keys["defendant"] in chosen.written["defendant"]
    if table.noun == "citation" and told["about"]:
        noun, _slash, rest = told["about"].partition("/")
        return rest.partition("/")[0] in _ids(chosen, noun)
    return True


def _ids(chosen: Chosen, noun: str) -> frozenset[str]:
    if noun not in chosen.ids:
        chosen.ids[noun] = frozenset(chosen.written[noun].values())
    return chosen.ids[noun]


def _lookup(model: type[Record], name: str) -> str:
    return f"{name}__public_id" if _target(model, name) else name


def _target(model: type[Record], name: str) -> str:
    """The kind of record that a column refers to; "" where it is no reference."""
    related: Any = model._meta.get_field(name).related_model
    return related.noun() if related is not None else ""


def _known(model: type[Record], user: Any, keys: Sequence[int]) -> list[int]:
    found: list[int] = []
    for some in _slices(keys):
        found += model.objects.visible_to(user).filter(pk__in=some).values_list("pk", flat=True)
    return found


def _slices(keys: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(keys), SLICE):
        yield keys[start : start + SLICE]


ROWS_FIRST = (*(table for table in TABLES if not table.is_reference),)
REFERENCE = (*(table for table in TABLES if table.is_reference),)
