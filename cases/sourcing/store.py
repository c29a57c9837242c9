"""The kept files: each under its own SHA-256, outside every web root, readable by this program's account alone.

A file is written beside the others, brought to the disk, and then given its name, so it is there whole or not at all; it is
kept before the record that names it, so a crash leaves at most a file that no record names (`verify_evidence` tells of it).
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
    """Where kept files are: the backup (`casetracker.backup`) takes this folder along."""
    return Path(settings.EVIDENCE)


def incoming() -> Path:
    """Where files are written before they have their name; what lies here for long was left by a crash."""
    return folder().with_suffix(".incoming")


def path_of(sha256: str) -> Path:
    """The place of the file with that digest. Raises ValueError for what is no SHA-256 in small hexadecimal digits."""
    if SHA256.fullmatch(sha256) is None:
        raise ValueError("not a SHA-256")
    return folder() / sha256[:2] / sha256


def digest_of(pieces: Iterable[bytes]) -> tuple[str, int]:
    """(SHA-256, size in bytes) of what the pieces make together."""
    digest, size = hashlib.sha256(), 0
    for piece in pieces:
        digest.update(piece)
        size += len(piece)
    return digest.hexdigest(), size


def keep(pieces: Iterable[bytes]) -> str:
    """Keep what the pieces make together and return its SHA-256. Keeping it twice is keeping it once."""
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
        draft.replace(target)  # where it is kept already, the same bytes again: an altered copy is whole after that
        _to_disk(target.parent)
    finally:
        draft.unlink(missing_ok=True)
    return digest.hexdigest()


def is_whole(sha256: str) -> bool:
    """Whether the file is there and has the digest under which it is kept. Raises FileNotFoundError where it is not there."""
    return digest_of(pieces(sha256))[0] == sha256


def kept() -> Iterator[str]:
    """The names of all files in the store, in order; also such as should not be there."""
    for file in sorted(folder().rglob("*")):
        if file.is_file() or file.is_symlink():
            yield file.relative_to(folder()).as_posix()


def pieces(sha256: str) -> Iterator[bytes]:
    """The kept file piece by piece; it is opened when the first is asked for. Raises FileNotFoundError."""
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
