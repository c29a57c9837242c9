"""The desk leads to the very differences of a list, and to nothing that is gone."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from cases.models import ImportDraft
from cases.spreadsheets.mapping import mapping_store
from cases.workspace.dashboard.import_tasks import lists_waiting
from tests.cases.spreadsheets.import_.conftest import SIMPLE
from tests.cases.spreadsheets.test_pages import ROWS, look, take_in, upload
from tests.cases.workspace.worlds import TODAY

pytestmark = pytest.mark.django_db(databases=["default", "register"])


@pytest.fixture
def desk(editor: User, as_editor: Client) -> Client:
    mapping_store.save_text(name="simple", text=SIMPLE, by=editor)
    return as_editor


def test_list_on_its_way_leads_to_its_differences_in_one_click(desk: Client, editor: User) -> None:
    upload(desk, ROWS)
    item = lists_waiting(editor, TODAY).items[0]
    assert "columns" in item.note and desk.get(item.url).status_code == 200
    ImportDraft.objects.all().delete()
    look(desk, ROWS)
    assert lists_waiting(editor, TODAY).items[0].note == "new: 2"
    take_in(desk)
    assert not lists_waiting(editor, TODAY).items
    look(desk, ROWS.replace("2020-01-02", "2020-02-02"))
    item = lists_waiting(editor, TODAY).items[0]
    assert item.note == "changed: 1" and item.urgent
    page = desk.get(item.url).content.decode()
    assert "Ann Invented" in page and "2020-02-02" in page and "Bob Imaginary" not in page


def test_draft_of_somebody_else_or_of_yesterday_is_not_due(desk: Client, editor: User, reviewer: User) -> None:
    look(desk, ROWS)
    assert not lists_waiting(reviewer, TODAY).items
    ImportDraft.objects.update(at=timezone.now() - dt.timedelta(days=2))
    assert not lists_waiting(editor, TODAY).items
