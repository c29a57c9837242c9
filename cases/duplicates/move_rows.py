"""Carrying out a merge and taking it back: every row and value that is touched is noted, so that it can be put back."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from django.apps import apps
from django.db import models
from django.utils.translation import gettext as _

from cases.domain.vocabulary import Stance
from cases.duplicates.person_diff import BOTH, GONE, KEPT, Comparison, Line
from cases.models import Citation, ImportRow, Person, PersonName, Record

LONGEST_SAYS = 300


class Moving:
    """One merge being carried out. `noted` tells what was done."""

    def __init__(self, kept: Person, gone: Person, *, by: Any) -> None:
        self.kept, self.gone, self.by = kept, gone, by
        self.values: list[dict[str, Any]] = []
        self.rows: list[dict[str, Any]] = []

    def carry_out(self, comparison: Comparison, choices: Mapping[str, str]) -> str:
        """Write what was chosen, move the rows, and return the note of it as JSON."""
        for line in comparison.lines:
            self._choose(line, choices[line.path])
        places = {self.gone.path: self.kept.path} | {row.path: twin.path for row, twin in comparison.twins}
        contradicted = {
            line.path: line.shown(line.theirs_of)
            for line in comparison.lines
            if choices[line.path] == KEPT and line.mine not in (None, "") and not line.sensitive
        }
        after = max((name.position + 1 for name in PersonName._base_manager.filter(person=self.kept)), default=0)
        for row in comparison.moving:
            before: dict[str, Any] = {"person_id": self.gone.pk}
            if isinstance(row, PersonName):
                before["position"] = row.position
                row.position += after
            if isinstance(row, Citation):
                before |= self._retarget(row, places, contradicted)
            self._move(row, before)
        imported = ImportRow.objects.filter(person=self.gone)
        merged = Person._base_manager.filter(merged_into=self.gone)
        noted = {
            "values": self.values, "rows": self.rows,
            "import_rows": list(imported.values_list("pk", flat=True)), "merged": list(merged.values_list("pk", flat=True)),
        }  # fmt: skip
        imported.update(person=self.kept)
        models.QuerySet(Person).filter(pk__in=noted["merged"]).update(merged_into=self.kept)
        _set_merged(self.gone, self.kept)
        return json.dumps(noted, ensure_ascii=False)

    def _choose(self, line: Line, choice: str) -> None:
        if choice == KEPT:
            return
        row = line.mine_of
        if choice == GONE and line.mine not in (None, "") and not line.sensitive:
            self._contradict(line)
        value = line.value(BOTH if choice == BOTH else GONE)
        setattr(row, line.field.attname, value)
        self._save(row)
        stored = getattr(row, line.field.attname)
        self.values.append(
            {"noun": row.noun(), "pk": row.pk, "field": line.field.attname, "before": line.mine, "after": stored}
        )

    def _contradict(self, line: Line) -> None:
        """What supported the value that gave way now contradicts the one that stands: disagreement stays visible."""
        for citation in Citation._base_manager.filter(person=self.kept, about=line.path, stance=Stance.SUPPORTS):
            before = {"person_id": self.kept.pk, "stance": citation.stance, "says": citation.says}
            citation.stance, citation.says = Stance.CONTRADICTS, line.shown(line.mine_of)[:LONGEST_SAYS]
            self._move(citation, before)

    def _retarget(self, row: Citation, places: Mapping[str, str], contradicted: Mapping[str, str]) -> dict[str, Any]:
        """Let a citation speak of the value where it stands now; return what it said before."""
        before = {"about": row.about, "stance": row.stance, "says": row.says}
        noun_and_id, _slash, field = row.about.rpartition("/")
        if noun_and_id in places:
            row.about = f"{places[noun_and_id]}/{field}"
        if row.about in contradicted and row.stance == Stance.SUPPORTS:
            row.stance, row.says = Stance.CONTRADICTS, contradicted[row.about][:LONGEST_SAYS]
        return before

    def _move(self, row: Any, before: dict[str, Any]) -> None:
        row.person = self.kept
        self._save(row)
        self.rows.append({"noun": row.noun(), "pk": row.pk, "digest": _digest(row), "before": before})

    def _save(self, row: Any) -> None:
        if not isinstance(row, Person):
            row.person = self.kept  # the very instance, whose version moves with each row
        row.save(by=self.by)


def conflicts(noted: str, kept: Person) -> list[str]:
    """What stands in the way of taking a merge back: rows and values that somebody changed since, in words."""
    told = json.loads(noted)
    found = []
    for each in told["rows"]:
        row = _stored(each)
        if row is None:
            found.append(_("%(noun)s removed") % {"noun": _model(each)._meta.verbose_name})
        elif row.person_id != kept.pk or _digest(row) != each["digest"]:
            found.append(f"{row._meta.verbose_name} ({row})")
    for each in told["values"]:
        row = _stored(each)
        if row is None or getattr(row, each["field"]) != each["after"]:
            found.append(str(_model(each)._meta.get_field(each["field"]).verbose_name))  # type: ignore[union-attr]
    return found


def paths_of(noted: str) -> set[str]:
    """The paths of the rows that were moved."""
    return {row.path for each in json.loads(noted)["rows"] if (row := _stored(each)) is not None}


def take_back(noted: str, kept: Person, gone: Person, *, by: Any) -> None:
    """Put everything back that `noted` tells; call only while there are no conflicts."""
    told = json.loads(noted)
    _set_merged(gone, None)
    for each in told["rows"]:
        row: Any = _stored(each)
        for name, value in each["before"].items():
            setattr(row, name, value)
        row.person = gone if each["before"]["person_id"] == gone.pk else kept
        row.save(by=by)
    for each in reversed(told["values"]):
        row = kept if each["noun"] == Person.noun() else _stored(each)
        setattr(row, each["field"], each["before"])
        if row is not kept:
            row.person = kept
        row.save(by=by)
    ImportRow.objects.filter(pk__in=told["import_rows"], person=kept).update(person=gone)
    models.QuerySet(Person).filter(pk__in=told["merged"], merged_into=kept).update(merged_into=gone)


def _set_merged(gone: Person, kept: Person | None) -> None:
    gone.merged_into = kept
    gone.version += 1
    models.QuerySet(Person).filter(pk=gone.pk).update(merged_into=kept, version=models.F("version") + 1)


def _digest(row: Record) -> str:
    """SHA-256 over what was entered of a row: the same again after something was merged further and that was undone."""
    values = [getattr(row, field.attname) for field in row._meta.concrete_fields if field.editable]
    return hashlib.sha256(json.dumps(values, default=str).encode()).hexdigest()


def _model(each: Mapping[str, Any]) -> type[Record]:
    model: type[Record] = apps.get_model("cases", each["noun"])
    return model


def _stored(each: Mapping[str, Any]) -> Any:
    return _model(each)._base_manager.filter(pk=each["pk"]).first()
