"""Restore of a backup: read and checked first, built beside the current state, put in place in one step, reported.

Any interruption (a kill, a full disk, a finding) leaves the former state or the restored one. The evidence of both
states is in the folder together for the moment in which one database replaces the other: files named by their digests
do not collide.
"""

import io
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from accounts import switches
from accounts.audit import log, verify
from accounts.models import Invitation, SwitchName, User
from casetracker import data_lock, restored_state
from casetracker.backup_contents import DATABASES, EVIDENCE, BackupError, Contents, check
from casetracker.restore_postgresql import PostgresqlTarget
from casetracker.restore_sqlite import SqliteTarget

WORK = "restoring"
REFUSED = (
    "The backup was not restored because of what is said above; nothing was changed. With --accept-findings it is restored "
    "all the same."
)
ACTION = "restored"
Target = SqliteTarget | PostgresqlTarget
SPARE = 64 * 1024 * 1024  # bytes that stay free on the disk


class RestoreError(Exception):
    """Raised if nothing was restored and nothing was changed; the text is a sentence, `findings` give details."""

    def __init__(self, sentence: str, findings: Sequence[str] = ()) -> None:
        super().__init__(sentence)
        self.findings = list(findings)


@dataclass(kw_only=True)
class Report:
    """Findings and actions, for the operator."""

    contents: Contents
    head: str  # of the log in the backup, before the restore writes to it
    findings: list[str]
    notes: list[str] = field(default_factory=list)
    aside: Path | None = None
    aside_note: str = ""
    new_head: str = ""
    failures: list[str] = field(default_factory=list)  # of steps after the restore itself, which can be repeated
    next_steps: tuple[str, ...] = ()


def restore(
    source: Path,
    *,
    replace: bool = False,
    heads: Sequence[verify.Mark] = (),
    accept_findings: bool = False,
    check_only: bool = False,
    say: Callable[[str], object] = lambda _sentence: None,
) -> Report:
    """Replace the database and the evidence that the settings name with those of a backup.

    `heads` were noted down earlier. Findings block the restore unless `accept_findings` is set. With `check_only`
    everything is checked and nothing is changed.

    Raises:
        RestoreError: nothing was changed; the text says why.
    """
    data: Path = settings.DATA
    try:
        with data_lock.exclusive(data):
            report = _restore(source, data, replace, heads, accept_findings, check_only, say)
            if not check_only:
                _bring_up_to_date(report, say)
            return report
    except (data_lock.InUse, BackupError, restored_state.Newer) as error:
        raise RestoreError(str(error)) from error
    except OSError as error:
        raise RestoreError(f"The backup could not be restored ({error}); nothing was changed.") from error
    except DatabaseError as error:
        raise RestoreError(f"The database refused the backup ({str(error).strip()}); nothing was changed.") from error


def _restore(
    source: Path,
    data: Path,
    replace: bool,
    heads: Sequence[verify.Mark],
    accept_findings: bool,
    check_only: bool,
    say: Callable[[str], object],
) -> Report:
    aside = data / f"before-restore-{timezone.now():%Y%m%d-%H%M%S-%f}"
    target: Target = SqliteTarget() if connection.vendor == "sqlite" else PostgresqlTarget(aside.name)
    target.check_not_in_use()
    is_used = target.is_used() or any(_evidence(data))
    if is_used and not (replace or check_only):
        raise RestoreError(
            f"There are a database or kept files already ({data}). With --replace they are moved aside, never deleted, and the "
            "backup takes their place. Nothing was changed."
        )
    say("Reading the backup ...")
    contents = check(source)
    if DATABASES[contents.database] != target.vendor:
        raise RestoreError(
            f"The backup holds a database for {DATABASES[contents.database]}, but the settings name one for {target.vendor}: "
            "set or leave out CASETRACKER_DATABASE_URL accordingly. Nothing was changed."
        )
    _check_space(data, contents.size + (0 if check_only else target.size()))
    work = data / WORK
    shutil.rmtree(work, ignore_errors=True)  # left by a restore that was killed
    work.mkdir(mode=0o700)
    try:
        check(source, unpack_to=work)
        say("Checking what is in it ...")
        with _undone_on_failure(target, aside), target.staged(work / contents.database):
            report = _look_through(contents, heads)
            if report.findings and not accept_findings:
                raise RestoreError(REFUSED, report.findings)
            if check_only:
                raise _CheckedOnly(report)
            report.next_steps = target.next_steps
            if not restored_state.pending_migrations():
                report.new_head = _enter(report)
            say("Putting it in place ...")
            switches.neutral_flag().parent.mkdir(parents=True, exist_ok=True)
            switches.neutral_flag().touch()
            if is_used or target.size():
                aside.mkdir(mode=0o700)
                target.set_aside(aside)
                _link_evidence(data, aside)
                report.aside, report.aside_note = aside, target.aside_note
            _add_evidence(work, data, contents)
            # From now on the register does not match the approvals: it counts as altered and is rebuilt.
            Path(f"{settings.REGISTER_FILE}.known").unlink(missing_ok=True)
    except _CheckedOnly as checked:
        return checked.report
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return report


