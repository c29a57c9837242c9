"""Sessions end in time and at once; switches hold; leaving quickly leaves nothing."""

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from accounts import middleware, switches
from accounts.exceptions import Refused
from accounts.models import Entry, SwitchName, User
from accounts.sessions import SEEN
from tests.accounts.signing_in import PASSPHRASE, make_user, sign_in

SWITCHES = "/admin/accounts/switch/"


@pytest.fixture(autouse=True)
def _register_elsewhere(settings, tmp_path) -> None:
    settings.REGISTER_FILE = tmp_path / "register.sqlite3"


def shift(client: Client, **seconds: float) -> None:
    """Make the session as much older."""
    client.get("/accounts/factors/")
    session = client.session
    for name, by in seconds.items():
        session[getattr(middleware, name)] -= by
    session.save()


def test_session_idle_for_half_an_hour_ends(editor: User) -> None:
    client = sign_in(editor)
    shift(client, SEEN=29 * 60)
    assert client.get("/admin/").status_code == 200
    shift(client, SEEN=31 * 60)
    assert client.get("/admin/").url == "/accounts/login/"
    assert "_auth_user_id" not in client.session
    assert Entry.objects.filter(action="session ended", by=editor).exists()


def test_session_in_use_ends_after_twelve_hours(editor: User) -> None:
    client = sign_in(editor)
    shift(client, STARTED=12 * 3600 + 1)
    assert client.get("/admin/").url == "/accounts/login/"


def test_session_is_written_once_a_minute_at_most(editor: User, django_assert_max_num_queries) -> None:
    client = sign_in(editor)
    client.get("/accounts/factors/")
    seen = client.session[SEEN]
    client.get("/accounts/factors/")
    assert client.session[SEEN] == seen


def test_session_without_second_factor_does_no_work(editor: User, client: Client) -> None:
    client.force_login(editor)
    assert client.get("/admin/").url == "/accounts/factors/"


def test_sign_out_everywhere_ends_all_sessions(editor: User) -> None:
    here, there = sign_in(editor), sign_in(editor)
    response = here.post("/accounts/sessions/end/")
    assert '"cookies"' in response["Clear-Site-Data"]
    assert here.get("/admin/").status_code == there.get("/admin/").status_code == 302


def test_sessions_are_listed_to_their_owner_alone(editor: User, administrator: User, client: Client) -> None:
    from tests.accounts.signing_in import code

    client.post("/accounts/login/", {"login": "ina", "password": PASSPHRASE}, headers={"user-agent": "Lynx <b>"})
    client.post("/accounts/factors/authenticate/", {"code": code()}, headers={"user-agent": "Lynx <b>"})
    assert "Lynx &lt;b&gt;" in client.get("/accounts/sessions/").content.decode()
    assert "Lynx" not in sign_in(administrator).get("/accounts/sessions/").content.decode()


