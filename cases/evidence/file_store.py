"""Store of evidence files, each named by its SHA-256, outside every web root, readable only by this program's account.

A file is written under a temporary name, synced to the disk, and then renamed, so it exists completely or not at all;
it is stored before the record that names it, so a crash leaves at most a file without a record (`verify_evidence`
reports it).
"""

import hashlib
import os
import re
import secrets
from collections.abc import Iterable, Iterator
from pathlib import Path

from django.conf import settings

SHA256 = re.compile(r"[0-9a-f]{64}")
PIECE = 1024 * 1024


def folder() -> Path:
    """Folder of the stored files, which the backup (`casetracker.backup`) includes."""
    return Path(settings.EVIDENCE)


def incoming() -> Path:
    """Folder of unfinished files; a file that stays here for long was left by a crash."""
    return folder().with_suffix(".incoming")


def path_of(sha256: str) -> Path:
    """Path of the file with that digest. Raises ValueError if it is not a SHA-256 in lower-case hexadecimal digits."""
    if SHA256.fullmatch(sha256) is None:
        raise ValueError("not a SHA-256")
    return folder() / sha256[:2] / sha256


def digest_of(pieces: Iterable[bytes]) -> tuple[str, int]:
    """Return (SHA-256, size in bytes) of the joined pieces."""
    digest, size = hashlib.sha256(), 0
    for piece in pieces:
        digest.update(piece)
        size += len(piece)
    return digest.hexdigest(), size


def keep(pieces: Iterable[bytes]) -> str:
    """Store the joined pieces and return their SHA-256. Storing the same content twice keeps one file."""
    _made(incoming())
    draft = incoming() / secrets.token_hex(16)
    digest = hashlib.sha256()
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            for piece in pieces:
                digest.update(piece)
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
        target = path_of(digest.hexdigest())
        _made(folder())
        _made(target.parent)
        draft.replace(target)  # an existing file gets the same bytes again, which also repairs an altered copy
        _to_disk(target.parent)
    finally:
        draft.unlink(missing_ok=True)
    return digest.hexdigest()


def is_whole(sha256: str) -> bool:
    """Whether the file has the digest in its name. Raises FileNotFoundError if it is missing."""
    return digest_of(pieces(sha256))[0] == sha256


def kept() -> Iterator[str]:
    """Yield the names of all files in the store, sorted, including unexpected ones."""
    for file in sorted(folder().rglob("*")):
        if file.is_file() or file.is_symlink():
            yield file.relative_to(folder()).as_posix()


def pieces(sha256: str) -> Iterator[bytes]:
    """Yield the file piece by piece; it is opened on the first request. Raises FileNotFoundError."""
    with path_of(sha256).open("rb") as file:
        while piece := file.read(PIECE):
            yield piece


def _made(path: Path) -> None:
    if not path.is_dir():
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        _to_disk(path.parent)


def _to_disk(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
