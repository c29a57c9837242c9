"""Adding many new persons and cases at once, with the same outcome as `Record.save` one by one: stamps, versions, keys, log.

Only whole new aggregates: nobody else can see or hold them yet, so there is nothing to lock and no version to compare.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.contrib.auth.models import AbstractBaseUser
from django.db import models, transaction

from cases.models import Case, Citation, Person, PersonName, Record, UnfinishedList
from cases.models.name_search import add_keys
from cases.models.record import differences, logged_values, prepare
from cases.review.freeze import lookup_of_root
from cases.review.policy import AGGREGATES

BATCH = 500


def add_all(waves: Sequence[Sequence[Record]], *, by: AbstractBaseUser) -> None:
    """Add the records of new aggregates as `by`: one wave a model, parents in an earlier wave than their children.

    Raises ValueError for a record that is there already, ValidationError for an unreadable date or a text that shows nothing,
    IntegrityError where the database refuses.
    """
    make_ready(waves, by=by)
    add_ready(waves, by=by)


def make_ready(waves: Sequence[Sequence[Record]], *, by: AbstractBaseUser) -> None:
    """What can be done before anything is written, so that the database is locked for a shorter time."""
    everything = [record for wave in waves for record in wave]
    if any(not record._state.adding for record in everything):
        raise ValueError("Only new records are added together.")
    for record in everything:
        prepare(record)
        record.check_saved([field.name for field in record._meta.concrete_fields])
        record._stamp(None, by)
        if record.root is not record:
            record.root.version += 1  # as each save of a row would have counted it


@transaction.atomic
def add_ready(
    waves: Sequence[Sequence[Record]], *, by: AbstractBaseUser, unfinished: UnfinishedList | None = None
) -> None:
    """Add records that `make_ready` has seen; those of an unfinished list are there for nobody until it is done."""
    for wave in waves:
        if wave:
            _add_wave(wave, by, unfinished)
    add_keys([record for wave in waves for record in wave if isinstance(record, PersonName)])


def _add_wave(wave: Sequence[Record], by: AbstractBaseUser, unfinished: UnfinishedList | None) -> None:
    """Add records of one model, whose parents have been added, and log what each of them holds."""
    model = type(wave[0])
    related = [field.name for field in model._meta.concrete_fields if field.is_relation and field.editable]
    for record in wave:
        for name in related:  # a parent has its key only now
            setattr(record, name, getattr(record, name))
    changes = [differences({}, logged_values(record)) for record in wave]
    rows: models.QuerySet[Any] = models.QuerySet(model)
    with _unseen(wave, unfinished):
        rows.bulk_create(wave, batch_size=BATCH)
    if model in (Person, PersonName):
        _keep_names_at_hand([record if model is Person else record.person for record in wave])  # type: ignore[attr-defined]
    for record, told_of_it in zip(wave, changes, strict=True):
        record._log("added", told_of_it, by)


@contextmanager
def _unseen(wave: Sequence[Any], unfinished: UnfinishedList | None) -> Iterator[None]:
    """What is written within is restricted, with nobody who may see it; at hand it is as it will be, and so in the log."""
    hidden = [record for record in wave if isinstance(record, (Person, Case))] if unfinished is not None else []
    for record in hidden:
        record.restricted, record.unfinished_list = True, unfinished
    yield
    for record in hidden:
        record.restricted, record.unfinished_list = False, None


def remove_all(model: type[Record], keys: Sequence[int], *, by: AbstractBaseUser | None) -> None:
    """Remove persons or cases that nobody can see, with all their rows, children first; what they held stays in the log.

    Raises ProtectedError where others refer to them.
    """
    found: list[tuple[type[Record], list[Any]]] = []
    for member in reversed([model, *_rows_of(model)]):
        lookup = "pk" if member is model else lookup_of_root(member, model.noun())
        rows: Any = member._base_manager.filter(**{f"{lookup}__in": keys})
        found.append((member, list(rows.order_by("pk"))))
    for _member, records in found:  # told while all of it is there: rows are told by the name of their person
        for record in records:
            if isinstance(record, (Person, Case)) and record.unfinished_list_id is not None:
                record.restricted = False  # nobody restricted it: it was not there yet, or not any more
            record._log("removed", differences(logged_values(record), {}), by)
    for member, records in found:
        going: models.QuerySet[Any] = models.QuerySet(member)
        going.filter(pk__in=[record.pk for record in records]).delete()


def _rows_of(model: type[Record]) -> list[type[Record]]:
    """The models whose rows belong to persons (or cases), parents before their children; citations last."""
    members = [apps.get_model("cases", noun) for noun in AGGREGATES[model.noun()][1:]]
    return sorted(members, key=_depth)


def _depth(model: Any) -> int:
    if model is Citation:
        return 99
    depth = 0
    while model.parent:
        model, depth = model._meta.get_field(model.parent).related_model, depth + 1
    return depth


def _keep_names_at_hand(persons: Sequence[Any]) -> None:
    """The log tells every row by its person's name: read the names once, not once a row."""
    for person in persons:
        getattr(person, "_prefetched_objects_cache", {}).pop("names", None)
    models.prefetch_related_objects(persons, "names")
