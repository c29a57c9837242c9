"""Verification of the evidence store: every file that records name is there, unaltered, and there are no others."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field

from cases.evidence import file_store
from cases.models import Evidence

LEFT_AFTER = 3600  # seconds: no upload of a file takes an hour


@dataclass
class Found:
    """Result of the verification; each list contains digests or file names."""

    whole: int = 0
    missing: list[str] = field(default_factory=list)
    altered: list[str] = field(default_factory=list)
    unnamed: list[str] = field(default_factory=list)
    unfinished: list[str] = field(default_factory=list)


def look_through() -> Found:
    """Compare every digest that a record names with the stored bytes."""
    report = Found()
    # Listed before the records: a file stored from now on is not reported as lacking a record.
    files = set(file_store.kept())
    digests = sorted(set(Evidence._base_manager.values_list("sha256", flat=True)))
    for sha256 in digests:
        try:
            if file_store.is_whole(sha256):
                report.whole += 1
            else:
                report.altered.append(sha256)
        except OSError:
            report.missing.append(sha256)
    named_files = {f"{sha256[:2]}/{sha256}" for sha256 in digests}
    report.unnamed = sorted(files - named_files)
    report.unfinished = sorted(_left())
    return report


def _left() -> Iterator[str]:
    before = time.time() - LEFT_AFTER
    if file_store.incoming().is_dir():
        for file in file_store.incoming().iterdir():
            if file.lstat().st_mtime < before:
                yield file.name
