"""Reading the audit log: which entries a user may read, and the export as CSV."""

import csv
from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import islice

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from accounts.audit.labels import public_ids
from accounts.models import Entry, User

HIDDEN = _("(hidden: you don't have access to this record)")
COLUMNS = (
    "at", "by", "action", "kind", "record", "root_kind", "root_record", "field", "before", "after", "note", "batch", "digest",
)  # fmt: skip
TOLD_FOR = timedelta(days=30)
SECRET_OF_RECORD = ("before", "after", "note", "digest")
"""Columns hidden from readers without access to the record: its values and what is computed from them."""
NUMBERS = "accounts.view_entry_numbers"
PORTION = 500
FORMULA = tuple("=+-@\t\r\n\0＝＋－＠")  # East Asian programs also interpret the wide ones (OWASP, ASVS 1.2.10)
BLANKS = " \u00a0\u3000"


def may_read_values(user: User, entry: Entry) -> bool:
    """Whether `user` may see the values in an entry: values of cases require permission to view such records."""
    kind = entry.root_kind or entry.kind
    app, _dot, model = kind.rpartition(".")
    if not kind or app == "accounts":
        return True
    return user.has_perm(f"{app or 'cases'}.view_{model}")


def readable_entries(user: User) -> QuerySet[Entry]:
    """Return the entries that `user` may read.

    The function named in settings.ACCOUNTS_READABLE_ENTRIES removes those about restricted records.
    """
    entries = Entry.objects.select_related("by")
    if not settings.ACCOUNTS_READABLE_ENTRIES:
        return entries
    keep: Callable[[User, QuerySet[Entry]], QuerySet[Entry]] = import_string(settings.ACCOUNTS_READABLE_ENTRIES)
    return keep(user, entries)


def handed_over_lately(user: User) -> list[Entry]:
    """Transfers of access to restricted records for the start page of administrators, newest first."""
    if not user.has_perm("accounts.manage_accounts"):
        return []
    since = timezone.now() - TOLD_FOR
    entries = Entry.objects.filter(action="access handed over", kind="accounts.user", at__gte=since)
    return list(entries.select_related("by").order_by("-sequence"))


def may_read_numbers(user: User) -> bool:
    """Whether `user` may see entry numbers, whose gaps show that entries are hidden."""
    return user.has_perm(NUMBERS)


def previous_digest(user: User, entry: Entry) -> str:
    """Digest of the previous entry if `user` may read the values of that entry too; otherwise a notice."""
    if entry.sequence == 1:
        return entry.previous
    before = readable_entries(user).filter(sequence=entry.sequence - 1).first()
    return entry.previous if before is not None and may_read_values(user, before) else str(HIDDEN)


def csv_rows(user: User, entries: QuerySet[Entry]) -> Iterator[list[str]]:
    """Yield the rows of the export, header first; text that a spreadsheet would run as a formula gets an apostrophe.

    Records are identified by their public IDs and, for users who may see them, entries by their numbers.
    """
    numbered = ("sequence",) if may_read_numbers(user) else ()
    yield [*numbered, *COLUMNS]
    stored = entries.iterator(chunk_size=2000)
    while portion := list(islice(stored, PORTION)):
        names = public_ids(portion)
        for entry in portion:
            cells = {
                "at": entry.at.isoformat(), "record": entry.target_id or names.get((entry.kind, entry.key), ""),
                "root_record": names.get((entry.root_kind, entry.root_key), ""),
            }  # fmt: skip
            if not may_read_values(user, entry):
                cells |= dict.fromkeys(SECRET_OF_RECORD, str(HIDDEN))
            yield [inert(cells.get(name, _cell(entry, name))) for name in (*numbered, *COLUMNS)]


def _cell(entry: Entry, name: str) -> str:
    value = getattr(entry, name, None)
    return "" if value is None else str(value)


def inert(cell: str) -> str:
    """Return a cell's text, prefixed with an apostrophe if a spreadsheet would run it as a formula."""
    return f"'{cell}" if cell.lstrip(BLANKS).startswith(FORMULA) else cell


class _Line:
    """File-like object for csv.writer that returns each line instead of storing it."""

    def write(self, line: str) -> str:
        return line


def csv_lines(user: User, entries: QuerySet[Entry]) -> Iterator[str]:
    """Yield the export line by line, so that a log of any length is sent without being loaded into memory."""
    writer = csv.writer(_Line())
    return (writer.writerow(row) for row in csv_rows(user, entries))
