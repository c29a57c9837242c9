"""Reading the log: who may know of which entry, and the entries as CSV."""

import csv
from collections.abc import Callable, Iterator

from django.conf import settings
from django.db.models import QuerySet
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from accounts.models import Entry, User

HIDDEN = _("(not shown: you may not see this record)")
COLUMNS = (
    "sequence",
    "at",
    "by",
    "action",
    "kind",
    "key",
    "root_kind",
    "root_key",
    "field",
    "before",
    "after",
    "note",
    "batch",
    "digest",
)
FORMULA = tuple("=+-@\t\r\n\0＝＋－＠")  # East Asian programs take the wide ones (OWASP, ASVS 1.2.10)
BLANKS = " \u00a0\u3000"


def may_read_values(user: User, entry: Entry) -> bool:
    """Whether `user` may see what an entry says of its record: values of cases are for those who may view such
    records.
    """
    kind = entry.root_kind or entry.kind
    app, _dot, model = kind.rpartition(".")
    if not kind or app == "accounts":
        return True
    return user.has_perm(f"{app or 'cases'}.view_{model}")


def readable_entries(user: User) -> QuerySet[Entry]:
    """The entries `user` may know of; settings.ACCOUNTS_READABLE_ENTRIES names who keeps restricted records from
    them.
    """
    entries = Entry.objects.select_related("by")
    if not settings.ACCOUNTS_READABLE_ENTRIES:
        return entries
    keep: Callable[[User, QuerySet[Entry]], QuerySet[Entry]] = import_string(settings.ACCOUNTS_READABLE_ENTRIES)
    return keep(user, entries)


def csv_rows(user: User, entries: QuerySet[Entry]) -> Iterator[list[str]]:
    """Rows of the export, header first; text that a spreadsheet would take for a formula gets an apostrophe."""
    yield list(COLUMNS)
    for entry in entries.iterator(chunk_size=2000):
        readable = may_read_values(user, entry)
        row = [str(getattr(entry, name) if getattr(entry, name) is not None else "") for name in COLUMNS]
        row[COLUMNS.index("at")] = entry.at.isoformat()
        if not readable:
            for name in ("before", "after", "note"):
                row[COLUMNS.index(name)] = str(HIDDEN)
        yield [inert(cell) for cell in row]


def inert(cell: str) -> str:
    """A cell's text, with an apostrophe before what a spreadsheet would take for a formula."""
    return f"'{cell}" if cell.lstrip(BLANKS).startswith(FORMULA) else cell


class _Line:
    """A file-like thing for csv.writer that hands each line back instead of keeping it."""

    def write(self, line: str) -> str:
        return line


def csv_lines(user: User, entries: QuerySet[Entry]) -> Iterator[str]:
    """The export line by line, so that a log of any length goes out without being held in memory."""
    writer = csv.writer(_Line())
    return (writer.writerow(row) for row in csv_rows(user, entries))
