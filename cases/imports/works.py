"""One go at a list: looking at every row, taking it in, undoing it, submitting it; here at once, or in a process of its own.

How it ended is written in the same transaction as the work itself: a process that is killed has made nothing, and its work
says so because nobody holds the lock of its progress any more.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import nullcontext
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.refusals import Refused
from cases.imports import drafts, saved, showing
from cases.imports.importing import Agreed, carry_out, check_may_import, preview
from cases.imports.keys import MappingError
from cases.imports.progress import Progress
from cases.imports.reading import Unreadable
from cases.imports.undoing import undo_batch
from cases.models import Case, ImportBatch, ImportDraft, ImportWork, Outcome, Person, Step
from cases.review import transitions
from cases.review.unreadable import refused_where_unreadable

ENDED = "The process ended before it was done. Nothing was made or changed; start it again."
BUSY = "This is being worked on already. Wait until it is done."
Noted = Callable[[int, int], None]


def begin(
    *, step: Step, by: User, draft: ImportDraft | None = None, batch: ImportBatch | None = None,
    options: dict[str, Any] | None = None, rows: int,
) -> ImportWork:  # fmt: skip
    """Do a step: a short list at once, a longer one (`rows`) in a process of its own. Raises Refused where one is at it."""
    check_may_import(by)
    others = ImportWork.objects.filter(draft=draft, batch=batch, done=False, refusal="")
    if any(Progress(work.public_id).is_alive() for work in others):
        raise Refused(BUSY)
    work = ImportWork.objects.create(step=step, by=by, draft=draft, batch=batch, options=options or {})
    if rows <= drafts.SHORT:
        run(work)
    else:
        _start(work)
    return work


def _start(work: ImportWork) -> None:
    """Start the child; it inherits the lock, so that there is no moment in which nobody holds it."""
    progress = Progress(work.public_id)
    file = progress.begin()
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "carry_out_list", work.public_id, f"--lock={file}"]
    quiet = subprocess.DEVNULL
    child = subprocess.Popen(  # noqa: S603 - our own program, under an id of our own
        command, pass_fds=(file,), cwd=settings.BASE_DIR, env=dict(os.environ), stdin=quiet, stdout=quiet, stderr=quiet,
        start_new_session=True,
    )  # fmt: skip
    progress.leave()
    threading.Thread(target=child.wait, daemon=True).start()  # so that it does not stay as a zombie


def run(work: ImportWork, inherited: int | None = None) -> None:
    """Do the step here, and write down how it ended. Raises BlockingIOError where another process is at it."""
    progress = Progress(work.public_id)
    progress.begin(inherited)
    try:
        # A preview only reads, for long: nobody else has to wait for it.
        with nullcontext() if work.step == Step.PREVIEW else transaction.atomic():
            DOINGS[Step(work.step)](work, progress.note)
            work.done = True
            work.save()
    except (Unreadable, MappingError) as refused:
        _refuse(work, str(refused))
    except Refused as refused:
        _refuse(work, refused.sentence)
    finally:
        progress.end()


def _refuse(work: ImportWork, sentence: str) -> None:
    ImportWork.objects.filter(pk=work.pk).update(refusal=sentence)
    work.refresh_from_db()


def refusal_of(work: ImportWork) -> str:
    """Why the work came to nothing; "" while it runs or when it is done."""
    if work.done or work.refusal:
        return work.refusal
    if Progress(work.public_id).is_alive():
        return ""
    work.refresh_from_db()  # it may have ended between the two looks
    return work.refusal if work.done or work.refusal else ENDED


def _preview(work: ImportWork, note: Noted) -> None:
    draft = _draft(work)
    agreed = (draft.mapping, draft.decisions, draft.reading)
    mapping = saved.load(draft.mapping)
    shown = preview(
        mapping,
        drafts.table_of(draft),
        work.by,
        file_name=draft.file_name,
        same_as=drafts.same_as(draft),
        progress=note,
    )
    with transaction.atomic():
        draft = ImportDraft.objects.select_for_update(of=("self",)).get(pk=draft.pk)
        if agreed != (draft.mapping, draft.decisions, draft.reading):
            raise Refused("Something else was said about the list meanwhile. Look at it again.")
        draft.shown, draft.digest = showing.kept(shown), shown.digest
        draft.save(update_fields=["shown", "digest"])


def _carry_out(work: ImportWork, note: Noted) -> None:
    draft = _draft(work)
    if not draft.digest or work.options.get("digest") != draft.digest:
        raise Refused("The preview changed since you looked at it. Look again; nothing was taken in.")
    agreed = Agreed(
        saved.load(draft.mapping), drafts.table_of(draft), draft.file_name, drafts.same_as(draft), draft.digest
    )
    work.batch = carry_out(
        agreed, work.by, draft.file_sha256, leave_refused=bool(work.options.get("leave_refused")),
        accept_fall=bool(work.options.get("accept_fall")), progress=note,
    )  # fmt: skip
    work.draft = None
    draft.delete()


def _undo(work: ImportWork, note: Noted) -> None:
    undo_batch(batch=_batch(work), by=work.by, progress=note)


def _submit(work: ImportWork, note: Noted) -> None:
    """Submit what the list made or changed, each for itself: one that is refused leaves the others."""
    records = made_or_changed(_batch(work), work.by)
    submitted, refused = 0, dict[str, int]()
    for done, record in enumerate(records):
        note(done, len(records))
        try:
            with refused_where_unreadable():
                transitions.submit(record=record, by=work.by)
            submitted += 1
        except Refused as refusal:
            refused[refusal.sentence] = refused.get(refusal.sentence, 0) + 1
    told = [_("%(count)s records submitted for review.") % {"count": submitted}]
    told += [f"{count} × {sentence}" for sentence, count in refused.items()]
    work.told = " ".join(told)


def made_or_changed(batch: ImportBatch, by: Any) -> list[Person | Case]:
    """The persons and cases that the list made or changed, so far as `by` may know of them."""
    rows = batch.rows.filter(outcome__in=(Outcome.MADE, Outcome.CHANGED))
    persons = Person.objects.visible_to(by).filter(pk__in=rows.values("person")).order_by("pk")
    cases = Case.objects.visible_to(by).filter(pk__in=rows.values("case")).order_by("pk")
    return [*persons, *cases]


def _draft(work: ImportWork) -> ImportDraft:
    if work.draft_id is None:
        raise Refused("The file is gone: it was taken in, or kept for longer than a day. Upload it again.")
    return ImportDraft.objects.get(pk=work.draft_id)


def _batch(work: ImportWork) -> ImportBatch:
    if work.batch is None:
        raise Refused("There is no such list.")
    return work.batch


DOINGS: dict[Step, Callable[[ImportWork, Noted], None]] = {
    Step.PREVIEW: _preview, Step.CARRY_OUT: _carry_out, Step.UNDO: _undo, Step.SUBMIT: _submit,
}  # fmt: skip
