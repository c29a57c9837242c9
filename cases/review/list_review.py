"""Reviewing a list as a table: laid out by shape, a sample drawn once and recorded, the rest approved in one decision.

Each submission is approved by `transitions.approve`, as from its own page: frozen values, digest, four eyes. What needs more
than a glance at a row (a warning, a photo, very many values, a value that was withheld before, one's own work) is opened by
itself and never approved here. Two warnings are answered for the whole table: where no consent is recorded the reviewer
writes on what basis all are published, and the known end of custody has to be ticked with its period.
"""

import math
import secrets
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts import clearances, switches
from accounts.audit import log
from accounts.exceptions import Refused
from accounts.models import User
from cases.models import ImportBatch, ImportRow
from cases.review import list_table, transitions
from cases.review.authorship import public_values
from cases.review.diff import compare
from cases.review.models import ListDecision, ListReview, ListReviewItem, ListShape, Snapshot, Status
from cases.review.review_parts import ON_ONE_PAGE
from cases.review.review_warnings import (
    CUSTODY_ENDED,
    NO_CONSENT,
    NO_WARNING,
    WARNINGS,
    find_warnings,
    keep_warnings,
)
from cases.review.unreadable import refused_where_unreadable

LEAST_DRAWN = 5
MORE_FOR_EACH = 2  # drawn for each of the sample that was set aside
ANSWERED_TOGETHER = frozenset({NO_CONSENT, CUSTODY_ENDED})
APPROVED = "approved"
SLICE = 500  # keys in one query
Write = Callable[[Sequence[Any], Callable[[Sequence[Any]], None]], None]
"""Writes items by calling the function with some of them after the other: the turns of `import_.turns`, or all at once."""
ALONE: dict[str, Promise] = {
    **{code: label for code, label in WARNINGS.items() if code not in ANSWERED_TOGETHER},
    "photo": gettext_lazy("has a photo"),
    "long": gettext_lazy("too many values for a row"),
    "withheld": gettext_lazy("a value was withheld before"),
    "may_not": gettext_lazy("you may not approve it: you entered or submitted it, or it is restricted"),
    "unreadable": gettext_lazy("a date cannot be read"),
}
"""Why a submission is opened by itself: the codes kept in `ListReviewItem.alone`, in words."""


def at_once(items: Sequence[Any], write: Callable[[Sequence[Any]], None]) -> None:
    """Write all in one piece."""
    write(items)


def unwatched(done: int, total: int) -> None:
    """Nobody is told how far it is."""


def of_list(submissions: Any, batch: int) -> Any:
    """Those of the submissions (a queryset) whose person or case stands in a row of the list."""
    rows = ImportRow.objects.filter(batch=batch).order_by()
    return submissions.filter(
        Q(person__in=rows.filter(person__isnull=False).values("person"))
        | Q(case__in=rows.filter(case__isnull=False).values("case"))
    )


def waiting_of(batch: ImportBatch, user: Any) -> Any:
    """The submissions of the list that wait for review, so far as `user` may know of them."""
    return of_list(Snapshot.objects.visible_to(user).filter(status=Status.PENDING), batch.pk)


def check_may_review_lists(user: Any) -> None:
    """Raise Refused unless `user` may approve submissions at all."""
    switches.check_not_frozen()
    if not (user.is_active and user.has_perm("review.approve_snapshot")):
        raise Refused(_("You don't have permission to decide on submissions."))
    clearances.check_is_cleared(user)


def review_of(batch: ImportBatch, user: Any) -> ListReview | None:
    """What `user` did with the list so far."""
    return ListReview.objects.filter(batch=batch, reviewer=user.pk).select_related("batch").first()


def needed(count: int) -> int:
    """How many of a table of `count` are drawn: the square root, five at least."""
    return min(count, max(LEAST_DRAWN, math.ceil(math.sqrt(count))))


