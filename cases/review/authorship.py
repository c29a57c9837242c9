"""Who entered what a submission would make public for the first time: those who cannot approve it.

Read off the log, so that touching a record again, importing over it or editing it in between hides nobody.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.apps import apps
from django.db.models import Q

from accounts.models import Entry
from cases.models import Case, Person
from cases.review.freeze import values_of
from cases.review.mentions import key_of, references_in
from cases.review.models import Mention, Snapshot

WRITES = ("added", "changed")


def approved_values(approved: Snapshot | None) -> dict[str, Any]:
    """The values that are public by this approval, by path."""
    if approved is None:
        return {}
    withheld = set(approved.withheld)
    return {path: value for path, value in values_of(approved.content).items() if path not in withheld}


def new_values(snapshot: Snapshot, approved: Snapshot | None) -> dict[str, Any]:
    """The values of a submission that are not public now, or not as they are."""
    public = approved_values(approved)
    return {path: value for path, value in values_of(snapshot.content).items() if public.get(path) != value}


def authors_of(snapshot: Snapshot, approved: Snapshot | None) -> set[int]:
    """Primary keys of the accounts that entered one of the new values of `snapshot`.

    Of a value that was public before, only what the log tells after the approved submission counts. Reference data count while
    the very form of them that would be shown has never been approved anywhere.
    """
    new, public = new_values(snapshot, approved), approved_values(approved)
    keys = _keys_of({path.rpartition("/")[0] for path in new})
    entries = Entry.objects.filter(_about(snapshot.record, keys), action__in=WRITES, by__isnull=False).values_list(
        "kind", "key", "field", "by", "sequence"
    )
    told_until = _sequence_of(approved)
    authors: set[int] = set()
    for kind, key, field, by, sequence in entries:
        path = f"{keys.get((kind, key or 0), '')}/{field}"
        if path in new and not (path in public and sequence <= told_until):
            authors.add(by)
    return authors | _writers_of_references(new)


def _about(record: Person | Case, keys: dict[tuple[str, int], str]) -> Q:
    """The entries about an aggregate and its rows; also what was entered while it was two records that were merged since."""
    about = Q(root_kind=record.noun(), root_key=record.pk)
    if isinstance(record, Person):
        merged = list(record.merged.values_list("pk", flat=True))
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
    authors: set[int] = set()
    references = {key_of(r): r for value in new.values() for r in references_in(value)}
    known = set(
        Mention.objects.filter(key__in=references, snapshot__in=Snapshot.objects.decided_for_public()).values_list(
            "key", flat=True
        )
    )
    for key in references.keys() - known:
        noun, ref = references[key]["noun"], references[key]["ref"]
        pk = apps.get_model("cases", noun)._base_manager.filter(public_id=ref).values_list("pk", flat=True).first()
        authors |= _writers(Q(root_kind=noun, root_key=pk, action__in=WRITES))
    return authors


def _writers(entries: Q) -> set[int]:
    return set(Entry.objects.filter(entries, by__isnull=False).values_list("by", flat=True).distinct())
