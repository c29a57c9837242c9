"""Edit conflicts: the page remembers the version it showed, and lists later changes."""

from dataclasses import dataclass

from django.db.models import Max
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from accounts.admin_addresses import encrypted_key, read_key
from accounts.models import Entry, User
from cases.models import Record
from cases.models.record_history import Words, in_words, visible_entries

TOLD_AT_MOST = 20
MARK = "seen"
"""Kind with which a page encrypts the number of a log entry, which would reveal how many entries exist."""
LONGEST_VERSION = 10


@dataclass(frozen=True)
class Seen:
    """Version shown by a page: that of the aggregate, and the last entry of its history."""

    version: int
    sequence: int

    def __str__(self) -> str:
        return f"{self.version}.{encrypted_key(MARK, self.sequence)}"

    @classmethod
    def read(cls, text: str) -> "Seen":
        """Parse the mark in `text`; return one that matches nothing if it is invalid."""
        version, _dot, mark = text.partition(".")
        sequence = read_key(MARK, mark)
        if sequence is None or not version.isascii() or not version.isdigit() or len(version) > LONGEST_VERSION:
            return cls(0, 0)
        return cls(int(version), sequence)


def now(record: Record) -> Seen:
    """Return the mark of the record as stored in the database."""
    root = record.root
    version = type(root)._base_manager.values_list("version", flat=True).get(pk=root.pk)
    last = Entry.objects.filter(root_kind=root.noun(), root_key=root.pk).aggregate(last=Max("sequence"))["last"]
    return Seen(version, last or 0)


def changed_since(record: Record, seen: Seen, *, user: User) -> list[str]:
    """Return a sentence for each change after `seen`, newest last; changes hidden from `user` are left out."""
    root = record.root
    entries = Entry.objects.filter(root_kind=root.noun(), root_key=root.pk, sequence__gt=seen.sequence)
    changes = [
        entry for entry in visible_entries(root, entries, user=user) if entry.action in ("added", "changed", "removed")
    ]
    lines = [_line(words) for words in in_words(changes[:TOLD_AT_MOST])]
    if len(changes) > TOLD_AT_MOST:
        lines.append(_("… and %(count)d more. See History.") % {"count": len(changes) - TOLD_AT_MOST})
    return lines[::-1]


def _line(words: Words) -> str:
    when = formats.date_format(timezone.localtime(words.at), "DATETIME_FORMAT")
    return _("%(who)s, %(when)s: %(what)s, %(field)s: “%(before)s” → “%(after)s”") % {
        "who": words.who, "when": when, "what": words.what, "field": words.field, "before": words.before,
        "after": words.after,
    }  # fmt: skip
