"""How the register is changed beside its readers: never in place, and at the cost of the change alone.

The public process may not write, so it could not play back the journal of a publisher that died while writing: readers would
be refused until the next publication. So a copy is changed and renamed. To copy a whole register for one approval takes long
when it is large: therefore the file that was replaced is kept beside the register, gets the same change as soon as the last
request that reads it has ended, and is the copy that the next publication changes.

What is withdrawn goes at once, in the same way: its bytes are overwritten in the copy that takes the register's place. The order
and the gaps in which rows stand would still tell that something went; to write them anew takes as long as the file is large, so it
comes after, in a second copy. The first one carries a mark until then, and whoever publishes next does what is left to do.
"""

import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from django.db import DatabaseError, connections

from cases.review.registerfile import REGISTER, instead, is_untidy, mark_untidy, put_in_place, wipe_traces

NO_JOURNAL = "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA secure_delete=ON;"
PATIENCE = 1.0  # seconds to wait for requests that still read the former file; most last some milliseconds
Work = Callable[[], bool]
Tidying = Callable[[], None]


def change(target: Path, work: Work, tidying: Tidying) -> None:
    """Do `work` to a copy of the register, which then takes its place.

    `work` changes the register of this thread, may be called twice, each time for another file with the same content, and
    returns whether something was withdrawn: then no former file is kept, and `tidying` is done to one more copy. A copy
    that was not finished is nothing to anybody: when `work` raises, it is removed and the register stays as it was. Inside a
    transaction (tests) the register is changed where it is.
    """
    if connections[REGISTER].in_atomic_block:
        if work():
            tidying()
        return
    unfinished, former = _beside(target, "new"), _beside(target, "former")
    connections[REGISTER].close()
    former.unlink(missing_ok=True)
    _copy(target, unfinished)
    # Nobody else reads the file before it is renamed, so a crash needs no journal: it leaves the old register as it was.
    with instead(unfinished, NO_JOURNAL):
        withdrawn = work()
        if withdrawn:
            mark_untidy(True)
        connections[REGISTER].close()
        kept = not withdrawn and _keep(target, former)
        put_in_place(unfinished, target)
    if withdrawn:
        _tidy(target, tidying)
    elif kept:
        _bring_up(former, target, work)


def tidy_up(target: Path, tidying: Tidying) -> None:
    """Do what a withdrawal left to do when it was cut off."""
    if not connections[REGISTER].in_atomic_block and is_untidy():
        _tidy(target, tidying)


def _tidy(target: Path, tidying: Tidying) -> None:
    """Write the register anew in an order that tells nothing of what stood in it."""
    connections[REGISTER].close()
    forget_copy(target)
    unfinished = _beside(target, "new")
    shutil.copyfile(target, unfinished)
    with instead(unfinished, NO_JOURNAL):
        tidying()
        mark_untidy(False)
        wipe_traces()
        connections[REGISTER].close()
        put_in_place(unfinished, target)


def forget_copy(target: Path) -> None:
    """Remove what is kept beside the register; the next publication copies it whole."""
    for name in ("former", "spare"):
        _beside(target, name).unlink(missing_ok=True)


def _copy(target: Path, unfinished: Path) -> None:
    """Make `unfinished` a copy of the register: the file that is kept for it, if that one has the same content and nobody who
    came to it in its last moment as the register still reads it."""
    spare = _beside(target, "spare")
    if spare.exists() and _told(spare, "BEGIN EXCLUSIVE") == _told(target):
        spare.replace(unfinished)
    else:
        spare.unlink(missing_ok=True)
        shutil.copyfile(target, unfinished)


def _keep(target: Path, former: Path) -> bool:
    """Give the register a second name under which it stays when it is replaced; False where the file system has no such names."""
    try:
        os.link(target, former)
    except OSError:
        return False
    return True


def _bring_up(former: Path, target: Path, work: Work) -> None:
    """Do to the former file what was done to the register, and keep it; remove it where that cannot be done now.

    A request reads one file from its beginning to its end, in a transaction, so it holds a lock on it: nobody sees it change.
    """
    try:
        with instead(former, NO_JOURNAL, timeout=PATIENCE, transaction_mode="EXCLUSIVE"):
            work()
            connections[REGISTER].close()
            put_in_place(former, _beside(target, "spare"))
    except (DatabaseError, OSError):
        former.unlink(missing_ok=True)  # somebody reads it for long; the register itself is in its place


def _told(file: Path, begin: str = "BEGIN") -> tuple[int, str]:
    """What a register was made from: the number of its schema and the digest of its approvals; (0, "") if it cannot be read, or
    cannot be locked as `begin` asks."""
    try:
        with closing(sqlite3.connect(file, timeout=0, isolation_level=None)) as reading:
            reading.execute(begin)
            number = reading.execute("PRAGMA user_version").fetchone()[0]
            return number, reading.execute("SELECT digest FROM register_edition").fetchone()[0]
    except (sqlite3.Error, TypeError):
        return 0, ""


def _beside(target: Path, name: str) -> Path:
    return target.with_name(f"{target.name}.{name}")
