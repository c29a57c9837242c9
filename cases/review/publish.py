"""The sole writer of the register: from approved submissions to public rows.

`publish_outstanding` brings the register up to date after decisions; `rebuild` makes the file again from nothing. Both put
the same rows in, so a value reaches the public in one way only. Applying twice changes nothing.
"""

import logging
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

from django.db import DatabaseError, connections, transaction
from django.db.models import Max

from cases.register.models import Edition, Published
from cases.register.reading import stored
from cases.review import registerfile
from cases.review.approved import Approval, approvals_of
from cases.review.changing import change, forget_copy, tidy_up
from cases.review.models import Mention, Outstanding, Snapshot, Status
from cases.review.registerfile import REGISTER
from cases.review.rows import insert, insert_rules, remove

UNWRITABLE = (OSError, DatabaseError)  # the file or a database, and not a record
MODULUS = 2**256
AT_ONCE = 200  # records in a batch: some thousand rows in memory
logger = logging.getLogger(__name__)


def publish_outstanding() -> int:
    """Apply every decision that the register does not show yet; returns how many records were brought up to date.

    The notes of what is outstanding are read after the register was locked and removed after it was committed: a process
    that dies in between leaves them for the next call. Of two calls at once the later one sees the newer decisions.
    """
    with registerfile.locked():
        if not registerfile.is_current():
            return _rebuild(registerfile.register_path())
        tidy_up(registerfile.register_path(), _leave_no_order)
        notes = list(Outstanding.objects.order_by("pk"))
        try:
            return _apply(notes)
        except UNWRITABLE:
            raise
        except (
            Exception
        ):  # something about one of the records: it must not keep others, or a withdrawal, from being applied
            return _apply_one_by_one(notes)


def _apply(notes: Collection[Outstanding]) -> int:
    touched = _with_linked_cases({(note.noun, note.ref) for note in notes})
    if touched:
        approvals = _approvals(touched)  # read once, though they may be put into two files
        change(registerfile.register_path(), lambda: _bring_up_to_date(approvals), _leave_no_order)
        _forget([note.pk for note in notes])
    return len(touched)


def _apply_one_by_one(notes: Iterable[Outstanding]) -> int:
    """Apply what can be applied, record by record; raises the first failure when the others are done."""
    by_record: dict[tuple[str, str], list[Outstanding]] = {}
    for note in notes:
        by_record.setdefault((note.noun, note.ref), []).append(note)
    done, failures = 0, []
    for of_record in by_record.values():
        try:
            done += _apply(of_record)
        except UNWRITABLE:
            raise
        except Exception as reason:
            failures.append(reason)
    if failures:
        raise failures[0]
    return done


def _forget(notes: list[int]) -> None:
    for start in range(0, len(notes), AT_ONCE):
        Outstanding.objects.filter(pk__in=notes[start : start + AT_ONCE]).delete()


def _bring_up_to_date(approvals: Mapping[tuple[str, str], Approval | None]) -> bool:
    """Put what is approved of these records, by noun and public id, into the register in the place of what it has of them;
    returns whether one of them was public and is not any more."""
    refs = [ref for _noun, ref in sorted(approvals)]
    persons, cases = ({ref for noun, ref in approvals if noun == kind} for kind in ("person", "case"))
    into = [approval for _record, approval in sorted(approvals.items()) if approval]
    with transaction.atomic(using=REGISTER):
        insert_rules()
        before = stored.linked_persons(cases)
        former = dict(Published.objects.filter(pk__in=refs).values_list("pk", "digest"))
        for ref in refs:
            remove(ref)
        for start in range(0, len(into), AT_ONCE):
            insert(into[start : start + AT_ONCE])
        _name_edition(out=former.values(), into=[approval.digest for approval in into])
        stored.rewrite(persons | before | stored.linked_persons(cases), cases)
        gone = former.keys() - {approval.ref for approval in into}
        registerfile.forget_counts()
    return bool(gone)


