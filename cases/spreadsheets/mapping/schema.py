"""What a mapping is: how the columns of one source become records. Plain data; `mapping_file` reads it from TOML."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from functools import cached_property

from cases.domain.vocabulary import (
    CaseKind,
    ChargeStatus,
    CustodyEnd,
    CustodyKind,
    Gender,
    Instance,
    Language,
    NameKind,
    NameOrder,
    OffenceStage,
    PenaltyKind,
    RecognitionStatus,
    Regime,
    Script,
    Stage,
    ViolationKind,
)

PERSON_NAME, PERSON_ASIDE = "person.name", "person.aside"  # columns that splitting a cell of several people makes
REFUSED_BECAUSE = "refused because"  # column of the file of refused rows: ignored when it comes back mended
NUMBER_SIGN = re.compile(r"\s?(?:№|#|\bno\b\.?)\s?")
DATE_STYLES = ("", "day_first", "month_first", "excel")
EARLIEST_YEARS, LATEST_YEARS = 1900, 2000  # of `years_from`
UNREADABLE = ("refuse", "note")
PERSON_ROWS, EVENT_ROWS = "person", "event"  # what a row is
OTHERS = ("", "notes", "aside")
FIRST_WINS, LAST_WINS = "first", "last"

# What a mapping may fill, and what each value is: a tuple of codes is a choice. No field is filled that is not here.
FIELDS: dict[str, dict[str, str | tuple[str, ...]]] = {
    "person": {
        "gender": tuple(Gender.values), "born": "date", "died": "date", "region": "region",
        "contacts": "secret", "health": "secret", "relatives": "secret",
    },
    "name": {
        "text": "text", "kind": tuple(NameKind.values), "language": tuple(Language.values),
        "script": tuple(Script.values), "order": tuple(NameOrder.values),
    },
    "citizenship": {"country": "state", "until": "date"},
    "occupation": {"occupation": "occupation"},
    "summary": {"text": "text", "language": tuple(Language.values)},
    "recognition": {
        "organisation": "organisation", "status": tuple(RecognitionStatus.values), "from_date": "date",
        "until": "date", "statement": "text",
    },
    "custody": {
        "kind": tuple(CustodyKind.values), "facility": "facility", "from_date": "date", "until": "date",
        "end": tuple(CustodyEnd.values),
    },
    "violation": {"kind": tuple(ViolationKind.values), "on_date": "date", "facility": "facility"},
    "case": {"kind": tuple(CaseKind.values), "number": "text", "title": "text", "court": "court", "opened": "date"},
    "defendant": {"stage": tuple(Stage.values), "stage_date": "date", "in_absentia": "yes_no", "act_date": "date"},
    "charge": {
        "charges": "charges", "status": tuple(ChargeStatus.values), "charged_on": "date", "status_date": "date",
        "offence_stage": tuple(OffenceStage.values),
    },
    "sentence": {"instance": tuple(Instance.values), "court": "court", "decided": "date", "in_force": "date"},
    "penalty": {
        "kind": tuple(PenaltyKind.values), "length": "length", "regime": tuple(Regime.values), "amount": "amount",
        "currency": "text",
    },
}  # fmt: skip
REQUIRED = {
    "name": "text",
    "occupation": "occupation",
    "citizenship": "country",
    "summary": "text",
    "recognition": "organisation",
    "case": "title",
    "charge": "charges",
}
WITH_NOTES = frozenset({"person", "custody", "violation", "case", "defendant", "charge", "sentence"})
REPEATED = frozenset({"name", "occupation", "citizenship", "summary", "custody", "violation", "charge", "penalty"})
SPLIT = frozenset({"name", "occupation", "citizenship"})  # of which one cell may name several
SECRETS = frozenset({"contacts", "health", "relatives"})  # of a person: kept encrypted, shown and quoted nowhere
NOT_HELD = "none"  # the kind of place that words such as "released" name in a column of places
OF_A_CASE = frozenset({"defendant", "charge", "sentence", "penalty"})


@dataclass(frozen=True)
class Condition:
    """Holds when any of `columns` is filled (or not), is one of, contains one of, or is a place of one of these kinds.

    `any`: instead, holds when one of these does.
    """

    columns: tuple[str, ...] = ()
    filled: bool | None = None
    one_of: tuple[str, ...] = ()
    contains: tuple[str, ...] = ()
    facility_kind: tuple[str, ...] = ()
    any: tuple[Condition, ...] = ()

    @property
    def all_columns(self) -> tuple[str, ...]:
        """Every column the condition looks at."""
        return (*self.columns, *(column for each in self.any for column in each.all_columns))


@dataclass(frozen=True)
class Rule:
    """Where one value comes from: the first filled of `columns`, a fixed `value`, or a `template` of columns.

    `table`: text in the cell (folded) -> value; other texts are refused, or taken as they are where the table is open.
    `default`: where nothing is given.
    `when`: the rule holds only then, else the value is `otherwise`. `dates`: how numbers in dates are ordered.
    `serials`: whole numbers are days as spreadsheets count them. `years_from`: "13" is the year ending so in the hundred years
    from this one; 0 where such a year is refused.
    `month_only`: then the day in the cell is not a known day. `unreadable`: "refuse" the row, or "note" the text in the
    internal notes of the record and leave the value empty.
    """

    columns: tuple[str, ...] = ()
    value: str = ""
    template: str = ""
    table: dict[str, str] = field(default_factory=dict)
    open_table: bool = False
    default: str = ""
    when: tuple[Condition, ...] = ()
    otherwise: str = ""
    dates: str = ""
    serials: bool = False
    years_from: int = 0
    month_only: Condition | None = None
    unreadable: str = "refuse"

    @property
    def order(self) -> str:
        """Which number of a date comes first, where the mapping says it."""
        return self.dates if self.dates in ("day_first", "month_first") else ""

    @property
    def all_columns(self) -> tuple[str, ...]:
        """Every column the rule looks at."""
        conditions = (*self.when, *([self.month_only] if self.month_only else []))
        return (*self.columns, *(column for each in conditions for column in each.all_columns))


@dataclass(frozen=True)
class Block:
    """One record that a row makes when all of `when` hold. `notes`: columns kept word for word as internal notes."""

    noun: str
    rules: dict[str, Rule]
    when: tuple[Condition, ...] = ()
    notes: tuple[str, ...] = ()
    parts: str = ""  # of a name: how it is taken apart
    style: str = ""  # of charges: how they are written
    not_charges: tuple[str, ...] = ()  # words among charges that name none
    split: str = ""  # signs that divide several values in one cell


@dataclass(frozen=True)
class People:
    """A cell that names several people; each gets the row's records."""

    column: str
    separator: str


