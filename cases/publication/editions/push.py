"""Push an edition outward: to folders (a USB stick) and to hosts over ssh. Nobody pulls, and no host can reach inward.

First the list of withdrawn records goes to every target, then the edition. rsync takes the edition that a host has as basis, so
only what changed is sent; it writes to a folder of its own (`incoming`), from which `receive_edition` on the host takes a checked
copy. The manifest goes last.
"""

import os
import shlex
import shutil
import subprocess
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

from cases.public_site.editions.manifest import LIST, MANIFEST, SIGNATURE
from cases.public_site.editions.wipe import wipe
from cases.publication.editions import shelf
from cases.publication.editions.shelf import EditionError, Made

SSH = "ssh -o BatchMode=yes -o ConnectTimeout=10"
PATIENCE = 4 * 3600  # seconds for one target
AT_ONCE = 8  # targets
BLOCK = 1024  # bytes compared: rows of a register that was built anew lie elsewhere in its pages
MOST_SAID = 400  # characters of what a host says
INCOMING = "incoming"
BASIS = "../current"


class Remote(NamedTuple):
    """How hosts are reached, and the command there that takes what was pushed; empty if the host watches the folder itself."""

    shell: str = SSH
    receive: str = ""


def push(place: Path, targets: Sequence[str], remote: Remote, *, only_withdrawn: bool = False) -> dict[str, str]:
    """Push the list of withdrawn records, then the newest edition; return a sentence for each target that failed.

    Raises:
        EditionError: there is no signed edition.
    """
    with shelf.locked(place, "reading", shared=True):
        made = shelf.newest(place)
        if made is None:
            raise EditionError(f"There is no edition in {place}.")
        listed = place / shelf.WITHDRAWN
        for signed in ([listed / LIST] if listed.exists() else []) + [made.folder / MANIFEST]:
            if not signed.with_name(signed.name + SIGNATURE).exists():
                raise EditionError(f"{signed} is not signed. Run sign_edition {signed.parent} first.")
        failures: dict[str, str] = {}
        if listed.exists():
            failures |= _to_each(targets, lambda target: _push_list(listed, target, remote))
        if not only_withdrawn:
            failures |= _to_each(targets, lambda target: _push_edition(made, target, remote))
        return failures


def is_host(target: str) -> bool:
    """Whether a target is HOST:FOLDER, and not a folder of this machine."""
    return ":" in target.partition("/")[0]


def _to_each(targets: Iterable[str], send: Callable[[str], None]) -> dict[str, str]:
    """Send to all targets; one that fails or is slow does not stop the others."""

    def attempt(target: str) -> tuple[str, str]:
        try:
            send(target)
        except EditionError as error:
            return target, str(error)
        except subprocess.TimeoutExpired:
            return target, "It took too long."
        except OSError as error:
            return target, f"It could not be written: {error.strerror or error}."
        return target, ""

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return {target: sentence for target, sentence in pool.map(attempt, targets) if sentence}


def _push_list(listed: Path, target: str, remote: Remote) -> None:
    if is_host(target):
        _rsync(listed, f"{target}/{INCOMING}", remote, [])
        _receive(target, remote)
        return
    for name in (LIST + SIGNATURE, LIST):
        _copy(listed / name, Path(target) / name)


def _push_edition(made: Made, target: str, remote: Remote) -> None:
    if is_host(target):
        to = f"{target}/{INCOMING}"
        _rsync(made.folder, to, remote, [f"--exclude=/{MANIFEST}*", f"--exclude=/{LIST}*", "--delete-after"])
        _rsync(made.folder, to, remote, [])
        _receive(target, remote)
        return
    _to_folder(made, Path(target))


def _to_folder(made: Made, target: Path) -> None:
    """Write the edition under its own name; those before are overwritten only when it is complete."""
    place = target / made.folder.name
    unfinished = target / f"{place.name}.unfinished"
    wipe(unfinished)
    if not (place / MANIFEST).exists() or shelf.at(place).manifest.digest() != made.manifest.digest():
        if place.exists():
            raise EditionError(f"{place} is another edition with this number.")
        for file in made.manifest.files:
            _copy(made.folder / file.path, unfinished / file.path)
        for name in (MANIFEST + SIGNATURE, MANIFEST):
            _copy(made.folder / name, unfinished / name)
        unfinished.rename(place)
    for other in target.glob("edition-*"):
        if other != place:
            wipe(other)
    for name in (LIST + SIGNATURE, LIST):
        wipe(target / name)


def _copy(source: Path, target: Path) -> None:
    """Copy a file under another name, write it through to the disk, then rename it."""
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_name(f".{target.name}.new")
    with source.open("rb") as reading, unfinished.open("wb") as writing:
        shutil.copyfileobj(reading, writing, 1024 * 1024)
        writing.flush()
        os.fsync(writing.fileno())
    unfinished.replace(target)


def _rsync(source: Path, to: str, remote: Remote, options: Sequence[str]) -> None:
    command = [
        "rsync", "--recursive", "--checksum", "--compress", "--no-whole-file", f"--block-size={BLOCK}", "--chmod=D755,F644",
        f"--copy-dest={BASIS}", f"--rsh={remote.shell}", *options, f"{source}/", to,
    ]  # fmt: skip
    _run(command, "The files could not be sent")


def _receive(target: str, remote: Remote) -> None:
    if remote.receive:
        _run([*shlex.split(remote.shell), target.partition(":")[0], remote.receive], "The host did not take it")


def _run(command: Sequence[str], otherwise: str) -> None:
    try:
        done = subprocess.run(  # noqa: S603 - commands of the operator
            command, capture_output=True, text=True, timeout=PATIENCE, check=False, errors="replace"
        )
    except FileNotFoundError as error:
        raise EditionError(f"{command[0]} is not installed here.") from error
    if done.returncode:
        said = " ".join(line.removeprefix("CommandError: ") for line in done.stderr.splitlines() if line.strip())
        raise EditionError(f"{otherwise}: {said[:MOST_SAID] or f'exit code {done.returncode}'}")
