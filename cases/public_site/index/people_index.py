"""The index of people: sets of positions by facet and value, dates, sort orders, and the names of the values."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any

from cases.domain.joined_terms import longest_months
from cases.public_site.index import index_rows
from cases.public_site.index.facet_values import Held
from cases.public_site.index.name_postings import KEYS, NameKeys
from cases.public_site.index.next_hearings import Coming
from cases.public_site.index.position_sets import NONE, Order, Positions, Spans, page_of
from cases.public_site.index.today import Places, facets_on
from cases.public_site.search.text_search import number_of

# Imprisonment in months: (code, lower bound, upper bound excluded).
LENGTHS = (("under_1", 0, 12), ("1_3", 12, 36), ("3_5", 36, 60), ("5_10", 60, 120), ("10_more", 120, 10**6))
AGES = (("under_18", 0, 18), ("18_29", 18, 30), ("30_44", 30, 45), ("45_59", 45, 60), ("60_more", 60, 200))
OPEN = date.max
NAME_ORDERS = ("name_be", "name_ru", "family_en", "family_be", "family_ru")  # columns of index_rows.PERSON_ORDERS


@dataclass(eq=False)
class PersonIndex:
    """Position n is the n-th person by name. `orders` and `spans` are keyed by the name of the sort key and of the date. `on`:
    the day for which the index was computed; an index as built has no day, and nothing that depends on one."""

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
    latest_custody: dict[int, str] = field(default_factory=dict)
    on: date = date.min

    def as_of(self, on: date) -> "PersonIndex":
        """The same index for a given day."""
        places = facets_on(on, self.position)
        day_values = {facet: Held(values, self.size) for facet, values in places.items()}
        return replace(self, facets=self.facets | _sets(places), held=self.held | day_values, on=on)

    @property
    def size(self) -> int:
        """Number of public people."""
        return len(self.ids)

    @cached_property
    def everyone(self) -> Positions:
        """The set of all."""
        return Positions(range(self.size))

    def any_of(self, facet: str, values: Iterable[str]) -> Positions:
        """People with one of these values."""
        return NONE.union(*(self.facets[facet].get(value, NONE) for value in values))

    def counts(self, facet: str, among: Positions) -> dict[str, int]:
        """Number of people in a set with each value; values without people are left out."""
        counted = ((value, people.intersection_cardinality(among)) for value, people in self.facets[facet].items())
        return {value: count for value, count in counted if count}

    def page(self, among: Positions, order: str, start: int, stop: int, on: date | None = None) -> list[str]:
        """The ids of a slice of a set in one of the sort orders, `stop` excluded; with `on` sorted by the next hearing as of
        that day."""
        ordered = self.coming.on(on).order if on else self.orders[order]
        return [self.ids[place] for place in page_of(among, ordered, start, stop)]

    def ids_of(self, people: Positions) -> set[str]:
        """The ids of a set."""
        return {self.ids[place] for place in people}

    def of_numbers(self, numbers: Iterable[int]) -> Positions:
        """The set of people whose public ids are these numbers (cases.public_site.search.text_search); others are ignored."""
        return Positions([place for place in map(self.numbered.get, numbers) if place is not None])

    def of_ids(self, ids: Iterable[str]) -> Positions:
        """The set of these people; ids that are not public are ignored."""
        return Positions([place for place in map(self.position.get, ids) if place is not None])


def build() -> PersonIndex:
    """Build a new index from the register."""
    people = list(index_rows.rows(index_rows.PEOPLE))
    index = PersonIndex(ids=[row[0] for row in people])
    index.position = {ref: place for place, ref in enumerate(index.ids)}
    # In the order in which postings of words list people: what is looked up in sequence is adjacent in memory.
    index.numbered = dict(sorted((number_of(ref), place) for place, ref in enumerate(index.ids)))
    positions: dict[str, dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
    for facet, sql in index_rows.PAIRS.items():
        positions[facet] = defaultdict(set)
        for person, value in index_rows.rows(sql):
            if person in index.position:
                positions[facet][value].add(index.position[person])
    arrests = _read_custody(index, positions)
    _read_people(people, arrests, positions)
    longest = _read_terms(index, positions)
    index.facets = _sets(positions)
    index.held = {facet: Held(values, index.size) for facet, values in positions.items()}
    index.spans = {
        "arrested": Spans(
            (lower, upper, place) for place, intervals in arrests.items() for lower, upper, _edtf in intervals
        ),
        "sentenced": _spans(index, index_rows.SENTENCED),
        "hearing": _spans(index, index_rows.HEARD),
    }
    index.coming = Coming(
        (
            (index.position[ref], edtf, date.fromisoformat(lower), _day(upper))
            for ref, edtf, lower, upper in index_rows.rows(index_rows.COMING)
            if ref in index.position
        ),
        index.size,
    )
    latest = {
        place: max((lower or upper or date.min, edtf) for lower, upper, edtf in intervals)
        for place, intervals in arrests.items()
    }
    index.latest_custody = {place: edtf for place, (_day, edtf) in latest.items() if len(arrests[place]) > 1}
    index.orders = _orders(index, people, {place: day for place, (day, _edtf) in latest.items()}, longest)
    index.names = _names()
    index.keys = NameKeys(index_rows.rows(KEYS), index.position)
    return index


def _sets(places: Places) -> dict[str, dict[str, Positions]]:
    return {
        facet: {value: Positions(positions) for value, positions in sorted(values.items())}
        for facet, values in places.items()
    }


def _spans(index: PersonIndex, sql: str) -> Spans:
    rows = index_rows.rows(sql)
    return Spans((_day(lower), _day(upper), index.position[ref]) for ref, lower, upper in rows if ref in index.position)


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


Begun = tuple[date | None, date | None, str]
"""First and last possible day of the beginning of a custody, and its EDTF."""


def _read_custody(index: PersonIndex, held: dict[str, dict[str, set[int]]]) -> dict[int, list[Begun]]:
    """Fill the facet of places; return the bounds of the beginning of each dated custody of each person in order."""
    held["place"] = defaultdict(set)
    arrests: dict[int, list[Begun]] = defaultdict(list)
    for person, _kind, _end, lower, upper, _until_lower, _until_upper, _until, place, edtf in index_rows.rows(
        index_rows.CUSTODY
    ):
        if person in index.position:
            position = index.position[person]
            if place:
                held["place"][place].add(position)
            if lower or upper:
                arrests[position].append((_day(lower), _day(upper), edtf))
    return arrests


def _read_people(
    people: list[tuple[Any, ...]],
    arrests: Mapping[int, list[Begun]],
    held: dict[str, dict[str, set[int]]],
) -> None:
    """Fill the facets that come from the person's own row; the age is that in the year of the first arrest."""
    for facet in ("gender", "region", "age"):
        held[facet] = defaultdict(set)
    for place, (_id, gender, born, _died, region, _first_on) in enumerate(people):
        if gender:
            held["gender"][gender].add(place)
        if region:
            held["region"][region].add(place)
        arrested = arrests[place][0][0] if place in arrests else None
        year = _day(born)
        if arrested and year:
            age = arrested.year - year.year
            group = next((code for code, low, high in AGES if low <= age < high), None)
            if group:
                held["age"][group].add(place)


