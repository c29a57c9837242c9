"""The sole writer of the register: from approved submissions to public rows.

`publish_outstanding` applies new decisions to the register; `rebuild` creates the file from scratch. Both insert the same rows,
so a value becomes public in one way only. Applying twice changes nothing.
"""

import logging
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

from django.db import DatabaseError, connections, transaction
from django.db.models import Max

from cases.public_site.models import Edition, Published
from cases.public_site.queries import documents
from cases.publication import known_file, register_file
from cases.publication.approved_content import Approval, approvals_of
from cases.publication.file_swap import change, copy_whole, forget_copies, tidy_up
from cases.publication.register_file import REGISTER
from cases.publication.register_rows import insert, insert_rules, remove
from cases.review.lapses import lapse_uncovered
from cases.review.models import Mention, Outstanding, Snapshot, Status

UNWRITABLE = (OSError, DatabaseError)  # failures of the file or a database, not of a record
MODULUS = 2**256
AT_ONCE = 200  # records in a batch: some thousand rows in memory
logger = logging.getLogger(__name__)


def publish_outstanding() -> int:
    """Apply every decision in the outbox to the register; return how many records were updated.

    The outbox is read after the register is locked and cleared after the commit: if the process dies in between, the entries
    stay for the next call. Of two concurrent calls the later one sees the newer decisions. A register that is missing, damaged,
    altered or of another version is rebuilt.

    Values whose consent ended lapse first.
    """
    lapse_uncovered()
    with register_file.locked():
        if damage := register_file.damage():
            return _make_anew(damage)
        tidy_up(register_file.register_path(), _leave_no_order)
        notes = list(Outstanding.objects.order_by("pk"))
        try:
            return _apply(notes)
        except UNWRITABLE:
            raise
        except Exception:  # one faulty record must not block the others or an unpublication
            return _apply_one_by_one(notes)


def _apply(notes: Collection[Outstanding]) -> int:
    touched = _with_linked_cases({(note.noun, note.ref) for note in notes})
    if touched:
        approvals = _approvals(touched)  # read once, though they may be written to two files
        change(register_file.register_path(), lambda: _bring_up_to_date(approvals), _leave_no_order)
        _forget([note.pk for note in notes])
    return len(touched)


def _apply_one_by_one(notes: Iterable[Outstanding]) -> int:
    """Apply the decisions record by record; raise the first failure after all others are done."""
    by_record: dict[tuple[str, str], list[Outstanding]] = {}
    for note in notes:
        by_record.setdefault((note.noun, note.ref), []).append(note)
    updated, failures = 0, []
    for of_record in by_record.values():
        try:
            updated += _apply(of_record)
        except UNWRITABLE:
            raise
        except Exception as reason:
            failures.append(reason)
    if failures:
        raise failures[0]
    return updated


def _forget(notes: list[int]) -> None:
    for start in range(0, len(notes), AT_ONCE):
        Outstanding.objects.filter(pk__in=notes[start : start + AT_ONCE]).delete()


def _bring_up_to_date(approvals: Mapping[tuple[str, str], Approval | None]) -> bool:
    """Replace the content of these records, by noun and public id, in the register by what is approved; return whether one of
    them was public and no longer is."""
    refs = [ref for _noun, ref in sorted(approvals)]
    persons, cases = ({ref for noun, ref in approvals if noun == kind} for kind in ("person", "case"))
    into = [approval for _record, approval in sorted(approvals.items()) if approval]
    with transaction.atomic(using=REGISTER):
        insert_rules()
        before = documents.linked_persons(cases)
        former = dict(Published.objects.filter(pk__in=refs).values_list("pk", "digest"))
        for ref in refs:
            remove(ref)
        for start in range(0, len(into), AT_ONCE):
            insert(into[start : start + AT_ONCE])
        _name_edition(out=former.values(), into=[approval.digest for approval in into])
        documents.rewrite(persons | before | documents.linked_persons(cases), cases)
        removed = former.keys() - {approval.ref for approval in into}
        register_file.forget_counts()
    return bool(removed)


def _leave_no_order() -> None:
    """Make the order of rows depend only on the public content, not on earlier content."""
    with transaction.atomic(using=REGISTER):
        register_file.put_in_order()
        documents.put_in_list_order()
        register_file.forget_counts()


def publish_quietly() -> None:
    """`publish_outstanding` for the end of a request: any failure is logged, the decisions stay in the outbox, and the next
    publication applies them."""
    try:
        publish_outstanding()
    except Exception as reason:
        logger.error("the register could not be written: %s", type(reason).__name__)


def heal() -> str:
    """Verify the whole register and rebuild it if something is wrong; return what was wrong, empty if nothing.

    No lock is held while reading: a register file does not change, it is only replaced.
    """
    place = register_file.register_path()
    stamp = known_file.stamp_of(place)
    damage = register_file.damage(thorough=True)
    if damage:
        with register_file.locked():
            if known_file.stamp_of(place) == stamp:
                _make_anew(damage)
            else:
                damage = register_file.damage()
                if damage:
                    _make_anew(damage)
    return damage


