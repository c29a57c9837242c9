"""What is signed: the manifest of an edition, and the list of records that were withdrawn since one.

Both have one canonical form (JSON, sorted, without spaces). Another spelling of the same content is refused, so the SHA-256 of
the bytes names the content.
"""

import hashlib
import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

EDITION = "casetracker edition 1"
WITHDRAWN = "casetracker withdrawn 1"
MANIFEST = "manifest.json"
LIST = "withdrawn.json"
SIGNATURE = ".minisig"  # ending of the signature file of either
REGISTER = "register.sqlite3"
SITE = "site"  # folder of everything that a static mirror serves
HISTORY = f"{SITE}/editions.json"
NO_EDITION = ""  # in place of the digest of the edition before the first
SEGMENT = "[A-Za-z0-9_-][A-Za-z0-9._-]*"
PATH = re.compile(rf"{SEGMENT}(?:/{SEGMENT})*", re.ASCII)
DIGEST = re.compile(r"[0-9a-f]{64}", re.ASCII)
PUBLIC_ID = re.compile(r"[a-z0-9]{12}", re.ASCII)
PIECE = 4 * 1024 * 1024  # bytes


class Unreadable(ValueError):
    """Raised if bytes are no manifest and no list; the text is a sentence."""


class File(NamedTuple):
    """A file of an edition: its path in the folder, size in bytes, SHA-256."""

    path: str
    size: int
    sha256: str


class Manifest(NamedTuple):
    """Identifies an edition, its place among the others, and each of its files."""

    number: int
    before: str  # SHA-256 of the manifest of the edition before
    moment: datetime  # the beginning of the day for which it was made
    expires: datetime
    files: tuple[File, ...]

    def content(self) -> bytes:
        """The canonical bytes."""
        return canonical(
            {
                "format": EDITION,
                "number": self.number,
                "before": self.before,
                "moment": _written(self.moment),
                "expires": _written(self.expires),
                "files": [{"path": file.path, "size": file.size, "sha256": file.sha256} for file in sorted(self.files)],
            }
        )

    def digest(self) -> str:
        """SHA-256 of the canonical bytes: names the edition."""
        return hashlib.sha256(self.content()).hexdigest()

    def file(self, path: str) -> File | None:
        """The file with this path."""
        return next((file for file in self.files if file.path == path), None)


class Withdrawals(NamedTuple):
    """Public ids that are in the edition `number` and earlier ones, and are no longer public."""

    number: int
    ids: frozenset[str]

    def content(self) -> bytes:
        """The canonical bytes."""
        return canonical({"format": WITHDRAWN, "number": self.number, "ids": sorted(self.ids)})


def canonical(content: Any) -> bytes:
    """The one way in which content is written."""
    return json.dumps(content, sort_keys=True, separators=(",", ":")).encode() + b"\n"


def read_manifest(content: bytes) -> Manifest:
    """Read a manifest.

    Raises:
        Unreadable: it is not in the canonical form, or something in it cannot be.
    """
    try:
        read = _object(content, EDITION)
        files = tuple(File(entry["path"], entry["size"], entry["sha256"]) for entry in read["files"])
        manifest = Manifest(read["number"], read["before"], _moment(read["moment"]), _moment(read["expires"]), files)
        valid = _is_number(manifest.number) and _is_digest(manifest.before or "0" * 64) and all(map(_is_file, files))
        if valid and len({file.path.casefold() for file in files}) == len(files) and manifest.content() == content:
            return manifest
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise Unreadable("The manifest cannot be read, or was made by another version of the program.") from error
    raise Unreadable("The manifest cannot be read, or was made by another version of the program.")


def read_withdrawals(content: bytes) -> Withdrawals:
    """Read a list of withdrawn records.

    Raises:
        Unreadable: it is not in the canonical form.
    """
    try:
        read = _object(content, WITHDRAWN)
        listed = Withdrawals(read["number"], frozenset(read["ids"]))
        if _is_number(listed.number) and all(map(PUBLIC_ID.fullmatch, listed.ids)) and listed.content() == content:
            return listed
    except (KeyError, TypeError, ValueError) as error:
        raise Unreadable("The list of withdrawn records cannot be read.") from error
    raise Unreadable("The list of withdrawn records cannot be read.")


def file_at(folder: Path, path: str) -> File:
    """The entry for a file that lies in a folder."""
    digest, size = hashlib.sha256(), 0
    with (folder / path).open("rb") as opened:
        while piece := opened.read(PIECE):
            digest.update(piece)
            size += len(piece)
    return File(path, size, digest.hexdigest())


def _object(content: bytes, kind: str) -> Mapping[str, Any]:
    read = json.loads(content)
    if not isinstance(read, dict) or read["format"] != kind:
        raise ValueError
    return read


def _written(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _moment(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)


def _is_number(number: object) -> bool:
    return type(number) is int and 0 < number < 10**9


def _is_digest(text: str) -> bool:
    return DIGEST.fullmatch(text) is not None


def _is_file(file: File) -> bool:
    is_size = type(file.size) is int and file.size >= 0
    return is_size and PATH.fullmatch(file.path) is not None and _is_digest(file.sha256)
