"""What is approved of a person or case at this moment, read from the submissions and from nothing else."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from typing import Any

from django.utils import timezone

from cases.models import Case, Person
from cases.models.base import Root
from cases.review.care import care_now
from cases.review.freeze import canonical, values_of
from cases.review.mentions import mentioned
from cases.review.models import Snapshot, Status
from cases.review.policy import How, public_fields
from cases.review.retired import leading_to

ROOTS: dict[str, type[Root]] = {"person": Person, "case": Case}


@dataclass(frozen=True)
class Approval:
    """The rows of one person or case with only their approved values, the days of its first and newest approval, and the
    retired public ids that lead on to it."""

    noun: str
    ref: str
    rows: list[dict[str, Any]]
    first_on: date
    changed_on: date
    digest: str = field(compare=False)
    retired: tuple[str, ...] = ()


def approvals_of(noun: str, refs: Iterable[str]) -> dict[str, Approval]:
    """What is approved of each of these persons or cases, by public id; those of which nothing is public are absent."""
    approved = _approved(noun, refs)
    current = list(Snapshot.objects.filter(pk__in=approved).select_related(noun).order_by(f"{noun}__public_id"))
    first = _first_days(noun, [getattr(snapshot, f"{noun}_id") for snapshot in current])
    public, care = _public_persons(current), care_now(current)
    retired = leading_to([snapshot.person_id for snapshot in current if snapshot.person_id is not None])
    approvals = {}
    for snapshot in current:
        assert snapshot.decided_at is not None, "the constraint snapshot_status_has_its_dates"
        if getattr(snapshot, f"{noun}_id") not in first:
            continue  # taken out of public since it was read just now; the note of that is outstanding
        ref = getattr(snapshot, noun).public_id
        rows = approved_rows(care.taken(snapshot.content), set(snapshot.withheld), public)
        days = first[getattr(snapshot, f"{noun}_id")], timezone.localdate(snapshot.decided_at)
        led = tuple(retired.get(snapshot.person_id or 0, ()))
        told = [noun, ref, rows, *(day.isoformat() for day in days), *led]
        approvals[ref] = Approval(noun, ref, rows, *days, sha256(canonical(told).encode()).hexdigest(), led)
    return approvals


def approved_rows(content: Mapping[str, Any], withheld: set[str], public_persons: set[str]) -> list[dict[str, Any]]:
    """The rows of a content with the approved values only, but for those that the policy has closed since. A link to a person
    who is not public, a pointer to a row that is not, a citation about a value that is not, and a row whose parent is not are
    left out: withheld and unknown look alike.
    """
    shown = {row["path"] for row in content["rows"]}
    while True:  # leaving one row out can leave others without their parent; ends since `shown` only shrinks
        rows = _rows_within(shown, content, withheld, public_persons)
        left = {row["path"] for row in rows}
        if left == shown:
            return rows
        shown = left


def _rows_within(
    shown: set[str], content: Mapping[str, Any], withheld: set[str], public_persons: set[str]
) -> list[dict[str, Any]]:
    approved = {path for path in values_of(content) if path.rpartition("/")[0] in shown and _is_open(path)} - withheld
    rows = []
    for row in content["rows"]:
        orphaned = row["parent"] not in ("", content["root"]) and row["parent"] not in shown
        if orphaned or (row["path"].startswith("citation/") and not _is_about_public(row, approved)):
            continue
        fields = public_fields(row["path"].partition("/")[0])
        values = {
            name: value
            for name, value in row["values"].items()
            if f"{row['path']}/{name}" in approved and _leads_somewhere(fields[name], value, shown, public_persons)
        }
        if values:
            rows.append({"path": row["path"], "parent": row["parent"], "values": values})
    return rows


def _is_open(path: str) -> bool:
    noun, _public_id, name = path.split("/")
    return name in public_fields(noun)


def _is_about_public(row: Mapping[str, Any], approved: set[str]) -> bool:
    about = row["values"].get("about", "")
    return not about or (about in approved and f"{row['path']}/about" in approved)


def _leads_somewhere(how: How, value: Any, shown: set[str], public_persons: set[str]) -> bool:
    if how is How.LINK:
        return value.partition("/")[2] in public_persons
    return how is not How.ROW or value in shown


def _approved(noun: str, refs: Iterable[str]) -> dict[int, str]:
    """The approved submissions of these persons or cases: primary key, public id.

    From the record to its submissions, and the status looked at here: asked for the approved ones of some records, a database
    may go through every approved one there is.
    """
    records = dict(ROOTS[noun]._base_manager.filter(public_id__in=list(refs)).values_list("pk", "public_id"))
    submitted = Snapshot.objects.filter(**{f"{noun}__in": list(records)}).order_by()
    return {
        pk: records[of] for pk, status, of in submitted.values_list("pk", "status", noun) if status == Status.APPROVED
    }


def _public_persons(snapshots: Iterable[Snapshot]) -> set[str]:
    """Public ids of the persons whom these submissions link and who are public now."""
    return set(_approved("person", mentioned(snapshots, "person")).values())


def _first_days(noun: str, keys: list[int]) -> dict[int, date]:
    """The day of the first approval since the record was last taken out of public, by primary key."""
    first: dict[int, date] = {}
    # In the order of submission, which is that of decision: by the clock, one that was set back would mix them up.
    decided = Snapshot.objects.decided_for_public().filter(**{f"{noun}__in": keys}).order_by("pk")
    for key, status, decided_at in decided.values_list(noun, "status", "decided_at"):
        if status == Status.RETRACTED:
            first.pop(key, None)
        else:
            first.setdefault(key, timezone.localdate(decided_at))
    return first