def _leave_no_order() -> None:
    """Let the rows stand as a function of what is public, whatever was withdrawn before."""
    with transaction.atomic(using=REGISTER):
        registerfile.put_in_order()
        stored.put_in_list_order()
        registerfile.forget_counts()


def publish_quietly() -> None:
    """`publish_outstanding` for the end of a request: whatever keeps the register from being written is logged, the decisions
    stay outstanding, and the next publication applies them."""
    try:
        publish_outstanding()
    except Exception as reason:
        logger.error("the register could not be written: %s", type(reason).__name__)


def is_behind(noun: str, ref: str) -> bool:
    """Whether the register does not show yet what was decided of this person or case."""
    return Outstanding.objects.filter(noun=noun, ref=ref).exists()


def rebuild(target: Path | None = None) -> int:
    """Make the register again from the approved submissions, in the order of public ids; returns how many records it holds.

    The same approvals give the same file, byte for byte. Readers see the old file until the new one is whole. `target` is
    another place to build it at, which leaves the register itself alone.
    """
    if target is not None:
        return _build(target)
    with registerfile.locked():
        return _rebuild(registerfile.register_path())


def _rebuild(place: Path) -> int:
    # Notes made while the file is being built are kept: their decisions may have come too late for it. By their keys, as those
    # of transactions that end late may be smaller.
    notes = list(Outstanding.objects.values_list("pk", flat=True))
    forget_copy(place)
    count = _build(place)
    connections[REGISTER].close()
    _forget(notes)
    return count


def _build(place: Path) -> int:
    count = 0
    with registerfile.building(place), transaction.atomic(using=REGISTER):
        _name_edition(out=[], into=[])
        insert_rules()
        for noun in ("person", "case"):
            refs = list(
                Snapshot.objects.filter(status=Status.APPROVED, **{f"{noun}__isnull": False})
                .order_by(f"{noun}__public_id")
                .values_list(f"{noun}__public_id", flat=True)
            )
            for start in range(0, len(refs), AT_ONCE):
                approvals = approvals_of(noun, refs[start : start + AT_ONCE]).values()
                insert(approvals)
                _name_edition(out=[], into=[approval.digest for approval in approvals])
            count += len(refs)
        stored.write_all()
        registerfile.forget_counts()
    return count


def _approvals(touched: Iterable[tuple[str, str]]) -> dict[tuple[str, str], Approval | None]:
    """What is approved of each of these records now; None where nothing is."""
    told: dict[tuple[str, str], Approval | None] = {}
    for kind in ("person", "case"):
        refs = [ref for noun, ref in touched if noun == kind]
        for start in range(0, len(refs), AT_ONCE):
            chunk = refs[start : start + AT_ONCE]
            found = approvals_of(kind, chunk)
            told |= {(kind, ref): found.get(ref) for ref in chunk}
    return told


def _with_linked_cases(touched: set[tuple[str, str]]) -> set[tuple[str, str]]:
    """`touched` and every public case that links one of the persons in it: the link shows while both ends are public."""
    persons = [ref for noun, ref in touched if noun == "person"]
    linking = Mention.objects.filter(noun="person", ref__in=persons, snapshot__status=Status.APPROVED)
    return touched | {("case", ref) for ref in linking.values_list("snapshot__case__public_id", flat=True)}


def _name_edition(*, out: Iterable[str], into: Iterable[str]) -> None:
    """Take digests out of the edition's sum and put others in."""
    former = Edition.objects.filter(pk=1).first()
    total = int(former.digest, 16) if former else 0
    total += sum(int(digest, 16) for digest in into) - sum(int(digest, 16) for digest in out)
    changed_on = Published.objects.aggregate(last=Max("changed_on"))["last"]
    Edition(pk=1, digest=f"{total % MODULUS:064x}", changed_on=changed_on).save()
