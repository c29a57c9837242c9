"""Undoing a list: what it made is removed, what it changed is as it was before; what others changed since stays, and is told.

What was submitted since is unpublished and withdrawn first (`list_withdrawal`). Then one short transaction takes everything
back for whoever looks: what was changed is as before, what was made is hidden (`unfinished`). What is hidden is then removed
piece by piece, and others write in between.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any

from django.apps import apps
from django.db import IntegrityError
from django.db.models import ProtectedError, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import switches
from accounts.audit import log
from accounts.exceptions import Refused
from accounts.models import User
from cases.models import ChangedMeanwhile, ImportBatch, ImportRow, Record, UnfinishedList
from cases.review.freeze import lookup_of_root
from cases.review.policy import AGGREGATES
from cases.spreadsheets.import_ import unfinished
from cases.spreadsheets.import_.preview import unwatched
from cases.spreadsheets.import_.turns import alone
from cases.spreadsheets.import_.undo_log import slices, versions
from cases.spreadsheets.import_.undo_scope import ORDER, ROOTS, find_scope

REFERRED = gettext_lazy("Other records refer to what this list made. Nothing was undone.")
STAYED = gettext_lazy("When the list was undone, the record stayed: %(why)s.")


def check_may_undo(batch: ImportBatch, by: Any) -> None:
    """Raise Refused, with the sentence that says why, unless `by` may undo the list now."""
    switches.check_not_frozen()
    if not by.has_perm("cases.import_records"):
        raise Refused(_("Your role does not let you import lists or undo imports."))
    if batch.undone_at is not None:
        raise Refused(_("This list is undone already."))
    rows = list(batch.rows.exclude(written="").order_by("number", "part"))
    if not rows and batch.rows.filter(outcome__in=("made", "changed"), person__isnull=False).exists():
        raise Refused(
            _("This list was imported before the site recorded what lists change. It cannot be undone as a whole.")
        )
    for model in ROOTS:
        _check_visible(model, [getattr(row, f"{model.noun()}_id") for row in rows], by)
        _check_later_lists(batch, model, rows)


def undo_batch(
    *, batch: ImportBatch, by: User, progress: Callable[[int, int], None] = unwatched,
    ended: Callable[[], None] = lambda: None,
) -> ImportBatch:  # fmt: skip
    """Undo the list as `by`: remove what it made, restore what it changed, and mark it undone; logged.

    Whatever others changed, submitted or tied to it since stays; its rows say so. Reference data that the list made goes too,
    unless something else refers to it or somebody has looked after it since.
    `progress` is told persons and cases done and all. `ended` is called in the transaction after which the list is undone.
    Raises Refused with a sentence; then nothing was undone.
    """
    with alone():
        for left in UnfinishedList.objects.order_by("pk"):  # by a process that died
            unfinished.remove(left, by=None)
        try:
            with log.gathered():
                batch = ImportBatch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
                check_may_undo(batch, by)
                leaving = Undoing(batch, by).run()
                ended()
        except (ProtectedError, IntegrityError, ChangedMeanwhile) as wrong:
            raise Refused(str(REFERRED)) from wrong
        unfinished.remove(leaving, by=by, progress=progress)
        return batch


class Undoing:
    """One run."""

    def __init__(self, batch: ImportBatch, by: User) -> None:
        self.batch, self.by = batch, by
        self.scope = find_scope(batch)
        self.traces = self.scope.traces

    def run(self) -> UnfinishedList:
        """Detach, hide, restore, mark; what is hidden is removed afterwards."""
        made = self.scope.made
        self._keep_for_submissions()
        self._detach(made)
        leaving = UnfinishedList.objects.create(by=self.by, words=self._words())
        for model in ROOTS:
            unfinished.hide(leaving, model, made[model.noun()])
        self._remove_from_those_that_stay(made)
        changed = [
            each
            for row, trace in reversed(self.traces)
            for each in reversed(trace["changed"])
            if self.scope.goes_back(each[0], each[1], row)
        ]
        for noun, key, before in changed:
            self._restore(noun, key, before)
        self._bring_back()
        self._hand_back(made)
        self._tell_what_stays()
        self.batch.undone_at, self.batch.undone_by = timezone.now(), self.by
        self.batch.save(update_fields=["undone_at", "undone_by"])
        removed, kept, stays = sum(map(len, made.values())), len(self.scope.kept), len(self.scope.staying)
        log.write(
            action="undone", by=self.by, kind="importbatch", key=self.batch.pk,
            note=f"{removed} records removed, {len(changed)} changes taken back, {kept} persons and cases kept for their "
            f"submissions, {stays} left as others changed them",
        )  # fmt: skip
        return leaving

    def _keep_for_submissions(self) -> None:
        """Persons and cases that were submitted: there for nobody any more, but their submissions are evidence."""
        for model in ROOTS:
            keys = sorted(key for noun, key in self.scope.kept if noun == model.noun())
            rows: QuerySet[Any] = QuerySet(model)
            for some in slices(keys):
                rows.filter(pk__in=some).update(restricted=True, taken_back_with=self.batch)
                for key in some:
                    log.write(
                        action="taken back",
                        by=self.by,
                        kind=model.noun(),
                        key=key,
                        root_kind=model.noun(),
                        root_key=key,
                    )

    def _tell_what_stays(self) -> None:
        """The rows of what stays say why."""
        for (noun, key), reason in self.scope.staying.items():
            for row in self.batch.rows.filter(**{noun: key}):
                row.reason = " ".join(filter(None, (row.reason, str(STAYED % {"why": reason}))))
                row.save(update_fields=["reason"])

    def _words(self) -> str:
        """The reference data that the list made; the list itself stays the source of its batch, which stays as a record."""
        return json.dumps([word for word in json.loads(self.batch.words or "[]") if word[0] != "source"])

    def _detach(self, made: dict[str, list[int]]) -> None:
        """Rows of this list, and of lists that are undone already, no longer point at what goes."""
        for model in ROOTS:
            for some in slices(made[model.noun()]):
                ImportRow.objects.filter(**{f"{model.noun()}__in": some}).update(**{model.noun(): None})

    def _remove_from_those_that_stay(self, made: dict[str, list[int]]) -> None:
        """What the list added to persons and cases that were there before it."""
        for noun in ORDER:
            model: Any = apps.get_model("cases", noun)
            if model in ROOTS:
                continue
            for some in slices(list(reversed(made[noun]))):
                for record in _staying(model, some):
                    record.remove(by=self.by)

    def _restore(self, noun: str, key: int, before: dict[str, Any]) -> None:
        model: Any = apps.get_model("cases", noun)
        record = model._base_manager.get(pk=key)
        for name, value in before.items():
            setattr(record, name, value)
        record.save(by=self.by)

    def _bring_back(self) -> None:
        """What the list removed, under its old keys: parents before their children."""
        removed = [
            each
            for row, trace in self.traces
            for each in trace.get("removed", ())
            if self.scope.goes_back(each[0], each[1], row)
        ]
        for noun, key, values in sorted(removed, key=lambda each: -ORDER.index(each[0])):
            model: Any = apps.get_model("cases", noun)
            model(pk=key, **values).save(by=self.by, force_insert=True)

    def _hand_back(self, made: dict[str, list[int]]) -> None:
        """The list before this one left a person in the version that this one found: it can be undone next."""
        for model in ROOTS:
            noun = model.noun()
            gone = {*made[noun], *(key for kind, key in (*self.scope.kept, *self.scope.staying) if kind == noun)}
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


def _staying(model: Any, keys: Sequence[int]) -> QuerySet[Any]:
    """Those of the rows that belong to a person or case which is not hidden, and so is not removed as a whole."""
    rows = model._base_manager.filter(pk__in=keys).order_by("-pk")
    for noun in [noun for noun in AGGREGATES if model.noun() in AGGREGATES[noun]]:
        rows = rows.exclude(**{f"{lookup_of_root(model, noun)}__unfinished_list__isnull": False})
    return rows


def _check_visible(model: type[Record], keys: list[int | None], by: Any) -> None:
    for some in slices(sorted({key for key in keys if key is not None})):
        visible = model.objects.visible_to(by).filter(pk__in=some).count()
        if visible != model._base_manager.filter(pk__in=some).count():
            raise Refused(
                _("You cannot undo this import: you may not change all of its records. Ask an editor who may.")
            )


def _check_later_lists(batch: ImportBatch, model: type[Record], rows: list[ImportRow]) -> None:
    made = [key for row in rows for kind, key in json.loads(row.written)["made"] if kind == model.noun()]
    for some in slices(made):
        found = ImportRow.objects.filter(**{f"{model.noun()}__in": some}, batch__undone_at=None)
        later = found.exclude(batch=batch).select_related("batch").order_by("-batch").first()
        if later is not None:
            raise Refused(
                _("A later list, “%(file)s”, speaks of the same people. Undo that one first.")
                % {"file": later.batch.file_name}
            )
