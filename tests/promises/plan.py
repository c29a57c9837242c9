"""What is approved, drawn once and given to both worlds: the same public ids, values, and days of decision.

A plan says nothing of anything else. Fields it does not name are for each world to fill, or to leave empty, as it likes.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from random import Random
from typing import Any

from django.apps import apps
from django.db import models
from hypothesis import strategies as st

from cases.models import Record
from cases.models.record import ALPHABET, PUBLIC_ID_LENGTH
from cases.review.policy import How, public_fields

# Dates under these names lie before or after all others, so that whatever is drawn is possible (sentencing.chronology).
YEARS = {
    "born": (1950, 2000), "opened": (2010, 2010), "act_date": (2011, 2011), "charged_on": (2012, 2014),
    "decided": (2019, 2019), "died": (2023, 2023),
    **dict.fromkeys(("until", "valid_until", "closed", "in_force", "status_date"), (2022, 2022)),
}  # fmt: skip
OTHER_YEARS = (2017, 2020)
YEAR_ALONE = frozenset({"decided"})  # several decisions of one case, in an order that nobody knows
NOT_DRAWN = frozenset(
    {"house_arrest"}
)  # cannot last beside another period, and periods are drawn apart from each other
NO_TERM = frozenset({"life", "death"})  # penalties that the database lets have no years


@dataclass(frozen=True)
class Day:
    """A date as far as it is approved; 0 for what is not known. How it was typed is for each world to choose."""

    year: int
    month: int = 0
    day: int = 0


@dataclass(frozen=True)
class To:
    """A pointer at the record with this public id."""

    noun: str
    id: str


@dataclass(frozen=True)
class Row:
    """A record: `values` are approved and become public; `fixed` are not, but decide what does (a flag "to be verified")."""

    noun: str
    id: str
    parent: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)
    fixed: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Aggregate:
    """A person or case with its rows, parents first, the days of its first and newest approval, and the public ids that were
    merged into it and of which a reviewer approved that they lead on."""

    root: Row
    rows: tuple[Row, ...]
    first_on: date
    changed_on: date
    retired: tuple[str, ...] = ()


@dataclass(frozen=True)
class Plan:
    references: tuple[Row, ...]
    aggregates: tuple[Aggregate, ...]

    def ids(self, *nouns: str) -> list[str]:
        """Public ids that this plan publishes, of these kinds or of all."""
        rows = [row for whole in self.aggregates for row in (whole.root, *whole.rows)]
        retired = [ref for whole in self.aggregates for ref in whole.retired if not nouns or "person" in nouns]
        return [row.id for row in (*self.references, *rows) if not nouns or row.noun in nouns] + retired


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    """Plans of every size and with every choice of approved values."""
    return make_plan(draw(st.randoms(use_true_random=False)))


def make_plan(random: Random, *, rich: bool = False) -> Plan:
    """A plan out of a source of randomness; a `rich` one has every kind of row."""
    return _Maker(random, rich).plan()


class _Maker:
    def __init__(self, random: Random, rich: bool) -> None:
        self.random, self.rich = random, rich
        self.number, self.salt = 0, random.randint(0, 2**32)
        self.references: list[Row] = []

    def new_id(self) -> str:
        """An id that this plan did not give yet, however poor its source of randomness is."""
        self.number += 1
        letters = Random(f"{self.salt} {self.number}")
        return "".join(letters.choice(ALPHABET) for _position in range(PUBLIC_ID_LENGTH))

    def few(self, most: int) -> int:
        return most if self.rich else self.random.randint(0, most)

    def plan(self) -> Plan:
        self._draw_references()
        persons = [self._person() for _one in range(1 + self.few(1))]
        cases = [self._case([whole.root.id for whole in persons]) for _one in range(self.few(1))]
        held = [self._held()] if self.rich else []
        return Plan(tuple(self.references), (*persons, *cases, *held))

    def _draw_references(self) -> None:
        make = self._reference
        make("country", code="BY", to_verify=False)
        for noun in ("region", "jurisdiction", "occupation", "organisation", "official", "court", "facility"):
            for _one in range(2 if noun in ("court", "facility") else 1):
                make(noun, to_verify=self.random.random() < 0.3)
        facility = self.references[-1]
        make("facilityaddress", facility.id, valid_from=Day(2019), valid_until="", to_verify=False)
        make("code", jurisdiction=self.any("jurisdiction"), whole_pattern="art. {article}", to_verify=False,
             part_pattern="art. {article} ({part})")  # fmt: skip
        make("provision", to_verify=False)
        make("provision", to_verify=True)
        for legal_risk in (False, True):
            make("source", legal_risk=legal_risk, confidential=False)

    def _reference(self, noun: str, parent: str = "", **fixed: Any) -> None:
        hidden = {name for name, how in public_fields(noun).items() if how is How.VERIFIED and fixed.get("to_verify")}
        hidden |= {"link", "archived_link"} if fixed.get("legal_risk") else set()
        names = [name for name, how in public_fields(noun).items() if how is not How.PARENT]
        values = {name: self.value(noun, name) for name in names if name not in {*fixed, *hidden}}
        self.references.append(Row(noun, self.new_id(), parent, values, fixed))

    def any(self, noun: str) -> To:
        return To(noun, self.random.choice([row.id for row in self.references if row.noun == noun]))

    def _person(self) -> Aggregate:
        root = self._row("person", "", self.new_id(), at_least=0)
        rows = [self._row("personname", root.id, must=("text",)) for _one in range(1 + self.few(1))]
        for noun in ("personcitizenship", "personoccupation", "personsummary", "recognition", "photo"):
            rows += [self._row(noun, root.id) for _one in range(self.few(1))]
        for noun in ("custody", "violation"):
            rows += [self._row(noun, root.id) for _one in range(self.few(2))]
        return self._whole(root, rows)

    def _held(self) -> Aggregate:
        """Somebody to write to: held in the place that has an address."""
        root = self._row("person", "", self.new_id(), at_least=0, fixed={"died": "", "can_receive_letters": True})
        place = To("facility", [row.id for row in self.references if row.noun == "facility"][-1])
        given = {"facility": place, "from_date": Day(2021)}
        custody = self._row("custody", root.id, given=given, fixed={"until": "", "end": ""})
        return self._whole(root, [self._row("personname", root.id, must=("text",)), custody])

    def _case(self, persons: list[str]) -> Aggregate:
        root = self._row("case", "", self.new_id(), at_least=0)
        rows = [self._row("casesummary", root.id, must=("title",))]
        # The last defendant is somebody whose record is private: approved like the others, linked by nobody.
        people = [To("person", person) for person in persons[: 1 + self.few(1)]] + [To("person", "")]
        for person in people:
            defendant = self._row("defendant", root.id, must=("stage",), given={"person": person})
            rows.append(defendant)
            rows += [self._row("charge", defendant.id) for _one in range(self.few(2))]
            for _one in range(self.few(1)):
                adds = self.random.random() < 0.3  # only an addition of sentences says how it is added
                kind = {"given": {"instance": "addition"}} if adds else {"fixed": {"addition": ""}}
                rows.append(self._row("sentence", defendant.id, **kind))
                rows += [self._row("penalty", rows[-1].id, must=("kind",)) for _two in range(self.few(1))]
        rows += self._hearings(root.id, [row.id for row in rows if row.noun == "defendant"])
        return self._whole(root, rows)

    def _hearings(self, case: str, defendants: list[str]) -> list[Row]:
        rows: list[Row] = []
        after = None
        for _one in range(self.few(2)):
            hearing = self._row("hearing", case, must=("day",), given={"adjourned_to": after} if after else {})
            after = To("hearing", hearing.id)
            rows.append(hearing)
            rows += [self._row("hearingofficial", hearing.id) for _two in range(self.few(1))]
            for defendant in defendants[: self.few(1)]:
                rows.append(self._row("hearingdefendant", hearing.id, given={"defendant": To("defendant", defendant)}))
        return rows

    def _whole(self, root: Row, rows: list[Row]) -> Aggregate:
        paths = [f"{row.noun}/{row.id}/{name}" for row in (root, *rows) for name in row.values]
        for _one in range(self.few(2)):
            about = self.random.choice(paths) if self.rich or self.random.random() < 0.7 else ""
            given, fixed = ({"about": about}, {}) if about else ({}, {"about": ""})
            rows.append(self._row("citation", root.id, given=given, fixed=fixed, must=("source",)))
        first, changed = sorted(date(2024, 1, self.random.randint(1, 28)) for _day in range(2))
        retired = tuple(self.new_id() for _one in range(self.few(1) if root.noun == "person" else 0))
        return Aggregate(root, tuple(rows), first, changed, retired)

    def _row(
        self,
        noun: str,
        parent: str,
        public_id: str = "",
        *,
        must: tuple[str, ...] = (),
        at_least: int = 1,
        given: Mapping[str, Any] | None = None,
        fixed: Mapping[str, Any] | None = None,
    ) -> Row:
        """A row of which a random part is approved: all of `must` and `given`, and no less than `at_least` values."""
        names = [
            name
            for name, how in public_fields(noun).items()
            if how not in (How.PARENT, How.ROW, How.LINK) and name not in (fixed or {})
        ]
        chosen = {name for name in names if name in must or self.random.random() < 0.7}
        missing = max(at_least - len(chosen), 0)
        chosen |= set(self.random.sample(names, missing)) if missing and names else set()
        values = {name: self.value(noun, name) for name in names if name in chosen} | dict(given or {})
        return Row(noun, public_id or self.new_id(), parent, values, dict(fixed or {}))

    def value(self, noun: str, name: str) -> Any:
        """A value as it may be approved, in the form in which the plan holds it."""
        how = public_fields(noun)[name]
        column = _column(noun, name)
        if how is How.REFERENCE:
            return self.any(column.related_model._meta.model_name)  # type: ignore[union-attr]
        if how is How.YEAR:
            return Day(self.random.randint(1950, 2000))
        if how is How.DATE:
            return self._day(noun, name)
        if how is How.PICTURE:
            return f"picture {self.new_id()}"
        if column.choices:
            return self.random.choice(
                [value for value, _label in column.flatchoices if value and value not in NO_TERM | NOT_DRAWN]
            )
        return self._plain(noun, name, column)

    def _day(self, noun: str, name: str) -> Day:
        year = self.random.randint(*YEARS.get(name, OTHER_YEARS))
        if name in YEAR_ALONE:
            return Day(year)
        month = self.random.randint(1, 12)
        whole = Day(year, month, self.random.randint(1, 28))
        return whole if noun == "hearing" else self.random.choice([whole, Day(year, month), Day(year)])

    def _plain(self, noun: str, name: str, column: models.Field) -> Any:
        if isinstance(column, models.BooleanField):
            return True
        if isinstance(column, models.IntegerField):
            return self.random.randint(1, 25)
        if isinstance(column, models.DecimalField):
            return self.random.randint(1, 9000)
        if isinstance(column, models.TimeField):
            return f"{self.random.randint(8, 17):02}:30:00"
        if name == "time_zone":
            return "Europe/Minsk"
        self.number += 1
        text = f"Open {name} {self.number}"
        return f"https://open.example/{text.replace(' ', '-')}" if is_address(name) else text[: column.max_length]


def is_address(name: str) -> bool:
    """Whether a field of this name holds the address of a page."""
    return name in ("link", "archived_link", "statement", "website")


def _column(noun: str, name: str) -> models.Field:
    model: type[Record] = apps.get_model("cases", noun)
    column = model._meta.get_field(name)
    assert isinstance(column, models.Field)
    return column
