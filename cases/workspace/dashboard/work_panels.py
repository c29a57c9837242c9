"""Dashboard panels on the work itself: stale records, returned submissions, drafts, review queue, merges."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timesince import timesince
from django.utils.translation import gettext as _

from cases.domain.vocabulary import Stage
from cases.models import Case, Defendant, Merge, MergeStatus, Person
from cases.review.models import Lapse, Snapshot, Status
from cases.workspace.dashboard.items import SHOWN_AT_MOST, Found, Item, capped, named, page_of

STALE_AFTER: Mapping[str, int] = {
    Stage.SOUGHT: 180, Stage.DETAINED: 7, Stage.SUSPECT: 14, Stage.CHARGED: 45, Stage.INVESTIGATED: 30,
    Stage.TO_PROSECUTOR: 21, Stage.TO_COURT: 21, Stage.TRIAL: 14, Stage.VERDICT: 14, Stage.APPEAL: 45,
    Stage.IN_FORCE: 180, Stage.CASSATION: 90,
}  # fmt: skip
"""Days without a change after which staff should ask for news, by stage; ended prosecutions are never stale."""
LOOKED_AT = 500
"""Latest records of one kind searched for drafts: a draft older than so many changes was left on purpose."""
WAITS_LONG = dt.timedelta(days=3)


def stale(user: Any, today: dt.date) -> Found:
    """Prosecutions without an update for too long, longest first."""
    now = timezone.now()
    is_stale = Q(pk__in=[])
    for stage, days in STALE_AFTER.items():
        since = now - dt.timedelta(days=days)
        is_stale |= Q(stage=stage, case__updated_at__lt=since, person__updated_at__lt=since)
    defendants = Defendant.objects.visible_to(user).filter(is_stale).select_related("case", "person")
    return capped(
        defendants.prefetch_related("person__names").order_by("case__updated_at", "pk"),
        lambda row: Item(
            f"{named(row.person)}: {named(row.case)}", page_of(row),
            _("no news for %(time)s") % {"time": timesince(max(row.case.updated_at, row.person.updated_at), now, depth=1)},
            row.get_stage_display(), about=(row,),
        ),
    )  # fmt: skip


def returned(user: Any, today: dt.date) -> Found:
    """Own submissions that were returned, unless a newer one was submitted."""
    rows = _snapshots(user).filter(status=Status.RETURNED, submitted_by=user.pk)
    # One query for each kind: with OR between them, the database scans the submissions of all records.
    for noun in ("person", "case"):
        newer = Snapshot.objects.filter(**{noun: OuterRef(noun)}, pk__gt=OuterRef("pk"))
        rows = rows.exclude(Exists(newer))
    return capped(
        rows.order_by("-decided_at", "-pk"),
        lambda snapshot: Item(
            named(snapshot.record),
            page_of(snapshot.record),
            date_format(snapshot.decided_at, "j E"),
            snapshot.reason[:200],
            urgent=True,
            about=(snapshot.record,),
        ),
    )


def lapsed(user: Any, today: dt.date) -> Found:
    """Values that were unpublished because a consent ended, as long as nothing newer of the record was approved."""
    rows = Lapse.objects.filter(snapshot__status=Status.APPROVED, snapshot__in=_snapshots(user).values("pk"))
    return capped(
        rows.select_related("snapshot__person", "snapshot__case").order_by("-at", "-pk"),
        lambda lapse: Item(
            named(lapse.snapshot.record), page_of(lapse.snapshot.record), date_format(timezone.localtime(lapse.at), "j E"),
            lapse.get_scope_display(), urgent=True, about=(lapse.snapshot.record,),
        ),
    )  # fmt: skip


def _snapshots(user: Any) -> QuerySet:
    return Snapshot.objects.visible_to(user).select_related("person", "case").prefetch_related("person__names")


def drafts(user: Any, today: dt.date) -> Found:
    """Persons and cases last changed by the user and not submitted since, or never; latest first.

    Only the LOOKED_AT latest of each kind are searched, so that the page works even for a user who entered everything.
    """
    records: list[Any] = []
    total = 0
    for model, names in ((Person, ("names",)), (Case, ())):
        newest = Snapshot.objects.filter(**{model.noun(): OuterRef("pk")}).order_by("-pk")
        latest = model.objects.filter(updated_by=user.pk).order_by("-updated_at").values_list("pk", flat=True)
        rows: QuerySet = (
            model.objects.visible_to(user)
            .filter(pk__in=list(latest[:LOOKED_AT]))
            .annotate(
                newest_status=Subquery(newest.values("status")[:1]),
                newest_version=Subquery(newest.values("record_version")[:1]),
            )
            .filter(Q(newest_status=None) | Q(newest_status=Status.APPROVED, version__gt=F("newest_version")))
            .order_by("-updated_at", "-pk")
            .prefetch_related(*names)
        )
        first = list(rows[: SHOWN_AT_MOST + 1])
        total += rows.order_by().count() if len(first) > SHOWN_AT_MOST else len(first)
        records += first[:SHOWN_AT_MOST]
    records.sort(key=lambda record: record.updated_at, reverse=True)
    shown = records[:SHOWN_AT_MOST]
    return Found([_draft(record) for record in shown], total - len(shown))


def _draft(record: Any) -> Item:
    is_new = record.newest_status is None
    note = _("never submitted") if is_new else _("changed since approval")
    return Item(
        named(record),
        page_of(record),
        date_format(timezone.localtime(record.updated_at), "j E, H:i"),
        note,
        about=(record,),
    )


def queue(user: Any, today: dt.date) -> Found:
    """Submissions awaiting review and since when, oldest first."""
    now = timezone.now()
    rows = _snapshots(user).filter(status=Status.PENDING).exclude(submitted_by=user.pk).select_related("submitted_by")
    return capped(
        rows.order_by("submitted_at", "pk"),
        lambda snapshot: Item(
            named(snapshot.record), reverse("admin:review_snapshot_change", args=[snapshot.pk]),
            timesince(snapshot.submitted_at, now, depth=1), _("by %(who)s") % {"who": snapshot.submitted_by},
            now - snapshot.submitted_at > WAITS_LONG, (snapshot.record,),
        ),
    )  # fmt: skip


def merges_waiting(user: Any, today: dt.date) -> Found:
    """Requests to merge two records of one person."""
    rows = (
        Merge.objects.visible_to(user)
        .filter(status=MergeStatus.REQUESTED)
        .select_related("requested_by", "kept", "gone")
    )
    return capped(
        rows.order_by("requested_at", "pk"),
        lambda merge: Item(
            named(merge), reverse("admin:cases_person_merged", args=[merge.pk]),
            timesince(merge.requested_at, timezone.now(), depth=1), _("by %(who)s") % {"who": merge.requested_by},
            about=(merge.kept, merge.gone),
        ),
    )  # fmt: skip
