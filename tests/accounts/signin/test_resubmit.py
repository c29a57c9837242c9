"""A form that met a session that had ended, another one, or a lapsed confirmation is kept and comes back as it was."""

from datetime import timedelta
from html.parser import HTMLParser
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import one_time_keys
from accounts.models import KeptForm, User
from accounts.one_time_keys import FIELD
from accounts.signin import resubmit
from tests.accounts.signing_in import make_user, sign_in

pytestmark = pytest.mark.django_db
INVITE = "/admin/accounts/user/add/"


class _Hidden(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.fields: dict[str, list[str]] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "input" and given.get("type") == "hidden":
            self.fields.setdefault(given.get("name") or "", []).append(given.get("value") or "")


def hidden(page: HttpResponse) -> dict[str, list[str]]:
    """The hidden fields of a page but the tokens against forgery and the language's."""
    parser = _Hidden()
    parser.feed(page.content.decode())
    return {name: values for name, values in parser.fields.items() if name not in ("csrfmiddlewaretoken", "next")}


def form(user: User, **fields: Any) -> dict[str, Any]:
    """A form that was drawn for `user`."""
    return {FIELD: one_time_keys.issue(user), "username": "new.one", "roles": ["Editor", "Auditor"], **fields}


def kept(user: User) -> KeptForm:
    """The one form that is kept for `user`."""
    return KeptForm.objects.get(user=user)


def test_form_of_a_session_that_ended_comes_back_after_sign_in(administrator: User) -> None:
    sent = form(administrator, display_name='"><script>alert(1)</script>')
    answer = Client().post(f"{INVITE}?x=1", sent)
    assert answer.status_code == 302
    back = reverse("accounts_kept_form", args=[kept(administrator).key])
    assert answer.headers["Location"] == f"/accounts/login/?next={back.replace('/', '%2F')}"
    client = sign_in(administrator)
    page = client.get(back)
    assert hidden(page) == {name: value if isinstance(value, list) else [value] for name, value in sent.items()}
    assert f'action="{INVITE}?x=1"' in page.content.decode() and "<script>alert" not in page.content.decode()
    assert client.post(f"{INVITE}?x=1", hidden(page)).status_code == 200
    assert User.objects.filter(username="new.one").exists()
    assert not KeptForm.objects.exists()


def test_form_that_met_a_lapsed_confirmation_comes_back(administrator: User) -> None:
    sent = form(administrator)
    answer = sign_in(administrator, age=3600).post(INVITE, sent)
    assert answer.status_code == 302 and "/reauthenticate/?next=%2Fkept%2F" in answer.headers["Location"]
    page = sign_in(administrator).get(reverse("accounts_kept_form", args=[kept(administrator).key]))
    assert hidden(page)["roles"] == ["Editor", "Auditor"]


def test_form_of_a_session_renewed_in_another_tab_comes_back(administrator: User) -> None:
    client = sign_in(administrator)
    client.handler.enforce_csrf_checks = True
    answer = client.post(INVITE, form(administrator))
    assert answer.status_code == 302
    assert answer.headers["Location"] == reverse("accounts_kept_form", args=[kept(administrator).key])
    assert client.post(INVITE, {"username": "forged", FIELD: ""}).status_code == 403


def test_form_of_a_session_that_was_idle_too_long_comes_back(administrator: User) -> None:
    client = sign_in(administrator)
    session = client.session
    session["accounts.started"] = session["accounts.seen"] = timezone.now().timestamp() - 3600
    session.save()
    answer = client.post(INVITE, form(administrator))
    assert "next=%2Fkept%2F" in answer.headers["Location"]
    assert kept(administrator).address == INVITE


def test_form_is_kept_for_the_account_whose_key_it_bears(administrator: User, editor: User) -> None:
    client = sign_in(editor)
    client.handler.enforce_csrf_checks = True
    answer = client.post(INVITE, form(administrator))
    assert answer.status_code == 403 and "Another account" in answer.content.decode()
    address = reverse("accounts_kept_form", args=[kept(administrator).key])
    assert client.get(address).status_code == 404
    assert "new.one" not in client.get(reverse("accounts_kept")).content.decode()


def test_every_tab_has_its_own(administrator: User) -> None:
    for name in ("one", "two", "three"):
        Client().post(INVITE, form(administrator, username=name))
    page = sign_in(administrator).get(reverse("accounts_kept")).content.decode()
    assert page.count(INVITE) == KeptForm.objects.count() == 3


@pytest.mark.parametrize("key", ["", "forged", "WzEsImEiXQ:1t:a", "x" * 5000])
def test_nothing_is_kept_without_a_valid_key(key: str, administrator: User) -> None:
    answer = Client().post(INVITE, {"username": "x", FIELD: key})
    assert answer.headers["Location"].startswith("/admin/login/")
    assert not KeptForm.objects.exists()


def test_nothing_is_kept_of_a_disabled_account(administrator: User) -> None:
    sent = form(administrator)
    User.objects.filter(pk=administrator.pk).update(is_active=False)
    Client().post(INVITE, sent)
    assert not KeptForm.objects.exists()


def test_what_is_kept_is_encrypted(administrator: User) -> None:
    Client().post(INVITE, form(administrator, display_name="Таямніца"))
    row = repr(KeptForm.objects.values_list().get())
    assert "Таямніца" not in row and "new.one" not in row


def test_passphrases_are_never_kept(editor: User) -> None:
    chosen = {"password1": "a secret of mine", FIELD: one_time_keys.issue(editor)}
    sign_in(editor, age=3600).post(reverse("account_set_password"), chosen)
    Client().post(reverse("account_login"), chosen | {"login": "x", "password": "y"})
    assert not KeptForm.objects.exists()


def test_files_are_named_and_not_kept(administrator: User) -> None:
    file = SimpleUploadedFile("list of names.csv", b"secret bytes")
    Client().post(INVITE, form(administrator, file=file))
    page = sign_in(administrator).get(reverse("accounts_kept_form", args=[kept(administrator).key])).content.decode()
    assert "Choose these files again: list of names.csv." in page
    assert "secret bytes" not in page


def test_few_are_kept_and_the_oldest_go(administrator: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resubmit, "MOST", 2)
    for name in ("one", "two", "three"):
        Client().post(INVITE, form(administrator, username=name))
    assert KeptForm.objects.count() == 2
    monkeypatch.setattr(resubmit, "MOST_BYTES", 10)
    Client().post(INVITE, form(administrator, username="four"))
    assert KeptForm.objects.count() == 1


def test_kept_forms_expire(administrator: User) -> None:
    Client().post(INVITE, form(administrator))
    KeptForm.objects.update(at=timezone.now() - resubmit.KEPT_FOR - timedelta(minutes=1))
    key = KeptForm.objects.get().key
    assert sign_in(administrator).get(reverse("accounts_kept_form", args=[key])).status_code == 404
    other = make_user("other")
    Client().post(INVITE, form(other))
    assert [row.user for row in KeptForm.objects.all()] == [other]


def test_kept_form_can_be_thrown_away(administrator: User, editor: User) -> None:
    Client().post(INVITE, form(administrator))
    address = reverse("accounts_kept_form", args=[kept(administrator).key])
    assert sign_in(editor).post(address).status_code == 404
    assert sign_in(administrator).post(address).status_code == 302
    assert not KeptForm.objects.exists()


def test_sign_in_page_of_a_tab_leads_on_where_another_tab_signed_in(administrator: User) -> None:
    client = sign_in(administrator)
    client.handler.enforce_csrf_checks = True
    sign_in_page = reverse("account_login")
    assert client.post(sign_in_page, {"next": "/kept/"}).headers["Location"] == "/kept/"
    assert client.post(sign_in_page, {"next": "https://example.org/"}).headers["Location"] == "/admin/"


def test_form_of_nobody_may_hold_few_fields() -> None:
    many = {f"field{number}": "x" for number in range(300)}
    assert Client().post(reverse("account_login"), many).status_code == 413
    assert Client().post(INVITE, "&".join(many), "application/x-www-form-urlencoded").status_code == 413


def test_large_form_of_a_session_that_ended_is_kept(administrator: User) -> None:
    many = form(administrator) | {f"field{number}": "x" for number in range(3000)}
    body = "&".join(f"{name}={value}" for name, value in many.items() if isinstance(value, str))
    assert Client().post(INVITE, body, "application/x-www-form-urlencoded").status_code == 302
    assert kept(administrator)
