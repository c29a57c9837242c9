"""Checking the log's chain: what was altered, removed, inserted or cut off."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from accounts.log import START, digest_of
from accounts.models import Entry, Head

Mark = tuple[int, str]


def parse_head(text: str) -> Mark:
    """Read a head kept elsewhere, written SEQUENCE:DIGEST as `verify_log` prints it.

    Raises:
        ValueError: the text is not of that form.
    """
    number, _colon, digest = text.strip().partition(":")
    if not number.isdigit() or len(digest) != len(START) or set(digest) - set("0123456789abcdef"):
        raise ValueError(_("A head is written NUMBER:DIGEST, a number, a colon and 64 hexadecimal digits."))
    return int(number), digest


def current_head() -> Mark:
    """Number and digest of the newest entry, to be kept where nobody who can write the database can reach it."""
    newest = Entry.objects.order_by("-sequence").values_list("sequence", "digest").first()
    return newest or (0, START)


def verify(expected: Iterable[Mark] = ()) -> list[str]:
    """Walk the whole log in order and say in sentences what is wrong with it; an empty list means nothing was found.

    `expected` are heads kept elsewhere. Without one, entries cut from the end together with a corrected head row, or
    a chain computed anew by somebody who can write the database, do not show.
    """
    wanted = dict(expected)
    findings = list(_walk(wanted))
    last, digest = current_head()
    for sequence in sorted(number for number in wanted if number > last):
        findings.append(
            _("The end was cut off: the log ends at entry %(last)s, but entry %(kept)s was once its head.")
            % {"last": last, "kept": sequence}
        )
    head = Head.objects.filter(pk=1).values_list("sequence", "digest").first() or (0, "")
    if (head[0], head[1] or START) != (last, digest):
        findings.append(
            _("The head row says %(head)s, but the last entry is %(last)s: entries were removed or added at the end.")
            % {"head": head[0], "last": last}
        )
    return findings


def _walk(wanted: dict[int, str]) -> Iterator[str]:
    number, digest = 0, START
    for entry in Entry.objects.order_by("sequence").iterator(chunk_size=2000):
        if entry.sequence != number + 1:
            yield _gap(number + 1, entry.sequence - 1)
        elif entry.previous != digest:
            yield _("Entry %(number)s does not follow entry %(before)s: one of the two was inserted or exchanged.") % {
                "number": entry.sequence,
                "before": number,
            }
        if digest_of(entry) != entry.digest:
            yield _("Entry %(number)s was altered: its fields do not match its digest.") % {"number": entry.sequence}
        if wanted.get(entry.sequence, entry.digest) != entry.digest:
            yield _("Entry %(number)s is not the one whose digest was kept: the log was written anew.") % {
                "number": entry.sequence
            }
        number, digest = entry.sequence, entry.digest


def _gap(first: int, last: int) -> str:
    if last < first:
        return _("Before entry %(number)s a number is out of order: an entry was inserted.") % {"number": first}
    if first == last:
        return _("Entry %(number)s was removed.") % {"number": first}
    return _("Entries %(first)s to %(last)s were removed.") % {"first": first, "last": last}
