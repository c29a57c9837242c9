"""One go at a list: looking at every row, taking it in, undoing it, submitting it; here at once, or in a process of its own.

How it ended is written in the same transaction that makes it true: a process that is killed has made nothing that anybody
sees, and its work says so because nobody holds the lock of its progress any more. Submitting goes record by record: what was
submitted stays so, and doing it again goes on with the rest.
"""

from __future__ import annotations

import collections
import logging
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import DatabaseError, OperationalError, connections, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.exceptions import Refused
from accounts.models import User
from cases.models import ImportBatch, ImportDraft, ImportWork, Step
from cases.spreadsheets.import_ import list_steps, preview_storage, uploads
from cases.spreadsheets.import_.apply_import import Agreed, carry_out, check_may_import, preview
from cases.spreadsheets.import_.job_progress import Progress
from cases.spreadsheets.import_.submitting import submit_batch
from cases.spreadsheets.mapping import mapping_store
from cases.spreadsheets.mapping.toml_reader import MappingError
from cases.spreadsheets.reading import Unreadable

ENDED = "The process ended before it was done. Nothing was made or changed; start it again."
ENDED_SUBMITTING = "The process ended before it was done. What was submitted stays so; start it again for the rest."
FAILED = gettext_lazy(
    "The import stopped because of a fault in the program (%(kind)s). Nothing was changed. Tell your administrator this number: "
    "%(id)s. The server log has the details."
)
FAILED_SUBMITTING = gettext_lazy(
    "Submitting stopped because of a fault in the program (%(kind)s). What was submitted stays submitted. Tell your administrator "
    "this number: %(id)s. The server log has the details."
)
KILLED = gettext_lazy(
    "The import process was stopped by the system (signal %(signal)s), most often because memory ran out. Nothing was changed. "
    "Start it again, or divide the list."
)
BROKE_OFF = gettext_lazy(
    "The import process stopped (exit code %(code)s). Nothing was changed. The server log has the reason; start it again."
)
BUSY = "This is being worked on already. Wait until it is done."
LAST_LINES = 60  # of what a child says
logger = logging.getLogger(__name__)
Noted = Callable[[int, int], None]


def prepare(
    *, step: Step, by: User, draft: ImportDraft | None = None, batch: ImportBatch | None = None,
    options: dict[str, Any] | None = None,
) -> ImportWork:  # fmt: skip
    """Write down a step that is to be done. Raises Refused where one is at it."""
    CHECKS.get(step, check_may_import)(by)
    others = ImportWork.objects.filter(draft=draft, batch=batch, done=False, refusal="")
    if any(Progress(work.public_id).is_alive() for work in others):
        raise Refused(BUSY)
    return ImportWork.objects.create(step=step, by=by, draft=draft, batch=batch, options=options or {})


def start(work: ImportWork, rows: int) -> None:
    """Do a step that is written down: a short list at once, a longer one (`rows`) in a process of its own, which has to find
    the step committed.
    """
    if rows <= uploads.SHORT:
        run(work)
    else:
        _start(work)


def _start(work: ImportWork) -> None:
    """Start the child; it inherits the lock, so that there is no moment in which nobody holds it."""
    progress = Progress(work.public_id)
    file = progress.begin()
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "carry_out_list", work.public_id, f"--lock={file}"]
    quiet = subprocess.DEVNULL
    # A page gives up after seconds; a long work goes on waiting, since nobody sits before it.
    environment = {**os.environ, "CASETRACKER_LOCK_WAIT": "60"}
    child = subprocess.Popen(  # noqa: S603 - our own program, under an id of our own
        command, pass_fds=(file,), cwd=settings.BASE_DIR, env=environment, stdin=quiet, stdout=quiet,
        stderr=subprocess.PIPE, start_new_session=True,
    )  # fmt: skip
    progress.leave()
    threading.Thread(target=_watch, args=(child, work.public_id, work.step), daemon=True).start()


def _watch(child: subprocess.Popen[bytes], public_id: str, step: str) -> None:
    """Wait for the child, so that it does not stay as a zombie, and write what it said of its end into the log.

    The last lines alone are kept: a child that says very much does not fill the memory of the server.
    """
    assert child.stderr is not None, "opened as a pipe"
    with child.stderr as lines:
        said = collections.deque(lines, maxlen=LAST_LINES)
    code = child.wait()
    if code:
        words = b"".join(said).decode("utf-8", "replace").strip()
        logger.error("import step %s %s ended with exit code %s: %s", step, public_id, code, words)
        _note_end(public_id, code)


def _note_end(public_id: str, code: int) -> None:
    """Say on the page why the child ended, where it could not say so itself."""
    sentence = KILLED % {"signal": -code} if code < 0 else BROKE_OFF % {"code": code}
    try:
        ImportWork.objects.filter(public_id=public_id, done=False, refusal="").update(refusal=sentence)
    except DatabaseError as wrong:  # the page then says that the process ended, and the log has why
        logger.error("import step %s: its end could not be noted: %s", public_id, type(wrong).__name__)
    finally:
        connections.close_all()


