"""One administrator makes a reviewer of nobody: consent of a second one, a waiting time, and everybody is told."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import CommandError, call_command
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts import administration, clearances, role_groups
from accounts.admin_addresses import encrypted_key
from accounts.exceptions import Refused
from accounts.models import Clearance, Entry, User
from cases.review import transitions
from cases.review.admin.bulk_review import SELECTED
from cases.review.freeze import values_of
from cases.review.models import Snapshot
from tests import factories
from tests.accounts.signing_in import make_user, sign_in

pytestmark = pytest.mark.django_db(databases=["default", "register"])
WAIT = timedelta(hours=24)
NOT_YET, NO_CONSENT = r"cannot approve yet|can approve from|no clearance", r"second administrator|no clearance"


@pytest.fixture(autouse=True)
def wait(settings, roles: None) -> None:
    """The default of a real set-up, whatever mode the tests are run in."""
    settings.APPROVAL_WAIT = WAIT


def admin(name: str) -> User:
    user = make_user(name)
    user.groups.add(Group.objects.get(name="Administrator"))
    return User.objects.get(pk=user.pk)


@pytest.fixture
def first(roles: None) -> User:
    return admin("first")


@pytest.fixture
def second(roles: None) -> User:
    return admin("second")


@pytest.fixture
def snapshot(editor: User) -> Snapshot:
    return transitions.submit(record=factories.person(by=editor), by=editor)


def approve(snapshot: Snapshot, by: User) -> None:
    by = User.objects.get(pk=by.pk)
    transitions.approve(snapshot=snapshot, by=by, digest=snapshot.digest, ticked=values_of(snapshot.content))


def pass_by(user: User) -> None:
    """The waiting time goes by."""
    for clearance in Clearance.objects.filter(user=user, ended_at=None, effective_at__isnull=False):
        clearance.requested_at -= WAIT
        clearance.consented_at -= WAIT
        clearance.effective_at -= WAIT
        clearance.save()


def by_invitation(first: User) -> User:
    return administration.invite(by=first, username="newcomer", roles=["Reviewer"])[0]


def by_command(first: User) -> User:
    call_command("invite", "newcomer", "--role=Reviewer")
    return User.objects.get(username="newcomer")


def by_raising(first: User) -> User:
    user = make_user("newcomer")
    user.groups.set(Group.objects.filter(name="Editor"))
    administration.set_roles(by=first, user=user, roles=["Editor", "Reviewer"])
    return user


def by_group(first: User) -> User:
    user = make_user("newcomer")
    user.groups.add(Group.objects.get(name="Reviewer"))
    return user


def by_permission(first: User) -> User:
    user = make_user("newcomer")
    user.user_permissions.add(*Permission.objects.filter(codename__in=["approve_snapshot", "view_snapshot"]))
    return user


def by_superuser(first: User) -> User:
    return User.objects.create_superuser("newcomer", password=None)


def by_altered_role(first: User) -> User:
    user = make_user("newcomer")
    user.groups.set(Group.objects.filter(name="Publisher"))
    Group.objects.get(name="Publisher").permissions.add(Permission.objects.get(codename="approve_snapshot"))
    return user


def by_enabling(first: User) -> User:
    user = make_user("newcomer")
    user.groups.add(Group.objects.get(name="Reviewer"))
    long_ago = timezone.now() - timedelta(days=99)
    Clearance.objects.create(user=user, requested_at=long_ago, consented_at=long_ago, effective_at=long_ago)
    administration.disable(by=first, user=user)
    administration.enable(by=first, user=user)
    return user


def by_taking_over(first: User) -> User:
    """The account of a reviewer whose second factor was removed: whoever gets the link is somebody else."""
    user = by_enabling(first)
    clearances.end(user)
    long_ago = timezone.now() - timedelta(days=99)
    Clearance.objects.create(user=user, requested_at=long_ago, consented_at=long_ago, effective_at=long_ago)
    call_command("reset_second_factor", "newcomer")
    administration.give_link(by=first, user=user)
    return user


def by_writing_roles_anew(first: User) -> User:
    """Roles written anew make nobody an approver."""
    user = by_group(first)
    role_groups.sync_roles()
    return user


ROUTES = [
    by_invitation, by_command, by_raising, by_group, by_permission, by_superuser, by_altered_role, by_enabling,
    by_taking_over, by_writing_roles_anew,
]  # fmt: skip


@pytest.mark.parametrize("route", ROUTES)
@pytest.mark.parametrize("alone", [False, True])
def test_no_route_to_the_permission_lets_anybody_approve_at_once(
    route, alone: bool, first: User, snapshot: Snapshot
) -> None:
    if not alone:
        admin("second")
    newcomer = route(first)
    assert User.objects.get(pk=newcomer.pk).has_perm("review.approve_snapshot")
    with pytest.raises(Refused, match=NOT_YET):
        approve(snapshot, newcomer)
    assert not transitions.may_approve(snapshot, User.objects.get(pk=newcomer.pk))
    with pytest.raises(DatabaseError, match="clearance"), transaction.atomic():
        Snapshot.objects.filter(pk=snapshot.pk).update(
            status="approved", decided_at=timezone.now(), decided_by=newcomer
        )


@pytest.mark.parametrize("route", ROUTES)
def test_waiting_alone_does_not_do_where_there_is_a_second_administrator(
    route, first: User, second: User, snapshot: Snapshot
) -> None:
    newcomer = route(first)
    pass_by(newcomer)
    with pytest.raises(Refused, match=NO_CONSENT):
        approve(snapshot, newcomer)


def test_with_consent_and_after_the_wait_it_approves(first: User, second: User, snapshot: Snapshot) -> None:
    newcomer = by_invitation(first)
    clearances.consent(by=second, user=newcomer)
    with pytest.raises(Refused, match="can approve from"):
        approve(snapshot, newcomer)
    pass_by(newcomer)
    approve(snapshot, newcomer)
    actions = list(
        Entry.objects.filter(action__startswith="clearance").order_by("sequence").values_list("action", "by")
    )
    assert actions == [("clearance requested", first.pk), ("clearance consented", second.pk)]


def test_with_one_administrator_the_wait_alone_counts(first: User, snapshot: Snapshot) -> None:
    newcomer = by_invitation(first)
    pass_by(newcomer)
    approve(snapshot, newcomer)


def test_removing_the_other_administrator_first_does_not_help(first: User, second: User, snapshot: Snapshot) -> None:
    administration.disable(by=first, user=second)
    newcomer = by_invitation(first)
    pass_by(newcomer)
    with pytest.raises(Refused, match="second administrator"):
        approve(snapshot, newcomer)


def test_taking_the_role_of_the_other_administrator_does_not_help(first: User, second: User) -> None:
    administration.set_roles(by=first, user=second, roles=["Auditor"])
    assert clearances.needs_consent()


def test_administrator_made_for_the_purpose_does_not_consent(first: User, second: User, reviewer: User) -> None:
    """Neither a new one, nor one who was raised, enabled again, or whose second factor or passphrase was reset."""
    newcomer = by_invitation(first)
    invited = administration.invite(by=first, username="puppet", roles=["Administrator"])[0]
    raised = make_user("raised")
    administration.set_roles(by=first, user=raised, roles=["Administrator"])
    administration.disable(by=first, user=second)
    administration.enable(by=first, user=second)
    taken = admin("taken")
    administration.remove_second_factors(user=taken)
    for puppet in (invited, raised, second, taken):
        with pytest.raises(Refused, match="cannot consent yet"):
            clearances.consent(by=User.objects.get(pk=puppet.pk), user=newcomer)
    assert "puppet" in sign_in(reviewer).get("/admin/").content.decode()
    User.objects.filter(pk=invited.pk).update(administrator_since=timezone.now() - clearances.PROBATION)
    clearances.consent(by=User.objects.get(pk=invited.pk), user=newcomer)


def test_who_asked_and_whom_it_is_about_do_not_consent(first: User, second: User) -> None:
    newcomer = by_invitation(first)
    with pytest.raises(Refused, match="You cannot consent"):
        clearances.consent(by=first, user=newcomer)
    administration.set_roles(by=first, user=second, roles=["Administrator", "Reviewer"])
    with pytest.raises(Refused, match="You cannot consent"):
        clearances.consent(by=second, user=second)
    with pytest.raises(Refused, match="your own roles"):
        clearances.request(by=first, user=first)
    for wrong in (
        {"requested_by": first, "consented_by": first},
        {"consented_by": newcomer},
        {"requested_by": newcomer},
    ):
        now = timezone.now()
        Clearance.objects.filter(user=newcomer).update(ended_at=now)
        with pytest.raises(DatabaseError), transaction.atomic():
            Clearance.objects.create(user=newcomer, requested_at=now, consented_at=now, effective_at=now, **wrong)


def test_command_consents_only_where_nobody_else_can(first: User, second: User) -> None:
    newcomer = by_invitation(first)
    with pytest.raises(CommandError, match="An administrator must consent"):
        call_command("clear_approver", "newcomer")
    administration.set_roles(by=first, user=second, roles=[])
    call_command("clear_approver", "newcomer")
    assert clearances.open_clearance(newcomer).effective_at


def test_taking_the_role_away_ends_the_clearance(first: User, snapshot: Snapshot) -> None:
    newcomer = by_invitation(first)
    pass_by(newcomer)
    administration.set_roles(by=first, user=newcomer, roles=["Editor"])
    assert clearances.open_clearance(newcomer) is None
    administration.set_roles(by=first, user=newcomer, roles=["Reviewer"])
    with pytest.raises(Refused, match="can approve from"):
        approve(snapshot, newcomer)


def test_another_role_beside_it_keeps_the_clearance(
    first: User, second: User, reviewer: User, snapshot: Snapshot
) -> None:
    administration.set_roles(by=first, user=reviewer, roles=["Reviewer", "Auditor"])
    approve(snapshot, reviewer)


def test_nobody_waits_where_the_time_is_set_to_nothing(settings, first: User, snapshot: Snapshot) -> None:
    settings.APPROVAL_WAIT = timedelta(0)
    approve(snapshot, by_invitation(first))


def test_all_reviewers_are_told_on_their_first_page(first: User, second: User, reviewer: User, editor: User) -> None:
    newcomer = by_invitation(first)
    for told in (reviewer, second):
        page = sign_in(told).get("/admin/").content.decode()
        assert "New accounts that can approve" in page and "newcomer" in page and "Awaiting consent" in page
    assert "newcomer" not in sign_in(editor).get("/admin/").content.decode()
    clearances.consent(by=second, user=newcomer)
    assert "Can approve from" in sign_in(reviewer).get("/admin/").content.decode()


def test_pages_ask_and_consent(first: User, second: User, editor: User) -> None:
    newcomer = by_group(first)
    address = {
        name: reverse(f"admin:accounts_user_{name}", args=[newcomer.pk]) for name in ("change", "clearance", "consent")
    }
    assert "Request clearance" in sign_in(first).get(address["change"]).content.decode()
    assert sign_in(editor).post(address["clearance"]).status_code == 403
    sign_in(first).post(address["clearance"])
    sign_in(first).post(address["consent"])
    assert clearances.open_clearance(newcomer).consented_at is None
    assert "Consent to this clearance" in sign_in(second).get(address["change"]).content.decode()
    sign_in(second).post(address["consent"])
    assert clearances.open_clearance(newcomer).consented_by == second


def test_review_page_says_when_each_account_was_made(reviewer: User, editor: User, snapshot: Snapshot) -> None:
    User.objects.filter(pk=editor.pk).update(date_joined=timezone.now().replace(year=2019, month=5, day=4, hour=9))
    page = sign_in(reviewer).get(reverse("admin:review_snapshot_change", args=[snapshot.pk])).content.decode()
    assert "Accounts that edited this record" in page and "account created 4 May 2019" in page
    many = sign_in(reviewer).get(f"{reverse('admin:review_many')}?id={encrypted_key(SELECTED, snapshot.pk)}")
    assert many.status_code == 200 and "account created 4 May 2019" in many.content.decode()
