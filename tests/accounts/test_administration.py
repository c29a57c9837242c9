"""Who may change accounts: nobody themselves, nobody somebody above, never the last administrator."""

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from accounts import administration, role_groups
from accounts.admin_addresses import encrypted_key
from accounts.exceptions import Refused
from accounts.models import Entry, User
from tests.accounts.signing_in import PASSPHRASE, make_user, sign_in

USERS = "/admin/accounts/user/"


def address(page: str, user: User) -> str:
    """The address of a page or verb of an account."""
    return reverse(f"admin:accounts_user_{page}", args=[user.pk])


def test_invite_makes_an_account_that_opens_nothing_yet(administrator: User, as_administrator: Client) -> None:
    data = {"username": "vera", "display_name": "Vera", "roles": ["Editor"]}
    page = as_administrator.post(f"{USERS}add/", data)
    assert "/accounts/invitation/" in page.content.decode()
    user = User.objects.get(username="vera")
    assert role_groups.role_names(user) == ["Editor"] and not user.has_usable_password() and user.is_staff
    assert Entry.objects.get(action="account invited").by == administrator


@pytest.mark.parametrize(
    "extra", [{"is_superuser": "on"}, {"user_permissions": ["1"]}, {"groups": ["1"]}, {"password": "x"}]
)
def test_invite_with_fields_nobody_offers_ignores_them(as_administrator: Client, extra: dict) -> None:
    as_administrator.post(f"{USERS}add/", {"username": "vera", "roles": ["Editor"], **extra})
    user = User.objects.get(username="vera")
    assert not user.is_superuser and not user.user_permissions.exists() and role_groups.role_names(user) == ["Editor"]


@pytest.mark.parametrize(
    "data",
    [
        {"username": "", "roles": ["Editor"]},
        {"username": "olga", "roles": ["Editor"]},
        {"username": "a b", "roles": ["Editor"]},
        {"username": "x" * 500, "roles": ["Editor"]},
        {"username": "vera", "roles": ["Emperor"]},
    ],
)
def test_invite_bad_input_is_told_and_makes_nothing(as_administrator: Client, data: dict) -> None:
    assert as_administrator.post(f"{USERS}add/", data).status_code == 200
    assert User.objects.count() == 1


@pytest.mark.parametrize(
    "path", ["", "add/", "KEY/change/", "KEY/disable/", "KEY/link/", "KEY/enable/", "KEY/sign-out/"]
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_account_pages_for_others_are_refused(administrator: User, editor: User, path: str, method: str) -> None:
    client = sign_in(editor)
    before = list(User.objects.order_by("pk").values("pk", "is_active", "password", "session_stamp"))
    response = getattr(client, method)(USERS + path.replace("KEY", encrypted_key("accounts.user", administrator.pk)))
    assert response.status_code in {302, 403, 405}
    assert list(User.objects.order_by("pk").values("pk", "is_active", "password", "session_stamp")) == before


def test_own_roles_and_access_cannot_be_changed(administrator: User, as_administrator: Client) -> None:
    make_user("eva").groups.add(Group.objects.get(name="Administrator"))
    page = as_administrator.post(
        address("change", administrator), {"roles": ["Reviewer", "Administrator"]}, follow=True
    )
    assert "You cannot change your own roles" in page.content.decode()
    assert role_groups.role_names(administrator) == ["Administrator"]
    for verb in ("disable", "link"):
        as_administrator.post(address(verb, administrator))
    administrator.refresh_from_db()
    assert administrator.is_active and administrator.has_usable_password()


def test_account_above_cannot_be_changed(as_administrator: Client) -> None:
    root = make_user("root", is_superuser=True)
    page = as_administrator.post(address("link", root), follow=True)
    assert "has more rights than yours" in page.content.decode()
    root.refresh_from_db()
    assert root.check_password(PASSPHRASE)


def test_last_administrator_cannot_be_removed_even_on_the_server(administrator: User) -> None:
    with pytest.raises(Refused, match="last administrator"):
        administration.disable(by=None, user=administrator)
    with pytest.raises(Refused, match="last administrator"):
        administration.set_roles(by=None, user=administrator, roles=["Editor"])
    other = make_user("eva")
    administration.set_roles(by=administrator, user=other, roles=["Administrator"])
    administration.disable(by=other, user=administrator)
    with pytest.raises(Refused, match="last administrator"):
        administration.disable(by=None, user=other)


def test_set_roles_is_logged_and_ends_sessions(administrator: User, editor: User) -> None:
    client = sign_in(editor)
    assert client.get("/admin/").status_code == 200
    administration.set_roles(by=administrator, user=editor, roles=["Editor", "Publisher"])
    assert client.get("/admin/").status_code == 302
    entry = Entry.objects.get(action="roles changed")
    assert (entry.before, entry.after, entry.by) == ("", "Editor, Publisher", administrator)


def test_disable_ends_sessions_and_links(as_administrator: Client, editor: User) -> None:
    client = sign_in(editor)
    as_administrator.post(address("disable", editor))
    assert client.get("/admin/").status_code == 302
    page = as_administrator.post(address("enable", editor))
    assert "/accounts/invitation/" in page.content.decode()
    editor.refresh_from_db()
    assert editor.is_active and not editor.has_usable_password()


def test_new_link_ends_sessions_and_keeps_the_second_factor(as_administrator: Client, editor: User) -> None:
    client = sign_in(editor)
    as_administrator.post(address("link", editor))
    assert client.get("/admin/").status_code == 302
    assert editor.authenticator_set.count() == 1


def test_stale_confirmation_is_asked_for_before_accounts_change(administrator: User, editor: User) -> None:
    client = sign_in(administrator, age=16 * 60)
    response = client.post(address("disable", editor))
    assert response.status_code == 302 and "/accounts/factors/reauthenticate/" in response.headers["Location"]
    editor.refresh_from_db()
    assert editor.is_active


@pytest.mark.parametrize("key", ["0", "99999", "9" * 30, "abc", "1_0", "-1"])
def test_account_that_does_not_exist_is_not_found(as_administrator: Client, key: str) -> None:
    assert as_administrator.get(f"{USERS}{key}/change/").status_code in {302, 404}
    assert as_administrator.post(f"{USERS}{key}/disable/").status_code in {302, 404}


def test_group_and_permission_pages_do_not_exist(as_administrator: Client) -> None:
    for path in ("/admin/auth/group/", "/admin/auth/permission/", f"{USERS}1/password/", "/admin/mfa/authenticator/"):
        assert as_administrator.get(path).status_code in {302, 404}


def test_invite_command_prints_a_link_that_works(administrator: User, capsys, client: Client) -> None:
    call_command("invite", "vera", "--role", "Editor")
    link = capsys.readouterr().out.strip().splitlines()[-1]
    assert client.get(link).status_code == 200


def test_reset_second_factor_command_is_logged(editor: User) -> None:
    call_command("reset_second_factor", "ina")
    assert not editor.authenticator_set.exists()
    assert Entry.objects.filter(action="second factors removed", key=editor.pk).exists()
