"""Clearance to approve: requested by one administrator, consented to by a second, effective after a waiting time.

It is required to approve, however the permission was granted: by invitation, a role, a group edited by hand, a
superuser's flag, or re-enabling an account. `by` is an administrator, or None for a command run on the server.
"""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Permission
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.audit import log
from accounts.exceptions import Refused
from accounts.models import Clearance, User
from accounts.roles import ADMINISTRATOR, APPROVING, BY_NAME

KIND = "accounts.user"
REMEMBERED = timedelta(days=30)
"""How long a removed administrator still counts, so that nobody becomes the only one by removing the other."""
PROBATION = timedelta(days=7)
"""Minimum time in the role before an administrator may consent, so that nobody appoints the second one they lack."""
SHOWN_FOR = timedelta(days=30)
"""How long colleagues see a notice about an account that may approve."""


def check_is_cleared(user: User) -> None:
    """Check that `user` has a clearance to approve that is in force.

    Raises:
        Refused: there is no clearance, it has no consent, or its waiting time is not over.
    """
    clearance = open_clearance(user)
    if clearance is None:
        raise Refused(_("Your account has no clearance to approve. Ask an administrator to request it."))
    if clearance.effective_at is None:
        raise Refused(_("Your account cannot approve yet: a second administrator must consent first."))
    if clearance.effective_at > timezone.now():
        raise Refused(_("Your account can approve from %(when)s.") % {"when": in_words(clearance.effective_at)})


def check_may_consent(by: User | None, user: User) -> None:
    """Raise Refused unless `by` may consent, as the second administrator, that `user` approves."""
    clearance = open_clearance(user)
    if clearance is None or clearance.consented_at is not None:
        raise Refused(_("This account has no clearance awaiting consent."))
    consenters = eligible_consenters(clearance)
    if by is None:
        if consenters.exists():
            raise Refused(_("An administrator must consent on the account's page."))
        return
    if not (by.is_active and by.has_perm("accounts.manage_accounts")):
        raise Refused(_("You don't have permission to change accounts. Ask an administrator."))
    if by.pk in (user.pk, clearance.requested_by_id):
        raise Refused(
            _("You cannot consent to this clearance: you requested it or it is your own. Ask another administrator.")
        )
    if not consenters.filter(pk=by.pk).exists():
        raise Refused(
            _("You cannot consent yet: you must have been an administrator for at least %(days)s days.")
            % {"days": PROBATION.days}
        )


def open_clearance(user: User) -> Clearance | None:
    """Return the clearance of `user` that has not ended, whether in force or not."""
    return Clearance.objects.filter(user=user, ended_at=None).first()


def is_approver(user: User) -> bool:
    """Whether `user` has the permission to approve, however granted, even while the account is disabled."""
    if user.is_superuser or any(APPROVING in BY_NAME[name].permissions for name in _role_names(user)):
        return True
    app, _dot, codename = APPROVING.partition(".")
    permissions = Permission.objects.filter(content_type__app_label=app, codename=codename)
    return permissions.filter(Q(user=user) | Q(group__user=user)).exists()


def eligible_consenters(clearance: Clearance) -> QuerySet[User]:
    """Administrators who may consent: active, for at least a week, neither the requester nor the account itself."""
    others = _administrators().exclude(pk__in=[clearance.user_id, clearance.requested_by_id or 0])
    return others.exclude(administrator_since__gt=timezone.now() - _probation())


def needs_consent() -> bool:
    """Whether there are two or more administrators, counting those removed recently."""
    recently_removed = Q(administrator_until__gte=timezone.now() - REMEMBERED)
    return User.objects.filter(recently_removed | Q(pk__in=_administrators())).count() >= 2


@transaction.atomic
def request(*, by: User | None, user: User) -> None:
    """Request that `user` may approve; ends an earlier clearance. With a single administrator no consent is needed.

    Raises:
        Refused: `by` is not an administrator or asks for themselves, or the account has no permission to approve.
    """
    if by is not None and not (by.is_active and by.has_perm("accounts.manage_accounts")):
        raise Refused(_("You don't have permission to change accounts. Ask an administrator."))
    if by is not None and by.pk == user.pk:
        raise Refused(_("You cannot change your own roles or access. Ask another administrator."))
    if not is_approver(user) or not user.is_active:
        raise Refused(_("This account has no role that can approve."))
    end(user)
    now = timezone.now()
    clearance = Clearance(user=user, requested_at=now, requested_by=by)
    if not needs_consent():
        clearance.consented_at, clearance.effective_at = now, now + _wait(user)
    clearance.save()
    log.write(action="clearance requested", by=by, kind=KIND, key=user.pk, field="clearance", after=_told(clearance))


@transaction.atomic
def consent(*, by: User | None, user: User) -> None:
    """Consent, as the second administrator, that `user` may approve; the waiting time begins.

    Raises:
        Refused: `by` may not, or no clearance is awaiting consent.
    """
    list(Clearance.objects.select_for_update().filter(user=user, ended_at=None))
    check_may_consent(by, user)
    clearance = Clearance.objects.get(user=user, ended_at=None)
    now = timezone.now()
    clearance.consented_at, clearance.consented_by, clearance.effective_at = now, by, now + _wait(user)
    clearance.save()
    log.write(action="clearance consented", by=by, kind=KIND, key=user.pk, field="clearance", after=_told(clearance))


def end(user: User) -> None:
    """End the clearance of `user`, in the caller's transaction."""
    Clearance.objects.filter(user=user, ended_at=None).update(ended_at=timezone.now())


def follow_roles(*, by: User | None, user: User, was_approver: bool) -> None:
    """Update the clearance after a change of roles: request one for a new approver, end that of a former one."""
    if not is_approver(user):
        end(user)
    elif not was_approver:
        request(by=by, user=user)


def notices_for(user: Any) -> list[Clearance]:
    """Clearances recently granted or awaiting consent, shown to everybody who approves or can object."""
    if not (user.has_perm(APPROVING) or user.has_perm("accounts.manage_accounts")):
        return []
    recent = Clearance.objects.filter(ended_at=None, requested_at__gte=timezone.now() - SHOWN_FOR)
    recent |= Clearance.objects.filter(ended_at=None, consented_at=None)
    return list(recent.select_related("user", "requested_by", "consented_by").order_by("-requested_at", "-pk"))


def new_administrators_for(user: Any) -> list[User]:
    """Recently appointed administrators, shown to the same users."""
    if not (user.has_perm(APPROVING) or user.has_perm("accounts.manage_accounts")):
        return []
    return list(
        _administrators().filter(administrator_since__gte=timezone.now() - SHOWN_FOR).order_by("-administrator_since")
    )


def in_words(moment: datetime) -> str:
    """Format a datetime as on pages."""
    return date_format(timezone.localtime(moment), "DATETIME_FORMAT")


def _administrators() -> QuerySet[User]:
    return User.objects.filter(is_active=True, groups__name=ADMINISTRATOR.name)


def _role_names(user: User) -> list[str]:
    return [name for name in user.groups.values_list("name", flat=True) if name in BY_NAME]


def _wait(user: User) -> timedelta:
    # Demonstration accounts can sign in only in demonstration mode, which has no waiting time.
    return timedelta(0) if user.is_demonstration else settings.APPROVAL_WAIT


def _probation() -> timedelta:
    return PROBATION if settings.APPROVAL_WAIT else timedelta(0)


def _told(clearance: Clearance) -> str:
    return clearance.effective_at.isoformat() if clearance.effective_at else "awaiting consent"
