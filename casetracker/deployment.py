"""Requirements before a deployment writes or serves anything: its own settings, files that only its user can read."""

import os
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path

from django.conf import settings

from casetracker.environment import PREFIX

OTHERS = stat.S_IRWXG | stat.S_IRWXO
PROXIES = f"{PREFIX}TRUSTED_PROXIES"
INSTALLED = Path("/etc/casetracker/install.conf")  # written by deploy/install
YES = {"1", "true", "yes", "on"}  # as in environment.flag, which would raise for anything else
NEED_NO_DATA = {
    "check",
    "compile_translations",
    "edition_changes",
    "help",
    "make_signing_key",
    "makemigrations",
    "prepare_public",
    "sign_edition",
    "version",
}
"""Commands that do not read or write data of an organisation."""


def refusal_without_settings(command: Sequence[str]) -> str:
    """Reason why a command may not run: without the organisation's settings it would create a new database and keys.

    `command` is the first word of the command line, if there is one. Returns an empty string if the command may run.
    """
    if not command or command[0].startswith("-") or command[0] in NEED_NO_DATA:
        return ""
    if os.environ.get(f"{PREFIX}DATA"):
        return ""
    if INSTALLED.exists():
        return (
            f"The case tracker is installed on this machine, and `{command[0]}` was run without its settings. "
            f"Run: sudo casetracker {command[0]}"
        )
    if os.environ.get(f"{PREFIX}DEMO", "").strip().lower() in YES:
        return ""
    return (
        f"{PREFIX}DATA is not set, so `{command[0]}` would make a new database and new keys. "
        f"Load your organisation's settings first, or set {PREFIX}DEMO=1 to try the demonstration."
    )


def private_paths() -> Iterator[Path]:
    """Yield the files and folders that only the user of the private site may read."""
    data: Path = settings.DATA
    name = settings.DATABASES["default"].get("NAME", "")
    if "sqlite3" in str(settings.DATABASES["default"].get("ENGINE", "")):
        yield from (Path(f"{name}{suffix}") for suffix in ("", "-wal", "-shm", "-journal"))
    yield from (data / "secret_key", data / "field_key", settings.EVIDENCE, data / "media")


def readable_by_others() -> list[Path]:
    """Existing private files and folders that other users of the machine can open.

    A parent folder that is closed to others protects them, whatever their own modes.
    """
    return [path for path in private_paths() if path.exists() and _mode(path) & OTHERS and not _is_closed_above(path)]


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def _is_closed_above(path: Path) -> bool:
    return any(not _mode(folder) & (stat.S_IXGRP | stat.S_IXOTH) for folder in path.absolute().parents)
