"""Usernames are unique to the eye, sign-in does not look at case, and nobody is locked out by a name."""

import io

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from accounts import administration, usernames
from accounts.exceptions import Refused
from accounts.models import Entry, User
from tests.accounts.signing_in import PASSPHRASE, make_user, sign_in

USERS = "/admin/accounts/user/"
LOOK_ALIKES = [
    ("editor", "EDITOR"), ("admin", "аdmin"), ("admin", "ａｄｍｉｎ"), ("olga", "0lga"), ("olga", "o1ga"), ("corn", "com"),
    ("оса", "oca"), ("vera", "νera"),
]  # fmt: skip
FAULTY_DISPLAY_NAMES = [
    "Ina\u202eanI",
    "In\u200ba",
    "\u3164",
    "\u2800",
    "Ina\u115f",
    "I\u034fna",
    "Ina\u00ad",
    "\ufeffIna",
    "...",
    "Пaвел",
]


def signs_in(username: str) -> bool:
    """Whether the passphrase is taken for that name at the sign-in page."""
    page = Client().post("/accounts/login/", {"login": username, "password": PASSPHRASE})
    return page.status_code == 302 and "inactive" not in page["Location"]


def legacy(username: str, **fields: object) -> User:
    """An account as there were before names were checked: whatever else there is, it is stored."""
    user = make_user(f"legacy{User.objects.count()}", **fields)
    super_update = super(type(User.objects.all()), User.objects.filter(pk=user.pk)).update
    super_update(username=username, skeleton=f"{usernames.skeleton(username)}#{user.pk}")
    return User.objects.get(pk=user.pk)


@pytest.mark.parametrize(("taken", "typed"), LOOK_ALIKES)
def test_database_refuses_a_username_that_looks_like_another(db: None, taken: str, typed: str) -> None:
    make_user(taken)
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create(username=typed)
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.bulk_create([User(username=typed)])


@pytest.mark.parametrize(("taken", "typed"), LOOK_ALIKES)
def test_invite_refuses_a_username_that_looks_like_another(db: None, taken: str, typed: str) -> None:
    make_user(taken)
    with pytest.raises(Refused):
        administration.invite(by=None, username=typed, roles=[])
    assert not User.objects.filter(username=typed).exists()


@pytest.mark.parametrize(
    "typed", ["аdmin", "ivа", "-ina", "i na", "ina\u200b", "in\u034fa", "i#1", "", "ina\u202e", "١ina"]
)
def test_invite_refuses_usernames_of_mixed_or_unseen_characters(db: None, typed: str) -> None:
    with pytest.raises(Refused):
        administration.invite(by=None, username=typed, roles=[])
    assert not User.objects.exists()


def test_invite_stores_a_username_in_its_ordinary_form(db: None) -> None:
    user, _link = administration.invite(by=None, username=" Ｖera ", roles=[])
    assert user.username == "vera"


@pytest.mark.parametrize("shown", FAULTY_DISPLAY_NAMES)
def test_display_names_that_cannot_be_read_are_refused(db: None, shown: str) -> None:
    with pytest.raises(Refused):
        administration.invite(by=None, username="vera", roles=[], display_name=shown)
    vera = make_user("vera")
    with pytest.raises(Refused):
        administration.rename(by=None, user=vera, display_name=shown)


def test_display_name_that_looks_like_a_colleague_is_refused(db: None) -> None:
    make_user("ina", display_name="Іна Выдуманая")
    make_user("olga")
    for shown in ("Іна  выдуманая", "Olga", "0lga"):
        with pytest.raises(Refused, match="already"):
            administration.invite(by=None, username="vera", roles=[], display_name=shown)


@pytest.mark.parametrize("typed", ["ina", "INA", "Ina", " ina", "ｉｎａ"])
def test_sign_in_does_not_look_at_case(db: None, typed: str) -> None:
    make_user("ina")
    assert signs_in(typed)


@pytest.mark.parametrize("typed", ["іna", "1na"])
def test_sign_in_does_not_take_a_look_alike(db: None, typed: str) -> None:
    make_user("ina")
    assert not signs_in(typed)


