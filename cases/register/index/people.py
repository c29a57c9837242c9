"""The index of people: sets of positions by facet and value, dates, orders, and the names of the values."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from cases.register.index import load
from cases.register.index.bits import NONE, Order, Positions, Spans, page_of
from cases.register.index.coming import Coming
from cases.register.index.held import Held
from cases.register.index.keys import KEYS, NameKeys
from cases.register.reading.texts import number_of
from cases.register.status import status_of

# Imprisonment in months: (code, from, to before).
LENGTHS = (("under_1", 0, 12), ("1_3", 12, 36), ("3_5", 36, 60), ("5_10", 60, 120), ("10_more", 120, 10**6))
AGES = (("under_18", 0, 18), ("18_29", 18, 30), ("30_44", 30, 45), ("45_59", 45, 60), ("60_more", 60, 200))
OPEN = date.max


@dataclass(eq=False)
class PersonIndex:
    """Position n is the n-th person by name. `orders` and `spans` are by name of sort key and of date."""

    ids: list[str] = field(default_factory=list)
    facets: dict[str, dict[str, Positions]] = field(default_factory=dict)
    held: dict[str, Held] = field(default_factory=dict)
    spans: dict[str, Spans] = field(default_factory=dict)
    orders: dict[str, Order | None] = field(default_factory=dict)
    coming: Coming = field(default_factory=lambda: Coming((), 0))
    position: dict[str, int] = field(default_factory=dict)
    numbered: dict[int, int] = field(default_factory=dict)
    names: dict[tuple[str, str], Mapping[str, str]] = field(default_factory=dict)
    keys: NameKeys = field(default_factory=NameKeys)

    @property
    def size(self) -> int:
        """How many people are public."""
        return len(self.ids)

    @cached_property
    def everyone(self) -> Positions:
        """The set of all."""
        return Positions(range(self.size))

    def any_of(self, facet: str, values: Iterable[str]) -> Positions:
        """Whoever has one of these values."""
        return NONE.union(*(self.facets[facet].get(value, NONE) for value in values))

    def counts(self, facet: str, among: Positions) -> dict[str, int]:
        """How many of a set have each value; values that nobody there has are left out."""
        counted = ((value, held.intersection_cardinality(among)) for value, held in self.facets[facet].items())
        return {value: count for value, count in counted if count}

    def page(self, among: Positions, order: str, start: int, stop: int, on: date | None = None) -> list[str]:
        """The ids of a set from the `start`-th to before the `stop`-th, in one of the orders; with the day `on` by the next
        hearing as it is then."""
        ordered = self.coming.on(on).order if on else self.orders[order]
        return [self.ids[place] for place in page_of(among, ordered, start, stop)]

    def ids_of(self, people: Positions) -> set[str]:
        """The ids of a set."""
        return {self.ids[place] for place in people}

    def of_numbers(self, numbers: Iterable[int]) -> Positions:
        """The set of the people whose public ids are these numbers (cases.register.reading.texts); others are ignored."""
        return Positions([place for place in map(self.numbered.get, numbers) if place is not None])

    def of_ids(self, ids: Iterable[str]) -> Positions:
        """The set of these people; ids of nobody public are ignored."""
        return Positions([place for place in map(self.position.get, ids) if place is not None])


def build() -> PersonIndex:
    """Read the register into a new index."""
    people = list(load.rows(load.PEOPLE))
    index = PersonIndex(ids=[row[0] for row in people])
    index.position = {one: place for place, one in enumerate(index.ids)}
    # In the order in which lists of who has a word name them: what is looked up one after the other lies side by side in memory.
    index.numbered = dict(sorted((number_of(one), place) for place, one in enumerate(index.ids)))
    held: dict[str, dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
    for facet, sql in load.PAIRS.items():
        held[facet] = defaultdict(set)
        for person, value in load.rows(sql):
            if person in index.position:
                held[facet][value].add(index.position[person])
    arrests = _read_custody(index, people, held)
    _read_people(people, arrests, held)
    longest = _read_terms(index, held)
    index.facets = {
        facet: {value: Positions(places) for value, places in sorted(values.items())} for facet, values in held.items()
    }
    index.held = {facet: Held(values, index.size) for facet, values in held.items()}
    index.spans = {
        "arrested": Spans((*bounds, place) for place, bounds in arrests.items()),
        "sentenced": _spans(index, load.SENTENCED),
        "hearing": _spans(index, load.HEARD),
    }
    index.coming = Coming(
        (
            (index.position[one], edtf, date.fromisoformat(lower), _day(upper))
            for one, edtf, lower, upper in load.rows(load.COMING)
            if one in index.position
        ),
        index.size,
    )
    index.orders = _orders(index, people, arrests, longest)
    index.names = _names()
    index.keys = NameKeys(load.rows(KEYS), index.position)
    return index


def _spans(index: PersonIndex, sql: str) -> Spans:
    found = load.rows(sql)
    return Spans(
        (_day(lower), _day(upper), index.position[one]) for one, lower, upper in found if one in index.position
    )


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


def _read_custody(
    index: PersonIndex, people: list[tuple[Any, ...]], held: dict[str, dict[str, set[int]]]
) -> dict[int, tuple[date | None, date | None]]:
    """Fill the facets about custody; returns the bounds of each person's first day of it."""
    periods: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for person, kind, end, lower, upper, _until_lower, _until_upper, until, place in load.rows(load.CUSTODY):
        if person in index.position:
            row = {"kind": kind, "end": end, "until": until, "lower": lower, "upper": upper}
            periods[index.position[person]].append(row)
            if place:
                held["place"][place].add(index.position[person])
    held["status"] = defaultdict(set)
    held["place"] = held["place"]
    arrests = {}
    for place, (_id, _gender, _born, died, *_rest) in enumerate(people):
        status, _period = status_of(periods[place], died=bool(died))
        held["status"][status.value].add(place)
        dated = next((one for one in periods[place] if one["lower"] or one["upper"]), None)
        if dated:
            arrests[place] = (_day(dated["lower"]), _day(dated["upper"]))
    return arrests


