"""Changes of accounts: invite, assign roles, disable, enable, new link, end sessions. Each is checked and logged.

`by` is the administrator who does it, or None for a command run on the server itself.
"""

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, nullcontext
from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from accounts import clearances, usernames
from accounts.audit import log
from accounts.exceptions import Refused
from accounts.models import User
from accounts.models.user import TAKEN
from accounts.role_groups import groups_of, role_names
from accounts.roles import ADMINISTRATOR
from accounts.signin import invitations
from accounts.signin.reauthentication import has_second_factor

KIND = "accounts.user"


def check_may_administer(by: User | None, user: User | None = None) -> None:
    """Check that `by` may change accounts, and this one.

    Raises:
        Refused: `by` lacks the permission, `user` is `by`, or the account has more rights.
    """
    if by is None:
        return
    if not (by.is_active and by.has_perm("accounts.manage_accounts")):
        raise Refused(_("You don't have permission to change accounts. Ask an administrator."))
    if user is None:
        return
    if user.pk == by.pk:
        raise Refused(_("You cannot change your own roles or access. Ask another administrator."))
    if user.is_superuser and not by.is_superuser:
        raise Refused(_("This account has more rights than yours. It can only be changed on the server."))


def check_keeps_administrator(user: User) -> None:
    """Raise Refused if losing `user` would leave no active administrator who can sign in."""
    others = User.objects.filter(is_active=True, groups__name=ADMINISTRATOR.name).exclude(pk=user.pk)
    if ADMINISTRATOR.name in role_names(user) and user.is_active and not others.exists():
        raise Refused(_("This is the last administrator. Appoint another one first."))


@transaction.atomic
def invite(
    *, by: User | None, username: str, roles: Iterable[str], display_name: str = "", email: str = ""
) -> tuple[User, str]:
    """Create an account without a passphrase; return it and the secret of the link with which its owner sets one.

    Raises:
        Refused: `by` may not, a role does not exist, or the name is taken or not allowed.
    """
    check_may_administer(by)
    groups = groups_of(roles)
    user = User(username=usernames.fold(username), display_name=display_name.strip(), email=email, is_staff=True)
    user.set_unusable_password()
    _save_checked(user)
    user.groups.set(groups)
    log.write(
        action="account invited",
        by=by,
        kind=KIND,
        key=user.pk,
        field="roles",
        after=", ".join(role_names(user)),
        note=user.username,
    )
    if ADMINISTRATOR.name in role_names(user):
        _begin_administrator(user)
    clearances.follow_roles(by=by, user=user, was_approver=False)
    return user, invitations.make_link(user=user, by=by)


@transaction.atomic
def rename(*, by: User | None, user: User, username: str | None = None, display_name: str | None = None) -> None:
    """Give `user` another username, another display name, or both; None leaves it unchanged.

    Raises:
        Refused: `by` may not, or the name is taken, looks like another or is not allowed.
    """
    check_may_administer(by, user)
    user = _locked(user)
    before = {"username": user.username, "display_name": user.display_name}
    if username is not None and username != user.username:
        user.username = usernames.fold(username)
    if display_name is not None:
        user.display_name = display_name.strip()
    changed = [field for field, value in before.items() if getattr(user, field) != value]
    if not changed:
        return
    _save_checked(user, update_fields=changed)
    log.write_many(
        [
            log.Draft(
                action="account renamed", by=by, kind=KIND, key=user.pk, field=field, before=before[field],
                after=getattr(user, field),
            )
            for field in changed
        ]
    )  # fmt: skip


def _begin_administrator(user: User) -> None:
    """Record when another person may have started to use this account: a new administrator cannot consent yet."""
    user.administrator_since = timezone.now()
    user.save(update_fields=("administrator_since",))


def check_display_name(user: User) -> None:
    """Raise Refused if a colleague has a username or display name equal or similar to the display name of `user`."""
    if not user.display_name:
        return
    skeleton = usernames.skeleton(" ".join(user.display_name.split()))
    for other in User.objects.exclude(pk=user.pk).only("username", "display_name"):
        if skeleton in {usernames.skeleton(" ".join(other.display_name.split())), usernames.skeleton(other.username)}:
            raise Refused(
                _("A colleague already has this display name or one that looks like it. Add something to it.")
            )


def faulty_names(user: User) -> list[str]:
    """Return sentences about the names of an account that was made before names were checked."""
    return usernames.problems_of(
        username=user.username, stored_skeleton=user.skeleton, display_name=user.display_name
    )  # fmt: skip


def _save_checked(user: User, update_fields: list[str] | None = None) -> None:
    """Save an account whose names a user entered. Raises Refused if they are not valid."""
    unchanged = {field.name for field in User._meta.fields} - {*update_fields, "skeleton"} if update_fields else set()
    try:
        user.full_clean(exclude=unchanged)
        if update_fields is None or "display_name" in update_fields:
            check_display_name(user)
        with transaction.atomic():
            user.save(update_fields=update_fields)
    except ValidationError as error:
        raise Refused(" ".join(dict.fromkeys(error.messages))) from error
    except IntegrityError as error:  # another request took the name at the same moment
        raise Refused(TAKEN) from error


def _locked(user: User) -> User:
    # The administrators are locked in one order, so that two of them cannot remove each other at the same moment.
    list(User.objects.select_for_update(of=("self",)).filter(groups__name=ADMINISTRATOR.name).order_by("pk"))
    return User.objects.select_for_update(of=("self",)).get(pk=user.pk)


