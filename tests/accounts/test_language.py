"""Everybody of the staff reads the private site in the language they chose; before signing in the browser says which."""

import pytest
from django.test import Client

from accounts.exceptions import Refused
from accounts.language import NATIVE, choose_language
from accounts.models import Entry, User
from tests.accounts.signing_in import sign_in

CHOOSE = "/accounts/language/"


@pytest.mark.parametrize(("code", "heading"), [("en", "Case tracker"), ("be", "Улік спраў"), ("ru", "Учёт дел")])
def test_choosing_a_language_changes_the_pages_of_that_account(editor: User, code: str, heading: str) -> None:
    client = sign_in(editor)
    response = client.post(CHOOSE, {"language": code, "next": "/accounts/sessions/"})
    assert (response.status_code, response["Location"]) == (302, "/accounts/sessions/")
    page = client.get("/admin/", headers={"Accept-Language": "de"}).content.decode()
    assert f'<html lang="{code}"' in page
    assert heading in page


def test_choice_outlives_signing_out_and_is_logged(editor: User) -> None:
    sign_in(editor).post(CHOOSE, {"language": "be"})
    page = sign_in(User.objects.get(pk=editor.pk)).get("/admin/").content.decode()
    assert '<html lang="be"' in page
    entry = Entry.objects.get(action="language chosen")
    assert (entry.key, entry.before, entry.after) == (editor.pk, "", "be")


def test_choosing_the_same_language_again_writes_nothing(editor: User) -> None:
    choose_language(code="ru", by=editor)
    choose_language(code="ru", by=editor)
    assert Entry.objects.filter(action="language chosen").count() == 1


def test_choice_of_one_account_leaves_others_alone(editor: User, administrator: User) -> None:
    choose_language(code="ru", by=editor)
    assert '<html lang="en"' in sign_in(administrator).get("/admin/").content.decode()


@pytest.mark.parametrize(("asked", "given"), [("be", "be"), ("ru-RU,ru;q=0.9", "ru"), ("de", "en")])
def test_sign_in_page_follows_the_browser(client: Client, asked: str, given: str) -> None:
    page = client.get("/accounts/login/", headers={"Accept-Language": asked}).content.decode()
    assert f'<html lang="{given}"' in page


def test_choice_before_signing_in_wins_over_the_browser(client: Client, settings) -> None:
    response = client.post(CHOOSE, {"language": "be", "next": "/accounts/login/"})
    cookie = response.cookies[settings.LANGUAGE_COOKIE_NAME]
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, "Lax", "")
    page = client.get("/accounts/login/", headers={"Accept-Language": "ru"}).content.decode()
    assert '<html lang="be"' in page
    assert 'value="be" lang="be" aria-current="true"' in page


@pytest.mark.parametrize("code", ["", "de", "be\u202e", "x" * 500])
def test_language_that_is_not_spoken_is_refused(editor: User, code: str) -> None:
    response = sign_in(editor).post(CHOOSE, {"language": code})
    assert response.status_code == 400
    with pytest.raises(Refused):
        choose_language(code=code, by=editor)
    assert User.objects.get(pk=editor.pk).language == ""


def test_choice_does_not_lead_to_another_site(client: Client) -> None:
    response = client.post(CHOOSE, {"language": "be", "next": "https://example.org/"})
    assert response["Location"] == "/"


def test_choice_without_the_token_is_refused(editor: User) -> None:
    client = Client(enforce_csrf_checks=True)
    assert client.post(CHOOSE, {"language": "be"}).status_code == 403


def test_every_language_of_the_site_can_be_chosen(settings) -> None:
    assert list(NATIVE) == [code for code, _name in settings.LANGUAGES]
