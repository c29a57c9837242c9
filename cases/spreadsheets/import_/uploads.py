"""A list on its way in: the file kept encrypted under an id of our own, and what its owner said about it."""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Count, QuerySet, Sum
from django.db.models.functions import Length
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.audit import log
from accounts.exceptions import Refused
from accounts.models import User
from cases.models import ImportDraft
from cases.models.fields import cipher
from cases.spreadsheets.import_.apply_import import check_may_import
from cases.spreadsheets.mapping import mapping_store
from cases.spreadsheets.reading import Limits, Table, Unreadable, read_table

KEPT_FOR = timedelta(hours=24)
MOST_FILES, MOST_BYTES = (
    10,
    200_000_000,
)  # one person's uploaded files; as they are kept, which is a third more than the file
SHORT = 500  # rows: a longer list is worked on in a process of its own
SAMPLE = 5  # rows shown beside the headings
READING = ("encoding", "delimiter", "sheet", "header_row", "titles", "totals", "blank", "sheets")


def check_quota(*, by: User, more: int) -> None:
    """Raise Refused where `by` keeps as many uploaded files as anybody may, or `more` bytes would be too many."""
    kept = ImportDraft.objects.filter(by=by).aggregate(files=Count("pk"), size=Sum(Length("content")))
    if kept["files"] >= MOST_FILES or (kept["size"] or 0) + more > MOST_BYTES:
        raise Refused(
            _(
                "You have %(files)s uploaded files. Import or remove one first: you can keep at most "
                "%(most)s files and %(size)s MB."
            )
            % {"files": kept["files"], "most": MOST_FILES, "size": MOST_BYTES // 1_000_000}
        )


def keep(*, content: bytes, file_name: str, by: User, reading: dict[str, Any] | None = None) -> ImportDraft:
    """Read the file and keep it, encrypted, for `by` alone. Raises Unreadable with a sentence, Refused."""
    draft = read(content=content, file_name=file_name, by=by, reading=reading)
    add(draft)
    return draft


def read(*, content: bytes, file_name: str, by: User, reading: dict[str, Any] | None = None) -> ImportDraft:
    """Read the file, which takes its time, into a draft that is not stored yet. Raises Unreadable with a sentence, Refused."""
    check_may_import(by)
    remove_old()
    check_quota(by=by, more=len(content))
    if len(content) > Limits().file_bytes:
        raise Unreadable(f"The file is larger than {Limits().file_bytes // 1_000_000} MB. Divide it.")
    table, reading = _read(content, file_name, dict(reading or {}))
    draft = ImportDraft(
        by=by, file_name=file_name[-200:], file_sha256=hashlib.sha256(content).hexdigest(),
        content=cipher().encrypt(content),
    )  # fmt: skip
    _describe(draft, table, reading)
    return draft


def add(draft: ImportDraft) -> None:
    """Store a draft that was read. Raises Refused where it would be more than one person may keep."""
    note = f"{draft.file_name}, SHA-256 {draft.file_sha256}"
    with transaction.atomic():
        User.objects.select_for_update().get(pk=draft.by_id)  # two uploads at once do not both take the last place
        check_quota(by=draft.by, more=len(draft.content))
        draft.save()
        log.write(action="uploaded", by=draft.by, kind="importdraft", key=draft.pk, note=note)


def read_again(draft: ImportDraft, reading: dict[str, Any]) -> Table:
    """Read the kept file as somebody says it is written. Raises Unreadable; then the draft stays as it was."""
    table, reading = _read(_content(draft), draft.file_name, dict(reading))
    _describe(draft, table, reading)
    forget_preview(draft)
    return table


def table_of(draft: ImportDraft) -> Table:
    """The table in the kept file. Raises Unreadable."""
    return read_table(_content(draft), draft.file_name, **draft.reading)


def keep_said(draft: ImportDraft, said: dict[str, Any]) -> None:
    """Keep what was answered about the columns, so that going back loses nothing."""
    draft.head = json.dumps({**json.loads(draft.head), "said": said}, ensure_ascii=False)
    draft.save(update_fields=["head"])


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


def answers_of(draft: ImportDraft) -> dict[str, str]:
    """What was decided about what the list no longer says."""
    answers: dict[str, str] = json.loads(draft.unsaid or "{}")
    return answers


def drafts_of(by: Any) -> QuerySet[ImportDraft]:
    """The drafts of that person that are not older than a day; older ones are there for nobody, and removed at the next upload
    or by the server (`upkeep`)."""
    return ImportDraft.objects.filter(at__gte=timezone.now() - KEPT_FOR, by=by.pk)


def draft_of(public_id: str, by: Any) -> ImportDraft | None:
    """The draft of that id, if it is that person's."""
    return drafts_of(by).filter(public_id=public_id).first()


def remove_old() -> int:
    """Remove drafts older than a day; how many. Where there are none, nothing is written."""
    old = ImportDraft.objects.filter(at__lt=timezone.now() - KEPT_FOR)
    return old.delete()[0] if old.exists() else 0


def _content(draft: ImportDraft) -> bytes:
    return cipher().decrypt(bytes(draft.content))


def _read(content: bytes, file_name: str, reading: dict[str, Any]) -> tuple[Table, dict[str, Any]]:
    """The table; rows too short are filled up where that is asked for, or where a known mapping of this source says so."""
    reading.setdefault("largest_sheet", True)
    try:
        return read_table(content, file_name, **reading), reading
    except Unreadable as refused:
        try:
            filled = {**reading, "fill_short_rows": True}
            table = read_table(content, file_name, **filled)
        except Unreadable:
            raise refused from None
        if any(offer.fits and offer.mapping.fill_short_rows for offer in mapping_store.offers(table.headers)):
            return table, filled
        raise


def _describe(draft: ImportDraft, table: Table, reading: dict[str, Any]) -> None:
    draft.reading, draft.row_count = reading, len(table.rows)
    told = {name: getattr(table, name) for name in READING}
    head = {**told, "headers": table.headers, "sample": table.rows[:SAMPLE], "notes": table.notes}
    draft.head = json.dumps(head, ensure_ascii=False)
