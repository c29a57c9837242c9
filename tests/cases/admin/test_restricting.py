"""Restricting a record on its page: a permission, a reason and a second reader for what somebody else entered."""

from typing import Any

import pytest
from django.test import Client

from accounts.encrypted_choices import choice_of
from accounts.models import User
from tests import factories
from tests.access.world import account, client_of
from tests.cases.admin.pages import saved
from tests.cases.admin.test_record_admin import page

pytestmark = pytest.mark.django_db

MADE = (factories.person, factories.case, factories.intake)


@pytest.mark.parametrize("make", MADE)
def test_editor_cannot_hide_a_record_of_somebody_else(make: Any, as_editor: Client, second: User) -> None:
    record = make(by=second)
    answer = saved(as_editor, page(record), restricted="on", access_reason="Safety.")
    assert answer.status_code == 200 and "Ask a reviewer or a case lead" in answer.content.decode()
    assert record.is_visible_to(second)


def test_reviewer_restricts_with_a_reason_and_a_second_reader(reviewer: User, second: User) -> None:
    person = factories.person(by=second)
    client = client_of(reviewer)
    answer = saved(client, page(person), restricted="on")
    assert "Enter a reason" in answer.content.decode() and person.is_visible_to(second)
    answer = saved(client, page(person), restricted="on", access_reason="Safety.")
    assert "at least two active readers" in answer.content.decode() and person.is_visible_to(second)
    answer = saved(client, page(person), restricted="on", access_reason="Safety.", readers=[choice_of(second)])
    assert answer.status_code == 302
    person.refresh_from_db()
    assert person.restricted and set(person.readers.all()) == {reviewer, second}


def test_editor_cannot_take_the_author_off_the_readers(as_editor: Client, editor: User, second: User) -> None:
    entry = factories.intake(by=second, restricted=True, readers=[second, editor])
    answer = saved(as_editor, page(entry), readers=[choice_of(editor)])
    assert "Ask a reviewer or a case lead" in answer.content.decode()
    assert entry.is_visible_to(second)


def test_saving_the_page_keeps_a_disabled_reader(as_editor: Client, editor: User, second: User) -> None:
    person = factories.person(by=second, restricted=True, readers=[second, editor])
    User.objects.filter(pk=second.pk).update(is_active=False)
    assert saved(as_editor, page(person), died="2022").status_code == 302
    assert set(person.readers.all()) == {editor, second}


@pytest.fixture
def second(roles: None) -> User:
    return account("second", "Editor")
