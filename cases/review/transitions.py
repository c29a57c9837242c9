"""The moves of a submission: submit, approve, return, withdraw, retract. Nothing else changes what is public.

Each verb locks the person or case, asks its `check_may_*`, changes the rows and writes the log in one transaction; the
register follows after the commit. `check_may_*` raises Refused with a sentence for a human; `may_*` answers yes or no;
the button, the POST and the test use the one sentence.
"""

from collections.abc import Callable, Collection
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import clearances, switches
from accounts.audit import log
from accounts.exceptions import Refused
from accounts.models import User
from cases.domain import characters
from cases.models import Case, Person
from cases.models.record import lock_root
from cases.review import outbox, redirects
from cases.review.authorship import authors_of, public_values
from cases.review.consent import check_covered
from cases.review.contradictions import check_possible
from cases.review.diff import compare
from cases.review.freeze import digest_of, freeze, values_of
from cases.review.lapses import keep_scopes
from cases.review.models import (
    DO_NOT_PUBLISH,
    Author,
    KeptTicks,
    Mention,
    Picture,
    Snapshot,
    Status,
    Unpublication,
    UnpublishReason,
)
from cases.review.references import lock_mentioned, mentions_of, pictures_of
from cases.review.review_warnings import keep_warnings
from cases.review.selection import check_ticks

# From which status a submission may go to which; the database has the same table (cases.review.triggers).
MOVES: dict[Status, frozenset[Status]] = {
    Status.PENDING: frozenset({Status.APPROVED, Status.RETURNED, Status.WITHDRAWN, Status.SUPERSEDED}),
    Status.APPROVED: frozenset({Status.SUPERSEDED, Status.RETRACTED}),
    Status.RETURNED: frozenset(),
    Status.WITHDRAWN: frozenset(),
    Status.SUPERSEDED: frozenset(),
    Status.RETRACTED: frozenset(),
}

NOT_THERE = gettext_lazy("This record does not exist.")
STALE = gettext_lazy(
    "The submission was replaced or decided while you were reading it. Nothing was approved: review it again."
)


def check_may_submit(record: Person | Case, user: Any) -> None:
    """Raise Refused unless `user` may freeze `record` for review now."""
    switches.check_not_frozen()
    _check_permission(user, "review.submit_snapshot", _("You don't have permission to submit records for review."))
    _check_visible(record, user)
    if record.restricted:
        raise Refused(_("A restricted record cannot be submitted. Remove the restriction first."))


def check_may_decide(snapshot: Snapshot, user: Any) -> None:
    """Raise Refused unless `user` may decide about `snapshot` at all: see it, return it."""
    switches.check_not_frozen()
    _check_permission(user, "review.approve_snapshot", _("You don't have permission to decide on submissions."))
    if not Snapshot.objects.visible_to(user).filter(pk=snapshot.pk).exists():
        raise Refused(NOT_THERE)
    check_move(snapshot, Status.RETURNED)


def check_may_return(snapshot: Snapshot, user: Any) -> None:
    """Raise Refused unless `user` may return `snapshot` to its editor."""
    check_may_decide(snapshot, user)


def check_may_approve(snapshot: Snapshot, user: Any) -> None:
    """Raise Refused unless `user` may approve `snapshot`: four eyes, on every value that would become public anew."""
    check_may_decide(snapshot, user)
    clearances.check_is_cleared(user)
    if snapshot.submitted_by_id == user.pk:
        raise Refused(_("You submitted this yourself. Another reviewer must approve it."))
    if snapshot.authors.filter(user=user).exists():
        raise Refused(_("You entered some of these values yourself. Another reviewer must approve them."))
    if snapshot.record.restricted:
        raise Refused(_("This record is restricted and cannot be published. Remove the restriction first."))
    _check_may_be_published(snapshot.record)
    if Snapshot.objects.filter(pk=snapshot.pk).naming_restricted().exists():
        raise Refused(
            _("A person named in this submission is now restricted. Submit the record again without that person.")
        )


def check_may_withdraw(snapshot: Snapshot, user: Any) -> None:
    """Raise Refused unless `user` may take back `snapshot` before it is decided; also while everything is frozen."""
    _check_permission(user, "review.submit_snapshot", _("You don't have permission to withdraw submissions."))
    _check_visible(snapshot.record, user)
    check_move(snapshot, Status.WITHDRAWN)


def check_may_retract(record: Person | Case, user: Any) -> None:
    """Raise Refused unless `user` may take `record` out of public. No second person is needed: it must go at once."""
    _check_permission(user, "review.retract_snapshot", _("You don't have permission to unpublish records."))
    _check_visible(record, user)
    if not Snapshot.objects.of(record).filter(status=Status.APPROVED).exists():
        raise Refused(_("This record is not published."))


