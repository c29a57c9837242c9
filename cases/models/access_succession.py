"""Succession of access: restricted records must not lose their last reader with an account; also the break-glass command.

Named in settings.ACCOUNTS_SUCCESSION, because `accounts` must not depend on case records.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.audit import log
from accounts.exceptions import Refused, SuccessorNeeded
from accounts.models import User
from cases.models.access import able_to_read, active_among
from cases.models.record import Root

ACTION = "access handed over"


@contextmanager
def keeping_access(*, user: User, successor: User | None, by: User | None) -> Iterator[None]:
    """Context around a change that may take access from `user`: records that nobody could open afterwards go to `successor`.

    Raises SuccessorNeeded, for the caller's transaction to roll back, if there are such records and no successor, or a
    successor who could not open one of them.
    """
    before = {(record.noun(), record.pk) for record in unreadable(user)}
    yield
    orphaned = [record for record in unreadable(user) if (record.noun(), record.pk) not in before]
    if not orphaned:
        return
    if successor is None:
        raise SuccessorNeeded(
            _(
                "Only this account can open some restricted records. Choose who takes over access to them, "
                "then try again."
            )
        )
    hand_over(orphaned, to=successor, by=by, reason=_("Access transferred from %(who)s.") % {"who": user.username})


def unreadable(of: User | None = None) -> list[Root]:
    """The restricted records that no active account can open; `of`: only those that name this account as a reader."""
    records: list[Root] = []
    for model in sorted(_roots(), key=lambda model: model.noun()):
        candidates: Any = model._base_manager.filter(restricted=True, **dict.fromkeys(model.gone_where(), True))
        candidates = candidates.filter(readers=of) if of is not None else candidates
        records += candidates.exclude(readers__in=able_to_read(model.noun()).values("pk")).order_by("pk")
    return records


@transaction.atomic
def hand_over(records: Iterable[Root], *, to: User, by: User | None, reason: str) -> int:
    """Make `to` a reader of each record; return the number of records. All administrators are informed by the audit log.

    Raises Refused without a reason, and SuccessorNeeded if `to` could not open one of them.
    """
    if not reason.strip():
        raise Refused(_("Enter a reason for transferring access."))
    records = list(records)
    for record in records:
        if to.pk not in active_among(record, [to]):
            raise SuccessorNeeded(
                _("%(who)s does not have permission to open some of these records. Choose another active account.")
                % {"who": to}
            )
        record.set_readers([*record.readers.all(), to], by=by)
    if records:
        log.write(action=ACTION, by=by, kind="accounts.user", key=to.pk, after=to.username, note=reason)
    return len(records)


def _roots() -> list[type[Root]]:
    return [model for model in apps.get_app_config("cases").get_models() if issubclass(model, Root)]
