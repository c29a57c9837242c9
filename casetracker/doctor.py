"""What is wrong or unsafe in this installation, in words for the person who runs it; used by a command and a page.

Each check yields findings: a problem and what to do about it. No finding holds case data, a key or a password.
"""

import base64
import binascii
import os
import shutil
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import connection
from django.db.models import Max
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from casetracker import deployment, preparation
from casetracker.environment import PREFIX

LOWEST_FREE = 1024**3  # bytes
LOWEST_SHARE = 0.05
CLOCK_TOLERANCE = timedelta(minutes=2)
BACKUP_AGE = timedelta(hours=36)
PUBLISH_AGE = timedelta(minutes=15)
SHORTEST_KEY = 50  # characters
LARGEST_READ = 200_000  # bytes; a settings file is smaller
STAMP = "last_publish"  # file in the data folder that `manage.py publish` touches
Check = Callable[[], Iterator["Finding"]]


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong, and what to do about it."""

    problem: str
    remedy: str


def demonstration() -> Iterator[Finding]:
    """Demonstration accounts have printed passphrases."""
    if settings.DEMO:
        yield Finding(
            _("Demonstration mode is on: its accounts have known passphrases."),
            _("Remove CASETRACKER_DEMO from the settings and restart both sites."),
        )


def file_modes() -> Iterator[Finding]:
    """Only the user of the private site may read databases, keys and evidence."""
    for path in deployment.readable_by_others():
        yield Finding(
            _("Other users of this machine can read %(path)s.") % {"path": path},
            _("Run: chmod -R go= %(path)s") % {"path": path},
        )


def keys() -> Iterator[Finding]:
    """Keys must be given, long, well-formed, and outside the data and the program."""
    for name in ("SECRET_KEY", "FIELD_KEYS"):
        if not os.environ.get(PREFIX + name):
            yield Finding(
                _("%(name)s is not set, so the key lies in the data folder beside the data that it protects.")
                % {"name": PREFIX + name},
                _("Move the key into the settings file of the private site, and keep a copy in another place."),
            )
    if len(settings.SECRET_KEY) < SHORTEST_KEY or len(set(settings.SECRET_KEY)) < 10:
        yield Finding(
            _("The secret key is too short or easy to guess."),
            _("Set a new CASETRACKER_SECRET_KEY; everyone has to sign in again."),
        )
    if not all(map(_is_field_key, settings.FIELD_KEYS)):
        yield Finding(
            _("A field key is not a key of 32 bytes in base64."),
            _("Compare CASETRACKER_FIELD_KEYS with the copy that you keep in another place."),
        )
    for file in _files_with_keys():
        yield Finding(
            _("A key is written in %(path)s, inside the program folder.") % {"path": file},
            _("Delete that file, and replace the key if the folder was ever copied or committed."),
        )


def _is_field_key(key: str) -> bool:
    try:
        return len(base64.urlsafe_b64decode(key)) == 32 and len(set(key)) >= 10
    except (binascii.Error, ValueError):
        return False


def _files_with_keys() -> Iterator[Path]:
    secrets = [key.encode() for key in (settings.SECRET_KEY, *settings.FIELD_KEYS) if len(key) >= 20]
    for folder, folders, files in os.walk(settings.BASE_DIR):
        folders[:] = [name for name in folders if name not in (".git", ".venv") and Path(folder, name) != settings.DATA]
        for path in (Path(folder, name) for name in files):
            if path.is_file() and path.stat().st_size < LARGEST_READ and os.access(path, os.R_OK):
                content = path.read_bytes()
                if any(secret in content for secret in secrets):
                    yield path


def proxies() -> Iterator[Finding]:
    """Without the number of proxies, everyone shares one address."""
    if settings.PRODUCTION and not os.environ.get(deployment.PROXIES):
        yield Finding(
            _("CASETRACKER_TRUSTED_PROXIES is not set: someone who guesses passphrases can lock out all colleagues."),
            _("Set it to the number of web servers in front of the private site: 1 after deploy/install."),
        )


def clock() -> Iterator[Finding]:
    """Files, the log and the database must not be from the future."""
    limit = timezone.now() + CLOCK_TOLERANCE
    newest = max((path.stat().st_mtime for path in settings.DATA.glob("*") if path.is_file()), default=0.0)
    logged = apps.get_model("accounts", "Entry")._default_manager.aggregate(at=Max("at"))["at"]
    remedy = _("Set the clock of this machine: apt-get install systemd-timesyncd, then timedatectl status.")
    if newest > limit.timestamp() or (logged and logged > limit):
        yield Finding(_("The clock is wrong: the data is newer than the present time of this machine."), remedy)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT clock_timestamp()")
            if abs(cursor.fetchone()[0] - timezone.now()) > CLOCK_TOLERANCE:
                yield Finding(_("The clocks of this machine and of the database differ."), remedy)


def disk() -> Iterator[Finding]:
    """A full disk stops publication, withdrawals included."""
    for path in {settings.DATA, settings.REGISTER_FILE.parent, settings.BACKUPS or settings.DATA}:
        if path.is_dir():
            usage = shutil.disk_usage(path)
            if usage.free < max(LOWEST_FREE, usage.total * LOWEST_SHARE):
                yield Finding(
                    _("The disk is nearly full: %(free)d MB are left for %(path)s.")
                    % {"free": usage.free // 1024**2, "path": path},
                    _("Move old backups to another place, or enlarge the disk: a full disk also stops unpublishing."),
                )


def backups() -> Iterator[Finding]:
    """There must be a recent backup."""
    if settings.BACKUPS is None:
        if settings.PRODUCTION:
            yield Finding(
                _("Nobody watches the backups: CASETRACKER_BACKUPS is not set."),
                _("Set it to the folder of the backups and turn on casetracker-backup.timer."),
            )
        return
    times = [path.stat().st_mtime for path in settings.BACKUPS.glob("*.tar*")] if settings.BACKUPS.is_dir() else []
    if time.time() - max(times, default=0.0) > BACKUP_AGE.total_seconds():
        yield Finding(
            _("There is no backup from the last 36 hours in %(path)s.") % {"path": settings.BACKUPS},
            _("Run: systemctl start casetracker-backup, then read: journalctl -u casetracker-backup"),
        )


def publication() -> Iterator[Finding]:
    """The timer of `manage.py publish` must run."""
    stamp = settings.DATA / STAMP
    if settings.PRODUCTION and not (
        stamp.exists() and time.time() - stamp.stat().st_mtime < PUBLISH_AGE.total_seconds()
    ):
        yield Finding(
            _(
                "The last publication run is more than 15 minutes ago: what failed to be published or unpublished is not retried."
            ),
            _("Run: systemctl enable --now casetracker-publish.timer, then read: journalctl -u casetracker-publish"),
        )


def outbox() -> Iterator[Finding]:
    """No decision may wait long."""
    seconds = import_string(settings.HEALTH)().gauges.get("outbox_age_seconds", 0)
    if seconds > PUBLISH_AGE.total_seconds():
        yield Finding(
            _("Decisions are not in the public register after %(minutes)d minutes.") % {"minutes": seconds // 60},
            _(
                "Run: casetracker publish, and do what it says. Until then the public site shows what was decided before."
            ),
        )


def register() -> Iterator[Finding]:
    """The public site needs a register that its user can read."""
    remedy = _("Run: casetracker rebuild_register")
    try:
        with closing(sqlite3.connect(f"{settings.REGISTER_FILE.as_uri()}?mode=ro", uri=True)) as file:
            file.execute("SELECT digest FROM register_edition").fetchall()
    except (sqlite3.Error, OSError):
        yield Finding(_("The public register is missing or cannot be read."), remedy)
        return
    if settings.REGISTER_FILE.stat().st_mode & 0o004 == 0:
        yield Finding(_("The user of the public site cannot read the public register."), remedy)


def static_files() -> Iterator[Finding]:
    """Pages need their style sheets and translations."""
    if preparation.missing():
        yield Finding(
            _("Style sheets or translations of the private site are missing."),
            _("Run: casetracker --owner prepare, then restart the private site."),
        )


def database_role() -> Iterator[Finding]:
    """In PostgreSQL, the owner of a table can drop the triggers that keep the log unchanged."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = current_user AND rolsuper) OR EXISTS "
            "(SELECT FROM pg_class WHERE relnamespace = current_schema()::regnamespace "
            "AND relkind = 'r' AND pg_has_role(current_user, relowner, 'MEMBER'))"
        )
        if cursor.fetchone()[0]:
            yield Finding(
                _(
                    "The site's role in PostgreSQL owns its tables, so an intruder could remove the protection of the log."
                ),
                _("Give the tables to another role, as deploy/install --postgresql does."),
            )


def write_ahead_log() -> Iterator[Finding]:
    """Without WAL, readers and writers of SQLite block each other."""
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA journal_mode")
        if cursor.fetchone()[0] != "wal":
            yield Finding(
                _("The private database does not use a write-ahead log, so people wait for each other."),
                _("Keep the data folder on a local disk, not on a network drive, and restart the private site."),
            )


CHECKS: dict[str, Check] = {
    check.__name__: check
    for check in (
        demonstration, file_modes, keys, proxies, clock, disk, backups, publication, outbox, register, static_files,
        database_role, write_ahead_log,
    )
}  # fmt: skip
"""Every check, by its name."""


def examine() -> Iterator[tuple[str, Finding]]:
    """Run every check; yield its name with each finding. A check that fails is a finding too."""
    for name, check in CHECKS.items():
        try:
            yield from [(name, finding) for finding in check()]
        except Exception as reason:  # one broken part must not hide the others
            yield (
                name,
                Finding(
                    _("This could not be checked: %(name)s (%(reason)s).")
                    % {"name": name, "reason": type(reason).__name__},
                    _("Run casetracker doctor as root; if that fails too, report it."),
                ),
            )
