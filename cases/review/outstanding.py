"""Notes that the register lags behind a decision: made with it, removed by publication."""

from django.db import transaction

from cases.models import Case, Person
from cases.review.models import Outstanding
from cases.review.publish import publish_quietly


def note(record: Person | Case) -> None:
    """Note that the register lags behind; the next publish sees the note, even if this process dies after the commit."""
    Outstanding.objects.create(noun=record.noun(), ref=record.public_id)
    transaction.on_commit(publish_quietly)
