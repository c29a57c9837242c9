"""Update the register beside its readers: never in place, and at a cost proportional to the change.

**A file that once had the register's name is never written again.** A reader that opened it reads it to the end unchanged: a
page of the public site, and `rsync`, `cp` or a backup, which take no lock and read for minutes. Therefore a publication changes
a copy and renames it; an unfinished copy is visible to nobody. Copying a large register takes longer than changing it, so the
copy for the next publication is made after this one (`make_next`), by `manage.py publish`, outside the lock. If the file system
shares blocks between files (XFS, Btrfs), a copy costs next to nothing.

Unpublished content is removed at once, in the same way: its bytes are overwritten in the copy that replaces the register. The
order of rows and the gaps between them would still reveal that something was removed; rewriting them takes time proportional to
the file size, so it is done afterwards, in a second copy. Until then the first copy carries a mark, and the next publication
finishes the work.
"""

import errno
import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import BinaryIO

from django.db import connections

from cases.publication import known_file, register_file
from cases.publication.register_file import REGISTER, beside, instead, is_untidy, mark_untidy, put_in_place, wipe_traces

NO_JOURNAL = "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA secure_delete=ON;"
PIECE = 64 * 1024 * 1024  # bytes copied between two checks whether the copy is still needed
NOT_HERE = {errno.EXDEV, errno.ENOSYS, errno.EINVAL, errno.EOPNOTSUPP, errno.EPERM}
Work = Callable[[], bool]
Tidying = Callable[[], None]


def change(target: Path, work: Work, tidying: Tidying) -> None:
    """Apply `work` to a copy of the register and replace the register with the copy.

    `work` changes the register of this thread and returns whether something was unpublished: then all other copies of the old
    content are removed, and `tidying` is applied to a second copy. If `work` raises, the copy is removed and the register stays
    unchanged. Inside a transaction (tests) the register is changed in place.
    """
    if connections[REGISTER].in_atomic_block:
        if work():
            tidying()
        return
    connections[REGISTER].close()
    unfinished = beside(target, "new")
    _take_copy(target, unfinished)
    # Nobody else reads the file before it is renamed, so a crash needs no journal: it leaves the old register as it was.
    with instead(unfinished, NO_JOURNAL):
        withdrawn = work()
        if withdrawn:
            mark_untidy(True)
        connections[REGISTER].close()
        forget_copies(target)
        put_in_place(unfinished, target)
    if withdrawn:
        _tidy(target, tidying)


def tidy_up(target: Path, tidying: Tidying) -> None:
    """Finish the tidying after an unpublication if it was interrupted."""
    if not connections[REGISTER].in_atomic_block and is_untidy():
        _tidy(target, tidying)


def _tidy(target: Path, tidying: Tidying) -> None:
    """Rewrite the register in an order that reveals nothing about its former content."""
    connections[REGISTER].close()
    forget_copies(target)
    unfinished = beside(target, "new")
    copy_whole(target, unfinished)
    with instead(unfinished, NO_JOURNAL):
        tidying()
        mark_untidy(False)
        wipe_traces()
        connections[REGISTER].close()
        put_in_place(unfinished, target)


def forget_copies(target: Path) -> None:
    """Remove copies beside the register: the prepared one, and one that another process is making, which will notice. "former"
    and "spare" are names used by earlier versions."""
    for name in ("next", "part", "former", "spare"):
        beside(target, name).unlink(missing_ok=True)


def make_next(target: Path) -> bool:
    """Copy the register for the next publication and compute its SHA-256; return whether there was something to do.

    Takes the lock only briefly at the end. If something is published meanwhile, the copy is no longer needed and removed; the
    publication also unlinks it at once, because it may contain unpublished content.
    """
    stamp = known_file.stamp_of(target)
    if (
        stamp is None
        or not known_file.is_known(target)
        or (header := known_file.header_of(target)) is None
        or header.untidy
    ):
        return False

    def wanted() -> bool:
        return known_file.stamp_of(target) == stamp

    finished = False
    if not known_file.is_copy(target, beside(target, "next")):
        finished = _make_copy(target, wanted)
    if not known_file.digest_known(target) and (digest := known_file.sha256_of(target, wanted)):
        with register_file.locked():
            if wanted():
                known_file.note_digest(target, stamp, digest)
        finished = True
    return finished


def _make_copy(target: Path, wanted: Callable[[], bool]) -> bool:
    part = beside(target, "part")
    with _alone(part) as opened:
        if opened is None:
            return False  # another process makes it
        status = os.fstat(opened)
        try:
            with target.open("rb") as source:
                complete = wanted() and _copy_bytes(source.fileno(), opened, wanted)
            if complete:
                os.fsync(opened)
                with register_file.locked():
                    stamp = known_file.stamp_of(part)
                    if wanted() and stamp and stamp.inode == status.st_ino:
                        part.replace(beside(target, "next"))
                        known_file.note_copy(target, beside(target, "next"))
                        return True
        finally:
            stamp = known_file.stamp_of(part)
            if stamp and stamp.inode == status.st_ino:
                part.unlink(missing_ok=True)
    return False


@contextmanager
def _alone(part: Path) -> Iterator[int | None]:
    """Open an empty file of our own to copy into; None while another process has it."""
    opened = os.open(part, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            yield None
        else:
            os.ftruncate(opened, 0)  # left by a process that died
            yield opened
    finally:
        os.close(opened)


def _take_copy(target: Path, unfinished: Path) -> None:
    """Make `unfinished` a copy of the register: use the prepared copy if it was made from the current register."""
    prepared = beside(target, "next")
    if known_file.is_copy(target, prepared):
        prepared.replace(unfinished)
    else:
        copy_whole(target, unfinished)


def copy_whole(source: Path | BinaryIO, target: Path) -> None:
    """Copy a file, sharing blocks if the file system can; only the owner can read the copy until it is published."""
    target.unlink(missing_ok=True)
    descriptor = os.open(target, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with source.open("rb") if isinstance(source, Path) else nullcontext(source) as opened:
            _copy_bytes(opened.fileno(), descriptor, lambda: True)
    finally:
        os.close(descriptor)


def _copy_bytes(source: int, into: int, wanted: Callable[[], bool]) -> bool:
    """Copy a whole file; return False if it was no longer needed before the end."""
    left = os.fstat(source).st_size
    try:
        while left and (count := os.copy_file_range(source, into, min(left, PIECE))):
            left -= count
            if left and not wanted():
                return False
    except OSError as reason:
        if reason.errno not in NOT_HERE:
            raise
        with os.fdopen(os.dup(source), "rb") as reading, os.fdopen(os.dup(into), "wb") as writing:
            shutil.copyfileobj(reading, writing, known_file.PIECE)
        return wanted()
    return not left