def _read_people(
    people: list[tuple[Any, ...]],
    arrests: Mapping[int, tuple[date | None, date | None]],
    held: dict[str, dict[str, set[int]]],
) -> None:
    """Fill the facets that stand in the person's own row; the age is the one in the year of the first arrest."""
    for facet in ("gender", "region", "age"):
        held[facet] = defaultdict(set)
    for place, (_id, gender, born, _died, region, _first_on) in enumerate(people):
        if gender:
            held["gender"][gender].add(place)
        if region:
            held["region"][region].add(place)
        arrested = arrests.get(place, (None, None))[0]
        year = _day(born)
        if arrested and year:
            age = arrested.year - year.year
            group = next((code for code, low, high in AGES if low <= age < high), None)
            if group:
                held["age"][group].add(place)


def _read_terms(index: PersonIndex, held: dict[str, dict[str, set[int]]]) -> dict[int, int]:
    """Fill the facet of lengths; returns the longest term of each person in months."""
    held["length"] = defaultdict(set)
    longest: dict[int, int] = {}
    for person, months in load.rows(load.TERMS):
        if person in index.position:
            place = index.position[person]
            longest[place] = max(months, longest.get(place, 0))
    for place, months in longest.items():
        code = next(code for code, low, high in LENGTHS if low <= months < high)
        held["length"][code].add(place)
    return longest


def _orders(
    index: PersonIndex,
    people: list[tuple[Any, ...]],
    arrests: Mapping[int, tuple[date | None, date | None]],
    longest: Mapping[int, int],
) -> dict[str, Order | None]:
    """Positions in each order. Whoever lacks the date stands last; the public id decides among equals."""
    places = range(index.size)

    def arrested(place: int) -> tuple[bool, int, str]:
        lower, upper = arrests.get(place, (None, None))
        day = lower or upper
        return day is None, -(day or OPEN).toordinal(), index.ids[place]

    def newest(place: int) -> tuple[int, str]:
        day = _day(people[place][5])
        return -(day or date.min).toordinal(), index.ids[place]

    return {
        "name": None,
        "arrest": Order(sorted(places, key=arrested)),
        "newest": Order(sorted(places, key=newest)),
        "sentence": Order(sorted(places, key=lambda place: (-longest.get(place, -1), index.ids[place]))),
    }


def _names() -> dict[tuple[str, str], Mapping[str, str]]:
    """How each court, place, provision ... is called, by (noun, public id)."""
    names: dict[tuple[str, str], Mapping[str, str]] = {}
    for noun, ref, en, be, ru, local, label, article, part, _uses in load.rows(load.NAMES):
        texts = {"en": en, "be": be, "ru": ru, "local": local}
        names[noun, ref] = texts | {"label": label, "article": article, "part": part}
    return names
