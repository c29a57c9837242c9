"""A list on its way in: the file kept encrypted under an id of our own, and what its owner said about it."""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta
from typing import Any

from django.utils import timezone

from accounts import log
from accounts.models import User
from cases.imports import saved
from cases.imports.importing import check_may_import
from cases.imports.reading import Limits, Table, Unreadable, read_table
from cases.models import ImportDraft
from cases.models.fields import cipher

KEPT_FOR = timedelta(hours=24)
SHORT = 500  # rows: a longer list is worked on in a process of its own
SAMPLE = 5  # rows shown beside the headings
READING = ("encoding", "delimiter", "sheet")


def keep(*, content: bytes, file_name: str, by: User, reading: dict[str, Any] | None = None) -> ImportDraft:
    """Read the file and keep it, encrypted, for `by` alone. Raises Unreadable with a sentence, Refused."""
    check_may_import(by)
    remove_old()
    if len(content) > Limits().file_bytes:
        raise Unreadable(f"The file is larger than {Limits().file_bytes // 1_000_000} MB. Divide it.")
    table, reading = _read(content, file_name, dict(reading or {}))
    draft = ImportDraft(
        by=by, file_name=file_name[-200:], file_sha256=hashlib.sha256(content).hexdigest(),
        content=cipher().encrypt(content),
    )  # fmt: skip
    _describe(draft, table, reading)
    draft.save()
    note = f"{draft.file_name}, SHA-256 {draft.file_sha256}"
    log.write(action="uploaded", by=by, kind="importdraft", key=draft.pk, note=note)
    return draft


def read_again(draft: ImportDraft, reading: dict[str, Any]) -> Table:
    """Read the kept file as somebody says it is written. Raises Unreadable; then the draft stays as it was."""
    table, reading = _read(_content(draft), draft.file_name, dict(reading))
    _describe(draft, table, reading)
    forget_preview(draft)
    return table


def table_of(draft: ImportDraft) -> Table:
    """The table in the kept file. Raises Unreadable."""
    return read_table(_content(draft), draft.file_name, **draft.reading)


def forget_preview(draft: ImportDraft) -> None:
    """What was shown holds no more; nothing is saved here."""
    draft.shown, draft.digest = "", ""


def decisions_of(draft: ImportDraft) -> dict[tuple[int, int], str]:
    """(row, person in the row) -> public id of the person who it is, or "new"."""
    kept = json.loads(draft.decisions or "{}")
    return {(int(row), int(part)): who for place, who in kept.items() for row, part in [place.split("-")]}


def same_as(draft: ImportDraft) -> dict[tuple[int, int], str]:
    """Those of the decisions that name a person who is there."""
    return {place: who for place, who in decisions_of(draft).items() if who != "new"}


def remove_old() -> int:
    """Remove drafts older than a day; how many."""
    return ImportDraft.objects.filter(at__lt=timezone.now() - KEPT_FOR).delete()[0]


def _content(draft: ImportDraft) -> bytes:
    return cipher().decrypt(bytes(draft.content))


def _read(content: bytes, file_name: str, reading: dict[str, Any]) -> tuple[Table, dict[str, Any]]:
    """The table; rows too short are filled up where that is asked for, or where a known mapping of this source says so."""
    try:
        return read_table(content, file_name, **reading), reading
    except Unreadable as refused:
        try:
            filled = {**reading, "fill_short_rows": True}
            table = read_table(content, file_name, **filled)
        except Unreadable:
            raise refused from None
        if any(offer.fits and offer.mapping.fill_short_rows for offer in saved.offers(table.headers)):
            return table, filled
        raise


def _describe(draft: ImportDraft, table: Table, reading: dict[str, Any]) -> None:
    draft.reading, draft.row_count = reading, len(table.rows)
    told = {name: getattr(table, name) for name in READING}
    head = {**told, "headers": table.headers, "sample": table.rows[:SAMPLE], "notes": table.notes}
    draft.head = json.dumps(head, ensure_ascii=False)
