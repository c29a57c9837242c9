"""Undoing a list: everything as before, or a sentence and nothing."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core import serializers

from accounts import switches
from accounts.models import Entry, User
from accounts.refusals import Refused
from cases.imports.undoing import check_may_undo, undo_batch
from cases.models import Citation, Custody, Facility, ImportBatch, ImportRow, Person, PersonName
from cases.review import transitions
from tests import factories

ONE = "1,Ann Invented,,2020-01-02,,,\n"
LATER = "1,Ann Invented,,2020-01-02,2021-03-04,,a note\n"
TWO = ONE + "2,Bob Imaginary,05/06/1980,2020-01-03,,IP 1,\n"


def _state() -> list[str]:
    """Every person with what belongs to them, without versions and stamps."""
    told = []
    for model in (Person, PersonName, Custody, Citation):
        for record in model._base_manager.order_by("pk"):
            fields = serializers.serialize("python", [record])[0]["fields"]
            told.append(str({name: value for name, value in fields.items() if name not in ("version", "updated_at")}))
    return told


def test_undo_of_new_persons_leaves_nothing_of_them(take_in: Callable[..., ImportBatch], importer: User) -> None:
    batch = take_in(TWO)
    assert Person._base_manager.count() == 2
    undo_batch(batch=batch, by=importer)
    assert _state() == []
    assert not Facility._base_manager.exists()  # the list had made it and nothing else refers to it
    assert ImportRow.objects.filter(batch=batch).count() == 2
    assert Entry.objects.filter(action="undone", kind="importbatch", key=batch.pk, by=importer).count() == 1
    assert Entry.objects.filter(action="removed", kind="person").exists()


def test_undo_of_changes_restores_every_value(take_in: Callable[..., ImportBatch], importer: User) -> None:
    take_in(ONE)
    before = _state()
    second = take_in(LATER)
    assert _state() != before
    undo_batch(batch=second, by=importer)
    assert _state() == before


def test_undo_goes_back_list_by_list(take_in: Callable[..., ImportBatch], importer: User) -> None:
    first, second = take_in(ONE), take_in(LATER)
    with pytest.raises(Refused, match="A later list"):
        undo_batch(batch=first, by=importer)
    undo_batch(batch=second, by=importer)
    undo_batch(batch=first, by=importer)
    assert _state() == []


def test_undo_after_a_correction_is_refused_whole(take_in: Callable[..., ImportBatch], importer: User) -> None:
    batch = take_in(TWO)
    name = PersonName.objects.get(text="Bob Imaginary")
    name.text = "Bob Imagined"
    name.save(by=importer)
    before = _state()
    with pytest.raises(Refused, match="Row 3: this person was changed since"):
        undo_batch(batch=batch, by=importer)
    assert _state() == before
    batch.refresh_from_db()
    assert batch.undone_at is None


def test_undo_after_a_submission_is_refused(take_in: Callable[..., ImportBatch], importer: User, editor: User) -> None:
    batch = take_in(ONE)
    transitions.submit(record=Person.objects.get(), by=editor)
    with pytest.raises(Refused, match="submitted for review"):
        undo_batch(batch=batch, by=importer)


@pytest.mark.parametrize("case", ["twice", "no permission", "frozen", "restricted"])
def test_undo_is_refused_to_who_may_not(case: str, take_in: Callable[..., ImportBatch], importer: User) -> None:
    batch, by = take_in(ONE), importer
    if case == "twice":
        undo_batch(batch=batch, by=by)
        batch.refresh_from_db()
    elif case == "no permission":
        by = factories.user("nobody")
    elif case == "frozen":
        switches.throw("freeze", on=True, by=None)
    else:
        person: Any = Person.objects.get()
        person.restricted = True
        person.save(by=None)
    with pytest.raises(Refused):
        check_may_undo(batch, by)
    with pytest.raises(Refused):
        undo_batch(batch=batch, by=by)
