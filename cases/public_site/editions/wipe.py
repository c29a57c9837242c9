"""Remove files so that their bytes do not stay in free blocks: overwritten first, then unlinked.

On disks that write elsewhere than they say (SSD, Btrfs, ZFS), only a file system in memory or an encrypted one helps; OPERATING.md
says which.
"""

import fcntl
import os
import sqlite3
import time
from contextlib import closing, suppress
from pathlib import Path

ZEROS = bytes(1024 * 1024)
LOOK_EVERY = 0.05  # seconds


def wipe(path: Path, *, readers_have: float = 0) -> None:
    """Overwrite and remove a file, or everything in a folder and the folder; nothing if it is not there.

    Whoever reads a file may finish, but has `readers_have` seconds for all of them together: a withdrawal does not wait for a
    slow reader. A link is removed, and what it points to is left alone.
    """
    _wipe(path, time.monotonic() + readers_have)


def _wipe(path: Path, until: float) -> None:
    if path.is_symlink() or not path.exists():
        path.unlink(missing_ok=True)
    elif path.is_dir():
        path.chmod(0o700)
        for child in sorted(path.iterdir()):
            _wipe(child, until)
        path.rmdir()
    else:
        _wipe_file(path, until)


def _wipe_file(file: Path, until: float) -> None:
    file.chmod(0o600)
    if file.suffix == ".sqlite3":
        _overwrite_register(file, until)
    else:
        with file.open("r+b", buffering=0) as opened:
            _wait_for_readers(opened.fileno(), until)
            _overwrite(opened.fileno())
    file.unlink()


def _overwrite_register(register: Path, until: float) -> None:
    """Overwrite a register when no request reads it. Processes keep it open, so only SQLite's own lock tells."""
    wait = max(until - time.monotonic(), 0)
    with closing(sqlite3.connect(f"{register.absolute().as_uri()}?mode=rw", uri=True, timeout=wait)) as waiting:
        with suppress(sqlite3.Error):
            waiting.execute("BEGIN EXCLUSIVE")
        with register.open("r+b", buffering=0) as opened:
            _overwrite(opened.fileno())


def _wait_for_readers(descriptor: int, until: float) -> None:
    """Wait until nobody else has a file open: Linux gives a write lease only then."""
    while True:
        try:
            fcntl.fcntl(descriptor, fcntl.F_SETLEASE, fcntl.F_WRLCK)
        except BlockingIOError:
            if time.monotonic() >= until:
                return
            time.sleep(LOOK_EVERY)
        except OSError:
            return  # a file system without leases
        else:
            fcntl.fcntl(descriptor, fcntl.F_SETLEASE, fcntl.F_UNLCK)
            return


def _overwrite(descriptor: int) -> None:
    status = os.fstat(descriptor)
    if status.st_nlink > 1:
        return  # another name of it is still in use
    left = status.st_size
    while left > 0:
        left -= os.write(descriptor, ZEROS[: min(left, len(ZEROS))])
    os.fsync(descriptor)