def copy_register(target: Path) -> tuple[str, str]:
    """Make a verified copy of the register, which is renamed to `target` when complete; return its SHA-256 and the edition's
    digest.

    The register is rebuilt first if something is wrong with it. It may be published during the copy: the copy is the edition
    that was current at the beginning.

    Raises:
        OSError: the copy could not be written, or does not read back as it was written.
    """
    unfinished = target.with_name(f"{target.name}.unfinished")
    try:
        for _time in range(2):
            with register_file.locked():
                if damage := register_file.damage():
                    _make_anew(damage)
                digest = known_file.digest_known(register_file.register_path())
                source = register_file.register_path().open("rb")
            with source:
                copy_whole(source, unfinished)
                digest = digest or known_file.sha256_of(source)
            if known_file.sha256_of(unfinished) == digest and not known_file.damage_of_pages(unfinished):
                register_file.hand_out(unfinished, target)
                return digest, known_file.edition_of(target)
            heal()  # the disk lost data of the register or of the copy
        raise OSError("what was written cannot be read back as it was")
    finally:
        unfinished.unlink(missing_ok=True)


def _make_anew(found: str) -> int:
    place = register_file.register_path()
    if place.exists():
        logger.error("the register is made anew: %s", found)
    return _rebuild(place)


def rebuild(target: Path | None = None) -> int:
    """Rebuild the register from the approved submissions, in the order of public ids; return the number of records.

    The same approvals give the same file, byte for byte. Readers see the old file until the new one is complete. `target` is
    another path to build at, which leaves the register itself unchanged.
    """
    lapse_uncovered()
    if target is not None:
        return _build(target)
    with register_file.locked():
        return _rebuild(register_file.register_path())


def _rebuild(place: Path) -> int:
    # Outbox entries made during the build are kept: their decisions may be too late for it. Selected by key, because
    # transactions that end late may have smaller ones.
    notes = list(Outstanding.objects.values_list("pk", flat=True))
    forget_copies(place)
    count = _build(place)
    connections[REGISTER].close()
    _forget(notes)
    return count


def _build(place: Path) -> int:
    """Build the file. A record whose rows cannot be made is left out, logged and put into the outbox: it must not keep the
    others from being published, or unpublished content in the register. A partial file is useless, so the build starts again
    without the record."""
    left_out: set[str] = set()
    while True:
        try:
            count = _build_without(place, left_out)
        except _Unfit as unfit:
            left_out.add(unfit.ref)
            logger.error("a record could not be put into the register: %s", type(unfit.__cause__).__name__)
            if place == register_file.register_path():
                Outstanding.objects.create(noun=unfit.noun, ref=unfit.ref)
        else:
            return count


class _Unfit(Exception):
    """Raised for a record whose rows cannot be made."""

    def __init__(self, noun: str, ref: str) -> None:
        super().__init__(noun, ref)
        self.noun, self.ref = noun, ref


def _build_without(place: Path, left_out: Collection[str]) -> int:
    count = 0
    with register_file.building(place), transaction.atomic(using=REGISTER):
        _name_edition(out=[], into=[])
        insert_rules()
        for noun in ("person", "case"):
            refs = list(
                Snapshot.objects.filter(status=Status.APPROVED, **{f"{noun}__isnull": False})
                .exclude(**{f"{noun}__public_id__in": left_out})
                .order_by(f"{noun}__public_id")
                .values_list(f"{noun}__public_id", flat=True)
            )
            for start in range(0, len(refs), AT_ONCE):
                _insert_batch(noun, refs[start : start + AT_ONCE])
            count += len(refs)
        documents.write_all()
        register_file.forget_counts()
    return count


def _insert_batch(noun: str, refs: list[str]) -> None:
    try:
        approvals = approvals_of(noun, refs).values()
        insert(approvals)
    except UNWRITABLE:
        raise
    except Exception as reason:
        raise _Unfit(noun, _unfit_of(noun, refs)) from reason
    _name_edition(out=[], into=[approval.digest for approval in approvals])


def _unfit_of(noun: str, refs: list[str]) -> str:
    """Find the faulty record of a batch, using the file that will be discarded anyway."""
    for ref in refs[:-1]:
        remove(ref)
        try:
            insert(approvals_of(noun, [ref]).values())
        except UNWRITABLE:
            raise
        except Exception:
            return ref
    return refs[-1]


def _approvals(touched: Iterable[tuple[str, str]]) -> dict[tuple[str, str], Approval | None]:
    """The approved content of each of these records now; None if there is none."""
    approvals: dict[tuple[str, str], Approval | None] = {}
    for kind in ("person", "case"):
        refs = [ref for noun, ref in touched if noun == kind]
        for start in range(0, len(refs), AT_ONCE):
            chunk = refs[start : start + AT_ONCE]
            by_ref = approvals_of(kind, chunk)
            approvals |= {(kind, ref): by_ref.get(ref) for ref in chunk}
    return approvals


def _with_linked_cases(touched: set[tuple[str, str]]) -> set[tuple[str, str]]:
    """`touched` and every public case that links one of its persons: the link is shown while both are public."""
    persons = [ref for noun, ref in touched if noun == "person"]
    linking = Mention.objects.filter(noun="person", ref__in=persons, snapshot__status=Status.APPROVED)
    return touched | {("case", ref) for ref in linking.values_list("snapshot__case__public_id", flat=True)}


def _name_edition(*, out: Iterable[str], into: Iterable[str]) -> None:
    """Remove digests from the edition's sum and add others."""
    former = Edition.objects.filter(pk=1).first()
    total = int(former.digest, 16) if former else 0
    total += sum(int(digest, 16) for digest in into) - sum(int(digest, 16) for digest in out)
    changed_on = Published.objects.aggregate(last=Max("changed_on"))["last"]
    Edition(pk=1, digest=f"{total % MODULUS:064x}", changed_on=changed_on).save()
