"""Whether everything that the records name as evidence is there, unaltered, and nothing lies beside it."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field

from cases.models import Evidence
from cases.sourcing import store

LEFT_AFTER = 3600  # seconds: nobody uploads one file for an hour


@dataclass
class Found:
    """What a look through the store found; each list holds digests or names of files."""

    whole: int = 0
    missing: list[str] = field(default_factory=list)
    altered: list[str] = field(default_factory=list)
    unnamed: list[str] = field(default_factory=list)
    unfinished: list[str] = field(default_factory=list)


def look_through() -> Found:
    """Compare every digest that a record names with the bytes kept under it."""
    found = Found()
    # Before the records: whatever is kept from now on is not told as named by no record.
    files = set(store.kept())
    named = sorted(set(Evidence._base_manager.values_list("sha256", flat=True)))
    for sha256 in named:
        try:
            if store.is_whole(sha256):
                found.whole += 1
            else:
                found.altered.append(sha256)
        except OSError:
            found.missing.append(sha256)
    known = {f"{sha256[:2]}/{sha256}" for sha256 in named}
    found.unnamed = sorted(files - known)
    found.unfinished = sorted(_left())
    return found


def _left() -> Iterator[str]:
    before = time.time() - LEFT_AFTER
    if store.incoming().is_dir():
        for file in store.incoming().iterdir():
            if file.lstat().st_mtime < before:
                yield file.name
