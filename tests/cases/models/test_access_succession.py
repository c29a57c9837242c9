"""No restricted record is lost with an account: a successor takes over, or a command on the server breaks the glass."""

from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from accounts import administration
from accounts.encrypted_choices import choice_of
from accounts.exceptions import SuccessorNeeded
from accounts.models import Entry, User
from tests import factories
from tests.access.world import account, client_of

pytestmark = pytest.mark.django_db

MADE = (factories.person, factories.case, factories.intake)


@pytest.mark.parametrize("make", MADE)
def test_disabling_the_last_reader_asks_for_a_successor(make: Any, editor: User, second: User) -> None:
    record = make(by=editor, restricted=True)
    with pytest.raises(SuccessorNeeded, match="Choose who takes over"):
        administration.disable(by=None, user=editor)
    with pytest.raises(SuccessorNeeded, match="does not have permission to open"):
        administration.disable(by=None, user=editor, successor=account("nobody"))
    editor.refresh_from_db()
    assert editor.is_active and not record.is_visible_to(second)
    administration.disable(by=None, user=editor, successor=second)
    assert record.is_visible_to(second)
    assert Entry.objects.get(action="access handed over").key == second.pk


def test_demoting_the_last_reader_asks_for_a_successor(editor: User, second: User) -> None:
    entry = factories.intake(by=editor, restricted=True)
    with pytest.raises(SuccessorNeeded):
        administration.set_roles(by=None, user=editor, roles=["Reviewer"])  # a role that sees no intake
    administration.set_roles(by=None, user=editor, roles=["Reviewer"], successor=second)
    assert entry.is_visible_to(second)


def test_reader_beside_another_active_one_is_disabled_without_a_successor(editor: User, second: User) -> None:
    factories.person(by=editor, restricted=True, readers=[editor, second])
    administration.disable(by=None, user=editor)
    with pytest.raises(SuccessorNeeded):
        administration.disable(by=None, user=second)


def test_page_of_an_account_asks_and_keeps_the_ticked_roles(administrator: User, editor: User, second: User) -> None:
    factories.person(by=editor, restricted=True)
    client, page = client_of(administrator), reverse("admin:accounts_user_change", args=[editor.pk])
    answer = client.post(page, {"roles": ["Administrator"]})
    text = answer.content.decode()
    assert "Choose who takes over" in text and 'name="successor"' in text and 'value="Administrator"' in text
    assert client.post(page, {"roles": ["Administrator"], "successor": choice_of(second)}).status_code == 302
    disabled = client.post(reverse("admin:accounts_user_disable", args=[second.pk]), follow=True)
    assert "Choose who takes over" in disabled.content.decode() and 'name="successor"' in disabled.content.decode()


def test_break_glass_command_gives_access_and_tells_every_administrator(administrator: User, second: User) -> None:
    gone = account("gone", "Editor")
    records = [make(by=gone, restricted=True) for make in MADE]
    User.objects.filter(pk=gone.pk).update(is_active=False)
    with pytest.raises(CommandError, match="Enter a reason"):
        call_command("hand_over_access", "--unreadable", "--to", "second", "--reason", " ")
    call_command("hand_over_access", "--unreadable", "--to", "second", "--reason", "He left.", stdout=StringIO())
    assert all(record.is_visible_to(second) for record in records)
    for admin in (administrator, account("other", "Administrator")):
        page = client_of(admin).get(reverse("admin:index")).content.decode()
        assert "He left." in page and "ransferred access" in page
    assert "He left." not in client_of(second).get(reverse("admin:index")).content.decode()


@pytest.mark.parametrize("which", ["record", "of"])
def test_break_glass_command_takes_one_record_or_those_of_an_account(which: str, editor: User, second: User) -> None:
    person = factories.person(by=editor, restricted=True)
    other = factories.case(by=editor, restricted=True)
    chosen = {"record": person.path, "of": "editor"}[which]
    call_command("hand_over_access", f"--{which}", chosen, "--to", "second", "--reason", "R.", stdout=StringIO())
    assert person.is_visible_to(second) and other.is_visible_to(second) == (which == "of")
    with pytest.raises(CommandError, match="no restricted record"):
        call_command("hand_over_access", "--record", "person/unknown", "--to", "second", "--reason", "R.")


@pytest.fixture
def second(roles: None) -> User:
    return account("second", "Editor")