def _keeping_access(user: User, successor: User | None, by: User | None) -> AbstractContextManager[None]:
    """Context manager that keeps restricted records accessible, if settings.ACCOUNTS_SUCCESSION names one."""
    if not settings.ACCOUNTS_SUCCESSION:
        return nullcontext()
    keeping: Callable[..., Any] = import_string(settings.ACCOUNTS_SUCCESSION)
    guard: AbstractContextManager[None] = keeping(user=user, successor=successor, by=by)
    return guard


@transaction.atomic
def set_roles(*, by: User | None, user: User, roles: Iterable[str], successor: User | None = None) -> None:
    """Give `user` exactly these roles and end its sessions, so that the change takes effect at once.

    Raises:
        Refused: `by` may not, a role does not exist, or no administrator would be left.
        SuccessorNeeded: some restricted records would have no reader left, and `successor` does not take over.
    """
    check_may_administer(by, user)
    user = _locked(user)
    groups = groups_of(roles)
    before = role_names(user)
    if set(before) == {group.name for group in groups}:
        return
    if ADMINISTRATOR.name not in {group.name for group in groups}:
        check_keeps_administrator(user)
    was_approver = clearances.is_approver(user)
    with _keeping_access(user, successor, by):
        user.groups.set(groups)
    if ADMINISTRATOR.name in before and ADMINISTRATOR.name not in role_names(user):
        user.administrator_until = timezone.now()
    if ADMINISTRATOR.name in role_names(user) and ADMINISTRATOR.name not in before:
        _begin_administrator(user)
    user.end_sessions()
    user.save(update_fields=("session_stamp", "administrator_until"))
    log.write(
        action="roles changed",
        by=by,
        kind=KIND,
        key=user.pk,
        field="roles",
        before=", ".join(before),
        after=", ".join(role_names(user)),
    )
    clearances.follow_roles(by=by, user=user, was_approver=was_approver)


@transaction.atomic
def disable(*, by: User | None, user: User, reason: str = "", successor: User | None = None) -> None:
    """Disable an account: its sessions end, its links stop working. Its name stays in the log.

    Raises:
        Refused: `by` may not, or no administrator would be left.
        SuccessorNeeded: some restricted records would have no reader left, and `successor` does not take over.
    """
    check_may_administer(by, user)
    user = _locked(user)
    check_keeps_administrator(user)
    if not user.is_active:
        return
    user.is_active, user.disabled_at = False, timezone.now()
    if ADMINISTRATOR.name in role_names(user):
        user.administrator_until = user.disabled_at
    user.end_sessions()
    with _keeping_access(user, successor, by):
        user.save(update_fields=("is_active", "disabled_at", "administrator_until", "session_stamp"))
    clearances.end(user)
    user.invitations.filter(closed_at=None).update(closed_at=timezone.now())
    log.write(action="account disabled", by=by, kind=KIND, key=user.pk, note=reason)


@transaction.atomic
def enable(*, by: User | None, user: User) -> str:
    """Enable a disabled account; its old passphrase is invalid, the returned link sets a new one.

    Raises:
        Refused: `by` may not.
    """
    check_may_administer(by, user)
    user = _locked(user)
    was_disabled = not user.is_active
    user.is_active, user.disabled_at = True, None
    user.save(update_fields=("is_active", "disabled_at"))
    log.write(action="account enabled", by=by, kind=KIND, key=user.pk)
    if was_disabled:
        _begin_administrator(user)
        clearances.follow_roles(by=by, user=user, was_approver=False)
    return give_link(by=by, user=user)


@transaction.atomic
def give_link(*, by: User | None, user: User) -> str:
    """Remove the passphrase, end all sessions and return the secret of a one-time link to set a new one.

    The second factor stays: the link alone is not enough to sign in to an account that has one.

    Raises:
        Refused: `by` may not, or the account is disabled.
    """
    check_may_administer(by, user)
    user = _locked(user)
    if not user.is_active:
        raise Refused(_("This account is disabled. Enable it first."))
    user.set_unusable_password()
    user.end_sessions()
    user.save(update_fields=("password", "session_stamp"))
    log.write(action="passphrase reset", by=by, kind=KIND, key=user.pk)
    # Without a second factor the link is enough to sign in, so another person may be using the account now.
    if not has_second_factor(user):
        _begin_administrator(user)
        if clearances.is_approver(user):
            clearances.request(by=by, user=user)
    return invitations.make_link(user=user, by=by)


@transaction.atomic
def sign_out_everywhere(*, by: User | None, user: User) -> None:
    """End every session of an account, which may be the user's own."""
    if by is None or by.pk != user.pk:
        check_may_administer(by, user)
    user = _locked(user)
    user.end_sessions()
    user.save(update_fields=("session_stamp",))
    log.write(action="signed out everywhere", by=by, kind=KIND, key=user.pk)


@transaction.atomic
def remove_second_factors(*, user: User) -> None:
    """Remove all second factors and recovery codes of an account; its owner enrols again at the next sign-in.

    Only from the server's command line: as a click in the admin, it would let an administrator take over a reviewer's
    account and approve as them.
    """
    user = _locked(user)
    count, _kinds = Authenticator.objects.filter(user=user).delete()
    _begin_administrator(user)
    if user.is_active and clearances.is_approver(user):
        clearances.request(by=None, user=user)
    user.end_sessions()
    user.save(update_fields=("session_stamp",))
    log.write(action="second factors removed", kind=KIND, key=user.pk, before=str(count))
