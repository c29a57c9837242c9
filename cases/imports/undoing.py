"""Undoing a list: what it made is removed, what it changed is as it was before; all of it or nothing."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils import timezone

from accounts import log, switches
from accounts.models import User
from accounts.refusals import Refused
from cases.imports.changes import MODELS
from cases.imports.preview import unwatched
from cases.imports.traces import slices, versions
from cases.models import Case, ChangedMeanwhile, ImportBatch, ImportRow, Person, Record
from cases.review.models import Snapshot, Status

# Children before their parents.
ORDER = ("citation", *(model.noun() for model in reversed(MODELS.values())))
ROOTS: tuple[type[Record], ...] = (Person, Case)
STANDING = (Status.PENDING, Status.APPROVED)
PORTION = 100


def check_may_undo(batch: ImportBatch, by: Any) -> None:
    """Raise Refused, with the sentence that says why, unless `by` may undo the list now."""
    switches.check_not_frozen()
    if not by.has_perm("cases.import_records"):
        raise Refused("Your role may not take in lists, nor undo them.")
    if batch.undone_at is not None:
        raise Refused("This list is undone already.")
    rows = _wrote(batch)
    if not rows and batch.rows.filter(outcome__in=("made", "changed"), person__isnull=False).exists():
        raise Refused("This list was taken in before it was kept what lists write; it cannot be undone as a whole.")
    made = {model: _made(rows, model.noun()) for model in ROOTS}
    for model in ROOTS:
        _check_visible(model, [getattr(row, f"{model.noun()}_id") for row in rows], by)
        _check_later_lists(batch, model, made[model])
        _check_not_reviewed(batch, rows, model, made[model])
        _check_unchanged(rows, model)


def undo_batch(*, batch: ImportBatch, by: User, progress: Callable[[int, int], None] = unwatched) -> ImportBatch:
    """Undo the list as `by`: remove what it made, restore what it changed, and mark it undone; logged.

    Reference data that the list made goes too, unless something else refers to it or somebody has looked after it since.
    `progress` is told records done and all. Raises Refused with a sentence; then nothing was undone.
    """
    try:
        with log.gathered():
            batch = ImportBatch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
            check_may_undo(batch, by)
            Undoing(batch, by, progress).run()
            return batch
    except (ProtectedError, IntegrityError, ChangedMeanwhile) as wrong:
        raise Refused("Other records refer to what this list made. Nothing was undone.") from wrong


class Undoing:
    """One run."""

    def __init__(self, batch: ImportBatch, by: User, progress: Callable[[int, int], None]) -> None:
        self.batch, self.by, self.progress = batch, by, progress
        self.rows = _wrote(batch)
        self.traces = [(row, json.loads(row.written)) for row in self.rows]

    def run(self) -> None:
        """Detach, remove, restore, mark."""
        made: dict[str, list[int]] = {noun: [] for noun in ORDER}
        for _row, trace in self.traces:
            for noun, key in trace["made"]:
                made[noun].append(key)
        self._detach(made)
        self._remove(made)
        changed = [each for _row, trace in reversed(self.traces) for each in reversed(trace["changed"])]
        for noun, key, before in changed:
            self._restore(noun, key, before)
        self._hand_back(made)
        kept = self._remove_words()
        self.batch.undone_at, self.batch.undone_by = timezone.now(), self.by
        self.batch.save(update_fields=["undone_at", "undone_by"])
        removed = sum(map(len, made.values()))
        log.write(
            action="undone", by=self.by, kind="importbatch", key=self.batch.pk,
            note=f"{removed} records removed, {len(changed)} changes taken back, {kept} words of reference data kept",
        )  # fmt: skip

    def _detach(self, made: dict[str, list[int]]) -> None:
        """Rows of this list, and of lists that are undone already, no longer point at what goes."""
        for model in ROOTS:
            for some in slices(made[model.noun()]):
                ImportRow.objects.filter(**{f"{model.noun()}__in": some}).update(**{model.noun(): None})

    def _remove(self, made: dict[str, list[int]]) -> None:
        done, total = 0, sum(map(len, made.values()))
        for noun in ORDER:
            model: Any = apps.get_model("cases", noun)
            for some in slices(list(reversed(made[noun]))):
                for record in model._base_manager.filter(pk__in=some):
                    if done % PORTION == 0:
                        self.progress(done, total)
                    record.remove(by=self.by)
                    done += 1

    def _restore(self, noun: str, key: int, before: dict[str, Any]) -> None:
        model: Any = apps.get_model("cases", noun)
        record = model._base_manager.get(pk=key)
        for name, value in before.items():
            setattr(record, name, value)
        record.save(by=self.by)

    def _hand_back(self, made: dict[str, list[int]]) -> None:
        """The list before this one left a person in the version that this one found: it can be undone next."""
        for model in ROOTS:
            noun = model.noun()
            gone = set(made[noun])
            found: dict[int, int] = {}
            for row, trace in self.traces:
                key = getattr(row, f"{noun}_id")
                if key is not None and key not in gone and noun in trace["before"]:
                    found.setdefault(key, trace["before"][noun])
            now = versions(model, found)
            for key, before in found.items():
                earlier = ImportRow.objects.filter(
                    **{noun: key, f"{noun}_version": before}, batch__undone_at=None, batch__lt=self.batch.pk
                )
                earlier.update(**{f"{noun}_version": now[key]})

    def _remove_words(self) -> int:
        """Remove the reference data that the list made and nobody needs; how many stay."""
        kept = 0
        for noun, key, version in reversed(json.loads(self.batch.words or "[]")):
            model: Any = apps.get_model("cases", noun)
            word = model._base_manager.filter(pk=key).first()
            # The list itself stays the source of its batch, which stays as a record of what happened.
            if word is None or word.version != version or noun == "source":
                kept += word is not None
                continue
            try:
                with transaction.atomic():
                    _quietly_remove(word, self.by)
            except (ProtectedError, IntegrityError):
                kept += 1
        return kept


def _quietly_remove(word: Record, by: User) -> None:
    """Remove the word if nothing refers to it; asked before `remove` writes its log, which would tell of it too early."""
    for relation in word._meta.related_objects:
        model = relation.related_model
        if model._base_manager.filter(**{relation.field.name: word.pk}).exists():
            raise ProtectedError("", set())
    word.remove(by=by)


def _wrote(batch: ImportBatch) -> list[ImportRow]:
    return list(batch.rows.exclude(written="").order_by("number", "part"))


def _made(rows: list[ImportRow], noun: str) -> list[int]:
    return [key for row in rows for kind, key in json.loads(row.written)["made"] if kind == noun]


def _check_visible(model: type[Record], keys: list[int | None], by: Any) -> None:
    for some in slices(sorted({key for key in keys if key is not None})):
        visible = model.objects.visible_to(by).filter(pk__in=some).count()
        if visible != model._base_manager.filter(pk__in=some).count():
            raise Refused("Somebody else has to undo this list: not all of it is yours to change.")


def _check_later_lists(batch: ImportBatch, model: type[Record], made: list[int]) -> None:
    for some in slices(made):
        rows = ImportRow.objects.filter(**{f"{model.noun()}__in": some}, batch__undone_at=None)
        later = rows.exclude(batch=batch).select_related("batch").order_by("-batch").first()
        if later is not None:
            raise Refused(f"A later list, “{later.batch.file_name}”, speaks of the same people. Undo that one first.")


def _check_not_reviewed(batch: ImportBatch, rows: list[ImportRow], model: type[Record], made: list[int]) -> None:
    """A submission is evidence and keeps its record; of a record that was there before, only what came after counts."""
    noun = model.noun()
    by_key = {getattr(row, f"{noun}_id"): row.number for row in reversed(rows)}
    for some in slices(made):
        met = Snapshot.objects.filter(**{f"{noun}__in": some}).order_by("pk").first()
        if met is not None:
            number = by_key.get(getattr(met, f"{noun}_id"))
            raise Refused(f"Row {number}: this {noun} was submitted for review since. Nothing can be undone.")
    for some in slices(sorted(set(by_key) - set(made) - {None})):
        met = Snapshot.objects.filter(
            **{f"{noun}__in": some}, submitted_at__gte=batch.at, status__in=STANDING
        ).first()  # fmt: skip
        if met is not None:
            number = by_key[getattr(met, f"{noun}_id")]
            raise Refused(f"Row {number}: this {noun} was submitted or approved since. Nothing can be undone.")


def _check_unchanged(rows: list[ImportRow], model: type[Record]) -> None:
    noun = model.noun()
    now = versions(model, [getattr(row, f"{noun}_id") for row in rows])
    for row in rows:
        left, key = getattr(row, f"{noun}_version"), getattr(row, f"{noun}_id")
        if left is not None and now.get(key) != left:
            raise Refused(f"Row {row.number}: this {noun} was changed since. Nothing can be undone.")