def check_may_restrict(record: Person | Case) -> None:
    """Raise Refused while `record` is public, or a public case tells of that person: what is public cannot be kept to a few."""
    public = Q(**{record.noun(): record})
    if isinstance(record, Person):
        public |= Q(mentions__noun="person", mentions__ref=record.public_id)
    if record.pk is not None and Snapshot.objects.filter(public, status=Status.APPROVED).exists():
        raise Refused(_("This is published, itself or as part of a case. Unpublish it first, then restrict it."))


def check_move(snapshot: Snapshot, to: Status) -> None:
    """Raise Refused unless a submission may go from its status to `to`."""
    if to not in MOVES[Status(snapshot.status)]:
        raise Refused(_("This submission is closed: %(status)s.") % {"status": snapshot.get_status_display()})


@transaction.atomic
def submit(*, record: Person | Case, by: User, note: str = "") -> Snapshot:
    """Freeze `record` as it is now and put it before the reviewers; an older submission that waits is replaced.

    Raises Refused where `check_may_submit` does, and where there is nothing new to decide about.
    """
    current = _locked(record)
    check_may_submit(current, by)
    check_readable(note)
    frozen = freeze(current)
    approved = Snapshot.objects.of(current).filter(status=Status.APPROVED).first()
    _check_something_to_decide(frozen.content, frozen.digest, approved)
    for waiting in Snapshot.objects.of(current).filter(status=Status.PENDING):
        _end(waiting, Status.SUPERSEDED, by=by, reason=_("Superseded by a newer submission."))
    snapshot = Snapshot.objects.create(
        **{current.noun(): current},
        content=frozen.content,
        digest=frozen.digest,
        record_version=current.version,
        submitted_at=timezone.now(),
        submitted_by=by,
        note=note,
    )
    Author.objects.bulk_create(
        Author(snapshot=snapshot, user_id=pk) for pk in sorted(authors_of(snapshot, approved) | {by.pk})
    )
    Mention.objects.bulk_create(Mention(snapshot=snapshot, **mention) for mention in mentions_of(frozen.content))
    Picture.objects.bulk_create(pictures_of(current, frozen.content), ignore_conflicts=True)
    keep_warnings(compare(snapshot, just_frozen=True))
    _tell("submitted", snapshot, by=by, note=note)
    return snapshot


@transaction.atomic
def approve(*, snapshot: Snapshot, by: User, digest: str, ticked: Collection[str], note: str = "") -> Snapshot:
    """Make the `ticked` values of `snapshot` public, whose digest the reviewer was shown as `digest`.

    Raises Refused where `check_may_approve` does, when the submission is not the one that was shown, for ticks that name no
    value of it or a row whose parent is not ticked, for values that cannot be true together, and for values that need a consent
    which is not there.
    """
    snapshot = _relocked(snapshot)
    if snapshot.status != Status.PENDING or digest != snapshot.digest or digest_of(snapshot.content) != digest:
        raise Refused(STALE)
    lock_mentioned(snapshot)
    check_may_approve(snapshot, by)
    check_readable(note)
    withheld = check_ticks(snapshot.content, ticked)
    check_possible(snapshot, ticked)
    check_covered(snapshot, ticked)
    for former in Snapshot.objects.of(snapshot.record).filter(status=Status.APPROVED):
        _end(former, Status.SUPERSEDED, by=by, reason=_("Superseded by a newer approval."))
    _decide(snapshot, Status.APPROVED, by=by, reason=note, withheld=withheld)
    keep_scopes(snapshot, ticked)
    outbox.enqueue(snapshot.record)
    return snapshot


@transaction.atomic
def return_(*, snapshot: Snapshot, by: User, note: str) -> Snapshot:
    """Give `snapshot` back to its editor, with `note` saying what is to be mended. What is public stays as it is."""
    snapshot = _relocked(snapshot)
    check_may_return(snapshot, by)
    _check_reason(note)
    _decide(snapshot, Status.RETURNED, by=by, reason=note, withheld=[])
    return snapshot


@transaction.atomic
def withdraw(*, snapshot: Snapshot, by: User, note: str = "") -> Snapshot:
    """Take back `snapshot` before it is decided. What is public stays as it is."""
    snapshot = _relocked(snapshot)
    check_may_withdraw(snapshot, by)
    check_readable(note)
    _end(snapshot, Status.WITHDRAWN, by=by, reason=note)
    _tell("withdrew", snapshot, by=by, note=note)
    return snapshot


