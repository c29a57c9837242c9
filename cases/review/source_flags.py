"""Sources that were marked with care after something citing them was approved: that holds at once, without a new review.

A mark can only take away from what is public, so it needs no second person. Taking it off gives nothing back by itself: what
was approved before that stays hidden until the record is reviewed again.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from accounts.models import Entry
from cases.models import Source
from cases.review.models import Snapshot
from cases.review.references import mentioned

MARKS = ("confidential", "legal_risk")


@dataclass(frozen=True)
class Care:
    """Public ids of the sources that must not be named, and of those that must not be linked. `since`: for a submission, by
    primary key, the sources whose mark was taken off after it was approved."""

    confidential: frozenset[str]
    risky: frozenset[str]
    since: Mapping[int, "Care"] = field(default_factory=dict)

    def taken(self, content: Mapping[str, Any], *, of: int | None = None) -> Mapping[str, Any]:
        """A frozen content without the citations of confidential sources and without the links of risky ones; `of`: the
        primary key of the submission whose content it is."""
        if of is not None and of in self.since:
            content = self.since[of].taken(content)
        if not (self.confidential or self.risky):
            return content
        return {**content, "rows": [self._row(row) for row in content["rows"] if not self._names(row)]}

    def _names(self, row: Mapping[str, Any]) -> bool:
        return any(_source_of(value) in self.confidential for value in row["values"].values())

    def _row(self, row: Mapping[str, Any]) -> Mapping[str, Any]:
        unlinked = {
            field: {**value, "link": "", "archived_link": ""}
            for field, value in row["values"].items()
            if _source_of(value) in self.risky
        }
        return {**row, "values": {**row["values"], **unlinked}} if unlinked else row


def care_now(snapshots: Collection[Snapshot]) -> Care:
    """What the sources cited in these submissions ask for now, and what was asked for since each of them was approved."""
    cited = Source._base_manager.filter(public_id__in=mentioned(snapshots, "source")).order_by()
    known = {pk: (ref, *marks) for pk, ref, *marks in cited.values_list("pk", "public_id", *MARKS)}
    return Care(
        frozenset(ref for ref, confidential, _risky in known.values() if confidential),
        frozenset(ref for ref, _confidential, risky in known.values() if risky),
        _marked_since(snapshots, {pk: ref for pk, (ref, *_marks) in known.items()}),
    )


def marks_taken_off(sources: Collection[int]) -> Any:
    """The entries of the audit log by which a mark of one of these sources was taken off."""
    return Entry.objects.filter(kind="source", key__in=sources, field__in=MARKS, action="changed", before="yes")


def _marked_since(snapshots: Collection[Snapshot], refs: Mapping[int, str]) -> dict[int, Care]:
    """By the order of the log, since a clock can be set back."""
    taken_off = list(marks_taken_off(list(refs)).values_list("key", "field", "sequence"))
    if not taken_off:
        return {}
    keys = [snapshot.pk for snapshot in snapshots]
    told = Entry.objects.filter(kind="snapshot", key__in=keys, action="approved").order_by("sequence")
    since: dict[int, Care] = {}
    for pk, approved_at in told.values_list("key", "sequence"):
        later = [(refs[key], mark) for key, mark, sequence in taken_off if sequence > approved_at]
        if pk is not None and later:
            confidential, risky = (frozenset(ref for ref, mark in later if mark == one) for one in MARKS)
            since[pk] = Care(confidential, risky)
    return since


def _source_of(value: Any) -> str | None:
    return value["ref"] if isinstance(value, dict) and value.get("noun") == "source" else None
