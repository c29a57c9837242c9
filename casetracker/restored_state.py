"""Integrity checks of a restored database, run on the default connection before anybody else sees it."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from accounts import stored_secrets
from accounts.audit import verify
from casetracker.backup import HEAD, NO_HEAD, key_print
from casetracker.backup_contents import Contents


class Newer(Exception):
    """Raised if the backup is from a newer version of the program; the text is a sentence."""


def pending_migrations() -> list[str]:
    """Migrations of this version that the database lacks.

    Raises:
        Newer: it has migrations that this version does not know.
    """
    loader = MigrationLoader(connection)
    applied, on_disk = set(loader.applied_migrations), set(loader.disk_migrations)
    own_labels = {label for label, _name in on_disk}
    replaced = {key for migration in loader.replacements.values() for key in migration.replaces}
    if unknown := sorted(f"{label}.{name}" for label, name in applied - on_disk - replaced if label in own_labels):
        raise Newer(
            f"The backup was made by a newer version of this program ({', '.join(unknown)}). Install that version, then restore."
        )
    return [f"{label}.{name}" for label, name in sorted(on_disk - applied) if (label, name) in loader.graph.nodes]


def head() -> verify.Mark:
    """Newest entry of the log, even if its table is that of an older version."""
    with connection.cursor() as cursor:
        cursor.execute(HEAD)
        return cursor.fetchone() or NO_HEAD


def head_findings(expected: Sequence[verify.Mark]) -> list[str]:
    """Findings for heads noted down earlier that the log does not contain."""
    last, _digest = head()
    findings = []
    for number, digest in expected:
        with connection.cursor() as cursor:
            cursor.execute("SELECT digest FROM accounts_entry WHERE sequence = %s", [number])
            row = cursor.fetchone()
        if (number, digest) == NO_HEAD:
            continue
        if number > last:
            findings.append(
                f"The log ends at entry {last}, but the head you gave is entry {number}: the head was noted after this backup, "
                "or the end of the log was cut off."
            )
        elif row is None or row[0] != digest:
            findings.append(
                f"Entry {number} is not the one whose digest you gave: the head was mistyped, or the log was written anew."
            )
    return findings


def key_findings(contents: Contents) -> list[str]:
    """Findings for encrypted values that the field keys of this machine do not decrypt."""
    findings = [
        f"{unreadable} of {total} encrypted values in {place} cannot be read with the field keys of this machine."
        for place, (unreadable, total) in sorted(stored_secrets.unreadable().items())
    ]
    if not findings:
        return []
    file, made_at = Path(settings.DATA) / "field_key", contents.made_at
    if file.is_file() and file.read_text(encoding="ascii", errors="replace").strip() in settings.FIELD_KEYS:
        changed = datetime.fromtimestamp(file.stat().st_mtime, UTC)
        if made_at and changed > made_at:
            findings.append(
                f"The key in {file} is of {changed:%d %B %Y}, younger than the backup ({made_at:%d %B %Y}): bring back the key "
                "that was kept elsewhere (CASETRACKER_FIELD_KEYS)."
            )
    return findings


def secret_key_note(contents: Contents) -> str:
    """Return a note if the secret key is not the one in use when the backup was made."""
    salt, fingerprint = contents.about.get("secret_key_salt", ""), contents.about.get("secret_key_print", "")
    if not salt or not fingerprint or key_print(settings.SECRET_KEY, salt) == fingerprint:
        return ""
    return (
        "CASETRACKER_SECRET_KEY is another one than when the backup was made. Nothing is lost by that: bookmarks of the staff's "
        "pages end."
    )


def evidence_findings(contents: Contents) -> list[str]:
    """Findings for evidence that records name and the backup lacks, or whose digest is not its name."""
    model = apps.get_model("cases", "Evidence")
    named_digests = set(model._base_manager.values_list("sha256", flat=True))
    digests = {name.rpartition("/")[2]: contents.digests[name] for name in contents.evidence}
    missing = [
        f"The evidence {sha256} is named by a record and is not in the backup."
        for sha256 in sorted(named_digests - digests.keys())
    ]
    altered = [
        f"The evidence {sha256} had been altered when the backup was made: its SHA-256 is {digest}."
        for sha256, digest in sorted(digests.items())
        if sha256 in named_digests and sha256 != digest
    ]
    return missing + altered
