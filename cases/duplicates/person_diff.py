"""Two persons side by side: which values differ, which rows both have. Reads, never writes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from accounts.exceptions import Refused
from cases.models import (
    Citation,
    Consent,
    Custody,
    Defendant,
    IntakeUse,
    Person,
    PersonCitizenship,
    PersonName,
    PersonOccupation,
    PersonSummary,
    Photo,
    Recognition,
    Record,
    Violation,
)
from cases.models.fields import EncryptedTextField

KEPT, GONE, BOTH = "kept", "gone", "both"

KNOWN_BY: dict[type[Record], tuple[str, ...]] = {
    PersonName: ("text", "kind", "language"),
    PersonCitizenship: ("country_id",),
    PersonOccupation: ("occupation_id",),
    PersonSummary: ("language",),
    Photo: ("sha256",),
    Recognition: ("organisation_id", "status", "from_date"),
    Consent: ("scope", "answer", "giver", "given_by", "given_on", "until", "recorded_by_id"),
    Custody: ("kind", "facility_id", "from_date", "until", "end"),
    Violation: ("kind", "on_date", "facility_id", "public_text", "language"),
    Defendant: ("case_id",),
    Citation: (),
    IntakeUse: ("intake_id",),
}
"""Every kind of row that moves, and the values by which one that both persons have is known; () where none is."""

NOT_COMPARED = {"id", "restricted", "person", "position", "about"}


@dataclass(frozen=True)
class Line:
    """A value that differs. `path` names it in the record that stays; `mine` is of that record, `theirs` of the other."""

    path: str
    mine_of: Record
    theirs_of: Record
    field: models.Field
    mine: Any
    theirs: Any

    @property
    def sensitive(self) -> bool:
        """Whether only those may read it who may read contacts and health."""
        return isinstance(self.field, EncryptedTextField)

    @property
    def options(self) -> tuple[str, ...]:
        """What may be chosen: texts that are both given can stand one below the other."""
        joined = isinstance(self.field, models.TextField) and self.mine and self.theirs
        return (KEPT, GONE, BOTH) if joined and len(self.joined) <= (self.field.max_length or 10**9) else (KEPT, GONE)

    @property
    def usual(self) -> str:
        """What is chosen where nobody chose: what loses nothing."""
        if BOTH in self.options:
            return BOTH
        return GONE if self.mine in (None, "") else KEPT

    @property
    def joined(self) -> str:
        """Both texts, one below the other."""
        return f"{self.mine}\n\n{self.theirs}"

    def value(self, choice: str) -> Any:
        """The value that a choice gives."""
        return {KEPT: self.mine, GONE: self.theirs, BOTH: self.joined}[choice]

    def shown(self, record: Record) -> str:
        """The value of one of the two in words."""
        shown = getattr(record, f"get_{self.field.name}_display", None)
        value = shown() if shown else getattr(record, self.field.name)
        if isinstance(value, bool):
            return _("Yes") if value else _("No")
        return "" if value is None else str(value)


@dataclass(frozen=True)
class Comparison:
    """`lines`: values that differ. `moving`: rows of the one who goes. `twins`: (row of the one who goes, row of the one who
    stays) of what both have; the former stays where it is."""

    lines: list[Line]
    moving: list[Record]
    twins: list[tuple[Record, Record]]

    def settled(self, choices: Mapping[str, str]) -> dict[str, str]:
        """A choice for every line. Raises Refused for one that cannot be made."""
        known = {line.path: line for line in self.lines}
        for path, choice in choices.items():
            if path not in known or choice not in known[path].options:
                raise Refused(_("The comparison has changed since you opened it. Check it again."))
        return {path: choices.get(path, line.usual) for path, line in known.items()}


def compare(kept: Person, gone: Person) -> Comparison:
    """The two side by side as they are stored now."""
    moving: list[Record] = []
    twins: list[tuple[Record, Record]] = []
    for model, known_by in KNOWN_BY.items():
        there = {_identity(row, known_by): row for row in _rows(model, kept)} if known_by else {}
        for row in _rows(model, gone):
            twin = there.get(_identity(row, known_by)) if known_by else None
            if twin is None:
                moving.append(row)
            else:
                twins.append((row, twin))
    pairs = [(gone, kept), *twins]
    lines = [line for theirs, mine in pairs for line in _lines(mine, theirs)]
    return Comparison(lines, moving, twins)


def _rows(model: type[Record], person: Person) -> models.QuerySet:
    found: models.QuerySet = model._base_manager.filter(person=person)  # type: ignore[misc]  # every row model here has one
    return found.order_by("pk")


def _identity(row: Record, known_by: tuple[str, ...]) -> tuple[Any, ...]:
    return tuple(getattr(row, name) for name in known_by)


def _lines(mine: Record, theirs: Record) -> Iterator[Line]:
    for field in mine._meta.concrete_fields:
        if not field.editable or field.name in NOT_COMPARED:
            continue
        own, other = getattr(mine, field.attname), getattr(theirs, field.attname)
        if own != other and other not in (None, ""):
            yield Line(f"{mine.path}/{field.name}", mine, theirs, field, own, other)
