"""A form that met a lapsed confirmation comes back to be sent again, as it was."""

from html import unescape
from html.parser import HTMLParser

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests.accounts.signing_in import sign_in

pytestmark = pytest.mark.django_db
INVITE = "/admin/accounts/user/add/"


class _Hidden(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.fields: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "input" and given.get("type") == "hidden":
            self.fields.append((given.get("name") or "", given.get("value") or ""))


def hidden(page: str) -> list[tuple[str, str]]:
    parser = _Hidden()
    parser.feed(page)
    return [field for field in parser.fields if field[0] not in ("csrfmiddlewaretoken", "next")]


def test_form_that_met_a_lapsed_confirmation_comes_back_whole(administrator: User) -> None:
    sent = QueryDict(mutable=True)
    sent.setlist("tick", ["custody/abc/facility", 'person/"><script>alert(1)</script>'])
    sent["note"] = "two\nlines & more"
    response = sign_in(administrator, age=3600).post(
        f"{INVITE}?next=1", sent.urlencode(), "application/x-www-form-urlencoded"
    )
    page = response.content.decode()
    assert response.status_code == 403 and "<script>alert" not in page
    assert sorted(hidden(page)) == sorted((name, value) for name, values in sent.lists() for value in values)
    assert f'action="{INVITE}?next=1"' in page and "/reauthenticate/?next=" in page


def test_form_sent_again_after_confirming_is_taken(administrator: User) -> None:
    form = {"username": "new.one", "first_name": "New", "roles": ["Editor"]}
    stale = sign_in(administrator, age=3600).post(INVITE, form)
    again: dict[str, list[str]] = {}
    for name, value in hidden(stale.content.decode()):
        again.setdefault(name, []).append(value)
    assert not User.objects.filter(username="new.one").exists()
    assert sign_in(administrator).post(INVITE, again).status_code == 200
    assert User.objects.filter(username="new.one").exists()


def test_passphrases_and_files_are_never_written_into_a_page(administrator: User, editor: User) -> None:
    editor.set_unusable_password()
    editor.save()
    chosen = {"password1": "a secret of mine", "password2": "a secret of mine"}
    response = sign_in(editor, age=3600).post(reverse("account_set_password"), chosen)
    assert response.status_code == 302
    file = SimpleUploadedFile("list.csv", b"name\n")
    assert sign_in(administrator, age=3600).post(INVITE, {"file": file, "username": "x"}).status_code == 302


def test_other_tab_says_where_to_go_on(editor: User) -> None:
    assert "Close this tab" in unescape(sign_in(editor).get(reverse("accounts_confirmed")).content.decode())
    assert Client().get(reverse("accounts_confirmed")).status_code == 302