def lay_out_list(
    *, batch: ImportBatch, by: User, write: Write = at_once, progress: Callable[[int, int], None] = unwatched
) -> ListReview:  # fmt: skip
    """Lay out what waits of the list, and draw the samples; done again, only what joined since is added and drawn from.

    Raises Refused where `check_may_review_lists` does.
    """
    check_may_review_lists(by)
    review, _made = ListReview.objects.get_or_create(batch=batch, reviewer=by)
    keys = list(waiting_of(batch, by).order_by("pk").values_list("pk", flat=True))
    done = 0

    def some(part: Sequence[int]) -> None:
        nonlocal done
        with transaction.atomic():
            for snapshot in Snapshot.objects.filter(pk__in=part).select_related("person", "case").order_by("pk"):
                _lay_out_one(review, snapshot, by)
        done += len(part)
        progress(done, len(keys))

    write(keys, some)
    draw_samples(review)
    return review


@transaction.atomic
def draw_samples(review: ListReview) -> None:
    """Draw as many as are missing from every table; what was drawn stays drawn. By the server's own chance, recorded in the
    database and the log."""
    ListReview.objects.select_for_update().get(pk=review.pk)
    for shape in review.shapes.order_by("pk"):
        items = list(
            visible_items(review).filter(shape=shape).select_related("snapshot__person", "snapshot__case")
            .defer("snapshot__content").order_by("pk")
        )  # fmt: skip
        open_ = [item for item in items if item.snapshot.status == Status.PENDING and item.decision_id is None]
        drawn = [item for item in items if item.drawn_at is not None and (item.read_at is not None or item in open_)]
        aside = sum(1 for item in drawn if item.set_aside)
        left = [item for item in open_ if item.drawn_at is None]
        count = min(len(left), max(0, needed(len(open_)) + MORE_FOR_EACH * aside - len(drawn)))
        chosen = secrets.SystemRandom().sample(left, count)
        for item in chosen:
            item.drawn_at = timezone.now()
            item.save(update_fields=("drawn_at",))
        log.write_many([_drawing(item, review.reviewer, f"{count} of {len(open_)}") for item in chosen])
    review.laid_out_at = timezone.now()
    review.save(update_fields=("laid_out_at",))


@transaction.atomic
def note_read(*, item: ListReviewItem, by: User, set_aside: bool = False, reason: str = "") -> None:
    """Record that `by` opened a submission of the sample in full; `set_aside`: it is not approved with the others, and more
    are drawn. Raises Refused for what was not drawn for them, and without a reason for setting aside."""
    check_may_review_lists(by)
    review = ListReview.objects.select_for_update().get(pk=item.review_id)
    item = ListReviewItem.objects.select_related("snapshot").get(pk=item.pk)
    transitions.check_readable(reason)
    if review.reviewer_id != by.pk or item.drawn_at is None:
        raise Refused(_("This submission does not belong to your sample."))
    if set_aside and not reason.strip():
        raise Refused(_("Enter why you set it aside. You review it separately later."))
    item.read_at = item.read_at or timezone.now()
    item.set_aside, item.reason = item.set_aside or set_aside, reason or item.reason
    item.save(update_fields=("read_at", "set_aside", "reason"))
    record = item.snapshot.record
    log.write(
        action="sample read", by=by, kind="snapshot", key=item.snapshot_id, root_kind=record.noun(), root_key=record.pk,
        after=item.digest, note=f"set aside: {reason}" if set_aside else "",
    )  # fmt: skip
    if set_aside:
        draw_samples(review)


def visible_items(review: ListReview) -> Any:
    """What was laid out, so far as the reviewer may still know of it: a record can be restricted in between."""
    return review.items.filter(snapshot__in=Snapshot.objects.visible_to(review.reviewer).values("pk"))


def open_items(shape: ListShape) -> Any:
    """The submissions of a table that its decision would be about."""
    return visible_items(shape.review).filter(shape=shape, decision=None, set_aside=False)


def digest_of(shape: ListShape) -> str:
    """What a decision about the table as it is laid out is bound to."""
    return list_table.digest_of_items(shape.key, open_items(shape).values_list("snapshot", "digest"))


def unread(shape: ListShape) -> Any:
    """The submissions of the sample that the reviewer still has to open."""
    drawn = visible_items(shape.review).filter(shape=shape, drawn_at__isnull=False, read_at=None, decision=None)
    return drawn.filter(snapshot__status=Status.PENDING).order_by("drawn_at", "pk")


