"""Outbox of decisions not yet written to the register.

A decision commits together with its entry here, so that a process that dies after the commit loses nothing: the next
publication finds the entry. What publishes is named in settings.PUBLISH, because review knows nothing of publication.
"""

from collections.abc import Iterable

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

from cases.models import Case, Person
from cases.review.models import Outstanding


def enqueue(*records: Person | Case) -> None:
    """Note that the register lags behind these records, and publish once the transaction is committed."""
    enqueue_refs((record.noun(), record.public_id) for record in records)


def enqueue_refs(refs: Iterable[tuple[str, str]]) -> None:
    """The same for records by noun and public id."""
    entries = [Outstanding(noun=noun, ref=ref) for noun, ref in refs]
    Outstanding.objects.bulk_create(entries)
    if entries:
        transaction.on_commit(import_string(settings.PUBLISH))


def is_behind(record: Person | Case) -> bool:
    """Whether the register does not show yet what was decided about `record`."""
    return Outstanding.objects.filter(noun=record.noun(), ref=record.public_id).exists()
