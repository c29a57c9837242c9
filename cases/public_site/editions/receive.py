"""Take an edition that was pushed here: check, copy, swap, wipe. A crash at any instant leaves one whole edition in place.

    FOLDER/edition-000012/     the edition in place
    FOLDER/current             link to it; renaming this link is the swap
    the register's path        link to FOLDER/current/register.sqlite3, which the public process follows
    the register's path + .withdrawn    ids that are not answered any more, until an edition without them is here

Files are copied from the folder that others write to, and the copies are checked: what changes there meanwhile is refused, not
served. The edition before is overwritten at once, because something may have been withdrawn from it.
"""

import fcntl
import os
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from cases.public_site.editions.check_edition import Columns, check_manifest, check_withdrawals, read_whole
from cases.public_site.editions.manifest import (
    LIST,
    MANIFEST,
    REGISTER,
    SIGNATURE,
    Manifest,
    Unreadable,
    Withdrawals,
    file_at,
    read_manifest,
    read_withdrawals,
)
from cases.public_site.editions.minisign import PublicKey
from cases.public_site.editions.take_copy import sync, take_copy
from cases.public_site.editions.wipe import wipe

CURRENT = "current"
TAKING = ".taking"


class Host(NamedTuple):
    """Where a public host keeps its edition, and what it needs to accept one."""

    folder: Path
    register: Path  # the path that the public process opens
    key: PublicKey
    columns: Columns
    readers_have: float = 30.0  # seconds to finish with the edition before

    def present(self) -> Manifest | None:
        """The manifest of the edition in place."""
        try:
            return read_manifest(read_whole(self.folder / CURRENT / MANIFEST))
        except (OSError, Unreadable):
            return None

    def withdrawn(self) -> Path:
        """File with the ids that are not answered any more."""
        return self.register.with_name(f"{self.register.name}.withdrawn")


def receive(source: Path, host: Host, *, now: datetime, consume: bool = False) -> list[str]:
    """Take what lies in a folder, a list of withdrawn records first, then an edition; return a sentence for each.

    `consume`: overwrite and remove what was taken, so that the folder keeps nothing that is withdrawn later.

    Raises:
        EditionRefused: something may not be taken. The edition in place stays, and so does the list taken before it.
    """
    host.folder.mkdir(parents=True, exist_ok=True)
    sentences = []
    if (source / LIST).exists():
        sentences += _receive_list(source, host)
        if consume:
            _empty(source, {LIST, LIST + SIGNATURE})
        if not (source / MANIFEST).exists():
            return sentences
    sentences += _receive_edition(source, host, now)
    if consume:
        _empty(source, {child.name for child in source.iterdir()})
    return sentences


def _receive_list(source: Path, host: Host) -> list[str]:
    """Have ids answered no more, at once: it waits for no edition that is being copied."""
    with _alone(host.folder / "list.lock"):
        present = host.present()
        if (source / MANIFEST).exists() and _is_carried_out(source, present):
            return []
        _withdraw(check_withdrawals(source, host.key, present=present), host)
    return ["The withdrawn records are not shown any more."]


def _receive_edition(source: Path, host: Host, now: datetime) -> list[str]:
    with _alone(host.folder / "edition.lock"):
        _clean(host)
        present = host.present()
        manifest = check_manifest(source, host.key, present=present, now=now)
        if present and present.digest() == manifest.digest() and _is_whole(present, host):
            if not _is_linked(host):
                _replace_register(host)
                _clean(host)
            return [f"Edition {manifest.number} is in place already."]
        take_copy(source, manifest, host.folder / TAKING, host.columns)
        _swap(manifest, host)
        _clean(host)
        return [f"Edition {manifest.number} is in place."]


def _empty(source: Path, names: Collection[str]) -> None:
    for name in sorted(names):
        wipe(source / name)


def _is_carried_out(source: Path, present: Manifest | None) -> bool:
    """Whether a list that lies beside an edition concerns only editions before the one in place."""
    try:
        listed = read_withdrawals(read_whole(source / LIST))
    except (OSError, Unreadable):
        return False  # will be refused, with a sentence
    return present is not None and listed.number < present.number


def _is_whole(present: Manifest, host: Host) -> bool:
    """Whether the edition in place still has the bytes that were signed."""
    try:
        return all(file_at(host.folder / CURRENT, file.path) == file for file in present.files)
    except OSError:
        return False


def _withdraw(listed: Withdrawals, host: Host) -> None:
    """Add ids to those that are not answered; an older list of the same edition takes none back."""
    former = _in_force(host)
    number = max(listed.number, former.number if former else 0)
    place = host.withdrawn()
    unfinished = place.with_name(f"{place.name}.new")
    unfinished.write_bytes(Withdrawals(number, listed.ids | (former.ids if former else frozenset())).content())
    unfinished.chmod(0o644)
    _rename(unfinished, place)


def _in_force(host: Host) -> Withdrawals | None:
    try:
        return read_withdrawals(host.withdrawn().read_bytes())
    except (OSError, Unreadable):
        return None


def _swap(manifest: Manifest, host: Host) -> None:
    """Put the edition that was taken in the place of the present one, in one step."""
    name = f"edition-{manifest.number:06}-{manifest.digest()[:8]}"
    if (host.folder / name).exists():  # the same edition, damaged: readers keep it until the swap
        name += "-again"
    place = host.folder / name
    _rename(host.folder / TAKING, place)
    _link(Path(place.name), host.folder / CURRENT)
    if not _is_linked(host):
        _replace_register(host)


def _is_linked(host: Host) -> bool:
    return host.register.is_symlink() and host.register.readlink() == host.folder.absolute() / CURRENT / REGISTER


def _replace_register(host: Host) -> None:
    """Have the register's path lead to the edition. A file that lay there (a register copied by hand) is wiped."""
    former = host.register.with_name(f"{host.register.name}.former")
    if host.register.exists() and not host.register.is_symlink():
        former.unlink(missing_ok=True)
        os.link(host.register, former)
    _link(host.folder.absolute() / CURRENT / REGISTER, host.register)


def _clean(host: Host) -> None:
    """Wipe whatever is not in place: an unfinished copy, the edition before, a list that an edition has carried out."""
    present = host.present()
    current = (host.folder / CURRENT).resolve()
    with _alone(host.folder / "list.lock"):
        listed = _in_force(host)
        if listed and present and listed.number < present.number:
            wipe(host.withdrawn())
    wipe(host.folder / TAKING)
    for other in sorted(host.folder.glob("edition-*")):
        if other.resolve() != current:
            wipe(other, readers_have=host.readers_have)
    former = host.register.with_name(f"{host.register.name}.former")
    if host.register.is_symlink():
        wipe(former, readers_have=host.readers_have)


def _link(to: Path, place: Path) -> None:
    unfinished = place.with_name(f".{place.name}.new")
    unfinished.unlink(missing_ok=True)
    unfinished.symlink_to(to)
    _rename(unfinished, place)


def _rename(what: Path, to: Path) -> None:
    what.replace(to)
    sync(to.parent)


@contextmanager
def _alone(lock: Path) -> Iterator[None]:
    """Hold a lock of a host's folder."""
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
