"""Changes of accounts: invite, give roles, disable, enable, new link, end sessions. Each is checked and logged.

`by` is the administrator who does it, or None for a command run on the server itself.
"""

from collections.abc import Iterable

from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import invitations, log
from accounts.groups import groups_of, role_names
from accounts.models import User
from accounts.refusals import Refused
from accounts.roles import ADMINISTRATOR

KIND = "accounts.user"


def check_may_administer(by: User | None, user: User | None = None) -> None:
    """Say whether `by` may change accounts, and this one.

    Raises:
        Refused: `by` lacks the permission, means itself, or the account stands above it.
    """
    if by is None:
        return
    if not (by.is_active and by.has_perm("accounts.manage_accounts")):
        raise Refused(_("Only an administrator may change accounts."))
    if user is None:
        return
    if user.pk == by.pk:
        raise Refused(_("Nobody changes their own roles or access: ask another administrator."))
    if user.is_superuser and not by.is_superuser:
        raise Refused(_("This account stands above yours: it is changed on the server only."))


def check_keeps_administrator(user: User) -> None:
    """Raise Refused when taking `user` away would leave no active administrator who can sign in."""
    others = User.objects.filter(is_active=True, groups__name=ADMINISTRATOR.name).exclude(pk=user.pk)
    if ADMINISTRATOR.name in role_names(user) and user.is_active and not others.exists():
        raise Refused(_("This is the last administrator: name another one first."))


@transaction.atomic
def invite(
    *, by: User | None, username: str, roles: Iterable[str], display_name: str = "", email: str = ""
) -> tuple[User, str]:
    """Make an account without a passphrase; return it and the secret of the link by which its owner sets one.

    Raises:
        Refused: `by` may not, a role does not exist, or the name is taken or not allowed.
    """
    check_may_administer(by)
    groups = groups_of(roles)
    user = User(username=username, display_name=display_name, email=email, is_staff=True)
    user.set_unusable_password()
    try:
        user.full_clean()
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from error
    user.save()
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
    return user, invitations.make_link(user=user, by=by)


def _locked(user: User) -> User:
    # The administrators are locked in one order, so that two of them cannot remove each other at the same moment.
    list(User.objects.select_for_update(of=("self",)).filter(groups__name=ADMINISTRATOR.name).order_by("pk"))
    return User.objects.select_for_update(of=("self",)).get(pk=user.pk)


@transaction.atomic
def set_roles(*, by: User | None, user: User, roles: Iterable[str]) -> None:
    """Give `user` exactly these roles and end its sessions, so that the change holds at once.

    Raises:
        Refused: `by` may not, a role does not exist, or no administrator would be left.
    """
    check_may_administer(by, user)
    user = _locked(user)
    groups = groups_of(roles)
    before = role_names(user)
    if set(before) == {group.name for group in groups}:
        return
    if ADMINISTRATOR.name not in {group.name for group in groups}:
        check_keeps_administrator(user)
    user.groups.set(groups)
    user.end_sessions()
    user.save(update_fields=("session_stamp",))
    log.write(
        action="roles changed",
        by=by,
        kind=KIND,
        key=user.pk,
        field="roles",
        before=", ".join(before),
        after=", ".join(role_names(user)),
    )


@transaction.atomic
def disable(*, by: User | None, user: User, reason: str = "") -> None:
    """Shut an account: its sessions end, its links stop working. Its name stays in the log.

    Raises:
        Refused: `by` may not, or no administrator would be left.
    """
    check_may_administer(by, user)
    user = _locked(user)
    check_keeps_administrator(user)
    if not user.is_active:
        return
    user.is_active, user.disabled_at = False, timezone.now()
    user.end_sessions()
    user.save(update_fields=("is_active", "disabled_at", "session_stamp"))
    user.invitations.filter(closed_at=None).update(closed_at=timezone.now())
    log.write(action="account disabled", by=by, kind=KIND, key=user.pk, note=reason)


@transaction.atomic
def enable(*, by: User | None, user: User) -> str:
    """Open a disabled account again; its old passphrase is gone, the returned link sets a new one.

    Raises:
        Refused: `by` may not.
    """
    check_may_administer(by, user)
    user = _locked(user)
    user.is_active, user.disabled_at = True, None
    user.save(update_fields=("is_active", "disabled_at"))
    log.write(action="account enabled", by=by, kind=KIND, key=user.pk)
    return give_link(by=by, user=user)


@transaction.atomic
def give_link(*, by: User | None, user: User) -> str:
    """Take the passphrase away, end all sessions and return the secret of a one-time link for a new one.

    The second factor stays: whoever holds the link alone cannot sign in to an account that has one.

    Raises:
        Refused: `by` may not, or the account is disabled.
    """
    check_may_administer(by, user)
    user = _locked(user)
    if not user.is_active:
        raise Refused(_("The account is disabled: enable it first."))
    user.set_unusable_password()
    user.end_sessions()
    user.save(update_fields=("password", "session_stamp"))
    log.write(action="passphrase reset", by=by, kind=KIND, key=user.pk)
    return invitations.make_link(user=user, by=by)


@transaction.atomic
def sign_out_everywhere(*, by: User | None, user: User) -> None:
    """End every session of an account, one's own included."""
    if by is None or by.pk != user.pk:
        check_may_administer(by, user)
    user = _locked(user)
    user.end_sessions()
    user.save(update_fields=("session_stamp",))
    log.write(action="signed out everywhere", by=by, kind=KIND, key=user.pk)


@transaction.atomic
def remove_second_factors(*, user: User) -> None:
    """Forget the second factors of somebody who lost them and all recovery codes; they enrol anew at the next sign-in.

    Only from the server's command line: were it one click, an administrator could take over a reviewer's account and
    approve as them.
    """
    user = _locked(user)
    count, _kinds = Authenticator.objects.filter(user=user).delete()
    user.end_sessions()
    user.save(update_fields=("session_stamp",))
    log.write(action="second factors removed", kind=KIND, key=user.pk, before=str(count))
