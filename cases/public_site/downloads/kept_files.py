"""The complete files of one edition and day, generated once, all together, and stored in a folder of the public site.

On a server a thread of each process checks for a new edition every second (`keep`): it removes the files of the previous
edition at once, because something may have been unpublished, and starts a child process that generates the new ones, so that no
page waits for them. Until they exist, requests are answered with "try again later". Without such a thread (tests, other
servers) the first request generates them.
"""

import fcntl
import hashlib
import logging
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connections
from django.utils import timezone

from cases.public_site import edition
from cases.public_site.build_id import release
from cases.public_site.downloads import ftm_files
from cases.public_site.downloads.file_formats import FORMATS
from cases.public_site.downloads.list_files import LISTINGS, Listing, documents
from cases.public_site.index import person_index
from cases.public_site.middleware import chosen
from cases.public_site.models import PublishedCase, PublishedHearing
from cases.public_site.queries.documents import to_json

LICENCE = "CC BY 4.0"
WHOLE = ("csv", "jsonl")
MANIFEST = "manifest.json"
NAMES = (*(f"{name}.{extension}" for name in LISTINGS for extension in WHOLE), *ftm_files.FILES, MANIFEST)
EVERY = 1.0  # seconds
AFTER_FAILURE = 60  # checks until the next attempt (disk full, folder not writable)
logger = logging.getLogger(__name__)
_kept_by_a_thread = threading.Event()


def path_of(name: str) -> Path | None:
    """Path of a file of the edition being read; None while it is being generated."""
    place = _folder()
    if not place.is_dir() and not _kept_by_a_thread.is_set():
        make()
    file = place / name
    return file if file.is_file() else None


def make() -> None:
    """Generate all files of the edition being read; one process at a time, the others find the files ready."""
    place = _folder()
    with _locked():
        if place.is_dir():
            return
        unfinished = place.with_name(f"{place.name}.unfinished")
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir()
        try:
            write_all(unfinished, timezone.localdate())
            unfinished.rename(place)
        finally:
            shutil.rmtree(unfinished, ignore_errors=True)
    remove_others()


def write_all(folder: Path, today: date) -> None:
    """Write all files of the edition being read, and the manifest that describes them, into a folder."""
    entries = [_written(folder, listing, extension, today) for listing in LISTINGS.values() for extension in WHOLE]
    entries += [
        _written_pieces(folder, name, media_type, write(ftm_files.entities()))
        for name, (media_type, write) in ftm_files.FILES.items()
    ]
    (folder / MANIFEST).write_text(to_json(_manifest(entries, today)), encoding="utf-8")


def remove_others() -> None:
    """Remove the files of every other edition and day."""
    keep = _folder().name
    with suppress(OSError):
        for other in settings.DOWNLOADS.iterdir():
            if other.is_dir() and other.name not in (keep, f"{keep}.unfinished"):
                shutil.rmtree(other, ignore_errors=True)


def remove_all() -> None:
    """Remove all files: there is no register that they could belong to."""
    with suppress(OSError):
        for other in settings.DOWNLOADS.iterdir():
            if other.is_dir():
                shutil.rmtree(other, ignore_errors=True)


def start() -> None:
    """Run `keep` in a daemon thread of this process."""
    _kept_by_a_thread.set()
    threading.Thread(target=keep, args=(threading.Event().wait,), daemon=True, name="files").start()


def keep(wait: Callable[[float], bool]) -> None:
    """Generate the files of each new edition and day and remove those of the previous one, until `wait(seconds)` returns true."""
    child: subprocess.Popen[bytes] | None = None
    of, pause = "", 0
    while True:
        name, pause = _of_now(), pause - 1
        if child and (child.poll() is not None or name != of):
            child.terminate()
            if child.wait() > 0:
                logger.error("the files to download could not be made")
                pause = AFTER_FAILURE
            child = None
        if not name or edition.is_neutral():
            remove_all()
        else:
            if name != of:
                _other_than(name)
            if child is None and pause <= 0 and not (settings.DOWNLOADS / name).is_dir():
                child = _maker()
        of = name
        if wait(EVERY):
            if child:
                child.terminate()
                child.wait()
            return


def _other_than(name: str) -> None:
    with suppress(OSError):
        for other in settings.DOWNLOADS.iterdir():
            if other.is_dir() and other.name.partition(".")[0] != name:
                shutil.rmtree(other, ignore_errors=True)


def _of_now() -> str:
    """Name of the folder for the current edition; empty if no edition can be read."""
    try:
        with reading():
            return _folder().name
    except (edition.Missing, OSError, DatabaseError):
        connections[edition.REGISTER].close()
        return ""


@contextmanager
def reading() -> Iterator[None]:
    """Context in which this thread reads one edition."""
    edition.follow_file()
    edition.begin()
    try:
        yield
    finally:
        edition.end()


def _maker() -> subprocess.Popen[bytes]:
    """Start a separate process, so that pages do not compete with it for the global interpreter lock."""
    return subprocess.Popen(
        [sys.executable, "-m", "django", "make_downloads"],
        cwd=settings.BASE_DIR,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "casetracker.settings.public"},
        preexec_fn=lambda: os.nice(10),  # noqa: PLW1509 - one system call, none of our code
        stdout=subprocess.DEVNULL,
    )


def _folder() -> Path:
    """Folder for the files of the edition being read: it depends on the edition, the day, the version and the settings."""
    file = getattr(connections[edition.REGISTER], "register_file", "")
    key = f"{edition.current().digest} {file} {timezone.localdate()} {release()} {chosen()}"
    place: Path = settings.DOWNLOADS / hashlib.sha256(key.encode()).hexdigest()[:32]
    return place


@contextmanager
def _locked() -> Iterator[None]:
    settings.DOWNLOADS.mkdir(parents=True, exist_ok=True)
    with (settings.DOWNLOADS / "lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def media_type_of(name: str) -> str:
    """What kind of file one of NAMES is."""
    if name in ftm_files.FILES:
        return ftm_files.FILES[name][0]
    return "application/json; charset=utf-8" if name == MANIFEST else FORMATS[name.partition(".")[2]][0]


def _written(folder: Path, listing: Listing, extension: str, on: date) -> dict[str, Any]:
    """Write one list; return its entry in the manifest."""
    media_type, write = FORMATS[extension]
    pieces = write(documents(listing, _ids(listing), on), listing.columns)
    return _written_pieces(folder, f"{listing.name}.{extension}", media_type, pieces)


def _written_pieces(folder: Path, name: str, media_type: str, pieces: Iterable[bytes]) -> dict[str, Any]:
    digest = hashlib.sha256()
    with (folder / name).open("wb") as file:
        for piece in pieces:
            digest.update(piece)
            file.write(piece)
        size = file.tell()
    return {
        "name": name,
        "path": f"/data/{name}",
        "media_type": media_type,
        "sha256": digest.hexdigest(),
        "bytes": size,
    }


def _manifest(files: list[dict[str, Any]], on: date) -> dict[str, Any]:
    current = edition.current()
    return {
        "edition": current.digest,
        "changed_on": current.changed_on.isoformat() if current.changed_on else None,
        "on": on.isoformat(),
        "licence": LICENCE,
        "files": files,
        "columns": {
            name: [{"name": column.name, "meaning": column.meaning} for column in listing.columns]
            for name, listing in LISTINGS.items()
        },
    }


def _ids(listing: Listing) -> list[str]:
    if listing.name == "persons":
        return sorted(person_index().ids)
    model = PublishedCase if listing.name == "cases" else PublishedHearing
    return list(model._base_manager.order_by("id").values_list("id", flat=True))