def test_sign_out_by_post_clears_the_browser_and_by_get_does_nothing(editor: User) -> None:
    client = sign_in(editor)
    assert client.get("/accounts/logout/").status_code == 200
    assert client.get("/admin/").status_code == 200
    response = client.post("/accounts/logout/")
    assert response["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert client.get("/admin/").status_code == 302
    assert Entry.objects.filter(action="signed out", by=editor).exists()


def test_admin_sign_out_is_the_same_one(editor: User) -> None:
    assert "Clear-Site-Data" in sign_in(editor).post("/admin/logout/")


def test_leave_quickly_signs_out_and_shows_a_page_that_says_nothing(editor: User) -> None:
    client = sign_in(editor)
    assert client.get("/accounts/leave/").status_code == 405
    page = client.post("/accounts/leave/", follow=True).content.decode().lower()
    assert client.get("/admin/").status_code == 302
    assert not any(word in page for word in ("case", "tracker", "sign", "account", "ina"))


def test_leave_quickly_button_is_on_every_page_of_the_admin(editor: User) -> None:
    assert 'id="leave-quickly"' in sign_in(editor).get("/admin/").content.decode()


def test_freeze_by_one_click_stops_every_change_but_emergency_ones(administrator: User, editor: User) -> None:
    stale = sign_in(administrator, age=3600)
    stale.post(SWITCHES, {"name": "freeze", "state": "on"})
    assert switches.is_on(SwitchName.FREEZE)
    client = sign_in(editor)
    response = client.post("/admin/jsi18n/")
    assert response.status_code == 403 and "frozen" in response.content.decode()
    assert client.get("/admin/").status_code == 200
    with pytest.raises(Refused, match="frozen"):
        switches.check_not_frozen()
    sign_in(administrator).post(reverse("admin:accounts_user_disable", args=[editor.pk]))
    editor.refresh_from_db()
    assert not editor.is_active


def test_lifting_a_switch_asks_for_fresh_confirmation(administrator: User) -> None:
    switches.throw("freeze", on=True, by=administrator)
    response = sign_in(administrator, age=3600).post(SWITCHES, {"name": "freeze", "state": "off"})
    assert "/reauthenticate/" in response.headers["Location"] and switches.is_on("freeze")
    sign_in(administrator).post(SWITCHES, {"name": "freeze", "state": "off"})
    assert not switches.is_on("freeze")
    switches.check_not_frozen()


def test_lock_signs_everybody_out_but_its_keeper(administrator: User, editor: User, client: Client) -> None:
    other, mine = sign_in(editor), sign_in(administrator)
    mine.post(SWITCHES, {"name": "lock", "state": "on"})
    assert other.get("/admin/").status_code == 302
    assert mine.get("/admin/").status_code == 200
    response = client.post("/accounts/login/", {"login": "ina", "password": PASSPHRASE})
    assert response.url == "/accounts/inactive/"
    editor.refresh_from_db()
    assert sign_in(editor).get("/admin/").url == "/accounts/login/"
    mine.post(SWITCHES, {"name": "lock", "state": "off"})
    assert sign_in(editor).get("/admin/").status_code == 200


def test_lock_without_a_keeper_who_can_lift_it_is_refused(editor: User) -> None:
    with pytest.raises(CommandError, match="Select the administrator"):
        call_command("lock")
    with pytest.raises(CommandError, match="active administrator"):
        call_command("lock", keeper="ina")
    assert not switches.is_on("lock")


@pytest.mark.parametrize("command,name", [("freeze", "freeze"), ("public_neutral", "neutral")])
def test_switch_by_command_on_and_off(db: None, command: str, name: str) -> None:
    call_command(command)
    assert switches.is_on(name)
    assert switches.neutral_flag().exists() == (name == "neutral")
    call_command(command, "--off")
    assert not switches.is_on(name) and not switches.neutral_flag().exists()
    assert Entry.objects.count() == 2


def test_lock_by_command_with_a_keeper(administrator: User, editor: User) -> None:
    client = sign_in(editor)
    call_command("lock", keeper="olga")
    assert client.get("/admin/").status_code == 302
    assert sign_in(administrator).get("/admin/").status_code == 200


@pytest.mark.parametrize(
    "data", [{}, {"name": "x", "state": "on"}, {"name": "\x00", "state": "on"}, {"name": "freeze"}]
)
def test_switch_bad_input_throws_nothing(as_administrator: Client, data: dict) -> None:
    assert as_administrator.post(SWITCHES, data).status_code in {302, 400}
    assert not any(switches.is_on(name) for name in SwitchName.values)


def test_switches_are_refused_to_others(editor: User) -> None:
    client = sign_in(make_user("eva", "accounts.view_switch"))
    client.post(SWITCHES, {"name": "freeze", "state": "on"})
    assert client.get(SWITCHES).status_code == 200
    sign_in(editor).post(SWITCHES, {"name": "freeze", "state": "on"})
    assert not switches.is_on("freeze")


@pytest.mark.parametrize("key", ["freeze", "lock"])
def test_switch_has_no_raw_form(as_administrator: Client, administrator: User, key: str) -> None:
    switches.throw("freeze", on=True, by=administrator)
    as_administrator.post(f"{SWITCHES}{key}/change/", {"on": ""})
    assert as_administrator.get(f"{SWITCHES}add/").status_code == 404
    assert switches.is_on("freeze")
