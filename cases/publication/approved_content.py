"""The approved content of a person or case at this moment, read only from the submissions."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from typing import Any

from django.utils import timezone

from cases.models import Case, Person
from cases.models.record import Root
from cases.review.contradictions import impossible_values
from cases.review.freeze import canonical, values_of
from cases.review.lapses import lapsed_paths, lapsed_scopes, without_identity
from cases.review.models import Snapshot, Status
from cases.review.policy import How, public_fields
from cases.review.redirects import leading_to
from cases.review.references import mentioned
from cases.review.source_flags import care_now

ROOTS: dict[str, type[Root]] = {"person": Person, "case": Case}


@dataclass(frozen=True)
class Approval:
    """The rows of one person or case with only their approved values, the days of its first and newest approval, and the
    retired public ids that redirect to it."""

    noun: str
    ref: str
    rows: list[dict[str, Any]]
    first_on: date
    changed_on: date
    digest: str = field(compare=False)
    retired: tuple[str, ...] = ()


def approvals_of(noun: str, refs: Iterable[str]) -> dict[str, Approval]:
    """The approved content of each of these persons or cases, by public id; those without public content are absent."""
    approved = _approved(noun, refs)
    current = list(Snapshot.objects.filter(pk__in=approved).select_related(noun).order_by(f"{noun}__public_id"))
    first = _first_days(noun, [getattr(snapshot, f"{noun}_id") for snapshot in current])
    public, care, lapsed = _public_persons(current), care_now(current), lapsed_scopes(current)
    retired = leading_to([snapshot.person_id for snapshot in current if snapshot.person_id is not None])
    approvals = {}
    for snapshot in current:
        assert snapshot.decided_at is not None, "the constraint snapshot_status_has_its_dates"
        if getattr(snapshot, f"{noun}_id") not in first:
            continue  # unpublished since it was read just now; the outbox has the entry
        ref = getattr(snapshot, noun).public_id
        days = first[getattr(snapshot, f"{noun}_id")], timezone.localdate(snapshot.decided_at)
        withheld = {
            *snapshot.withheld,
            *impossible_values(snapshot.content, snapshot.withheld, days[1]),
            *lapsed_paths(snapshot.content, lapsed.get(snapshot.pk, ())),
        }
        rows = approved_rows(care.taken(snapshot.content, of=snapshot.pk), withheld, public)
        redirects = tuple(retired.get(snapshot.person_id or 0, ()))
        payload = [noun, ref, rows, *(day.isoformat() for day in days), *redirects]
        approvals[ref] = Approval(noun, ref, rows, *days, sha256(canonical(payload).encode()).hexdigest(), redirects)
    return approvals


def approved_rows(content: Mapping[str, Any], withheld: set[str], public_persons: set[str]) -> list[dict[str, Any]]:
    """The rows of a submission with approved values only, without fields that the policy has closed since. A link to a person
    who is not public, a reference to a row that is not, a citation about a value that is not, and a row whose parent is not are
    left out: withheld and unknown look alike."""
    paths = {row["path"] for row in content["rows"]}
    while True:  # leaving one row out can leave others without a parent; ends because `paths` only shrinks
        rows = _rows_within(paths, content, withheld, public_persons)
        remaining = {row["path"] for row in rows}
        if remaining == paths:
            return rows
        paths = remaining


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
    """The approved submissions of these persons or cases: primary key, public id. Persons whose consent to be named lapsed
    are not among them.

    Queried from the records to their submissions, with the status checked in Python: with the status in the query, a database
    may scan all approved submissions.
    """
    records = dict(ROOTS[noun]._base_manager.filter(public_id__in=list(refs)).values_list("pk", "public_id"))
    submitted = Snapshot.objects.filter(**{f"{noun}__in": list(records)}).order_by()
    approved = {
        pk: records[of] for pk, status, of in submitted.values_list("pk", "status", noun) if status == Status.APPROVED
    }
    for pk in without_identity(approved) if noun == "person" else ():
        del approved[pk]
    return approved


def _public_persons(snapshots: Iterable[Snapshot]) -> set[str]:
    """Public ids of the persons that these submissions link and that are public now."""
    return set(_approved("person", mentioned(snapshots, "person")).values())


def _first_days(noun: str, keys: list[int]) -> dict[int, date]:
    """The day of the first approval since the record was last unpublished, by primary key."""
    first: dict[int, date] = {}
    # In the order of submission, which is the order of decisions: if the clock was set back, timestamps would mix them up.
    decisions = Snapshot.objects.decided_for_public().filter(**{f"{noun}__in": keys}).order_by("pk")
    for key, status, decided_at in decisions.values_list(noun, "status", "decided_at"):
        if status == Status.RETRACTED:
            first.pop(key, None)
        else:
            first.setdefault(key, timezone.localdate(decided_at))
    return first
