"""One-time links: created by an administrator, used once by the invited person, invalid after two days."""

import hashlib
import secrets
from datetime import timedelta

from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.audit import log
from accounts.exceptions import Refused
from accounts.models import Invitation, User

LIFETIME = timedelta(hours=48)
NOT_VALID = _("This link does not work: it was used, replaced or has expired. Ask an administrator for a new one.")


def _digest(token: str) -> str:
    # The token has 256 random bits, so one round of a plain hash is enough.
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def make_link(*, user: User, by: User | None) -> str:
    """Return the secret of a new link for `user`; every earlier link of the account stops working."""
    now = timezone.now()
    Invitation.objects.filter(user=user, closed_at=None).update(closed_at=now)
    token = secrets.token_urlsafe(32)
    Invitation.objects.create(user=user, made_by=by, digest=_digest(token), expires_at=now + LIFETIME)
    return token


def find(token: str, *, lock: bool = False) -> Invitation:
    """Find the open invitation for the secret of a link.

    Raises:
        Refused: there is none, it was used, it has expired, or the account is disabled; one sentence for all.
    """
    open_ones = Invitation.objects.select_related("user").filter(closed_at=None, expires_at__gt=timezone.now())
    if lock:
        open_ones = open_ones.select_for_update(of=("self",))
    invitation = open_ones.filter(digest=_digest(token), user__is_active=True).first()
    if invitation is None:
        raise Refused(NOT_VALID)
    return invitation


@transaction.atomic
def use(token: str, *, passphrase: str) -> User:
    """Set the passphrase of the invited account and close the link. The person then signs in as usual.

    Raises:
        Refused: the link is not valid.
        ValidationError: the passphrase is too short, too common or too similar to the name.
    """
    invitation = find(token, lock=True)
    user = User.objects.select_for_update().get(pk=invitation.user_id)
    validate_password(passphrase, user)
    user.set_password(passphrase)
    user.end_sessions()
    user.save(update_fields=("password", "session_stamp"))
    invitation.closed_at = timezone.now()
    invitation.save(update_fields=("closed_at",))
    log.write(action="passphrase set by link", by=user, kind="accounts.user", key=user.pk)
    return user
