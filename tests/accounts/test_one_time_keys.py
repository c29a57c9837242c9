"""A form that is sent twice is carried out once; one that failed can be sent again."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.test import RequestFactory

from accounts import one_time_keys
from accounts.models import SentForm, User
from accounts.one_time_keys import FIELD, AlreadySent, check_not_sent, issue, sending
from tests.accounts.signing_in import make_user

pytestmark = pytest.mark.django_db


def posted(user: User, key: str) -> HttpRequest:
    request = RequestFactory().post("/", {FIELD: key})
    request.user = user
    return request


def test_second_copy_leads_to_what_the_first_made(editor: User) -> None:
    key = issue(editor)
    with sending(posted(editor, key)) as sent:
        sent.leads_to("/made/")
    for again in (posted(editor, key), posted(editor, key)):
        with pytest.raises(AlreadySent) as told, sending(again):
            raise AssertionError("carried out twice")
        assert told.value.address == "/made/"
        with pytest.raises(AlreadySent):
            check_not_sent(again)


def test_what_failed_or_made_nothing_can_be_sent_again(editor: User) -> None:
    key = issue(editor)
    with pytest.raises(ValueError, match="refused"), sending(posted(editor, key)):
        raise ValueError("refused")
    with sending(posted(editor, key)):
        pass
    check_not_sent(posted(editor, key))
    assert not SentForm.objects.exists()


def test_key_of_somebody_else_or_a_forged_one_is_none(editor: User) -> None:
    other = make_user("other")
    for key in (issue(other), issue(editor)[:-1] + "~", "", "x" * 500):
        assert one_time_keys.own_key(posted(editor, key)) is None
        with sending(posted(editor, key)) as sent:
            sent.leads_to("/made/")
    assert not SentForm.objects.exists()


def test_sending_within_a_sending_is_part_of_it(editor: User) -> None:
    request = posted(editor, issue(editor))
    with sending(request) as sent:
        with sending(request) as inner:
            inner.leads_to("/ignored/")
        sent.leads_to("/made/")
    assert SentForm.objects.get().address == "/made/"


def test_form_that_comes_back_keeps_its_key_until_it_was_carried_out(editor: User) -> None:
    request = posted(editor, issue(editor))
    assert one_time_keys.key_for_page(request) == request.POST[FIELD]
    with sending(request) as sent:
        sent.leads_to("/made/")
    assert one_time_keys.key_for_page(request) != request.POST[FIELD]
    request.user = AnonymousUser()  # type: ignore[assignment]
    assert one_time_keys.key_for_page(request) == ""