@transaction.atomic
def retract(
    *, record: Person | Case, by: User, reason: str, because: UnpublishReason = UnpublishReason.OTHER
) -> Snapshot:
    """Take `record` out of public at once, and every retired address that leads on to it. Anything of it that waits for
    review goes on waiting; where the person or family asked for it, or for safety, until a second reviewer agrees."""
    current = _locked(record)
    check_may_retract(current, by)
    _check_reason(reason)
    snapshot = Snapshot.objects.of(current).get(status=Status.APPROVED)
    _end(snapshot, Status.RETRACTED, by=by, reason=reason)
    assert snapshot.ended_at is not None, "just ended"
    Unpublication.objects.create(
        **{current.noun(): current}, snapshot=snapshot, because=because, reason=reason, at=snapshot.ended_at, by=by,
        do_not_publish=because in DO_NOT_PUBLISH,
    )  # fmt: skip
    _tell("retracted", snapshot, by=by, note=reason)
    if isinstance(current, Person):
        redirects.end(current)
    outbox.enqueue(current)
    return snapshot


def _answers(check: Callable[..., None]) -> Callable[..., bool]:
    def answer(*args: Any) -> bool:
        try:
            check(*args)
        except Refused:
            return False
        return True

    return answer


may_submit = _answers(check_may_submit)
may_decide = _answers(check_may_decide)
may_return = _answers(check_may_return)
may_approve = _answers(check_may_approve)
may_withdraw = _answers(check_may_withdraw)
may_retract = _answers(check_may_retract)


def _check_permission(user: Any, permission: str, sentence: str) -> None:
    if not (user.is_active and user.has_perm(permission)):
        raise Refused(sentence)


def _check_visible(record: Person | Case, user: Any) -> None:
    if not record.is_visible_to(user):
        raise Refused(NOT_THERE)


def check_readable(words: str) -> None:
    """Raise Refused for a note or reason with characters that cannot be seen: the log keeps it for good."""
    if found := sorted({characters.called(sign) for sign in characters.dangerous(words)}):
        raise Refused(
            _("The note contains invisible characters: %(signs)s. Type it again without them.")
            % {"signs": ", ".join(found)}
        )


def _check_reason(reason: str) -> None:
    check_readable(reason)
    if not reason.strip():
        raise Refused(_("Enter a reason, so that the editor knows what to do. It is kept in the audit log."))


def _check_may_be_published(record: Person | Case) -> None:
    flag = Unpublication.objects.of(record).standing().first()
    if flag is not None:
        raise Refused(
            _(
                "This record is marked “do not publish” (%(why)s). A reviewer other than %(who)s must remove the "
                "mark first."
            )
            % {"why": flag.get_because_display(), "who": flag.by}
        )


def _check_something_to_decide(content: dict[str, Any], digest: str, approved: Snapshot | None) -> None:
    if not content["rows"]:
        raise Refused(_("Nothing to submit: this record has no values that can be published."))
    hidden = approved is not None and public_values(approved) != values_of(
        content
    )  # by a mark of a source, or withheld
    if approved is not None and approved.digest == digest and not hidden:
        raise Refused(_("Nothing to submit: all values are already published."))


def _locked(record: Person | Case) -> Person | Case:
    current = lock_root(record)
    if not isinstance(current, (Person, Case)):
        raise Refused(NOT_THERE)
    return current


def _relocked(snapshot: Snapshot) -> Snapshot:
    """The submission as it is now, read after its record was locked: the order in which every verb locks."""
    _locked(snapshot.record)
    return Snapshot.objects.select_for_update(of=("self",)).get(pk=snapshot.pk)


def _decide(snapshot: Snapshot, to: Status, *, by: Any, reason: str, withheld: list[str]) -> None:
    check_move(snapshot, to)
    snapshot.status, snapshot.decided_at, snapshot.decided_by = to, timezone.now(), by
    snapshot.reason, snapshot.withheld = reason, withheld
    snapshot.save(update_fields=("status", "decided_at", "decided_by", "reason", "withheld"))
    KeptTicks.objects.filter(snapshot=snapshot).delete()
    _tell(str(to.value), snapshot, by=by, note=reason)


def _end(snapshot: Snapshot, to: Status, *, by: Any, reason: str) -> None:
    check_move(snapshot, to)
    snapshot.status, snapshot.ended_at, snapshot.ended_by, snapshot.end_reason = to, timezone.now(), by, reason
    snapshot.save(update_fields=("status", "ended_at", "ended_by", "end_reason"))
    KeptTicks.objects.filter(snapshot=snapshot).delete()


def _tell(action: str, snapshot: Snapshot, *, by: Any, note: str) -> None:
    record = snapshot.record
    log.write(
        action=action,
        by=by,
        kind="snapshot",
        key=snapshot.pk,
        root_kind=record.noun(),
        root_key=record.pk,
        after=snapshot.digest,
        note=note,
    )
