"""Audit log: who did or tried what, when, before and after; append-only and chained by hashes.

Entries are written inside the caller's transaction, so a change and its entry are committed or lost together. Each
entry's digest is SHA-256 over its fields, its random salt and the previous digest; the order is the sequence number,
never the clock, and the time is included as whole microseconds since 1970 in UTC, so the check gives the same result in
every time zone and on every database.

Adding locks the head row until the transaction ends. Take other row locks first, or wrap the work in `gathered()`,
which writes everything at its end: then two writers can never deadlock.
"""

import hashlib
import json
import secrets
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import Entry, Head, User
from accounts.models.entry import COLUMNS

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
START = "0" * 64
SALT_BYTES = 16
"""128 random bits, too many to try."""

_gathering: ContextVar[list["Draft"] | None] = ContextVar("accounts.audit.log.gathering", default=None)


@dataclass(frozen=True, kw_only=True, slots=True)
class Draft:
    """Entry to be written.

    `kind` is a model's label ("cases.person"), `key` its private key, `target_id` its public ID, `root_*` the person or
    case it belongs to; `linked_kind`, `old_id` and `new_id` are the record that `field` named before and after; `batch`
    joins the entries of one import or bulk action. `by` is None for the system itself.
    """

    action: str
    by: User | None = None
    kind: str = ""
    key: int | None = None
    target_id: str = ""
    root_kind: str = ""
    root_key: int | None = None
    field: str = ""
    linked_kind: str = ""
    old_id: int | None = None
    new_id: int | None = None
    before: str = ""
    after: str = ""
    note: str = ""
    batch: str = ""


def write(draft: Draft | None = None, /, **fields: Any) -> None:
    """Add one entry, given as a Draft or as its fields: `write(action="signed in", by=user)`."""
    write_many([draft if draft is not None else Draft(**fields)])


def write_many(drafts: Sequence[Draft]) -> None:
    """Add entries in the given order, inside the caller's transaction; `gathered()` postpones them to its end."""
    pending = _gathering.get()
    if pending is not None:
        pending.extend(drafts)
    elif drafts:
        _append(drafts)


@contextmanager
def gathered() -> Iterator[None]:
    """Collect all entries of this context and add them together at its end, in one transaction with the work.

    Raises nothing of its own; if the body raises, the work is rolled back with its entries. Inside another `gathered()`
    the outer one writes.
    """
    if _gathering.get() is not None:
        yield
        return
    with transaction.atomic():
        pending: list[Draft] = []
        token = _gathering.set(pending)
        try:
            yield
        finally:
            _gathering.reset(token)
        if pending:
            _append(pending)


def microseconds(moment: datetime) -> int:
    """Return whole microseconds from 1970 in UTC to `moment`, which must be aware of its time zone."""
    return (moment - EPOCH) // timedelta(microseconds=1)


def digest_of(entry: Entry) -> str:
    """Compute the SHA-256 (hex) that an entry must have for its fields and its `previous`."""
    return _digest(tuple(getattr(entry, Entry._meta.get_field(name).attname) for name in COLUMNS[:-1]))  # type: ignore[union-attr]


def _digest(values: tuple[Any, ...]) -> str:
    """Compute the digest over the values in the order of COLUMNS, without the digest itself."""
    sequence, at, *others = values
    canonical = json.dumps([sequence, microseconds(at), *others], ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode("ascii")).hexdigest()


def _append(drafts: Sequence[Draft]) -> None:
    with transaction.atomic():
        head, _made = Head.objects.select_for_update().get_or_create(pk=1)
        Entry.objects.append(_chained(drafts, head))
        head.save(update_fields=("sequence", "digest"))


def _chained(drafts: Iterable[Draft], head: Head) -> Iterator[tuple[Any, ...]]:
    """Yield the values of each entry in the order of COLUMNS; advances `head`."""
    now = timezone.now()
    for draft in drafts:
        values = (
            head.sequence + 1, now, draft.action, draft.by.pk if draft.by else None, draft.kind, draft.key, draft.target_id,
            draft.root_kind, draft.root_key, draft.field, draft.linked_kind, draft.old_id, draft.new_id, draft.before, draft.after,
            draft.note, draft.batch, secrets.token_hex(SALT_BYTES), head.digest or START,
        )  # fmt: skip
        head.sequence, head.digest = head.sequence + 1, _digest(values)
        yield (*values, head.digest)
