"""What the next reviewer is told of a record that was unpublished before."""

from collections.abc import Iterator
from typing import Any

from django.utils import formats, timezone
from django.utils.translation import gettext as _

from cases.models import Case, Person
from cases.review.models import Snapshot, Unpublication, UnpublishReason


def history_lines(record: Person | Case) -> Iterator[str]:
    """Sentences for the next review of what was unpublished: by whom, when, why, and whether it may be published again."""
    decided = Snapshot.objects.of(record).decided_for_public()
    for one in (
        Unpublication.objects.of(record).exclude(because=UnpublishReason.MERGED).select_related("by", "lifted_by")
    ):
        if one.lifted_at is None and one.do_not_publish:
            yield _("Do not publish: unpublished by %(who)s on %(when)s (%(why)s): %(reason)s") % _words(one)
        elif not decided.filter(pk__gt=one.snapshot_id).exists():
            yield _("Unpublished by %(who)s on %(when)s (%(why)s): %(reason)s") % _words(one)
            if one.lifted_at is not None:
                yield _("“Do not publish” was removed by %(who)s on %(when)s: %(reason)s") % {
                    "who": one.lifted_by, "when": _day(one.lifted_at), "reason": one.lift_reason,
                }  # fmt: skip


def _words(one: Unpublication) -> dict[str, Any]:
    return {"who": one.by, "when": _day(one.at), "why": one.get_because_display(), "reason": one.reason}


def _day(moment: Any) -> str:
    return formats.date_format(timezone.localtime(moment), "DATETIME_FORMAT")
