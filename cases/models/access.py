"""Access rules: who may restrict a record, and how many readers must remain.

A restricted record is visible only to its readers. Therefore restricting what others entered needs a permission, a reason and a
second active reader, and no change may leave a restricted record without anyone who can open it.
"""

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.exceptions import Refused
from accounts.models import Entry, User
from cases.domain import characters

if TYPE_CHECKING:
    from cases.models.record import Root

RESTRICT = "cases.restrict_records"
WRITTEN = ("added", "changed", "removed")
ONLY_BY_VERB = gettext_lazy(
    "Change access to a record under “Access” only, where you select readers and give a reason."
)


def able_to_read(noun: str) -> Any:
    """Active accounts whose role may open records of this kind, as a queryset."""
    return get_user_model()._default_manager.with_perm(f"cases.view_{noun}")


def active_among(record: "Root", users: Iterable[Any]) -> set[int]:
    """Primary keys of those of `users` who could open `record` now as its readers."""
    keys = [user.pk for user in users]
    return set(able_to_read(record.noun()).filter(pk__in=keys).values_list("pk", flat=True))


def is_own(record: "Root", user: Any) -> bool:
    """Whether `user` alone has entered everything of `record`, according to the audit log."""
    entries = Entry.objects.filter(root_kind=record.noun(), root_key=record.pk, action__in=WRITTEN, by__isnull=False)
    return record.created_by_id == user.pk and not entries.exclude(by=user.pk).exists()


def check_may_restrict(record: "Root", *, readers: Collection[Any], reason: str, by: User | None) -> None:
    """Raise Refused unless `by` (None: the system) may restrict `record` to `readers` for this reason."""
    own = by is None or is_own(record, by)
    if by is not None and not own:
        _check_permission(by)
        if not reason.strip():
            raise Refused(_("Enter a reason: a colleague has worked on this record."))
    _check_visible_text(reason)
    check_enough(record, readers, by=by, own=own)


def check_may_set_readers(record: "Root", *, readers: Collection[Any], by: User | None) -> None:
    """Raise Refused if `by` may not remove readers of a restricted record, or too few would remain."""
    if not record.restricted:
        return
    own = by is None or is_own(record, by)
    removed = set(record.readers.values_list("pk", flat=True)) - {reader.pk for reader in readers}
    if not removed:
        return
    if by is not None and not own and removed - {by.pk}:
        _check_permission(by)
    check_enough(record, readers, by=by, own=own)


def check_enough(record: "Root", readers: Collection[Any], *, by: User | None, own: bool) -> None:
    """Raise Refused unless enough active readers remain: one for one's own record, two including another person for others'."""
    active = active_among(record, readers)
    if not active:
        raise Refused(
            _("No one would be able to open this record. Select at least one active reader with permission to see it.")
        )
    if own or by is None:
        return
    if len(active) < 2 or not active - {by.pk}:
        raise Refused(
            _("Select at least two active readers, including one besides you: a colleague has worked on this record.")
        )


def _check_permission(user: Any) -> None:
    if not (user.is_active and user.has_perm(RESTRICT)):
        raise Refused(
            _(
                "A colleague has worked on this record. Ask a reviewer or a case lead to restrict it or to "
                "remove readers."
            )
        )


def _check_visible_text(reason: str) -> None:
    if signs := sorted({characters.called(sign) for sign in characters.dangerous(reason)}):
        raise Refused(
            _("The reason contains invisible characters: %(signs)s. Type it again without them.")
            % {"signs": ", ".join(signs)}
        )
