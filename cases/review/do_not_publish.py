"""The flag "do not publish" on what was unpublished for the person, the family or safety: lifted, carried by a merge."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import switches
from accounts.audit import log
from accounts.exceptions import Refused
from accounts.models import User
from cases.models import Person
from cases.models.record import lock_root
from cases.review import transitions
from cases.review.models import Snapshot, Status, Unpublication


def check_may_lift(flag: Unpublication, user: Any) -> None:
    """Raise Refused unless `user`, a reviewer who did not set the flag, may lift it."""
    switches.check_not_frozen()
    if not (user.is_active and user.has_perm("review.approve_snapshot")):
        raise Refused(_("You don't have permission to remove “do not publish”. Ask a reviewer."))
    if not flag.record.is_visible_to(user):
        raise Refused(transitions.NOT_THERE)
    if not flag.do_not_publish or flag.lifted_at is not None:
        raise Refused(_("The record is no longer marked “do not publish”."))
    if flag.by_id == user.pk:
        raise Refused(_("You marked this record “do not publish” yourself. Another reviewer must remove the mark."))


@transaction.atomic
def lift(*, flag: Unpublication, by: User, reason: str) -> Unpublication:
    """Let the record be reviewed for publication again; nothing becomes public by that.

    Raises Refused where `check_may_lift` does, and without a reason.
    """
    lock_root(flag.record)
    flag = Unpublication.objects.select_for_update(of=("self",)).get(pk=flag.pk)
    check_may_lift(flag, by)
    transitions.check_readable(reason)
    if not reason.strip():
        raise Refused(_("Enter a reason for removing “do not publish”. The next reviewer reads it."))
    flag.lifted_at, flag.lifted_by, flag.lift_reason = timezone.now(), by, reason
    flag.save(update_fields=("lifted_at", "lifted_by", "lift_reason"))
    record = flag.record
    log.write(
        action="do not publish lifted", by=by, kind=record.noun(), key=record.pk, root_kind=record.noun(),
        root_key=record.pk, note=reason,
    )  # fmt: skip
    return flag


def check_may_merge(kept: Person, gone: Person) -> None:
    """Raise Refused where `kept` is public and "do not publish" stands on `gone`: the survivor would be both."""
    if (
        Unpublication.objects.of(gone).standing().exists()
        and Snapshot.objects.of(kept).filter(status=Status.APPROVED).exists()
    ):
        raise Refused(
            _("One of the records is marked “do not publish” and the other is public. Unpublish the public one first.")
        )


def carry(gone: Person, kept: Person) -> None:
    """Let everything that was unpublished of `gone` stand on `kept` too, with its flags; undoing the merge leaves it there."""
    there = set(Unpublication.objects.of(kept).values_list("snapshot", flat=True))
    for flag in Unpublication.objects.of(gone).exclude(snapshot__in=there):
        flag.pk, flag._state.adding, flag.person = None, True, kept
        flag.save()
