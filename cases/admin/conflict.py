"""Two people at one record: the page remembers what it showed, and tells what was changed since."""

from dataclasses import dataclass

from django.db.models import Max
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from accounts.models import Entry, User
from cases.admin.history import Words, in_words, visible_entries
from cases.models import Record

TOLD_AT_MOST = 20


@dataclass(frozen=True)
class Seen:
    """How far the record had got when a page showed it: the version of its aggregate, the last entry of its history."""

    version: int
    sequence: int

    def __str__(self) -> str:
        return f"{self.version}.{self.sequence}"

    @classmethod
    def read(cls, text: str) -> "Seen":
        """The mark that `text` writes; one that matches nothing where it cannot be read."""
        version, _dot, sequence = text.partition(".")
        if not (version + sequence).isascii() or not version.isdigit() or not sequence.isdigit() or len(text) > 30:
            return cls(0, 0)
        return cls(int(version), int(sequence))


def now(record: Record) -> Seen:
    """The mark of the record as it stands in the database."""
    root = record.root
    version = type(root)._base_manager.values_list("version", flat=True).get(pk=root.pk)
    last = Entry.objects.filter(root_kind=root.noun(), root_key=root.pk).aggregate(last=Max("sequence"))["last"]
    return Seen(version, last or 0)


def changed_since(record: Record, seen: Seen, *, user: User) -> list[str]:
    """Who changed what after `seen`, a sentence each, the newest last; what `user` may not know of is left out."""
    root = record.root
    entries = Entry.objects.filter(root_kind=root.noun(), root_key=root.pk, sequence__gt=seen.sequence)
    told = [
        entry for entry in visible_entries(root, entries, user=user) if entry.action in ("added", "changed", "removed")
    ]
    lines = [_line(words) for words in in_words(told[:TOLD_AT_MOST])]
    if len(told) > TOLD_AT_MOST:
        lines.append(_("… and %(count)d more: see the history.") % {"count": len(told) - TOLD_AT_MOST})
    return lines[::-1]


def _line(words: Words) -> str:
    when = formats.date_format(timezone.localtime(words.at), "SHORT_DATETIME_FORMAT")
    return _("%(who)s, %(when)s: %(what)s, %(field)s: “%(before)s” → “%(after)s”") % {
        "who": words.who, "when": when, "what": words.what, "field": words.field, "before": words.before,
        "after": words.after,
    }  # fmt: skip
