"""Writing a data package: a zip of one CSV file a table, datapackage.json, and, where they go along, the kept files."""

import csv
import hashlib
import io
import json
import tempfile
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import IO, Any

from django.db import transaction
from django.utils import timezone

from cases.evidence import file_store
from cases.models import Evidence, Photo
from cases.spreadsheets.package.chosen_rows import REFERENCE, ROWS_FIRST, Chosen, closure, rows_of_table
from cases.spreadsheets.package.table_schema import descriptor
from cases.spreadsheets.package.tables import ID, TABLES, Table

DESCRIPTOR = "datapackage.json"
FILES = "files"
NO_TIME = (1980, 1, 1, 0, 0, 0)
"""The times of the files say nothing of when or where the package was made."""
PIECE = 1 << 20


@dataclass
class Written:
    """A package: the temporary file, which is gone when it is closed, and how many rows and files are in it."""

    file: IO[bytes]
    rows: Counter[str] = field(default_factory=Counter)
    files: int = 0
    missing: int = 0


def write(chosen: Chosen, *, sensitive: bool = False, with_files: bool = False) -> Written:
    """Write the chosen persons and cases. Nothing is checked or logged here: `export.take_out_package` does."""
    made = Written(tempfile.TemporaryFile())  # noqa: SIM115 - whoever sends it closes it
    digests: dict[str, tuple[str, int]] = {}
    with transaction.atomic(), zipfile.ZipFile(made.file, "w", zipfile.ZIP_DEFLATED) as archive:
        for table in ROWS_FIRST:
            if not table.with_files or with_files:
                digests[table.file] = _write_table(archive, table, chosen, made, sensitive=sensitive)
        closure(chosen, REFERENCE)
        for table in REFERENCE:
            digests[table.file] = _write_table(archive, table, chosen, made, sensitive=sensitive)
        tables = [(table, table.columns(sensitive=sensitive)) for table in TABLES if table.file in digests]
        told = descriptor(tables, digests=digests, created=timezone.now().isoformat(timespec="seconds"))
        _write_piece(archive, DESCRIPTOR, [json.dumps(told, ensure_ascii=False, indent=1).encode()])
        if with_files:
            _write_files(archive, chosen, made)
    made.file.seek(0)
    return made


def _write_table(
    archive: zipfile.ZipFile, table: Table, chosen: Chosen, made: Written, *, sensitive: bool
) -> tuple[str, int]:
    columns = table.columns(sensitive=sensitive)
    return _write_piece(archive, table.file, _lines(table, columns, chosen, made))


def _lines(table: Table, columns: Sequence[str], chosen: Chosen, made: Written) -> Iterator[bytes]:
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow([ID, *columns])
    for _key, public_id, cells in rows_of_table(table, columns, chosen):
        writer.writerow([public_id, *cells])
        made.rows[table.noun] += 1
        if buffer.tell() > PIECE:
            yield buffer.getvalue().encode()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue().encode()


def _write_piece(archive: zipfile.ZipFile, name: str, pieces: Iterable[bytes]) -> tuple[str, int]:
    """Write one member; returns its SHA-256 and size."""
    digest, size = hashlib.sha256(), 0
    entry = zipfile.ZipInfo(name, NO_TIME)
    entry.compress_type = zipfile.ZIP_DEFLATED
    with archive.open(entry, "w", force_zip64=True) as member:
        for piece in pieces:
            digest.update(piece)
            size += len(piece)
            member.write(piece)
    return digest.hexdigest(), size


def _write_files(archive: zipfile.ZipFile, chosen: Chosen, made: Written) -> None:
    """The pictures and kept files of the rows that were written, each once, under its SHA-256."""
    done: set[str] = set()
    for sha256, pieces in _kept_files(chosen):
        if sha256 in done:
            continue
        done.add(sha256)
        try:
            first = next(pieces, b"")
        except FileNotFoundError:  # it is told in the log; `verify_evidence` finds it
            made.missing += 1
            continue
        _write_piece(archive, f"{FILES}/{sha256}", _and_the_rest(first, pieces))
        made.files += 1


def _kept_files(chosen: Chosen) -> Iterator[tuple[str, Iterator[bytes]]]:
    for key in sorted(chosen.written["photo"]):
        photo: Any = Photo._base_manager.only("sha256", "content").filter(pk=key).first()
        if photo is not None:
            yield photo.sha256, iter([bytes(photo.content)])
    for key in sorted(chosen.written["evidence"]):
        kept: Any = Evidence._base_manager.only("sha256").filter(pk=key).first()
        if kept is not None:
            yield kept.sha256, file_store.pieces(kept.sha256)


def _and_the_rest(first: bytes, pieces: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from pieces
