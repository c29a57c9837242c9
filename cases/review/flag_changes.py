"""What a mark of care on a source does to what is public already."""

from django.db import transaction

from cases.models import Source
from cases.review import outbox
from cases.review.models import Snapshot, Status


@transaction.atomic
def follow(source: Source) -> int:
    """Bring everything public that cites `source` in line with its marks; returns how many records that are."""
    public = Snapshot.objects.filter(status=Status.APPROVED, mentions__noun="source", mentions__ref=source.public_id)
    told = {
        (one.record.noun(), one.record.public_id) for one in public.select_related("person", "case").defer("content")
    }
    outbox.enqueue_refs(sorted(told))
    return len(told)
