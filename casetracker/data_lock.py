"""Lock on the data folder: every process of the private side holds a shared lock on one file in it.

A restore needs exclusive access. The kernel releases a lock when its process ends, however it ends, so a crash leaves
nothing behind and there is no process number that could be mistaken for that of another process.
"""

import fcntl
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from casetracker.deployment import NEED_NO_DATA
from casetracker.environment import PREFIX

NAME = "in_use.lock"
HOLD_NONE = NEED_NO_DATA | {"collectstatic", "make_downloads", "restore"}
"""Commands that do not touch the private data, and `restore`, which locks the folder exclusively."""

_held: dict[Path, int] = {}  # data folder -> descriptor, open as long as the process lives


class InUse(Exception):
    """Raised if the folder cannot be used in this way now; the text is a sentence."""


def hold(data: Path) -> None:
    """Mark the data folder as in use until this process ends.

    Raises:
        InUse: a restore is running, or the folder is not writable.
    """
    if data in _held:
        return
    descriptor = _open(data)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError as error:
        os.close(descriptor)
        raise InUse(f"A backup is being restored into {data}. Wait until that is done, then try again.") from error
    _held[data] = descriptor


def hold_for_command(command: Sequence[str], arguments: Sequence[str]) -> None:
    """Hold the lock for `manage.py COMMAND`, unless it does not touch the private data or uses the public settings.

    Raises:
        InUse: see `hold`.
    """
    if not command or command[0].startswith("-") or command[0] in HOLD_NONE:
        return
    if any("settings.public" in text for text in (*arguments, os.environ.get("DJANGO_SETTINGS_MODULE", ""))):
        return
    text = os.environ.get(f"{PREFIX}DATA", "").strip()
    # As in settings/shared.py, which is not loaded yet.
    hold(Path(text).expanduser().absolute() if text else Path(__file__).resolve().parents[1] / "data")


@contextmanager
def exclusive(data: Path) -> Iterator[None]:
    """Lock the data folder exclusively.

    Raises:
        InUse: a site or a command is using it, or it is not writable.
    """
    descriptor = _open(data)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        os.close(descriptor)
        raise InUse(
            f"The private site or a command is running over {data}. Stop it first, then restore; nothing was changed."
        ) from error
    try:
        yield
    finally:
        os.close(descriptor)


def _open(data: Path) -> int:
    try:
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
        return os.open(data / NAME, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise InUse(
            f"The folder {data} cannot be written to ({error.strerror}). Run this as the user of the private site."
        ) from error
