"""The log: who did or tried what, when, before and after; append-only and chained by hashes.

Entries are written inside the caller's transaction, so a change and its entry are committed or lost together. Each
entry's digest is SHA-256 over its fields and the digest before it; the order is the sequence number, never the clock,
and the moment enters as whole microseconds since 1970 in UTC, so the check gives the same answer in every time zone
and on every database.

Adding locks the head row until the transaction ends. Take other row locks first, or wrap the work in `gathered()`,
which writes everything at its end: then two writers can never wait for each other in a circle.
"""

import hashlib
import json
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

_gathering: ContextVar[list["Draft"] | None] = ContextVar("accounts.log.gathering", default=None)


@dataclass(frozen=True, kw_only=True, slots=True)
class Draft:
    """An entry to be written. `kind` is a model's label ("cases.person"), `key` its private key, `root_*` the person or
    case it belongs to; `batch` joins the entries of one import or bulk action. `by` is None for the machine itself."""

    action: str
    by: User | None = None
    kind: str = ""
    key: int | None = None
    root_kind: str = ""
    root_key: int | None = None
    field: str = ""
    before: str = ""
    after: str = ""
    note: str = ""
    batch: str = ""


def write(draft: Draft | None = None, /, **fields: Any) -> None:
    """Add one entry, given as a Draft or as its fields: `write(action="signed in", by=user)`."""
    write_many([draft if draft is not None else Draft(**fields)])


def write_many(drafts: Sequence[Draft]) -> None:
    """Add entries in the order given, inside the caller's transaction; inside `gathered()` they wait for its end."""
    waiting = _gathering.get()
    if waiting is not None:
        waiting.extend(drafts)
    elif drafts:
        _append(drafts)


@contextmanager
def gathered() -> Iterator[None]:
    """Hold back all entries of this context and add them in one go at its end, in one transaction with the work.

    Raises nothing of its own; when the body raises, the work is rolled back and the entries with it. Inside another
    `gathered()` the outer one writes.
    """
    if _gathering.get() is not None:
        yield
        return
    with transaction.atomic():
        waiting: list[Draft] = []
        token = _gathering.set(waiting)
        try:
            yield
        finally:
            _gathering.reset(token)
        if waiting:
            _append(waiting)


def microseconds(moment: datetime) -> int:
    """Whole microseconds from 1970 in UTC to `moment`, which must know its zone."""
    return (moment - EPOCH) // timedelta(microseconds=1)


def digest_of(entry: Entry) -> str:
    """The SHA-256 (hex) an entry must carry for its fields and its `previous`."""
    return _digest(tuple(getattr(entry, Entry._meta.get_field(name).attname) for name in COLUMNS[:-1]))  # type: ignore[union-attr]


def _digest(values: tuple[Any, ...]) -> str:
    """Over the values in the order of COLUMNS, all but the digest itself."""
    sequence, at, *others = values
    canonical = json.dumps([sequence, microseconds(at), *others], ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode("ascii")).hexdigest()


def _append(drafts: Sequence[Draft]) -> None:
    with transaction.atomic():
        head, _made = Head.objects.select_for_update().get_or_create(pk=1)
        Entry.objects.append(_chained(drafts, head))
        head.save(update_fields=("sequence", "digest"))


def _chained(drafts: Iterable[Draft], head: Head) -> Iterator[tuple[Any, ...]]:
    """The values of each entry in the order of COLUMNS; `head` moves along."""
    now = timezone.now()
    for each in drafts:
        values = (
            head.sequence + 1, now, each.action, each.by.pk if each.by else None, each.kind, each.key, each.root_kind,
            each.root_key, each.field, each.before, each.after, each.note, each.batch, head.digest or START,
        )  # fmt: skip
        head.sequence, head.digest = head.sequence + 1, _digest(values)
        yield (*values, head.digest)