@dataclass(frozen=True)
class FacilityTerm:
    """A place of detention this source speaks of, and how it spells it."""

    name: str
    kind: str
    code: str = ""
    spellings: tuple[str, ...] = ()


@dataclass(frozen=True)
class CourtTerm:
    """A court of the reference data, and how this source spells it."""

    name: str
    spellings: tuple[str, ...] = ()


@dataclass(frozen=True)
class CodeTerm:
    """A code of law this source speaks of. `said_as`: words in the cell by which it is meant; "" for the usual one."""

    name: str
    short_name: str = ""
    said_as: str = ""
    part_sign: str = ""
    whole_pattern: str = "art. {article}"
    part_pattern: str = "art. {article} part {part}"
    titles: dict[str, str] = field(default_factory=dict)  # long words of a charge -> short form


@dataclass(frozen=True)
class SourceTerm:
    """The list itself, as a source that is cited: for each of its "values", or once for each "record"."""

    title: str
    publisher: str = ""
    link: str = ""
    published: str = ""
    language: str = "en"
    reliability: str = "unknown"
    cite: str = "values"


@dataclass(frozen=True)
class Mapping:
    """How one source becomes records. Every column of the file is used, or set `aside` with the reason."""

    name: str
    title: str
    source: SourceTerm
    country: str
    jurisdiction: str
    key: tuple[str, ...]
    blocks: tuple[Block, ...]
    empty: frozenset[str] = frozenset()
    keep: tuple[Condition, ...] = ()
    left_out_because: str = ""
    people: People | None = None
    facilities: tuple[FacilityTerm, ...] = ()
    courts: tuple[CourtTerm, ...] = ()
    not_held: frozenset[str] = frozenset()  # words (folded) in columns of places by which somebody is held nowhere
    link: tuple[str, ...] = ()  # columns with the address of the row's own source
    codes: tuple[CodeTerm, ...] = ()
    organisations: tuple[str, ...] = ()
    occupations: tuple[str, ...] = ()
    aside: dict[str, str] = field(default_factory=dict)
    optional: frozenset[str] = frozenset()
    encoding: str = ""
    delimiter: str = ""
    fill_short_rows: bool = False
    others: str = ""  # what becomes of columns that no rule names: "" the file is refused, "notes" or "aside"
    one_row_is: str = PERSON_ROWS  # or an event: then all rows of a key together are one person
    wins: str = FIRST_WINS  # which row counts where rows of one person disagree
    own: bool = False  # a list taken out of here: the key is the person's public id, what differs is a change

    @cached_property
    def places(self) -> dict[str, FacilityTerm]:
        """The places of detention by every folded spelling of theirs."""
        return {
            fold(spelling): place
            for place in self.facilities
            for spelling in (place.name, place.code, *place.spellings)
            if spelling
        }

    @cached_property
    def court_names(self) -> dict[str, str]:
        """The names of courts by every folded spelling of theirs."""
        return {fold(each): court.name for court in self.courts for each in (court.name, *court.spellings)}

    def unknown_columns(self, headers: Collection[str]) -> list[str]:
        """The columns of a file that the mapping says nothing of."""
        known = self.used_columns() | set(self.aside) | {REFUSED_BECAUSE}
        return [] if self.others else sorted(set(headers) - known)

    def used_columns(self) -> set[str]:
        """Every column of the file that some rule looks at."""
        conditions = [*self.keep, *(each for block in self.blocks for each in block.when)]
        columns = {*self.key, *self.link, *(column for each in conditions for column in each.all_columns)}
        for block in self.blocks:
            columns.update(block.notes)
            for rule in block.rules.values():
                columns.update(rule.all_columns, template_columns(rule.template))
        if self.people:
            columns.add(self.people.column)
        return columns - {PERSON_NAME, PERSON_ASIDE}

    def block(self, noun: str) -> Block | None:
        """The first block of this noun."""
        return next((block for block in self.blocks if block.noun == noun), None)


def template_columns(template: str) -> list[str]:
    """The columns named in braces."""
    return [piece.partition("}")[0] for piece in template.split("{")[1:]]


def fold(text: str) -> str:
    """The form in which cells are compared with the texts of tables and spellings: case and spaces do not count, and
    №, # and No. are one sign."""
    return NUMBER_SIGN.sub("№", " ".join(text.split()).casefold())