def run(work: ImportWork, inherited: int | None = None) -> None:
    """Do the step here, and write down how it ended. Raises BlockingIOError where another process is at it."""
    progress = Progress(work.public_id)
    progress.begin(inherited)
    try:
        DOINGS[Step(work.step)](work, progress.note)
    except (Unreadable, MappingError) as refused:
        _refuse(work, str(refused))
    except Refused as refused:
        _refuse(work, refused.sentence)
    except OperationalError as busy:
        logger.warning(
            "import step %s %s: the database is busy or does not answer: %s", work.step, work.public_id, busy
        )
        _refuse(work, _("The database is busy or does not answer. Nothing was changed; try again."))
    except Exception as wrong:
        # What no rule foresees is a fault of the program: the page says that it happened, the log where.
        logger.exception("import step %s %s failed", work.step, work.public_id)
        _refuse(work, _failed(work, wrong))
    finally:
        progress.end()


def _failed(work: ImportWork, wrong: Exception) -> str:
    """What the page says of a step that failed for a reason that no rule foresees."""
    sentence = FAILED_SUBMITTING if work.step == Step.SUBMIT else FAILED
    if work.step in list_steps.STEP_BY_STEP:
        sentence = list_steps.FAILED
    return sentence % {"kind": type(wrong).__name__, "id": work.public_id}


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
    if work.done or work.refusal:
        return work.refusal
    if work.step in list_steps.STEP_BY_STEP:
        return str(list_steps.ENDED)
    return ENDED_SUBMITTING if work.step == Step.SUBMIT else ENDED


def _done(work: ImportWork) -> None:
    """The work came to its end: part of the transaction that makes it so."""
    work.done = True
    work.save()


def _preview(work: ImportWork, note: Noted) -> None:
    draft = _draft(work)
    agreed = (draft.mapping, draft.decisions, draft.unsaid, draft.reading)
    mapping = mapping_store.load(draft.mapping)
    shown = preview(
        mapping,
        uploads.table_of(draft),
        work.by,
        file_name=draft.file_name,
        same_as=uploads.same_as(draft),
        answers=uploads.answers_of(draft),
        progress=note,
    )
    with transaction.atomic():
        draft = ImportDraft.objects.select_for_update(of=("self",)).get(pk=draft.pk)
        if agreed != (draft.mapping, draft.decisions, draft.unsaid, draft.reading):
            raise Refused("Something else was said about the list meanwhile. Look at it again.")
        draft.shown, draft.digest = preview_storage.kept(shown), shown.digest
        draft.save(update_fields=["shown", "digest"])
        _done(work)


def _carry_out(work: ImportWork, note: Noted) -> None:
    draft = _draft(work)
    if not draft.digest or work.options.get("digest") != draft.digest:
        raise Refused("The preview changed since you looked at it. Look again; nothing was taken in.")
    agreed = Agreed(
        mapping_store.load(draft.mapping),
        uploads.table_of(draft),
        draft.file_name,
        uploads.same_as(draft),
        uploads.answers_of(draft),
        draft.digest,
    )

    def ended(batch: ImportBatch) -> None:
        work.batch, work.draft = batch, None
        _done(work)
        draft.delete()

    carry_out(
        agreed, work.by, draft.file_sha256, leave_refused=bool(work.options.get("leave_refused")),
        accept_fall=bool(work.options.get("accept_fall")), progress=note, ended=ended,
    )  # fmt: skip


def _submit(work: ImportWork, note: Noted) -> None:
    """Submit what the list made or changed, each for itself: one that is refused leaves the others."""
    count, refused = submit_batch(batch=_batch(work), by=work.by, progress=note)
    told = [_("%(count)s records submitted for review.") % {"count": count}]
    told += [f"{count} × {sentence}" for sentence, count in refused.items()]
    work.told = " ".join(told)
    _done(work)


def _draft(work: ImportWork) -> ImportDraft:
    if work.draft_id is None:
        raise Refused("The file is gone: it was taken in, or kept for longer than a day. Upload it again.")
    return ImportDraft.objects.get(pk=work.draft_id)


def _batch(work: ImportWork) -> ImportBatch:
    if work.batch is None:
        raise Refused("There is no such list.")
    return work.batch


DOINGS: dict[Step, Callable[[ImportWork, Noted], None]] = {
    Step.PREVIEW: _preview, Step.CARRY_OUT: _carry_out, Step.SUBMIT: _submit, **list_steps.DOINGS,
}  # fmt: skip
CHECKS: dict[Step, Callable[[Any], None]] = list_steps.CHECKS
