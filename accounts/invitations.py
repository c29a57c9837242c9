"""One-time links: made by an administrator, used once by the person invited, worthless after two days."""

import hashlib
import secrets
from datetime import timedelta

from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import log
from accounts.models import Invitation, User
from accounts.refusals import Refused

LIFETIME = timedelta(hours=48)
NOT_VALID = _("This link is not valid: it was used, replaced or is too old. Ask an administrator for a new one.")


def _digest(token: str) -> str:
    # The token carries 256 random bits, so one round of a plain hash is enough.
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
    """The open invitation behind a link's secret.

    Raises:
        Refused: there is none, it was used, it is too old, or the account is disabled; one sentence for all.
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
    """Give the invited account its passphrase and close the link. The person signs in by the ordinary way afterwards.

    Raises:
        Refused: the link is not valid.
        ValidationError: the passphrase is too short, too common or too like the name.
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
