"""What the work itself makes due: stale records, submissions that came back, drafts, the queue, lists and merges."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timesince import timesince
from django.utils.translation import gettext as _

from cases.desk.item import SHOWN_AT_MOST, Found, Item, capped, named, page_of
from cases.models import Case, Defendant, Merge, MergeStatus, Person
from cases.review.models import Snapshot, Status
from cases.vocabulary import Stage

STALE_AFTER: Mapping[str, int] = {
    Stage.SOUGHT: 180, Stage.DETAINED: 7, Stage.SUSPECT: 14, Stage.CHARGED: 45, Stage.INVESTIGATED: 30,
    Stage.TO_PROSECUTOR: 21, Stage.TO_COURT: 21, Stage.TRIAL: 14, Stage.VERDICT: 14, Stage.APPEAL: 45,
    Stage.IN_FORCE: 180, Stage.CASSATION: 90,
}  # fmt: skip
"""Days without any change after which somebody should ask for news, by stage; what has ended is never stale."""
LOOKED_AT = 500
"""Records of one kind among which drafts are looked for: a draft below so many newer changes was left on purpose."""
WAITS_LONG = dt.timedelta(days=3)


def stale(user: Any, today: dt.date) -> Found:
    """Prosecutions of which nothing was entered for too long, the longest first."""
    now = timezone.now()
    late = Q(pk__in=[])
    for stage, days in STALE_AFTER.items():
        since = now - dt.timedelta(days=days)
        late |= Q(stage=stage, case__updated_at__lt=since, person__updated_at__lt=since)
    found = Defendant.objects.visible_to(user).filter(late).select_related("case", "person")
    return capped(
        found.prefetch_related("person__names").order_by("case__updated_at", "pk"),
        lambda one: Item(
            f"{named(one.person)}: {named(one.case)}", page_of(one),
            _("%(time)s without news") % {"time": timesince(max(one.case.updated_at, one.person.updated_at), now, depth=1)},
            one.get_stage_display(), about=(one,),
        ),
    )  # fmt: skip


def returned(user: Any, today: dt.date) -> Found:
    """One's own submissions that came back, as long as nothing newer was submitted."""
    rows = _snapshots(user).filter(status=Status.RETURNED, submitted_by=user.pk)
    # Asked of either kind by itself: with OR between them, the database goes through the submissions of everything.
    for noun in ("person", "case"):
        newer = Snapshot.objects.filter(**{noun: OuterRef(noun)}, pk__gt=OuterRef("pk"))
        rows = rows.exclude(Exists(newer))
    return capped(
        rows.order_by("-decided_at", "-pk"),
        lambda one: Item(
            named(one.record),
            page_of(one.record),
            date_format(one.decided_at, "j M"),
            one.reason[:200],
            urgent=True,
            about=(one.record,),
        ),
    )


def _snapshots(user: Any) -> QuerySet:
    return Snapshot.objects.visible_to(user).select_related("person", "case").prefetch_related("person__names")


def drafts(user: Any, today: dt.date) -> Found:
    """Persons and cases that one changed last and that were never submitted, or not since; the latest first.

    Only the LOOKED_AT of either kind that one changed last are looked at, so that whoever entered everything has a desk too.
    """
    found: list[Any] = []
    more = 0
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
        more += rows.order_by().count() if len(first) > SHOWN_AT_MOST else len(first)
        found += first[:SHOWN_AT_MOST]
    found.sort(key=lambda record: record.updated_at, reverse=True)
    shown = found[:SHOWN_AT_MOST]
    return Found([_draft(record) for record in shown], more - len(shown))


def _draft(record: Any) -> Item:
    never = record.newest_status is None
    note = _("never submitted") if never else _("changed since it was approved")
    return Item(
        named(record),
        page_of(record),
        date_format(timezone.localtime(record.updated_at), "j M H:i"),
        note,
        about=(record,),
    )


def queue(user: Any, today: dt.date) -> Found:
    """What waits for review, the oldest first, and for how long."""
    now = timezone.now()
    rows = _snapshots(user).filter(status=Status.PENDING).exclude(submitted_by=user.pk).select_related("submitted_by")
    return capped(
        rows.order_by("submitted_at", "pk"),
        lambda one: Item(
            named(one.record), reverse("admin:review_snapshot_change", args=[one.pk]),
            timesince(one.submitted_at, now, depth=1), _("by %(who)s") % {"who": one.submitted_by},
            now - one.submitted_at > WAITS_LONG, (one.record,),
        ),
    )  # fmt: skip


def merges_waiting(user: Any, today: dt.date) -> Found:
    """Requests to join two records of one person."""
    rows = (
        Merge.objects.visible_to(user)
        .filter(status=MergeStatus.REQUESTED)
        .select_related("requested_by", "kept", "gone")
    )
    return capped(
        rows.order_by("requested_at", "pk"),
        lambda one: Item(
            named(one), reverse("admin:cases_person_merged", args=[one.pk]),
            timesince(one.requested_at, timezone.now(), depth=1), _("by %(who)s") % {"who": one.requested_by},
            about=(one.kept, one.gone),
        ),
    )  # fmt: skip
