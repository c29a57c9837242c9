"""Lists that are half taken in, or half taken away: seen by nobody, and removed when nobody is at them any more.

The persons and cases that a list makes are written piece by piece. Until the last piece they belong to an `UnfinishedList`
and are restricted, with nobody who may see them. One short transaction then lets everybody see all of them at once. A list
that is undone goes the other way: hidden at once, then removed piece by piece. Whatever ends in between, what is hidden is
removed: by whoever failed, by the next list, or by the server, which looks for it from its start on (`upkeep`).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.db.models import ProtectedError

from accounts.audit import log
from cases.models import Case, Person, Record, UnfinishedList
from cases.spreadsheets.import_.bulk_create import remove_all
from cases.spreadsheets.import_.turns import Pieces, alone

ROOTS: tuple[type[Record], ...] = (Case, Person)  # a defendant goes with the case, before the person
SLICE = 500


def hide(unfinished: UnfinishedList, model: type[Record], keys: Sequence[int]) -> None:
    """Let nobody see these persons or cases any more; inside the caller's transaction."""
    _set(model, keys, restricted=True, unfinished_list=unfinished)


def show_all(unfinished: UnfinishedList) -> None:
    """Let everybody see all that belongs to the list, and forget that it was unfinished; inside the caller's transaction.

    Raises IntegrityError where a case has the number of another one.
    """
    for model in ROOTS:
        rows: models.QuerySet[Any] = models.QuerySet(model)
        rows.filter(unfinished_list=unfinished).update(restricted=False, unfinished_list=None)
    # Not by `unfinished.delete()`: the instance must keep its key, should the transaction come to nothing.
    UnfinishedList.objects.filter(pk=unfinished.pk).delete()


def remove(unfinished: UnfinishedList, *, by: Any, progress: Callable[[int, int], None] | None = None) -> None:
    """Remove all that belongs to the list, piece by piece, and the reference data made for it that nobody needs.

    What it held stays in the log. Call it inside `alone()`.
    """
    pieces, done = Pieces(), 0
    total = sum(model._base_manager.filter(unfinished_list=unfinished).count() for model in ROOTS)  # type: ignore[misc]
    for model in ROOTS:
        while keys := _some_of(model, unfinished, pieces.size):
            with pieces.turn(len(keys)), log.gathered():
                remove_all(model, keys, by=by)
            done += len(keys)
            if progress is not None:
                progress(done, total)
    with pieces.turn(0), log.gathered():
        kept = remove_words(json.loads(unfinished.words or "[]"), by=by)
        UnfinishedList.objects.filter(pk=unfinished.pk).delete()
        note = f"{total} persons and cases removed, {kept} words of reference data kept"
        log.write(action="unfinished list removed", by=by, kind="importbatch", note=note)


def remove_all_unfinished(*, patience: float = 0.0) -> int:
    """Remove what belongs to lists that nobody is at any more; how many lists. Raises Refused where somebody is at one."""
    with alone(patience=patience):
        found = list(UnfinishedList.objects.order_by("pk"))
        for unfinished in found:
            remove(unfinished, by=None)
        return len(found)


def remove_words(words: Iterable[tuple[str, int, int]], *, by: Any) -> int:
    """Remove reference data, given as (noun, key, version), that nobody needs or has looked after; how many stay."""
    kept = 0
    for noun, key, version in reversed(list(words)):
        model: Any = apps.get_model("cases", noun)
        word = model._base_manager.filter(pk=key).first()
        if word is None or word.version != version:
            kept += word is not None
            continue
        try:
            with transaction.atomic():
                _quietly_remove(word, by)
        except (ProtectedError, IntegrityError):
            kept += 1
    return kept


def _quietly_remove(word: Record, by: Any) -> None:
    """Remove the word if nothing refers to it; asked before `remove` writes its log, which would tell of it too early."""
    for relation in word._meta.related_objects:
        model = relation.related_model
        if model._base_manager.filter(**{relation.field.name: word.pk}).exists():
            raise ProtectedError("", set())
    word.remove(by=by)


def _some_of(model: type[Record], unfinished: UnfinishedList, count: int) -> list[int]:
    rows = model._base_manager.filter(unfinished_list=unfinished).order_by("-pk")  # type: ignore[misc]
    return list(rows.values_list("pk", flat=True)[:count])


def _set(model: type[Record], keys: Sequence[int], **values: Any) -> None:
    rows: models.QuerySet[Any] = models.QuerySet(model)
    for start in range(0, len(keys), SLICE):
        rows.filter(pk__in=keys[start : start + SLICE]).update(**values)
