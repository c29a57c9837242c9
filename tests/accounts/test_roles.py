"""The role table, and its way into the database."""

import pytest
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command

from accounts import demo_accounts, role_groups, roles
from accounts.exceptions import Refused
from accounts.models import Entry, User
from accounts.roles import ADMINISTRATOR, AUDITOR, BY_NAME, EDITOR, PUBLISHER, REVIEWER, ROLES, Role

SENSITIVE = {
    # permission: the roles that hold it, and no other
    "review.approve_snapshot": {"Reviewer"},
    "review.submit_snapshot": {"Editor", "Reviewer", "Case lead"},
    "review.retract_snapshot": {"Reviewer", "Publisher"},
    "review.publish_edition": {"Publisher"},
    "cases.import_records": {"Editor", "Case lead"},
    "cases.export_records": {"Editor", "Case lead", "Publisher"},
    "cases.merge_records": {"Editor", "Case lead"},
    "cases.view_sensitive": {"Editor", "Reviewer", "Case lead", "Auditor"},
    "cases.change_person": {"Editor", "Reviewer", "Case lead"},
    "cases.restrict_records": {"Reviewer", "Case lead"},
    "cases.view_person": {"Editor", "Reviewer", "Case lead", "Publisher", "Auditor"},
    "accounts.view_entry": {"Auditor", "Administrator"},
    "accounts.export_entry": {"Auditor", "Administrator"},
    "accounts.manage_accounts": {"Administrator"},
    "accounts.throw_switch": {"Administrator"},
}


@pytest.mark.parametrize("permission", sorted(SENSITIVE))
def test_role_table_gives_each_permission_to_these_roles_only(permission: str) -> None:
    assert {role.name for role in ROLES if permission in role.permissions} == SENSITIVE[permission]


def test_auditor_changes_nothing() -> None:
    reading = {"view", "export"}
    assert {name.split(".")[1].split("_")[0] for name in AUDITOR.permissions} <= reading


def test_administrator_has_nothing_of_cases() -> None:
    assert {name.split(".")[0] for name in ADMINISTRATOR.permissions} == {"accounts"}


def test_nobody_holds_djangos_own_rights_over_accounts() -> None:
    held = set().union(*(role.permissions for role in ROLES))
    raw = {f"accounts.{verb}_{model}" for verb in ("add", "change", "delete") for model in ("user", "entry", "switch")}
    assert not held & raw and not any(name.startswith(("auth.", "mfa.", "sessions.")) for name in held)


def test_nobody_deletes_persons_or_cases() -> None:
    held = set().union(*(role.permissions for role in ROLES))
    assert not held & {"cases.delete_person", "cases.delete_case"}


def test_sync_roles_twice_changes_nothing_the_second_time(db: None) -> None:
    assert role_groups.sync_roles()
    assert role_groups.sync_roles() == []
    assert set(Group.objects.values_list("name", flat=True)) == set(BY_NAME)
    for role in (EDITOR, REVIEWER, PUBLISHER, AUDITOR, ADMINISTRATOR):
        assert Group.objects.get(name=role.name).permissions.count() == len(role.permissions)


def test_sync_roles_takes_back_what_was_changed_by_hand(db: None) -> None:
    role_groups.sync_roles()
    Group.objects.get(name="Editor").permissions.clear()
    Group.objects.create(name="Emperor")
    assert len(role_groups.sync_roles()) == 2
    assert not Group.objects.filter(name="Emperor").exists()
    assert Entry.objects.filter(action="roles synchronised").count() == 2


def test_sync_roles_unknown_permission_is_named_and_nothing_written(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = Role("Wrong", EDITOR.title, EDITOR.description, frozenset({"cases.view_unicorn", "cases.view_person"}))
    monkeypatch.setattr(role_groups, "ROLES", (*roles.ROLES, wrong))
    with pytest.raises(CommandError, match=r"cases\.view_unicorn"):
        call_command("sync_roles")
    assert not Group.objects.exists()


def test_groups_of_unknown_role_is_refused(db: None) -> None:
    with pytest.raises(Refused, match="no role named Emperor"):
        role_groups.groups_of(["Emperor"])


def test_demo_accounts_outside_demonstration_mode_are_refused(db: None, settings) -> None:
    settings.DEMO = False
    with pytest.raises(CommandError, match="demonstration mode only"):
        call_command("demo_accounts")
    assert not User.objects.exists()


def test_demo_accounts_twice_are_the_same_accounts_with_new_passphrases(db: None, settings, capsys) -> None:
    settings.DEMO = True
    role_groups.sync_roles()
    call_command("demo_accounts")
    first = capsys.readouterr().out
    call_command("demo_accounts")
    assert first != capsys.readouterr().out and len(first.splitlines()) == len(demo_accounts.ACCOUNTS)
    assert (
        User.objects.count() == len(demo_accounts.ACCOUNTS)
        and User.objects.filter(groups__name="Reviewer").count() == 2
    )


def test_demo_accounts_never_take_over_a_real_account(db: None) -> None:
    role_groups.sync_roles()
    User.objects.create(username="admin")
    with pytest.raises(Refused, match="real account named admin"):
        demo_accounts.make_accounts(allowed=True)
