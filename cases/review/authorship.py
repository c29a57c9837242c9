"""Who entered what a submission would make public for the first time: those who cannot approve it.

Read off the log, so that touching a record again, importing over it or editing it in between hides nobody.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.apps import apps
from django.db.models import Q

from accounts.models import Entry, User
from cases.models import Case, Person, Source
from cases.review.freeze import values_of
from cases.review.lapses import lapsed_paths, lapsed_scopes
from cases.review.models import Snapshot
from cases.review.references import key_of, references_in
from cases.review.source_flags import care_now, marks_taken_off

WRITES = ("added", "changed")
SHOWN_WITH = {"provision": ("code",)}
"""What the public form of reference data is made of beside itself: how a provision is cited stands in its code."""


def approved_values(approved: Snapshot | None) -> dict[str, Any]:
    """The values that are public by this approval, by path."""
    if approved is None:
        return {}
    withheld = set(approved.withheld)
    return {path: value for path, value in values_of(approved.content).items() if path not in withheld}


def public_values(approved: Snapshot | None) -> dict[str, Any]:
    """Those of the approved values that are shown: without what a mark of a source hides, or hid since the approval, and
    without those whose consent lapsed."""
    if approved is None:
        return {}
    shown = values_of(care_now([approved]).taken(approved.content, of=approved.pk))
    lapsed = lapsed_scopes([approved]).get(approved.pk, set())
    withheld = {*approved.withheld, *lapsed_paths(approved.content, lapsed)}
    return {path: value for path, value in shown.items() if path not in withheld}


def new_values(snapshot: Snapshot, approved: Snapshot | None) -> dict[str, Any]:
    """The values of a submission that are not public now, or not as they are."""
    public = public_values(approved)
    return {path: value for path, value in values_of(snapshot.content).items() if public.get(path) != value}


def authors_of(snapshot: Snapshot, approved: Snapshot | None) -> set[int]:
    """Primary keys of the accounts that entered one of the new values of `snapshot`, or took away a public one.

    Of a value that was public before, only what the log tells after the approved submission counts. Reference data count while
    the very form of them that would be shown has never been approved anywhere.
    """
    new, public = new_values(snapshot, approved), public_values(approved)
    gone = public.keys() - values_of(snapshot.content).keys()
    keys = _keys_of({path.rpartition("/")[0] for path in (*new, *gone)})
    merged = _merged_into(snapshot.record)
    entries = Entry.objects.filter(_about(snapshot.record, keys, merged), by__isnull=False).exclude(action="submitted")
    told_until = _sequence_of(approved)
    kinds_gone = {path.partition("/")[0] for path in gone}
    chosen = {_kind_and_field(path) for path in new}
    authors: set[int] = set()
    for kind, key, root, field, by, sequence, action in entries.values_list(
        "kind", "key", "root_key", "field", "by", "sequence", "action"
    ):
        path = f"{keys.get((kind, key or 0), '')}/{field}"
        entered = action in WRITES and path in new and not (path in public and sequence <= told_until)
        # A value chosen from the other of two merged records was entered on a row that stayed there.
        entered |= action in WRITES and root in merged and (kind, field) in chosen
        taken = action in (*WRITES, "removed") and sequence > told_until
        if entered or (taken and (path in gone or (action == "removed" and kind in kinds_gone))):
            authors.add(by)
    return authors | _writers_of_references(new) | _unmarked_by(new, told_until)


def _unmarked_by(new: Mapping[str, Any], told_until: int) -> set[int]:
    """Who took a mark off a source that is named anew: by that they made it public."""
    refs = {reference["ref"] for value in new.values() for reference in references_in(value)}
    keys = Source._base_manager.filter(public_id__in=refs).values_list("pk", flat=True)
    return set(
        marks_taken_off(list(keys)).filter(sequence__gt=told_until, by__isnull=False).values_list("by", flat=True)
    )


TOUCHES = (
    *WRITES, "removed", "merged", "merge undone", "imported", "submitted", "approved", "returned", "withdrew", "retracted",
)  # fmt: skip


def accounts_that_touched(snapshot: Snapshot) -> list[User]:
    """Everybody who entered, changed, submitted or decided something of the record or of what was merged into it, the newest
    accounts first: a reviewer sees from it whether somebody was invented for the purpose."""
    record = snapshot.record
    about = Q(root_kind=record.noun(), root_key__in=[record.pk, *_merged_into(record)])
    by = Entry.objects.filter(about, by__isnull=False, action__in=TOUCHES).order_by().values_list("by", flat=True)
    known = {*by.distinct(), *snapshot.authors.values_list("user", flat=True), snapshot.submitted_by_id}
    return list(User.objects.filter(pk__in=known).order_by("-date_joined", "username"))


def _kind_and_field(path: str) -> tuple[str, str]:
    kind, _public_id, field = path.split("/")
    return kind, field


def _merged_into(record: Person | Case) -> list[int]:
    return list(record.merged.values_list("pk", flat=True)) if isinstance(record, Person) else []


def _about(record: Person | Case, keys: dict[tuple[str, int], str], merged: list[int]) -> Q:
    """The entries about an aggregate and its rows; also what was entered while it was two records that were merged since."""
    about = Q(root_kind=record.noun(), root_key=record.pk)
    if merged:
        about |= Q(root_kind=record.noun(), root_key__in=merged)
        keys |= {(record.noun(), pk): record.path for pk in merged}
        for noun in {noun for noun, _pk in keys}:
            about |= Q(kind=noun, key__in=[pk for kind, pk in keys if kind == noun])
    return about


def _sequence_of(approved: Snapshot | None) -> int:
    """Where in the log the approved submission stands: the order of the log, since a clock can be set back."""
    if approved is None:
        return 0
    told = Entry.objects.filter(kind="snapshot", key=approved.pk, action="submitted")
    return told.values_list("sequence", flat=True).first() or 0


def _keys_of(rows: Iterable[str]) -> dict[tuple[str, int], str]:
    """(noun, primary key) -> path, for rows named by their paths."""
    public_ids: dict[str, list[str]] = {}
    for row in rows:
        noun, _slash, public_id = row.partition("/")
        public_ids.setdefault(noun, []).append(public_id)
    return {
        (noun, pk): f"{noun}/{public_id}"
        for noun, ids in public_ids.items()
        for pk, public_id in apps.get_model("cases", noun)
        ._base_manager.filter(public_id__in=ids)
        .values_list("pk", "public_id")
    }


def _writers_of_references(new: Mapping[str, Any]) -> set[int]:
    references = {key_of(r): r for value in new.values() for r in references_in(value)}
    authors: set[int] = set()
    for key in sorted(references):
        if not _was_approved(key):
            noun, ref = references[key]["noun"], references[key]["ref"]
            record = apps.get_model("cases", noun)._base_manager.filter(public_id=ref).first()
            beside = [getattr(record, name) for name in SHOWN_WITH.get(noun, ()) if record is not None]
            for one in (record, *beside):
                if one is not None:
                    authors |= _writers(Q(root_kind=one.noun(), root_key=one.pk, action__in=WRITES))
    return authors


def _was_approved(key: str) -> bool:
    """Whether this very form of a reference value stood under a value that was ticked; that it was submitted is not enough."""
    mentioning = Snapshot.objects.decided_for_public().filter(mentions__key=key).order_by("-pk")
    return any(
        key == key_of(reference)
        for snapshot in mentioning.iterator(chunk_size=10)
        for value in approved_values(snapshot).values()
        for reference in references_in(value)
    )


def _writers(entries: Q) -> set[int]:
    return set(Entry.objects.filter(entries, by__isnull=False).values_list("by", flat=True).distinct())
