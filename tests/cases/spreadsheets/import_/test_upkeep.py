"""What the server tidies up by itself."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from accounts.models import Entry, User
from cases.models import ImportDraft, Person, PersonName, UnfinishedList
from cases.spreadsheets.import_ import unfinished, upkeep, uploads
from cases.spreadsheets.import_.turns import alone
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def half_written(importer: User) -> UnfinishedList:
    """A list whose process died: one person of it is there, for nobody."""
    left = UnfinishedList.objects.create(by=importer)
    person = factories.person("Ala Invented", by=importer)
    unfinished.hide(left, Person, [person.pk])
    return left


@pytest.fixture(autouse=True)
def connections_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    """The thread of the server closes its own; the test has one for all."""
    monkeypatch.setattr(upkeep.connections, "close_all", lambda: None)


def test_look_removes_what_a_dead_process_left(half_written: UnfinishedList, importer: User) -> None:
    assert not Person.objects.visible_to(importer).exists()
    waits = iter([True])
    upkeep.keep_looking(lambda _seconds: next(waits))
    for model in (Person, PersonName, UnfinishedList):
        assert not model._base_manager.exists()
    assert Entry.objects.filter(action="removed", kind="personname", by=None).exists()
    assert Entry.objects.filter(action="unfinished list removed").count() == 1
    assert not Entry.objects.filter(field="restricted", before="yes").exists()


def test_look_leaves_alone_what_somebody_is_at(half_written: UnfinishedList) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("the server gives its lock twice to one connection, and a test has one")
    with alone():
        upkeep.look()
    assert Person.objects.count() == 1


def test_old_upload_is_there_for_nobody_and_removed(importer: User) -> None:
    old: Any = uploads.keep(content=b"id,name\n1,Ala\n", file_name="list.csv", by=importer)
    ImportDraft.objects.update(at=timezone.now() - uploads.KEPT_FOR - timedelta(minutes=1))
    assert uploads.draft_of(old.public_id, importer) is None
    assert ImportDraft.objects.exists()
    upkeep.look()
    assert not ImportDraft.objects.exists()
