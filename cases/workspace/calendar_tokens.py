"""Secret calendar link of an account: created, shown once, revoked, and looked up for a calendar program."""

import hashlib
import secrets

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.audit import log
from accounts.models import Switch, SwitchName, User
from cases.models.calendar_link import AgendaLink

KIND = "cases.agendalink"
MAY_READ = "cases.view_hearing"


def _digest(token: str) -> str:
    # The token has 256 random bits, so one round of a plain hash is enough.
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def make_link(*, by: User, titles: bool = False) -> str:
    """Return the secret of a new link for `by`; the earlier one stops working. Only its digest is stored.

    `titles`: whether the calendar shows the titles of cases; otherwise it shows only kind, court and time.
    """
    User.objects.select_for_update().get(pk=by.pk)
    _end(by)
    token = secrets.token_urlsafe(32)
    link = AgendaLink.objects.create(user=by, digest=_digest(token), titles=titles, made_at=timezone.now())
    log.write(action="calendar link made", by=by, kind=KIND, key=link.pk, note="with titles" if titles else "")
    return token


@transaction.atomic
def end_link(*, by: User) -> bool:
    """Revoke the link of `by` at once; False if there was none."""
    User.objects.select_for_update().get(pk=by.pk)
    return _end(by)


def _end(by: User) -> bool:
    link = AgendaLink.objects.filter(user=by, ended_at=None).first()
    if link is None:
        return False
    link.ended_at = timezone.now()
    link.save(update_fields=("ended_at",))
    log.write(action="calendar link ended", by=by, kind=KIND, key=link.pk)
    return True


def link_of(user: User) -> AgendaLink | None:
    """Return the active link of an account, if any."""
    return AgendaLink.objects.filter(user=user, ended_at=None).first()


def find(token: str) -> AgendaLink | None:
    """Find the link for a secret, or None.

    None if it is unknown or revoked, if its account is disabled, may no longer read hearings, or is a demonstration
    account outside demonstration mode, or while the site is locked.
    """
    link = AgendaLink.objects.filter(digest=_digest(token), ended_at=None).select_related("user").first()
    if link is None:
        return None
    user: User = link.user
    if not (user.is_active and user.is_staff and user.has_perm(MAY_READ)):
        return None
    if user.is_demonstration and not settings.DEMO:
        return None
    return None if Switch.objects.filter(name=SwitchName.LOCK, on=True).exists() else link


@transaction.atomic
def note_reading(link: AgendaLink) -> None:
    """Log the first reading of a day: programs ask every hour, and the log is for people."""
    today = timezone.localdate()
    if link.read_on == today:
        return
    link.read_on = today
    link.save(update_fields=("read_on",))
    log.write(action="calendar read by link", by=link.user, kind=KIND, key=link.pk)