@transaction.atomic
def keep_chosen(*, shape: ListShape, slots: Iterable[str], by: User) -> list[str]:
    """Keep which columns the reviewer ticked so far. Raises Refused for what is no column, and for another's table."""
    if shape.review.reviewer_id != by.pk:
        raise Refused(transitions.NOT_THERE)
    wanted = set(slots)
    if unknown := sorted(wanted - set(shape.slots)):
        raise Refused(_("“%(slot)s” is not a column of this table.") % {"slot": unknown[0]})
    shape.chosen = [slot for slot in shape.slots if slot in wanted]
    shape.save(update_fields=("chosen",))
    return list(shape.chosen)


@transaction.atomic
def decide(*, shape: ListShape, by: User, slots: Iterable[str], digest: str, basis: str = "") -> ListDecision:
    """Decide to approve the columns `slots` of all that the table held when it was shown with `digest`; `carry_out` does it.

    Raises Refused where the sample is not read, the table is another by now, an end of custody is left out, or a basis is
    missing where no consent is recorded.
    """
    check_may_review_lists(by)
    ListReview.objects.select_for_update().get(pk=shape.review_id)
    shape = ListShape.objects.select_related("review").get(pk=shape.pk)
    transitions.check_readable(basis)
    chosen = keep_chosen(shape=shape, slots=slots, by=by)
    if digest != digest_of(shape):
        raise Refused(
            _("The table changed since you opened it. Nothing was approved. Check the table and approve again.")
        )
    if not chosen:
        raise Refused(_("No columns are ticked. Tick at least one."))
    if count := unread(shape).count():
        raise Refused(
            ngettext(
                "Open the sample first: %(count)s submission is left.",
                "Open the sample first: %(count)s submissions are left.", count,
            ) % {"count": count}
        )  # fmt: skip
    if list_table.leaves_custody_open(shape.slots, chosen):
        raise Refused(
            _("Tick the end of custody as well, otherwise readers will think the person is still in custody.")
        )
    if shape.without_consent and not basis.strip():
        raise Refused(_("No consent is recorded. Write on what basis these people are published."))
    keys = list(open_items(shape).filter(snapshot__status=Status.PENDING).values_list("pk", flat=True))
    if not keys:
        raise Refused(_("None of these submissions is still awaiting review."))
    decision = ListDecision.objects.create(
        shape=shape, by=by, slots=chosen, digest=digest, basis=basis, count=len(keys)
    )
    for start in range(0, len(keys), SLICE):
        ListReviewItem.objects.filter(pk__in=keys[start : start + SLICE]).update(decision=decision)
    log.write(
        action="list approved", by=by, kind="importbatch", key=shape.review.batch_id, after=digest,
        note=f"{len(keys)} submissions, columns: {' '.join(chosen)}{f'; basis: {basis}' if basis else ''}",
    )  # fmt: skip
    return decision


def carry_out(
    *, decision: ListDecision, write: Write = at_once, progress: Callable[[int, int], None] = unwatched
) -> None:  # fmt: skip
    """Approve one by one what was decided together; of each it is kept what became of it. Done again, it goes on."""
    keys = list(decision.items.filter(outcome="").order_by("pk").values_list("pk", flat=True))
    done = 0

    def some(part: Sequence[int]) -> None:
        nonlocal done
        with log.gathered():
            for item in ListReviewItem.objects.filter(pk__in=part, outcome="").order_by("pk"):
                item.outcome = _approve(item, decision)
                item.save(update_fields=("outcome",))
        done += len(part)
        progress(done, len(keys))

    write(keys, some)


def outcomes(decision: ListDecision) -> dict[str, int]:
    """How many were approved, and how many were refused with which sentence; "" for those not reached yet."""
    counted = decision.items.values_list("outcome").annotate(Count("pk")).order_by()
    return dict(counted)


