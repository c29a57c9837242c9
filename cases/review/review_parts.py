"""A submission too long for one page, reviewed part by part: what belongs together, and the ticks that a reviewer kept so far.

The submission is frozen, so a tick kept yesterday is about the very value that is approved today.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.exceptions import Refused
from cases.review.diff import REMOVED, UNCHANGED, Block, Comparison
from cases.review.models import KeptTicks, Snapshot

ON_ONE_PAGE = 1000  # values; a submission with more is reviewed in parts
A_PART = 400  # values, but for a row with what belongs to it, which is never divided


@dataclass(frozen=True)
class Progress:
    """How far one reviewer has got with a submission: the values ticked, the parts that were not read yet (from 0)."""

    ticked: set[str]
    unread: list[int]


def parts_of(comparison: Comparison) -> list[Comparison]:
    """The submission in pieces that can be read one by one; itself alone where it fits on a page."""
    if len(comparison.lines) <= ON_ONE_PAGE:
        return [comparison]
    heads = _heads(comparison)
    groups: dict[str, list[Block]] = {}
    for block in comparison.blocks:
        groups.setdefault(heads.get(block.path, block.path), []).append(block)
    parts: list[list[Block]] = [[]]
    for blocks in groups.values():
        if parts[-1] and _size(parts[-1]) + _size(blocks) > A_PART:
            parts.append([])
        parts[-1] += blocks
    return [replace(comparison, blocks=blocks) for blocks in parts]


def progress(parts: Sequence[Comparison], *, user: Any) -> Progress:
    """What `user` ticked so far; of a part they did not keep yet, what comes ticked. A part without a new or changed value
    need not be read.
    """
    kept = list(KeptTicks.objects.filter(snapshot=parts[0].snapshot, user=user).order_by("at", "pk"))
    ticked: set[str] = {line.path for part in parts for line in part.lines if line.ticked}
    read: set[str] = set()
    for each in kept:
        ticked = (ticked - set(each.shown)) | set(each.ticked)
        read |= set(each.shown)
    unread = [number for number, part in enumerate(parts) if not _asked(part) <= read]
    return Progress(ticked & {line.path for part in parts for line in part.lines if line.kind != REMOVED}, unread)


@transaction.atomic
def keep_ticks(*, part: Comparison, number: int, ticked: Collection[str], by: Any) -> None:
    """Keep what `by` ticked in one part; what they kept of it before is replaced."""
    Snapshot.objects.select_for_update(of=("self",)).get(pk=part.snapshot.pk)
    shown = [line.path for line in part.lines if line.kind != REMOVED]
    unknown = sorted(set(ticked) - set(shown))
    if unknown:
        raise Refused(_("“%(path)s” is not a value of this part.") % {"path": unknown[0]})
    values = {"shown": shown, "ticked": sorted(ticked), "at": timezone.now()}
    KeptTicks.objects.update_or_create(snapshot=part.snapshot, user=by, part=number, defaults=values)


def check_all_read(found: Progress) -> None:
    """Raise Refused, naming the parts, while some with new or changed values were not read."""
    if found.unread:
        raise Refused(
            _("Some parts are not reviewed yet: %(parts)s. Review and save each part, then approve.")
            % {"parts": ", ".join(str(number + 1) for number in found.unread)}
        )


def _asked(part: Comparison) -> set[str]:
    return {line.path for line in part.lines if line.kind not in (UNCHANGED, REMOVED)}


def _size(blocks: Sequence[Block]) -> int:
    return sum(len(block.lines) for block in blocks)


def _heads(comparison: Comparison) -> Mapping[str, str]:
    """For each row the one directly under the record that it belongs to: of a charge the defendant. What a source says about
    a row belongs to that row.
    """
    content = comparison.snapshot.content
    above = {row["path"]: row["parent"] for row in content["rows"]}
    for row in content["rows"]:
        about = str(row["values"].get("about", "")).rpartition("/")[0]
        if row["path"].startswith("citation/") and about in above and about != content["root"]:
            above[row["path"]] = about
    heads = {}
    for path in above:
        head = path
        while above.get(head) and above[head] != content["root"]:
            head = above[head]
        heads[path] = head
    return heads
