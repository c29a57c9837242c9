"""Where a record stands on its way to the public: derived from its submissions, never stored."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.domain.dates import UnreadableDate
from cases.models import Case, Person
from cases.review.freeze import freeze
from cases.review.models import Snapshot, Status

NEVER_SUBMITTED = "never_submitted"
PENDING = "pending"
PUBLIC = "public"
CHANGED = "changed"
UNREADABLE = "unreadable"
RETURNED = "returned"
WITHDRAWN = "withdrawn"

LABELS: dict[str, Promise] = {
    NEVER_SUBMITTED: _("never submitted"),
    PENDING: _("awaiting review"),
    PUBLIC: _("public"),
    CHANGED: _("public, with unpublished changes"),
    UNREADABLE: _("public, but one of its dates cannot be read"),
    RETURNED: _("returned"),
    WITHDRAWN: _("unpublished"),
}


@dataclass(frozen=True)
class State:
    """`code` is one of the seven above; `approved` is what is public now, `latest` the newest submission."""

    code: str
    approved: Snapshot | None
    latest: Snapshot | None

    @property
    def label(self) -> Promise:
        return LABELS[self.code]

    @property
    def is_public(self) -> bool:
        """Whether something of the record is public now, whatever else goes on."""
        return self.approved is not None


def state_of(record: Person | Case) -> State:
    """The state of one record. Compares with what is public by freezing anew."""
    return states_of([record])[record.pk]


def states_of(records: Iterable[Person | Case]) -> dict[int, State]:
    """The states of many records of one kind by primary key, with one query for their submissions."""
    by_pk = {record.pk: record for record in records}
    if not by_pk:
        return {}
    noun = next(iter(by_pk.values())).noun()
    found = Snapshot.objects.filter(**{f"{noun}__in": by_pk}).defer("content").order_by("pk")
    snapshots: dict[int, list[Snapshot]] = {}
    for snapshot in found:
        snapshots.setdefault(getattr(snapshot, f"{noun}_id"), []).append(snapshot)
    return {pk: _state(record, snapshots.get(pk, [])) for pk, record in by_pk.items()}


def _state(record: Person | Case, snapshots: list[Snapshot]) -> State:
    approved = next((snapshot for snapshot in snapshots if snapshot.status == Status.APPROVED), None)
    latest = snapshots[-1] if snapshots else None
    return State(_code(record, approved, latest), approved, latest)


def _code(record: Person | Case, approved: Snapshot | None, latest: Snapshot | None) -> str:
    if latest is None:
        return NEVER_SUBMITTED
    if latest.status == Status.PENDING:
        return PENDING
    if latest.status == Status.RETURNED:
        return RETURNED
    if approved is None:
        return WITHDRAWN
    try:
        return CHANGED if has_changed_since(record, approved) else PUBLIC
    except UnreadableDate:
        return UNREADABLE  # told beside this record: the list shows the others all the same


def has_changed_since(record: Person | Case, approved: Snapshot) -> bool:
    """Whether the record would freeze to something else than was approved. An untouched record is not frozen again.

    Raises UnreadableDate where it cannot be frozen.
    """
    return record.version != approved.record_version and freeze(record).digest != approved.digest
