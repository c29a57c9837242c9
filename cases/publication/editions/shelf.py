"""The folder where editions are made: the newest one, and beside it the list of records withdrawn since the one before.

    edition-000012/                 the newest edition; those before it are overwritten
    withdrawn/withdrawn.json        ids that were in edition 11 and are no longer public

What was said on earlier days (number, day, digest, figures) is a file of the newest edition, so nothing else has to be kept.
"""

import fcntl
import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from cases.public_site.editions.manifest import HISTORY, MANIFEST, Manifest, Unreadable, read_manifest

MAKING = ".making"
WITHDRAWN = "withdrawn"
Entry = dict[str, Any]
"""What was said on a day: number, day, digest of the manifest, figures."""


class EditionError(Exception):
    """Raised if an edition cannot be made, signed or pushed; the text is a sentence."""


class Made(NamedTuple):
    """An edition that lies in a folder."""

    folder: Path
    manifest: Manifest

    def day(self) -> date:
        """The day for which it was made."""
        return date.fromisoformat(self.history()[-1]["day"])

    def history(self) -> list[Entry]:
        """What was said on each day up to this edition; this one's own digest included."""
        entries: list[Entry] = json.loads((self.folder / HISTORY).read_bytes())
        return [*entries[:-1], entries[-1] | {"manifest": self.manifest.digest()}]


def name_of(number: int) -> str:
    """Name of an edition's folder."""
    return f"edition-{number:06}"


def at(folder: Path) -> Made:
    """The edition in a folder.

    Raises:
        EditionError: there is none.
    """
    try:
        return Made(folder, read_manifest((folder / MANIFEST).read_bytes()))
    except (OSError, Unreadable) as error:
        raise EditionError(f"There is no edition in {folder}.") from error


def newest(shelf: Path) -> Made | None:
    """The newest edition of the folder; None before the first one."""
    folders = sorted(shelf.glob("edition-*"))
    return at(folders[-1]) if folders else None


@contextmanager
def locked(shelf: Path, name: str, *, shared: bool = False) -> Iterator[None]:
    """Hold one of two locks: "making" while an edition is made, "reading" while one is pushed (shared) or removed."""
    shelf.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (shelf / f"{name}.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_SH if shared else fcntl.LOCK_EX)
        yield
