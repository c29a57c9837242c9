"""Release an edition: a folder that any number of public hosts can check and serve.

The register is built anew from the approvals, so the same approvals, day and edition before give the same bytes on every machine
with this version of the program. An edition is named by its day and not by an hour: at which hour staff work is nobody's concern.
"""

import json
import os
import subprocess
import sys
import tempfile
from datetime import date, datetime, time, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.audit import log
from cases.public_site.editions.edition_files import Figures
from cases.public_site.editions.manifest import (
    HISTORY,
    LIST,
    MANIFEST,
    NO_EDITION,
    REGISTER,
    SIGNATURE,
    SITE,
    Manifest,
    Withdrawals,
    canonical,
    file_at,
)
from cases.public_site.editions.wipe import wipe
from cases.publication import known_file, register_file
from cases.publication.editions import changes, shelf
from cases.publication.editions.shelf import EditionError, Entry, Made
from cases.publication.editions.signing_key import SigningKey
from cases.publication.publish import publish_outstanding, rebuild

TRIES = 3
VALID = timedelta(days=30)
CHOICES = ("SMALL_CELLS", "CONTACT", "DISCREET_TITLES", "TIME_ZONE", "DEMO")
"""Settings of the public site that the process which makes the files gets; it gets no key and no database."""


def release(
    place: Path,
    *,
    day: date,
    valid: timedelta = VALID,
    key: SigningKey | None,
    like: Made | None = None,
    pages: str = "",
) -> Made:
    """Make the next edition in `place`, sign it if a key is given, and overwrite the one before.

    `pages`: the address of a static mirror ("https://example.org"), for which all pages are made too.
    `like`: make this edition again, from the approvals of this machine, to compare the bytes.

    Raises:
        EditionError: something is being approved all the time, or the files could not be made.
    """
    with shelf.locked(place, "making"):
        former = None if like else shelf.newest(place)
        making = place / shelf.MAKING
        wipe(making)
        making.mkdir(mode=0o755)
        try:
            made = _make(making, former=former, day=day, valid=valid, like=like, pages=pages)
            target = place / shelf.name_of(made.manifest.number)
            if target.exists():
                raise EditionError(f"{target} exists already.")
            if key:
                sign(made, key)
            if former:
                _list_withdrawn(place, former, made.folder / REGISTER, key)
            making.rename(target)
        finally:
            wipe(making)
        if not like:
            with transaction.atomic():
                log.write(
                    action="edition released", note=f"edition {made.manifest.number}, SHA-256 {made.manifest.digest()}"
                )
            _wipe_former(place, target)
        return Made(target, made.manifest)


def _wipe_former(place: Path, target: Path) -> None:
    """Overwrite the editions before `target`, once nobody pushes one."""
    with shelf.locked(place, "reading"):
        for other in place.glob("edition-*"):
            if other != target:
                wipe(other)


def is_unchanged(made: Made, day: date) -> bool:
    """Whether the public register is the one of the newest edition, and the day is its day."""
    publish_outstanding()
    same = known_file.edition_of(register_file.register_path()) == known_file.edition_of(made.folder / REGISTER)
    return same and made.manifest.moment == _midnight(day)


def withdraw(place: Path, *, key: SigningKey | None) -> frozenset[str]:
    """List the records of the newest edition that are no longer public, so that hosts stop to answer them before the next edition
    is made; return their ids.

    Raises:
        EditionError: there is no edition yet.
    """
    publish_outstanding()
    with shelf.locked(place, "reading", shared=True):
        former = shelf.newest(place)
        if former is None:
            raise EditionError("There is no edition yet, so nothing has to be withdrawn from one.")
        return _list_withdrawn(place, former, register_file.register_path(), key)


def sign(made: Made, key: SigningKey) -> None:
    """Write the signature beside the manifest."""
    comment = f"edition {made.manifest.number} for {made.day().isoformat()}"
    (made.folder / (MANIFEST + SIGNATURE)).write_text(key.sign(made.manifest.content(), comment).text())


def sign_list(folder: Path, content: bytes, key: SigningKey) -> None:
    """Write the signature beside a list of withdrawn records."""
    (folder / (LIST + SIGNATURE)).write_text(key.sign(content, "withdrawn records").text())


def _make(making: Path, *, former: Made | None, day: date, valid: timedelta, like: Made | None, pages: str) -> Made:
    _build_register(making / REGISTER)
    figures = _make_files(making, day, pages)
    number = like.manifest.number if like else former.manifest.number + 1 if former else 1
    told: list[Entry] = like.history()[:-1] if like else former.history() if former else []
    told.append({"number": number, "day": day.isoformat(), "figures": figures})
    (making / HISTORY).write_bytes(canonical(told))
    before = like.manifest.before if like else former.manifest.digest() if former else NO_EDITION
    moment = like.manifest.moment if like else _midnight(day)
    paths = sorted(path.relative_to(making).as_posix() for path in making.rglob("*") if path.is_file())
    files = tuple(file_at(making, path) for path in paths)
    manifest = Manifest(number, before, moment, like.manifest.expires if like else moment + valid, files)
    for path in paths:
        (making / path).chmod(0o444)
    (making / MANIFEST).write_bytes(manifest.content())
    return Made(making, manifest)


def _build_register(target: Path) -> None:
    """Build the register of the approvals as they are at one moment."""
    for _time in range(TRIES):
        publish_outstanding()
        rebuild(target)
        if known_file.edition_of(target) == known_file.edition_of(register_file.register_path()):
            if damage := known_file.damage_of_pages(target):
                raise EditionError(f"The disk lost data of the new edition. {damage}")
            return
    raise EditionError("Something was approved each time while the edition was made. Try again later.")


def _make_files(making: Path, day: date, pages: str) -> Figures:
    """Have the downloads and pages made by a process with the settings of the public site."""
    chosen = {name: value for name, value in os.environ.items() if not name.startswith("CASETRACKER_")}
    chosen |= {name: os.environ[name] for name in (f"CASETRACKER_{choice}" for choice in CHOICES) if name in os.environ}
    with tempfile.TemporaryDirectory(prefix="casetracker-") as scratch:
        own = {
            "CASETRACKER_DATA": scratch,
            "CASETRACKER_REGISTER": str((making / REGISTER).absolute()),
            "CASETRACKER_ALLOWED_HOSTS": urlsplit(pages).hostname or "",
            "DJANGO_SETTINGS_MODULE": "casetracker.settings.public",
        }
        done = subprocess.run(  # noqa: S603 - our own command
            [
                *(sys.executable, "-m", "django", "make_edition_files"),
                *(str((making / SITE).absolute()), day.isoformat(), f"--pages={pages}"),
            ],
            cwd=settings.BASE_DIR,
            env=chosen | own,
            stdout=subprocess.PIPE,
            check=False,
        )
    if done.returncode:
        raise EditionError("The downloads or pages could not be made; the process that makes them says why.")
    figures: Figures = json.loads(done.stdout)
    return figures


def _list_withdrawn(place: Path, former: Made, register: Path, key: SigningKey | None) -> frozenset[str]:
    """Write the list of what was in the former edition and is not in a register; no list if there is nothing."""
    gone = changes.absent(former.folder / REGISTER, register)
    folder = place / shelf.WITHDRAWN
    wipe(folder)
    if gone:
        content = Withdrawals(former.manifest.number, gone).content()
        folder.mkdir(mode=0o755)
        (folder / LIST).write_bytes(content)
        if key:
            sign_list(folder, content, key)
    return gone


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), timezone.get_default_timezone())
