"""Copy an edition from a folder that others write to, and check what was copied.

What changes there while it is read is refused, not served; nobody but this host writes to the copy.
"""

import hashlib
import os
from pathlib import Path

from cases.public_site.editions.check_edition import Columns, EditionRefused, check_register, read_whole
from cases.public_site.editions.manifest import MANIFEST, PIECE, REGISTER, SIGNATURE, File, Manifest
from cases.public_site.editions.wipe import wipe


def take_copy(source: Path, manifest: Manifest, taking: Path, columns: Columns) -> None:
    """Copy an edition to the new folder `taking`, checking every byte.

    Raises:
        EditionRefused: a file is missing or altered, or there is no space.
    """
    try:
        taking.mkdir(mode=0o755)
        for file in manifest.files:
            _copy(source, file, taking)
        check_register(taking / REGISTER, columns)
        (taking / MANIFEST).write_bytes(manifest.content())
        (taking / (MANIFEST + SIGNATURE)).write_bytes(read_whole(source / (MANIFEST + SIGNATURE)))
        _open_and_sync(taking)
    except OSError as error:
        wipe(taking)
        raise EditionRefused(f"The edition could not be written: {error.strerror or error}.") from error
    except EditionRefused:
        wipe(taking)
        raise


def _copy(source: Path, file: File, taking: Path) -> None:
    target = taking / file.path
    target.parent.mkdir(parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    try:
        descriptor = os.open(_inside(source, file.path), os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError as error:
        raise EditionRefused(f"The edition is incomplete: {file.path} is missing.") from error
    with os.fdopen(descriptor, "rb") as reading, target.open("xb") as writing:
        while size <= file.size and (piece := reading.read(PIECE)):
            digest.update(piece)
            writing.write(piece)
            size += len(piece)
        writing.flush()
        os.fsync(writing.fileno())
    if (size, digest.hexdigest()) != (file.size, file.sha256):
        raise EditionRefused(f"The edition was altered: {file.path} is not what was signed.")


def _inside(source: Path, path: str) -> Path:
    """The path of a file, refused if a folder on the way to it is a link."""
    place = source / path
    if any(parent.is_symlink() for parent in place.parents if parent != source and source in parent.parents):
        raise OSError("a link")
    return place


def _open_and_sync(taking: Path) -> None:
    """Let the public process read what was copied, whatever this process gives to new files, and write it to the disk."""
    for parent, _folders, files in os.walk(taking):
        for name in files:
            (Path(parent) / name).chmod(0o444)
        Path(parent).chmod(0o755)
        sync(Path(parent))


def sync(folder: Path) -> None:
    """Write the names in a folder through to the disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
