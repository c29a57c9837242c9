"""A list as a whole: its submissions withdrawn, what is public of it unpublished, and the list undone after both.

Each record by its own verb in `transitions`, in turns with everybody else, each logged. What was done stays done when the
process ends in between, and doing it again goes on with the rest.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q
from django.utils.translation import gettext as _

from accounts.audit import log
from accounts.exceptions import Refused
from accounts.models import User
from cases.models import ImportBatch, Outcome
from cases.review import transitions
from cases.review.models import Snapshot, Status, UnpublishReason
from cases.spreadsheets.import_.preview import unwatched
from cases.spreadsheets.import_.submitting import MADE_OR_CHANGED
from cases.spreadsheets.import_.turns import Pieces
from cases.spreadsheets.import_.undo import check_may_undo, undo_batch
from cases.spreadsheets.import_.undo_scope import SUBMITTED_SINCE, find_scope


@dataclass(frozen=True)
class Outlook:
    """What a step would do now: submissions withdrawn, records unpublished, persons and cases taken back, what stays."""

    pending: int
    public: int
    taken_back: int
    staying: int


def submissions_of(batch: ImportBatch, by: Any, status: Status, *, as_listed: bool = False) -> Any:
    """What the list made, or changed since it came in, and stands in that status, so far as `by` may know of it.

    `as_listed`: without what was submitted after somebody else changed the record, which is theirs to decide about.
    """
    rows = batch.rows.filter(outcome__in=MADE_OR_CHANGED).order_by()
    found = Q()
    for noun in ("person", "case"):
        of_noun = rows.filter(**{f"{noun}__isnull": False})
        own = {f"{noun}__in": of_noun.values(noun)}
        made = {f"{noun}__in": of_noun.filter(outcome=Outcome.MADE).values(noun)}
        found |= Q(**own) & (Q(**made) | Q(submitted_at__gte=batch.at))
    submissions = Snapshot.objects.visible_to(by).filter(found, status=status)
    if as_listed:
        # Once a list has left a record in a version, a later one is of somebody else.
        left = Q(person__import_rows__batch=batch, record_version__lte=F("person__import_rows__person_version"))
        left |= Q(case__import_rows__batch=batch, record_version__lte=F("case__import_rows__case_version"))
        submissions = submissions.filter(pk__in=Snapshot.objects.filter(left).values("pk"))
    return submissions


def check_may_withdraw_list(by: Any) -> None:
    """Raise Refused unless the role of `by` may withdraw submissions."""
    if not by.has_perm("review.submit_snapshot"):
        raise Refused(_("You don't have permission to withdraw submissions."))


def check_may_unpublish_list(by: Any) -> None:
    """Raise Refused unless the role of `by` may unpublish."""
    if not by.has_perm("review.retract_snapshot"):
        raise Refused(_("You don't have permission to unpublish records."))


def check_may_undo_list(batch: ImportBatch, by: Any) -> None:
    """Raise Refused unless `by` may undo the list with all that was submitted and published of it."""
    check_may_undo(batch, by)
    if submissions_of(batch, by, Status.APPROVED, as_listed=True).exists() and not by.has_perm(
        "review.retract_snapshot"
    ):
        raise Refused(_("Records of this list are public. Ask a user who may unpublish to unpublish the list first."))
    if submissions_of(batch, by, Status.PENDING, as_listed=True).exists():
        check_may_withdraw_list(by)


def outlook(batch: ImportBatch, by: Any, *, as_listed: bool) -> Outlook:
    """The counts that a confirmation shows; `as_listed` as for undoing."""
    pending, public = (
        submissions_of(batch, by, status, as_listed=as_listed) for status in (Status.PENDING, Status.APPROVED)
    )
    scope = find_scope(batch)
    ended = {
        (noun, key)
        for noun in ("person", "case")
        for submissions in (pending, public)
        for key in submissions.order_by().values_list(noun, flat=True)
        if key is not None
    }
    staying = {key for key, why in scope.staying.items() if why != SUBMITTED_SINCE or key not in ended}
    roots = {key for key in scope.owner.values() if key is not None}
    return Outlook(pending.count(), public.count(), len(roots - staying), len(staying))


def withdraw_list(
    *, batch: ImportBatch, by: User, reason: str, as_listed: bool = False, progress: Callable[[int, int], None] = unwatched
) -> tuple[int, Counter[str]]:  # fmt: skip
    """Withdraw every submission of the list that waits; how many, and how many were refused with which sentence."""
    check_may_withdraw_list(by)
    _check_reason(reason)

    def withdraw(snapshot: Snapshot) -> None:
        transitions.withdraw(snapshot=snapshot, by=by, note=reason)

    keys = submissions_of(batch, by, Status.PENDING, as_listed=as_listed)
    return _each(keys, withdraw, progress)


def unpublish_list(
    *, batch: ImportBatch, by: User, reason: str, because: UnpublishReason = UnpublishReason.OTHER, as_listed: bool = False,
    progress: Callable[[int, int], None] = unwatched,
) -> tuple[int, Counter[str]]:  # fmt: skip
    """Unpublish every record of the list; how many, and how many were refused with which sentence."""
    check_may_unpublish_list(by)
    _check_reason(reason)

    def retract(snapshot: Snapshot) -> None:
        transitions.retract(record=snapshot.record, by=by, reason=reason, because=because)

    # Cases first: a person of a public case is told of there.
    return _each(submissions_of(batch, by, Status.APPROVED, as_listed=as_listed), retract, progress)


def undo_list(
    *, batch: ImportBatch, by: User, reason: str, because: UnpublishReason = UnpublishReason.WRONG,
    progress: Callable[[int, int], None] = unwatched, ended: Callable[[], None] = lambda: None,
) -> tuple[int, int]:  # fmt: skip
    """Unpublish and withdraw what was submitted of the list as it left it, then undo it; how many persons and cases stay, and
    how many submissions were withdrawn or unpublished."""
    check_may_undo_list(batch, by)
    _check_reason(reason)
    done = 0
    if by.has_perm("review.retract_snapshot"):
        done += unpublish_list(batch=batch, by=by, reason=reason, because=because, as_listed=True, progress=progress)[0]
    if by.has_perm("review.submit_snapshot"):
        done += withdraw_list(batch=batch, by=by, reason=reason, as_listed=True, progress=progress)[0]
    stays = len(find_scope(batch).staying)

    def all_ended() -> None:
        log.write(action="list undone because", by=by, kind="importbatch", key=batch.pk, note=reason)
        ended()

    undo_batch(batch=batch, by=by, progress=progress, ended=all_ended)
    return stays, done


def _check_reason(reason: str) -> None:
    transitions.check_readable(reason)
    if not reason.strip():
        raise Refused(_("Enter a reason. It is kept in the audit log."))


def _each(
    submissions: Any, carry_out: Callable[[Snapshot], None], progress: Callable[[int, int], None]
) -> tuple[int, Counter[str]]:
    """Do it with each of the submissions, in turns; cases before persons."""
    keys = list(submissions.order_by(F("case_id").desc(nulls_last=True), "pk").values_list("pk", flat=True))
    count, done, refused = 0, 0, Counter[str]()

    def some(part: Sequence[int]) -> None:
        nonlocal count, done
        with log.gathered():
            for snapshot in Snapshot.objects.filter(pk__in=part).select_related("person", "case"):
                try:
                    carry_out(snapshot)
                    count += 1
                except Refused as refusal:
                    refused[str(refusal.sentence)] += 1
        done += len(part)
        progress(done, len(keys))

    Pieces(fewest=2).write(keys, some)
    return count, refused
