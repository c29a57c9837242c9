"""Stamp of the register file put in place here, to detect that it was altered, truncated or replaced by someone else.

A published register is never written again (file_swap.py), so its inode, size and time of change stay the same: comparing them
before each publication is as reliable as reading the file, as long as the disk is intact. For what they cannot show (a failing
disk, a file restored from a backup) there is the SHA-256, computed while the next copy is made.
"""

import hashlib
import json
import os
import sqlite3
from collections.abc import Callable
from contextlib import closing, nullcontext
from pathlib import Path
from stat import S_ISREG
from typing import Any, BinaryIO, NamedTuple

HEADER = 100  # bytes
MAGIC = b"SQLite format 3\x00"
PIECE = 8 * 1024 * 1024  # bytes


class Stamp(NamedTuple):
    """Identifies a file, and changes when the file does."""

    inode: int
    size: int
    changed: int


class Header(NamedTuple):
    """Fields of the first page of a SQLite database."""

    size: int  # expected file size in bytes
    number: int  # of the schema: user_version
    untidy: bool  # application_id: something was unpublished and its traces are still to be wiped


def stamp_of(file: Path) -> Stamp | None:
    """The stamp of a file; None if it is not a regular file."""
    try:
        status = file.stat()
    except OSError:
        return None
    return Stamp(status.st_ino, status.st_size, status.st_mtime_ns) if S_ISREG(status.st_mode) else None


def header_of(file: Path) -> Header | None:
    """The header of a database, read without opening it as one; None if there is none."""
    try:
        with file.open("rb") as opened:
            head = opened.read(HEADER)
    except OSError:
        return None
    if len(head) < HEADER or not head.startswith(MAGIC):
        return None
    page = int.from_bytes(head[16:18], "big")
    pages, number, application = (int.from_bytes(head[at : at + 4], "big") for at in (28, 60, 68))
    return Header((65536 if page == 1 else page) * pages, number, bool(application))


def sha256_of(file: Path | BinaryIO, go_on: Callable[[], bool] = lambda: True) -> str:
    """The SHA-256 of a file; empty if `go_on`, called after each piece, returns False."""
    digest = hashlib.sha256()
    with file.open("rb") if isinstance(file, Path) else nullcontext(file) as opened:
        opened.seek(0)
        while piece := opened.read(PIECE):
            digest.update(piece)
            if not go_on():
                return ""
    return digest.hexdigest()


def note(target: Path, *files: Path) -> None:
    """Record these files as those that may be in the register's place: before a swap the new and the current file, afterwards
    the new one. After a crash in between, one of them is there."""
    digests = {stamp: digest for stamp, digest in _known(target).items() if digest}
    stamps = [stamp for stamp in map(stamp_of, files) if stamp]
    _write(target, {"files": [[*stamp, digests.get(stamp, "")] for stamp in stamps]})


def note_digest(target: Path, stamp: Stamp, digest: str) -> None:
    """Record the SHA-256 of the current file."""
    _write(target, _read(target) | {"files": [[*stamp, digest]]})


def note_copy(target: Path, copy: Path) -> None:
    """Record that `copy` has the same bytes as the current register."""
    of, stamp = stamp_of(target), stamp_of(copy)
    if of and stamp:
        _write(target, _read(target) | {"copy": [*stamp], "copy_of": [*of]})


def is_copy(target: Path, copy: Path) -> bool:
    """Whether `copy` was made here from the current register and not modified since."""
    record = _read(target)
    stamps = stamp_of(copy), stamp_of(target)
    return None not in stamps and [record.get("copy"), record.get("copy_of")] == [[*stamp] for stamp in stamps if stamp]


def is_known(target: Path) -> bool:
    """Whether the register file was put in place by us and not modified since."""
    return stamp_of(target) in _known(target)


def digest_known(target: Path) -> str:
    """The expected SHA-256 of the register file, if it was computed."""
    stamp = stamp_of(target)
    return _known(target).get(stamp, "") if stamp else ""


def adopt(target: Path) -> bool:
    """Accept a file with another stamp but the same bytes (restored from a backup, moved to another disk) as ours."""
    digests = {digest for digest in _known(target).values() if digest}
    stamp = stamp_of(target)
    if stamp is None or not digests or (digest := sha256_of(target)) not in digests:
        return False
    note_digest(target, stamp, digest)
    return True


def damage_of(target: Path, number: int, *, thorough: bool = False) -> str:
    """A sentence on what is wrong with the register file; empty if nothing is.

    `number` is that of the schema. `thorough` reads every page and compares the SHA-256 if it was computed; otherwise a file
    with a known stamp is assumed to be intact.
    """
    if damage := _damage_of_frame(target, number):
        return damage
    if not is_known(target) and not adopt(target):
        return "The file is not the one that was written here, or was altered since."
    return _damage_inside(target) if thorough else ""


def _damage_of_frame(target: Path, number: int) -> str:
    if not target.exists():
        return "There is no register."
    header, stamp = header_of(target), stamp_of(target)
    if stamp is None:
        return "What lies in the place of the register is no file."
    if header is None:
        return "The file is no database."
    if header.size != stamp.size:
        return f"The file has {stamp.size} bytes where it says that it has {header.size}."
    return "" if header.number == number else "The register was made for other tables or by another version."


def _damage_inside(target: Path) -> str:
    digest = digest_known(target)
    if digest and sha256_of(target) != digest:
        return "The bytes of the file are not those that were written."
    return damage_of_pages(target)


def damage_of_pages(file: Path) -> str:
    """Result of SQLite's integrity check, which reads every page; empty if it passes."""
    try:
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro&immutable=1", uri=True)) as reading:
            result = reading.execute("PRAGMA integrity_check(1)").fetchone()[0]
            reading.execute("SELECT digest FROM register_edition").fetchall()
    except sqlite3.Error as reason:
        return f"The file cannot be read: {reason}."
    return "" if result == "ok" else f"The file is damaged: {result}."


def edition_of(file: Path) -> str:
    """The digest of the edition in an intact register."""
    with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro&immutable=1", uri=True)) as reading:
        return str(reading.execute("SELECT digest FROM register_edition").fetchone()[0])


def _known(target: Path) -> dict[Stamp, str]:
    try:
        return {Stamp(*map(int, entry[:3])): str(entry[3]) for entry in _read(target).get("files", [])}
    except (TypeError, ValueError, IndexError):
        return {}


def _read(target: Path) -> dict[str, Any]:
    try:
        content = json.loads(_place(target).read_bytes())
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}


def _write(target: Path, told: dict[str, Any]) -> None:
    """Write without fsync: if this is lost, an intact register is checked or rebuilt once more, nothing worse."""
    place = _place(target)
    unfinished = place.with_name(f"{place.name}.unfinished")
    opened = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(opened, "w") as file:
        json.dump(told, file)
    unfinished.replace(place)


def _place(target: Path) -> Path:
    return target.with_name(f"{target.name}.known")
