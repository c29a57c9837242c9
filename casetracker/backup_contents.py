"""Contents of a backup (a `.tar` file, or the folder it was unpacked into), verified against its digests."""

import hashlib
import json
import tarfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import IO, Any

EVIDENCE = "evidence"
SUMS = "SHA256SUMS"
ABOUT = "about.json"
DATABASES = {
    "casetracker.sqlite3": "sqlite",
    "casetracker.pgdump": "postgresql",
}  # file -> Django's vendor name of the database
PIECE = 1024 * 1024  # bytes


class BackupError(Exception):
    """Raised for a backup that cannot be made or is not what it claims to be; the text is a sentence."""


@dataclass(frozen=True)
class Contents:
    """Files of a complete backup with their SHA-256, total size in bytes, and `about.json` (empty in old backups)."""

    digests: dict[str, str]
    size: int
    about: dict[str, Any] = field(default_factory=dict)

    @property
    def names(self) -> list[str]:
        """File names, sorted."""
        return sorted(self.digests)

    @property
    def database(self) -> str:
        """Name of the database file."""
        return next(name for name in DATABASES if name in self.digests)

    @property
    def evidence(self) -> list[str]:
        """Names of the evidence files."""
        return [name for name in self.names if name.startswith(f"{EVIDENCE}/")]

    @property
    def head(self) -> str:
        """Head of the audit log in it, NUMBER:DIGEST; empty if the backup does not state it."""
        return str(self.about.get("head", ""))

    @property
    def made_at(self) -> datetime | None:
        """Time at which the backup was made, if it states one."""
        with suppress(ValueError):
            return datetime.fromisoformat(str(self.about.get("made_at", "")))
        return None


def check(source: Path, *, unpack_to: Path | None = None) -> Contents:
    """Read a whole backup and compare every digest; with `unpack_to` also write its files into that folder.

    Raises:
        BackupError: it cannot be read, or something in it is altered, missing or added.
    """
    digests: dict[str, str] = {}
    total = 0
    texts: dict[str, bytes] = {}
    try:
        for name, stream in _files(source):
            if name in digests:
                raise BackupError(f"{source} is damaged: it holds {name} twice.")
            target = unpack_to / name if unpack_to and name not in (SUMS, ABOUT) else None
            digests[name], size, content = _read(stream, target, keep=name in (SUMS, ABOUT))
            total += size
            if content is not None:
                texts[name] = content
    except (OSError, tarfile.TarError, EOFError) as error:
        raise BackupError(f"{source} is no whole backup: {error}.") from error
    if SUMS not in texts:
        raise BackupError(f"{source} is no whole backup: its list of digests ({SUMS}) is missing.")
    lines = texts[SUMS].decode(errors="replace").splitlines()
    listed = {name: digest for digest, _gap, name in (line.partition("  ") for line in lines)}
    del digests[SUMS]
    if mismatched := sorted(name for name in digests.keys() | listed.keys() if digests.get(name) != listed.get(name)):
        raise BackupError(f"{source} is damaged: {', '.join(mismatched[:10])}{' ...' if len(mismatched) > 10 else ''}.")
    if len(digests.keys() & DATABASES.keys()) != 1:
        raise BackupError(f"{source} is no whole backup: it must hold one database.")
    return Contents(digests, total, _about(source, texts.get(ABOUT, b"{}")))


def _about(source: Path, text: bytes) -> dict[str, Any]:
    try:
        about = json.loads(text)
    except ValueError:
        about = None
    if not isinstance(about, dict):
        raise BackupError(f"{source} is damaged: {ABOUT}.")
    return about


def _files(source: Path) -> Iterator[tuple[str, IO[bytes]]]:
    """Yield the files of a backup, each with its checked name."""
    if source.is_dir():
        for file in sorted(source.rglob("*")):
            if file.is_symlink() or not file.is_dir():
                with file.open("rb") as stream:
                    yield _checked_name(source, file.relative_to(source).as_posix(), file.is_file()), stream
        return
    with tarfile.open(source, "r:") as archive:
        for member in archive:
            name = _checked_name(source, member.name, member.isfile())
            content = archive.extractfile(member)
            if content is not None:
                with content:
                    yield name, content


def _checked_name(source: Path, name: str, plain: bool) -> str:
    parts = PurePosixPath(name).parts
    is_known = name in {SUMS, ABOUT, *DATABASES} or (len(parts) > 1 and parts[0] == EVIDENCE and ".." not in parts)
    if not (plain and is_known):
        raise BackupError(f"{source} is no backup made by back_up: it holds {name[:100]!r}.")
    return name


def _read(stream: IO[bytes], target: Path | None, *, keep: bool) -> tuple[str, int, bytes | None]:
    """Hash a file and copy it to `target` on the way; return (SHA-256, size, content if `keep`)."""
    digest, size, content = hashlib.sha256(), 0, b""
    if target:
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    copy = target.open("xb") if target else None
    try:
        while piece := stream.read(PIECE):
            digest.update(piece)
            size += len(piece)
            if copy:
                copy.write(piece)
            if keep:
                content += piece
    finally:
        if copy:
            copy.close()
    return digest.hexdigest(), size, content if keep else None
