"""Verification of the log's hash chain: altered, removed, inserted or truncated entries."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from accounts.audit.log import START, digest_of
from accounts.models import Entry, Head

Mark = tuple[int, str]


def parse_head(text: str) -> Mark:
    """Parse a head stored elsewhere, in the form SEQUENCE:DIGEST that `verify_log` prints.

    Raises:
        ValueError: the text does not have that form.
    """
    number, _colon, digest = text.strip().partition(":")
    if not number.isdigit() or len(digest) != len(START) or set(digest) - set("0123456789abcdef"):
        raise ValueError(_("Write the head as NUMBER:DIGEST: a number, a colon and 64 hexadecimal digits."))
    return int(number), digest


def current_head() -> Mark:
    """Number and digest of the newest entry, to be stored where no writer of the database can change it."""
    newest = Entry.objects.order_by("-sequence").values_list("sequence", "digest").first()
    return newest or (0, START)


def verify(expected: Iterable[Mark] = ()) -> list[str]:
    """Check the whole log in order; return findings as sentences, an empty list if there are none.

    `expected` are heads stored elsewhere. Without one, the check cannot detect a truncated log with a corrected head
    row, or a chain recomputed by an attacker with write access to the database.
    """
    expected_digests = dict(expected)
    findings = list(_walk(expected_digests))
    last, digest = current_head()
    for sequence in sorted(number for number in expected_digests if number > last):
        findings.append(
            _("The log was truncated: it ends at entry %(last)s, but its head was entry %(kept)s before.")
            % {"last": last, "kept": sequence}
        )
    head = Head.objects.filter(pk=1).values_list("sequence", "digest").first() or (0, "")
    if (head[0], head[1] or START) != (last, digest):
        findings.append(
            _(
                "The head row names entry %(head)s, but the last entry is %(last)s: entries were removed or "
                "added at the end."
            )
            % {"head": head[0], "last": last}
        )
    return findings


def _walk(wanted: dict[int, str]) -> Iterator[str]:
    number, digest = 0, START
    for entry in Entry.objects.order_by("sequence").iterator(chunk_size=2000):
        if entry.sequence != number + 1:
            yield _gap(number + 1, entry.sequence - 1)
        elif entry.previous != digest:
            yield _("Entry %(number)s does not follow entry %(before)s: one of them was inserted or replaced.") % {
                "number": entry.sequence,
                "before": number,
            }
        if digest_of(entry) != entry.digest:
            yield _("Entry %(number)s was altered: its fields do not match its digest.") % {"number": entry.sequence}
        if wanted.get(entry.sequence, entry.digest) != entry.digest:
            yield _("Entry %(number)s does not have the digest you recorded: the log was rewritten.") % {
                "number": entry.sequence
            }
        number, digest = entry.sequence, entry.digest


def _gap(first: int, last: int) -> str:
    if last < first:
        return _("Before entry %(number)s a number is out of order: an entry was inserted.") % {"number": first}
    if first == last:
        return _("Entry %(number)s was removed.") % {"number": first}
    return _("Entries %(first)s to %(last)s were removed.") % {"first": first, "last": last}
