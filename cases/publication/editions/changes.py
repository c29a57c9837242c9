"""What came and what changed between two editions.

What was unpublished is in neither list: who compares later must not be shown whom somebody had taken away. Nor is a record that
changed only because a link in it led to one: such a record was not approved again, so the day of its approval is the same.
"""

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

from cases.public_site.editions.manifest import REGISTER
from cases.publication.editions.shelf import Made


class _Record(NamedTuple):
    noun: str
    digest: str
    changed_on: str


def between(older: Made, newer: Made) -> dict[str, Any]:
    """Public ids of persons and cases that came and that changed from one edition to a later one."""
    former, records = _published(older.folder / REGISTER), _published(newer.folder / REGISTER)
    day = older.day().isoformat()
    something_went = bool(former.keys() - records.keys())

    def was_approved(ref: str) -> bool:
        before, after = former[ref], records[ref]
        if before.digest == after.digest:
            return False
        # Approved again on the day of the older edition: told only if nothing went that it could have been linked to.
        return before.changed_on != after.changed_on or (after.changed_on >= day and not something_went)

    came = records.keys() - former.keys()
    return {
        "from": older.manifest.number,
        "to": newer.manifest.number,
        "came": _by_noun(records, came),
        "changed": _by_noun(records, filter(was_approved, records.keys() & former.keys())),
    }


def absent(older: Path, newer: Path) -> frozenset[str]:
    """Public ids of one register that are not in another, retired ones that led to them included."""
    return frozenset((_published(older).keys() | _retired(older)) - (_published(newer).keys() | _retired(newer)))


def _by_noun(records: dict[str, _Record], refs: Iterable[str]) -> dict[str, list[str]]:
    listed = sorted(refs)
    return {f"{noun}s": [ref for ref in listed if records[ref].noun == noun] for noun in ("person", "case")}


def _published(register: Path) -> dict[str, _Record]:
    rows = _rows(register, "SELECT id, noun, digest, changed_on FROM register_published")
    return {row[0]: _Record(*row[1:]) for row in rows}


def _retired(register: Path) -> set[str]:
    return {ref for (ref,) in _rows(register, "SELECT id FROM register_publishedretired")}


def _rows(register: Path, query: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(f"{register.absolute().as_uri()}?mode=ro&immutable=1", uri=True)) as reading:
        return reading.execute(query).fetchall()
