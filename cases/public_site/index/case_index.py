"""In-memory index of cases and hearings by their filter values, to count what each value would give."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from cases.public_site.edition_cache import Kept
from cases.public_site.index.current import person_index
from cases.public_site.index.facet_values import Held
from cases.public_site.index.index_rows import rows
from cases.public_site.index.position_sets import NONE, Positions, Spans

CASES = "SELECT id, opened_edtf, opened_lower || '', opened_upper || '' FROM register_publishedcase ORDER BY id"
HEARINGS = "SELECT id, day_edtf, day_lower || '', day_upper || '' FROM register_publishedhearing ORDER BY id"
# Which filter values a case or a hearing has: SQL that returns (id, value).
CASE_VALUES = {
    "kind": "SELECT id, kind FROM register_publishedcase WHERE kind <> ''",
    "court": """
        SELECT k.id, r.ref FROM register_publishedcase k JOIN register_reference r ON r.key = k.court_id""",
    "jurisdiction": """
        SELECT k.id, r.ref FROM register_publishedcase k JOIN register_reference r ON r.key = k.jurisdiction_id""",
    "provision": """
        SELECT d.case_id, r.ref FROM register_publishedcharge c
        JOIN register_publisheddefendant d ON d.id = c.defendant_id
        JOIN register_reference r ON r.key = c.provision_id""",
    "stage": "SELECT case_id, stage FROM register_publisheddefendant WHERE stage <> ''",
}
HEARING_VALUES = {
    "kind": "SELECT id, kind FROM register_publishedhearing WHERE kind <> ''",
    "outcome": "SELECT id, outcome FROM register_publishedhearing WHERE outcome <> ''",
    "court": """
        SELECT h.id, r.ref FROM register_publishedhearing h JOIN register_reference r ON r.key = h.court_id""",
}


@dataclass(eq=False)
class ListIndex:
    """Index of one list: position n is the n-th id. `undated` is the set of rows without a day; `names` are those of the index
    of people."""

    ids: list[str] = field(default_factory=list)
    position: dict[str, int] = field(default_factory=dict)
    facets: dict[str, dict[str, Positions]] = field(default_factory=dict)
    held: dict[str, Held] = field(default_factory=dict)
    days: Spans = field(default_factory=lambda: Spans(()))
    undated: Positions = NONE
    names: Mapping[tuple[str, str], Mapping[str, str]] = field(default_factory=dict)

    @cached_property
    def everything(self) -> Positions:
        """The set of all positions."""
        return Positions(range(len(self.ids)))

    def any_of(self, facet: str, values: Iterable[str]) -> Positions:
        """Positions with one of these values."""
        return NONE.union(*(self.facets[facet].get(value, NONE) for value in values))

    def of_ids(self, ids: Iterable[str]) -> Positions:
        """Positions of these ids; ids that are not in the list are ignored."""
        return Positions([place for place in map(self.position.get, ids) if place is not None])


_kept: Kept[ListIndex] = Kept(2, of_a_day=False)


def case_index() -> ListIndex:
    """Index of all public cases; built once per edition."""
    return _kept.get("cases", lambda: _build(CASES, CASE_VALUES))


def hearing_index() -> ListIndex:
    """Index of all public hearings; built once per edition."""
    return _kept.get("hearings", lambda: _build(HEARINGS, HEARING_VALUES))


def _build(everything: str, values: Mapping[str, str]) -> ListIndex:
    records = list(rows(everything))
    index = ListIndex(ids=[row[0] for row in records], names=person_index().names)
    index.position = {ref: place for place, ref in enumerate(index.ids)}
    for facet, sql in values.items():
        positions: dict[str, set[int]] = defaultdict(set)
        for ref, value in rows(sql):
            if ref in index.position:
                positions[value].add(index.position[ref])
        index.facets[facet] = {value: Positions(places) for value, places in sorted(positions.items())}
        index.held[facet] = Held(positions, len(records))
    dated = [(place, row) for place, row in enumerate(records) if row[1]]
    index.days = Spans((_day(row[2]), _day(row[3]), place) for place, row in dated)
    index.undated = Positions([place for place, row in enumerate(records) if not row[1]])
    return index


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None
