"""What taking in a package would do: each row is new, here already, different from what is here, or refused with a reason.

A row is here already if its public id is, or if something that can be there only once is the same (a court of that name in that
country, the same name of the same person). What is here stays as it is unless changing it was asked for.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.exceptions import Refused
from cases.domain import characters
from cases.models import Case, Evidence, Person, Photo, Record, Root
from cases.models.court_jurisdiction import TriedInCourt
from cases.models.fields import PartialDateField
from cases.models.fields import read as read_date
from cases.spreadsheets.package.cell_values import cell, value_of
from cases.spreadsheets.package.read_package import Package, PackageRow
from cases.spreadsheets.package.tables import TABLES, Table, is_sensitive

SLICE = 500
SENSITIVE = "cases.view_sensitive"
NEVER_CHANGED = ("restricted",)
"""Columns that a package never changes of a record that is here: access has verbs of its own."""


@dataclass(frozen=True)
class Difference:
    """A value of a record that is here and another one in the package. `text` of sensitive values is empty."""

    table: Table
    line: int
    record: Record
    column: str
    here: str
    package: str
    can_change: bool

    @property
    def field(self) -> Any:
        """The field of the column."""
        return self.table.model._meta.get_field(self.column)

    @property
    def label(self) -> str:
        """What the column is called on pages."""
        return str(self.field.verbose_name)

    @property
    def hidden(self) -> bool:
        """Whether the values are not told, but only that they differ."""
        return is_sensitive(self.field)


@dataclass(frozen=True)
class Fault:
    """Why a row cannot be taken in."""

    table: Table
    line: int
    sentence: str


@dataclass
class Plan:
    """What would become of every row. `new` in the order in which the records can be written."""

    package: Package
    update: bool
    new: dict[Table, list[Record]] = field(default_factory=dict)
    same: Counter[str] = field(default_factory=Counter)
    kept: Counter[str] = field(default_factory=Counter)
    differences: list[Difference] = field(default_factory=list)
    changed: dict[Table, list[tuple[Record, dict[str, Any]]]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    @property
    def digest(self) -> str:
        """By which carrying out knows that it would do what was shown."""
        told = [
            self.package.sha256, self.update,
            [[record.path for record in records] for records in self.new.values()],
            [[each.record.path, each.column, each.here, each.package] for each in self.differences],
            [[record.path, sorted(values)] for rows in self.changed.values() for record, values in rows],
            [[each.table.name, each.line] for each in self.faults],
        ]  # fmt: skip
        return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()

    def counts(self) -> list[Count]:
        """What becomes of the rows of every table that has any."""
        refused = Counter(fault.table.noun for fault in self.faults)
        return [
            Count(
                table, len(rows), len(self.new.get(table, ())), self.same[table.noun], len(self.changed.get(table, ())),
                self.kept[table.noun], refused[table.noun],
            )
            for table, rows in self.package.tables.items() if rows
        ]  # fmt: skip


@dataclass(frozen=True)
class Count:
    """What becomes of the rows of one table: they are new, the same, changed, kept as they are here, or refused."""

    table: Table
    rows: int
    new: int
    same: int
    changed: int
    kept: int
    refused: int

    @property
    def title(self) -> str:
        """What the rows are called on pages."""
        return str(self.table.model._meta.verbose_name_plural)


def compare(package: Package, *, by: Any, update: bool = False) -> Plan:
    """What taking in `package` as `by` would do; it only reads. `update`: also change records that are here to what it says.

    Raises Refused where `by` may not read the sensitive columns that the package has.
    """
    for table, columns in package.columns.items():
        if any(is_sensitive(table.model._meta.get_field(name)) for name in columns) and not by.has_perm(SENSITIVE):
            raise Refused(_("You don't have permission to read contacts, health and relatives, which the package has."))
    return _Comparison(package, by, update).plan


class _Comparison:
    """One comparison; `found`: the record of each row by kind and public id in the package."""

    def __init__(self, package: Package, by: Any, update: bool) -> None:
        self.package, self.by = package, by
        self.plan = Plan(package, update)
        self.found: dict[str, dict[str, Record]] = {table.noun: {} for table in TABLES}
        for table, rows in package.tables.items():
            self._compare_table(table, rows)

    def _compare_table(self, table: Table, rows: list[PackageRow]) -> None:
        here, asleep, closed = self._here(table, [row.public_id for row in rows])
        known = {row.public_id for row in rows}
        self._fetch_referred(table, rows)
        waiting = _parents_first(table, rows)
        if waiting is None:
            self.plan.faults.append(Fault(table, 1, _("Rows refer to each other in a circle.")))
            return
        for row in waiting:
            try:
                if row.public_id in closed:
                    raise Refused(_("A record with this ID exists and cannot be changed by you."))
                if row.public_id in asleep:
                    self.plan.same[table.noun] += 1
                    continue
                record = here.get(row.public_id)
                values = self._values(table, row, known)
                self._compare_row(table, row, record, values)
            except Refused as refused:
                self.plan.faults.append(Fault(table, row.line, refused.sentence))

    def _compare_row(self, table: Table, row: PackageRow, record: Record | None, values: dict[str, Any]) -> None:
        same_thing = record or self._natural(table, values)
        if same_thing is None:
            self.found[table.noun][row.public_id] = self._new(table, row, values)
            return
        self.found[table.noun][row.public_id] = _survivor(same_thing)
        if record is None or record is not _survivor(
            record
        ):  # the same thing under another id, or merged: it stays as it is
            self.plan.same[table.noun] += 1
            return
        before = len(self.plan.differences)
        changes = self._differences(table, row, record, values)
        if changes:
            self.plan.changed.setdefault(table, []).append((record, changes))
        elif len(self.plan.differences) > before:
            self.plan.kept[table.noun] += 1
        else:
            self.plan.same[table.noun] += 1

    def _here(self, table: Table, ids: Sequence[str]) -> tuple[dict[str, Record], set[str], set[str]]:
        """The records with these ids that `by` may know of; the ids of rows left with a person who was merged into another one
        that they may know of; and the ids of those that are closed to them, or gone.
        """
        found: dict[str, Record] = {}
        every: set[str] = set()
        asleep: set[str] = set()
        relations = [f.name for f in table.model._meta.concrete_fields if f.name in table.fields and f.is_relation]
        survivors = Person.objects.visible_to(self.by).values("pk")
        for some in _slices(ids):
            stored = table.model._base_manager.filter(public_id__in=some)
            every.update(stored.values_list("public_id", flat=True))
            visible: Any = table.model.objects.visible_to(self.by).filter(public_id__in=some)
            found |= {record.public_id: record for record in visible.select_related(*relations)}
            if table.noun == Person.noun():
                merged = Person._base_manager.filter(public_id__in=some, merged_into__in=survivors)
                found |= {person.public_id: person for person in merged.select_related("merged_into")}
                continue
            for root, path in table.model.root_paths():
                if root is Person:
                    left = stored.filter(**{f"{path}__merged_into__in": survivors})
                    asleep.update(left.values_list("public_id", flat=True))
        return found, asleep, every - found.keys() - asleep

    def _fetch_referred(self, table: Table, rows: Sequence[PackageRow]) -> None:
        """Records that rows refer to and that are not in the package themselves, but here."""
        for name in self.package.columns[table]:
            related: Any = table.model._meta.get_field(name).related_model
            if related is None:
                continue
            known = self.found[related.noun()]
            missing = sorted({row.cells[name] for row in rows if row.cells[name]} - known.keys())
            for some in _slices(missing):
                for record in related.objects.visible_to(self.by).filter(public_id__in=some):
                    known.setdefault(record.public_id, record)

    def _values(self, table: Table, row: PackageRow, known: set[str]) -> dict[str, Any]:
        """The values of a row by field; of references the record."""
        values: dict[str, Any] = {}
        for name in self.package.columns[table]:
            stored: Any = table.model._meta.get_field(name)
            text = row.cells[name]
            if isinstance(stored, models.ForeignKey):
                values[name] = self._referred(stored, text, known)
                continue
            try:
                values[name] = value_of(stored, text)
                _check_value(stored, values[name])
            except (ValueError, ValidationError) as wrong:
                reason = " ".join(wrong.messages) if isinstance(wrong, ValidationError) else _("The value is invalid.")
                raise Refused(
                    _("%(column)s: “%(value)s” is not accepted. %(reason)s")
                    % {"column": stored.verbose_name, "value": characters.shown(text[:80]), "reason": reason}
                ) from wrong
        return values

    def _referred(self, stored: Any, text: str, known: set[str]) -> Record | None:
        if text == "":
            if not stored.null:
                raise Refused(_("%(column)s is missing.") % {"column": stored.verbose_name})
            return None
        record = self.found[stored.related_model.noun()].get(text)
        if record is None:
            raise Refused(
                _("%(column)s refers to %(id)s, which is neither in the package nor here.")
                % {"column": stored.verbose_name, "id": characters.shown(text[:20])}
            )
        return record

    def _natural(self, table: Table, values: Mapping[str, Any]) -> Record | None:
        """What is here already and can be there only once, under another id."""
        for condition in _unique_conditions(table, values):
            if condition is not None:
                same: Any = table.model.objects.visible_to(self.by).filter(condition).first()
                if same is not None:
                    return same
        return None

    def _new(self, table: Table, row: PackageRow, values: dict[str, Any]) -> Record:
        record: Any = table.model(public_id=row.public_id, **values)
        if isinstance(record, TriedInCourt):
            record.court_is_meant = True  # it was asked about when it was entered
        if isinstance(record, (Photo, Evidence)):
            self._check_file(record)
        try:
            _check_whole(record)
        except ValidationError as wrong:
            raise Refused(" ".join(wrong.messages)) from wrong
        parent = getattr(record, table.model.parent) if table.model.parent else None
        if isinstance(parent, Root) and parent.pk is not None and parent.is_gone:
            raise Refused(_("The record of this row can no longer be changed."))
        self.plan.new.setdefault(table, []).append(record)
        return record

    def _check_file(self, record: Any) -> None:
        if record.sha256 not in self.package.files:
            raise Refused(_("The file of this row is not in the package."))
        right = "cases.add_photo" if isinstance(record, Photo) else "cases.add_evidence"
        if not self.by.has_perm(right):
            raise Refused(_("You don't have permission to add photos or evidence files, which the package has."))

    def _differences(self, table: Table, row: PackageRow, record: Record, values: Mapping[str, Any]) -> dict[str, Any]:
        """Tell what differs; returns the values that are to be changed."""
        changes: dict[str, Any] = {}
        for name, value in values.items():
            here = getattr(record, name)
            if here == value:
                continue
            stored: Any = table.model._meta.get_field(name)
            can = not table.is_reference and not table.with_files and name not in NEVER_CHANGED
            can = can and not (
                isinstance(stored, models.ForeignKey) and name in (table.model.parent, *table.model.barring())
            )
            hidden = is_sensitive(stored)
            self.plan.differences.append(
                Difference(
                    table, row.line, record, name, "" if hidden else _told(here), "" if hidden else _told(value), can
                )
            )
            if self.plan.update and can:
                changes[name] = value
        return changes


def _told(value: Any) -> str:
    return str(value) if isinstance(value, Record) else cell(value)


def _survivor(record: Record) -> Record:
    """The record that is read in place of one that was merged into it."""
    return record.merged_into if isinstance(record, Person) and record.merged_into else record


def _check_value(stored: Any, value: Any) -> None:
    """Raise ValidationError for what the field does not hold. Dates are taken as they may be stored, not as they are typed."""
    if isinstance(stored, PartialDateField):
        if read_date(value) is None and not stored.blank:
            raise ValidationError(_("It is missing."))
        if stored.max_length and len(value) > stored.max_length:
            raise ValidationError(_("It is too long."))
    else:
        stored.clean(value, None)


def _check_whole(record: Record) -> None:
    """What a form would check of the values together, and of those that the package does not give."""
    given = {f.name for f in record._meta.concrete_fields if f.is_relation or isinstance(f, PartialDateField)}
    record.clean_fields(exclude=given | {"id", "public_id", "content"})
    record.clean()


def _parents_first(table: Table, rows: Sequence[PackageRow]) -> list[PackageRow] | None:
    """Rows after those of the same table that they refer to; None where they go in a circle."""
    own = [
        f.name for f in table.model._meta.concrete_fields
        if f.related_model is table.model and f.name in table.fields and rows and f.name in rows[0].cells
    ]  # fmt: skip
    if not own:
        return list(rows)
    ids = {row.public_id: row for row in rows}
    ordered: dict[str, PackageRow] = {}
    waiting = list(rows)
    while waiting:
        later = [
            row for row in waiting if any(row.cells[name] in ids and row.cells[name] not in ordered for name in own)
        ]
        if len(later) == len(waiting):
            return None
        held = {row.public_id for row in later}
        ordered |= {row.public_id: row for row in waiting if row.public_id not in held}
        waiting = later
    return list(ordered.values())


def _unique_conditions(table: Table, values: Mapping[str, Any]) -> Iterator[Q | None]:
    """For each rule that such a thing is there once: the condition of being the same; None where it refers to something new."""
    names: list[Sequence[str]] = [
        constraint.fields for constraint in table.model._meta.constraints
        if isinstance(constraint, models.UniqueConstraint) and constraint.condition is None
    ]  # fmt: skip
    names += [
        (f.name,)
        for f in table.model._meta.concrete_fields
        if f.unique and f.name in table.fields and not f.is_relation
    ]
    if table.model is Case and values.get("number"):
        names.append(("jurisdiction", "number"))
    if table.noun == "facilityaddress":
        names.append(("facility", "local"))
    for group in names:
        told = {name: values.get(name) for name in group}
        new = any(isinstance(value, Record) and value.pk is None for value in told.values())
        yield None if new or any(value is None for value in told.values()) else Q(**told)


def _slices(items: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(items), SLICE):
        yield items[start : start + SLICE]
