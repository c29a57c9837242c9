"""Adding many new persons and cases at once, with the same outcome as `Record.save` one by one: stamps, versions, keys, log.

Only whole new aggregates: nobody else can see or hold them yet, so there is nothing to lock and no version to compare.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import models, transaction

from cases.models import Person, PersonName, Record
from cases.models.base import differences, prepare, told
from cases.models.naming import add_keys

BATCH = 500


@transaction.atomic
def add_all(waves: Sequence[Sequence[Record]], *, by: AbstractBaseUser) -> None:
    """Add the records of new aggregates as `by`: one wave a model, parents in an earlier wave than their children.

    Raises ValueError for a record that is there already, ValidationError for an unreadable date, IntegrityError where the
    database refuses.
    """
    everything = [record for wave in waves for record in wave]
    if any(not record._state.adding for record in everything):
        raise ValueError("Only new records are added together.")
    for record in everything:
        prepare(record)
        record._stamp(None, by)
        if record.root is not record:
            record.root.version += 1  # as each save of a row would have counted it
    for wave in waves:
        if wave:
            _add_wave(wave, by)
    add_keys([record for record in everything if isinstance(record, PersonName)])


def _add_wave(wave: Sequence[Record], by: AbstractBaseUser) -> None:
    """Add records of one model, whose parents have been added, and log what each of them holds."""
    model = type(wave[0])
    related = [field.name for field in model._meta.concrete_fields if field.is_relation and field.editable]
    for record in wave:
        for name in related:  # a parent has its key only now
            setattr(record, name, getattr(record, name))
    changes = [differences({}, told(record)) for record in wave]
    rows: models.QuerySet[Any] = models.QuerySet(model)
    rows.bulk_create(wave, batch_size=BATCH)
    if model in (Person, PersonName):
        _keep_names_at_hand([record if model is Person else record.person for record in wave])  # type: ignore[attr-defined]
    for record, told_of_it in zip(wave, changes, strict=True):
        record._log("added", told_of_it, by)


def _keep_names_at_hand(persons: Sequence[Any]) -> None:
    """The log tells every row by its person's name: read the names once, not once a row."""
    for person in persons:
        getattr(person, "_prefetched_objects_cache", {}).pop("names", None)
    models.prefetch_related_objects(persons, "names")