def _read_terms(index: PersonIndex, held: dict[str, dict[str, set[int]]]) -> dict[int, int]:
    """Fill the facet of lengths; return the longest term of each person in months."""
    held["length"] = defaultdict(set)
    months_by_person = longest_months(
        (person, date.fromisoformat(day).toordinal() if day else date.max.toordinal(), months, how)
        for person, day, months, how, replaced in index_rows.rows(index_rows.TERMS)
        if person in index.position and not replaced
    )
    longest = {index.position[person]: months for person, months in months_by_person.items()}
    for place, months in longest.items():
        code = next(code for code, low, high in LENGTHS if low <= months < high)
        held["length"][code].add(place)
    return longest


def _orders(
    index: PersonIndex,
    people: list[tuple[Any, ...]],
    latest: Mapping[int, date],
    longest: Mapping[int, int],
) -> dict[str, Order | None]:
    """Positions in each sort order. People without the date come last; ties are broken by public id."""
    places = range(index.size)

    def arrested(place: int) -> tuple[bool, int, str]:
        return place not in latest, -latest.get(place, OPEN).toordinal(), index.ids[place]

    def newest(place: int) -> tuple[int, str]:
        day = _day(people[place][5])
        return -(day or date.min).toordinal(), index.ids[place]

    return {
        "name_en": None,  # the positions themselves
        **_name_orders(index),
        "arrest": Order(sorted(places, key=arrested)),
        "newest": Order(sorted(places, key=newest)),
        "sentence": Order(sorted(places, key=lambda place: (-longest.get(place, -1), index.ids[place]))),
    }


def _name_orders(index: PersonIndex) -> dict[str, Order | None]:
    """Positions by the name as shown and by the family name, in the alphabet of each language; the nameless last."""
    keys = list(index_rows.rows(index_rows.PERSON_ORDERS))

    def order(column: int) -> Order:
        rows = sorted((row[column] == "", row[column], index.ids[place], place) for place, row in enumerate(keys))
        return Order(place for *_key, place in rows)

    return {name: order(column) for column, name in enumerate(NAME_ORDERS)}


def _names() -> dict[tuple[str, str], Mapping[str, str]]:
    """Names of each court, place, provision ... by (noun, public id)."""
    names: dict[tuple[str, str], Mapping[str, str]] = {}
    for noun, ref, en, be, ru, local, label, article, part, _uses, law in index_rows.rows(index_rows.NAMES):
        texts = {"en": en, "be": be, "ru": ru, "local": local}
        names[noun, ref] = texts | {"label": label, "article": article, "part": part, "law": law}
    return names