def test_accounts_that_differ_in_case_do_not_lock_each_other_out(db: None) -> None:
    """What there is already: each signs in by its own spelling, before and after it is renamed."""
    make_user("editor")
    upper = legacy("Editor")
    assert signs_in("editor") and signs_in("Editor")
    administration.rename(by=None, user=upper, username="editor.two")
    assert signs_in("EDITOR.two") and signs_in("editor") and signs_in("Editor")


def test_saving_an_old_account_keeps_its_place(db: None) -> None:
    make_user("editor")
    upper = legacy("Editor")
    upper.language = "be"
    upper.save()
    assert User.objects.get(pk=upper.pk).skeleton == upper.skeleton != usernames.skeleton("editor")


def test_usernames_are_not_changed_past_the_check(db: None) -> None:
    make_user("ina")
    with pytest.raises(Refused):
        User.objects.update(username="olga")
    with pytest.raises(Refused):
        User.objects.bulk_update(User.objects.all(), ["username"])


def test_rename_is_checked_and_logged(administrator: User) -> None:
    ina = make_user("ina")
    with pytest.raises(Refused):
        administration.rename(by=ina, user=administrator, username="somebody")
    with pytest.raises(Refused, match="your own"):
        administration.rename(by=administrator, user=administrator, username="somebody")
    with pytest.raises(Refused):
        administration.rename(by=administrator, user=ina, username="OLGA")
    administration.rename(by=administrator, user=ina, username="Inna", display_name="Іна")
    entries = Entry.objects.filter(action="account renamed").order_by("sequence")
    assert [(entry.field, entry.before, entry.after) for entry in entries] == [
        ("username", "ina", "inna"), ("display_name", "", "Іна"),
    ]  # fmt: skip


def test_rename_page_and_list_of_faulty_names(as_administrator: Client, administrator: User) -> None:
    make_user("editor")
    upper = legacy("Editor")
    rename = reverse("admin:accounts_user_rename", args=[upper.pk])
    assert "username" in as_administrator.get(reverse("admin:accounts_user_change", args=[upper.pk])).content.decode()
    assert as_administrator.get(f"{USERS}?names=faulty").context["cl"].result_count == 1
    page = as_administrator.post(rename, {"username": "editor", "display_name": ""}, follow=True)
    assert "taken" in page.content.decode() and User.objects.get(pk=upper.pk).username == "Editor"
    as_administrator.post(
        rename,
        {"username": "editor.two", "display_name": "Second editor"},
    )
    assert User.objects.get(pk=upper.pk).username == "editor.two"
    assert as_administrator.get(f"{USERS}?names=faulty").context["cl"].result_count == 0


def test_rename_page_is_for_administrators(administrator: User) -> None:
    ina = make_user("ina")
    assert (
        sign_in(ina).post(reverse("admin:accounts_user_rename", args=[administrator.pk]), {"username": "x"}).status_code
        == 403
    )


def test_commands_find_and_rename_accounts(db: None) -> None:
    make_user("editor")
    legacy("Editor")
    out = io.StringIO()
    call_command("rename_account", "--check", stdout=out)
    assert "Editor" in out.getvalue() and len(out.getvalue().splitlines()) == 1 + 2
    call_command("rename_account", "Editor", "--username", "editor.two", stdout=out)
    call_command("rename_account", "EDITOR.TWO", "--display-name", "Second editor", stdout=out)
    assert str(User.objects.get(username="editor.two")) == "Second editor"
    with pytest.raises(CommandError, match="no such account"):
        call_command("rename_account", "nobody", "--username", "somebody")
    with pytest.raises(CommandError, match="taken"):
        call_command("rename_account", "editor", "--username", "edit0r.two")
    call_command("reset_second_factor", "EDITOR", stdout=out)


@given(st.text(max_size=80))
def test_forms_of_a_name_are_stable(name: str) -> None:
    """What is accepted is its own ordinary form; what is found at sign-in looks alike."""
    try:
        usernames.validate_username(name)
    except usernames.ValidationError:
        return
    assert usernames.fold(name) == name and usernames.fold(name.upper()) in {name, usernames.fold(name.upper())}
    assert usernames.skeleton(name) == usernames.skeleton(usernames.fold(name)) and "#" not in usernames.skeleton(name)