def joined_since(review: ListReview, user: Any) -> int:
    """How many submissions of the list wait that are in no table, because they came after it was laid out."""
    known = ListReviewItem.objects.filter(review=review).values("snapshot")
    count: int = waiting_of(review.batch, user).exclude(pk__in=known).count()
    return count


def _drawing(item: ListReviewItem, by: User, note: str) -> log.Draft:
    record = item.snapshot.record
    return log.Draft(
        action="sample drawn", by=by, kind="snapshot", key=item.snapshot_id, root_kind=record.noun(), root_key=record.pk,
        after=item.digest, note=note,
    )  # fmt: skip


def _lay_out_one(review: ListReview, snapshot: Snapshot, by: User) -> None:
    """Put a submission into its table, or among those opened by themselves. What was decided or drawn stays where it is."""
    item = ListReviewItem.objects.filter(review=review, snapshot=snapshot).first()
    if item is not None and (item.decision_id is not None or item.set_aside):
        return
    alone, without_consent = reasons_to_open(snapshot, by, keep=True)
    shape = None if alone else _shape(review, snapshot, without_consent=without_consent)
    if item is None:
        item = ListReviewItem(review=review, snapshot=snapshot, digest=snapshot.digest)
    item.shape, item.alone = shape, alone
    item.save()


def reasons_to_open(snapshot: Snapshot, by: User, *, keep: bool = False) -> tuple[list[str], bool]:
    """Why `by` has to open the submission by itself, as keys of ALONE; and whether no consent is recorded. `keep`: the queue is
    filtered by the warnings found."""
    try:
        with refused_where_unreadable():
            comparison = compare(snapshot)
    except Refused:
        return ["unreadable"], False
    warnings = find_warnings(comparison, user=by)
    codes = {warning.code for warning in warnings}
    if keep:
        keep_warnings(comparison, warnings)
    approved = Snapshot.objects.of(snapshot.record).filter(status=Status.APPROVED).first()
    found = {code for code in codes - ANSWERED_TOGETHER if code != NO_WARNING}
    found |= {"photo"} if list_table.has_photo(snapshot.content) else set()
    found |= {"long"} if len(comparison.lines) > ON_ONE_PAGE else set()
    found |= {"withheld"} if list_table.was_withheld(snapshot.content, approved) else set()
    found |= set() if transitions.may_approve(snapshot, by) else {"may_not"}
    return [code for code in ALONE if code in found], NO_CONSENT in codes


def _shape(review: ListReview, snapshot: Snapshot, *, without_consent: bool) -> ListShape:
    layout = list_table.lay_out(snapshot.content)
    approved = Snapshot.objects.of(snapshot.record).filter(status=Status.APPROVED).first()
    public = public_values(approved)
    key = list_table.shape_key(layout, snapshot.content, public, without_consent=without_consent)
    values = {
        "noun": layout.noun, "slots": list(layout.paths), "without_consent": without_consent,
        "chosen": list_table.comes_ticked(layout, snapshot.content, public),
    }  # fmt: skip
    return ListShape.objects.get_or_create(review=review, key=key, defaults=values)[0]


def _approve(item: ListReviewItem, decision: ListDecision) -> str:
    """What became of one submission: "approved", or the sentence that says why not."""
    snapshot, shape = item.snapshot, decision.shape
    try:
        transitions.check_move(snapshot, Status.APPROVED)
        alone, without_consent = reasons_to_open(snapshot, decision.by)
        if alone:
            raise Refused(_("Review it separately: %(why)s.") % {"why": ", ".join(str(ALONE[code]) for code in alone)})
        approved = Snapshot.objects.of(snapshot.record).filter(status=Status.APPROVED).first()
        layout, public = list_table.lay_out(snapshot.content), public_values(approved)
        key = list_table.shape_key(layout, snapshot.content, public, without_consent=without_consent)
        if key != shape.key:
            raise Refused(
                _("Its published or recorded values changed since the table was shown. Review it separately.")
            )
        ticked = {layout.paths[slot] for slot in decision.slots}
        transitions.approve(snapshot=snapshot, by=decision.by, digest=item.digest, ticked=ticked, note=decision.basis)
    except Refused as refusal:
        return str(refusal.sentence)
    return APPROVED
