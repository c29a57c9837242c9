"""Whether an edition may be taken: one rule for each reason to refuse it, each with a sentence.

The manifest is checked before anything else is read. Its files are checked while they are copied (receive.py), so that what was
checked is what is served.
"""

import os
import sqlite3
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

from cases.public_site.editions import minisign
from cases.public_site.editions.manifest import (
    LIST,
    MANIFEST,
    REGISTER,
    SIGNATURE,
    Manifest,
    Unreadable,
    Withdrawals,
    read_manifest,
    read_withdrawals,
)

MOST = 256 * 1024 * 1024  # bytes of a manifest
AHEAD = timedelta(days=1)  # by which the clock of this machine may be behind
NOT_LISTED = {MANIFEST, MANIFEST + SIGNATURE, LIST, LIST + SIGNATURE}
Columns = frozenset[tuple[str, str]]
"""Names of tables and columns."""


class EditionRefused(Exception):
    """Raised if an edition or a list may not be taken; the text is a sentence. Nothing was changed."""


def check_manifest(folder: Path, key: minisign.PublicKey, *, present: Manifest | None, now: datetime) -> Manifest:
    """The manifest in a folder, if its edition may follow the one that is in place.

    Raises:
        EditionRefused: it may not.
    """
    content = _signed(folder, MANIFEST, key, "There is no edition here")
    try:
        manifest = read_manifest(content)
    except Unreadable as error:
        raise EditionRefused(str(error)) from error
    if manifest.file(REGISTER) is None:
        raise EditionRefused("The edition has no register.")
    if manifest.expires <= now:
        raise EditionRefused(f"Edition {manifest.number} expired on {manifest.expires:%Y-%m-%d}. Release a new one.")
    if manifest.moment > now + AHEAD:
        raise EditionRefused(
            f"Edition {manifest.number} was made for {manifest.moment:%Y-%m-%d}, which has not come. Check the clock."
        )
    _check_order(manifest, present)
    _check_extra(folder, manifest)
    return manifest


def _check_order(manifest: Manifest, present: Manifest | None) -> None:
    if present is None:
        return
    if manifest.number < present.number:
        raise EditionRefused(f"Edition {manifest.number} is older than the one in place, {present.number}.")
    if manifest.number == present.number and manifest.digest() != present.digest():
        raise EditionRefused(f"Another edition {manifest.number} is in place already.")
    if manifest.number == present.number + 1 and manifest.before != present.digest():
        raise EditionRefused(f"Edition {manifest.number} does not continue the one in place, {present.number}.")


def _check_extra(folder: Path, manifest: Manifest) -> None:
    listed = {file.path for file in manifest.files} | NOT_LISTED
    for parent, folders, files in os.walk(folder):
        for name in [*files, *(one for one in folders if (Path(parent) / one).is_symlink())]:
            path = (Path(parent) / name).relative_to(folder).as_posix()
            if path not in listed:
                raise EditionRefused(f"The folder contains {path!r}, which is not part of the edition.")


def check_withdrawals(folder: Path, key: minisign.PublicKey, *, present: Manifest | None) -> Withdrawals:
    """The list of withdrawn records in a folder, if the edition in place still contains them.

    Raises:
        EditionRefused: the list may not be taken.
    """
    content = _signed(folder, LIST, key, "There is no list of withdrawn records here")
    try:
        listed = read_withdrawals(content)
    except Unreadable as error:
        raise EditionRefused(str(error)) from error
    if present is not None and listed.number < present.number:
        raise EditionRefused("The list of withdrawn records is older than the edition in place.")
    return listed


def _signed(folder: Path, name: str, key: minisign.PublicKey, none: str) -> bytes:
    """The bytes of a file whose signature was checked."""
    try:
        content = read_whole(folder / name)
    except OSError as error:
        raise EditionRefused(f"{none}: {name} is missing.") from error
    try:
        signature = read_whole(folder / f"{name}{SIGNATURE}").decode("utf-8")
    except OSError as error:
        raise EditionRefused(f"{name} is not signed: {name}{SIGNATURE} is missing.") from error
    except UnicodeDecodeError as error:
        raise EditionRefused("The signature cannot be read.") from error
    try:
        minisign.check(content, signature, key)
    except minisign.BadSignature as error:
        raise EditionRefused(f"{name} is refused. {error}") from error
    return content


def read_whole(file: Path) -> bytes:
    """The bytes of a small regular file; a link is not followed."""
    descriptor = os.open(file, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    with os.fdopen(descriptor, "rb") as opened:
        if os.fstat(descriptor).st_size > MOST:
            raise OSError("too large")
        return opened.read()


def check_register(file: Path, needed: Columns) -> None:
    """Check that every page of a register can be read, and that it has the columns that this version of the site needs.

    Raises:
        EditionRefused: it cannot be served.
    """
    try:
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro&immutable=1", uri=True)) as reading:
            result = reading.execute("PRAGMA integrity_check(1)").fetchone()[0]
            columns = reading.execute(
                "SELECT m.name, c.name FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type = 'table'"
            ).fetchall()
    except sqlite3.Error as error:
        raise EditionRefused("The register of the edition cannot be read.") from error
    if result != "ok":
        raise EditionRefused("The register of the edition is damaged.")
    if not needed <= set(columns):
        raise EditionRefused("The edition was made by another version of the program. Upgrade this host first.")