class _CheckedOnly(Exception):
    """Raised to leave the staged database without putting it in place."""

    def __init__(self, report: Report) -> None:
        super().__init__()
        self.report = report


@contextmanager
def _undone_on_failure(target: Target, aside: Path) -> Iterator[None]:
    """Show the public site again and remove the copies if nothing was put in place.

    Raises:
        RestoreError: the last step itself failed; either the former or the restored database is in place, complete.
    """
    was_neutral = switches.neutral_flag().exists()
    try:
        yield
    except BaseException as error:
        if not target.in_place:
            if not was_neutral:
                switches.neutral_flag().unlink(missing_ok=True)
            shutil.rmtree(aside, ignore_errors=True)
        elif isinstance(error, (OSError, DatabaseError)):
            raise RestoreError(
                f"The backup broke off while it was being put in place ({error}). The former database or the restored one is in "
                f"place, each of them whole, and the former state is in {aside} too. Mend the cause, then run the command again."
            ) from error
        raise


def _look_through(contents: Contents, heads: Sequence[verify.Mark]) -> Report:
    """Check the restored state before the restore writes to the log, so that a head noted with the backup can match."""
    pending = restored_state.pending_migrations()
    number, digest = restored_state.head()
    findings = restored_state.head_findings(heads)
    if not pending:
        findings += verify.verify()
    findings += restored_state.key_findings(contents) + restored_state.evidence_findings(contents)
    report = Report(contents=contents, head=f"{number}:{digest}", findings=findings)
    if contents.head and contents.head != report.head:
        findings.append(f"The log ends at {report.head}, but the backup says that it ends at {contents.head}.")
    if note := restored_state.secret_key_note(contents):
        report.notes.append(note)
    if not heads:
        report.notes.append("No head was given (--head), so nothing outside the backup vouches for its log.")
    return report


def _enter(report: Report) -> str:
    """End access that must not return with a former state, hide the public site, and log what was restored.

    Sessions that were ended and one-time links that were used since the backup would be valid again.
    """
    made_at = report.contents.made_at
    note = f"backup of {made_at:%Y-%m-%d %H:%M} UTC; " if made_at else ""
    with transaction.atomic():
        for user in User.objects.order_by("pk"):
            user.end_sessions()
            user.save(update_fields=("session_stamp",))
        apps.get_model("sessions", "Session").objects.all().delete()
        Invitation.objects.filter(closed_at=None).update(closed_at=timezone.now())
        switches.throw(SwitchName.NEUTRAL, on=True, by=None)
        log.write(action=ACTION, note=f"{note}head {report.head}; findings accepted: {len(report.findings)}")
    number, digest = verify.current_head()
    return f"{number}:{digest}"


def _bring_up_to_date(report: Report, say: Callable[[str], object]) -> None:
    """Run the steps that follow from the restored database; a failure is reported, and the step can be repeated."""
    try:
        _remove_other_evidence(settings.DATA, report.contents)
        if not report.new_head:
            say("Bringing the tables up to date ...")
            call_command("migrate", interactive=False, verbosity=0)
            report.findings += verify.verify()
            report.new_head = _enter(report)
        say("Making the register ...")
        call_command("rewrite_keys", if_needed=True, verbosity=0, stdout=io.StringIO())
        call_command("rebuild_register", verbosity=0, stdout=io.StringIO())
    except Exception as error:  # any failure: the backup is in place, and the operator has to know that
        report.failures.append(str(error).strip() or type(error).__name__)


def _check_space(data: Path, needed: int) -> None:
    free = shutil.disk_usage(data).free
    if free < needed + SPARE:
        raise RestoreError(
            f"There is too little room in {data}: {(needed + SPARE) // 1_000_000} MB are needed, {free // 1_000_000} MB are free. "
            "Nothing was changed."
        )


def _evidence(data: Path) -> Iterator[Path]:
    return (file for file in (data / EVIDENCE).rglob("*") if file.is_file() or file.is_symlink())


def _link_evidence(data: Path, aside: Path) -> None:
    """Keep the former files under their names in `aside` too, without copying them if the file system can link."""
    for file in _evidence(data):
        other = aside / file.relative_to(data)
        other.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            os.link(file, other, follow_symlinks=False)
        except OSError:
            shutil.copy2(file, other, follow_symlinks=False)


def _add_evidence(work: Path, data: Path, contents: Contents) -> None:
    """Add each file as a whole, beside the existing ones."""
    for name in contents.evidence:
        (data / name).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            (work / name).replace(data / name)
        except OSError:  # the folder of the evidence is on another disk
            unfinished = data / EVIDENCE / ".restoring"
            shutil.copyfile(work / name, unfinished)
            unfinished.replace(data / name)


def _remove_other_evidence(data: Path, contents: Contents) -> None:
    """Remove files that only the former database names; the folder set aside has them."""
    for file in list(_evidence(data)):
        if file.relative_to(data).as_posix() not in contents.digests:
            file.unlink()
