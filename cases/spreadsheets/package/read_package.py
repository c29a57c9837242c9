"""Reading a data package that comes back: a zip of known tables with known columns, within limits, or refused in a sentence."""

import csv
import hashlib
import io
import json
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import IO

from django.utils.translation import gettext as _

from accounts.exceptions import Refused
from cases.evidence.file_types import MAX_BYTES
from cases.spreadsheets.package.table_schema import FORM, PATTERN_OF_ID
from cases.spreadsheets.package.tables import BY_FILE, ID, TABLES, Table
from cases.spreadsheets.package.write_package import DESCRIPTOR, FILES

MOST_MEMBERS = 20_000
MOST_BYTES = 300 * 2**20
"""Of all tables together."""
MOST_ROWS = 500_000
LONGEST_CELL = 200_000  # characters
LONGEST_DESCRIPTOR = 2**20  # bytes
FILE_NAME = re.compile(rf"{FILES}/([0-9a-f]{{64}})")
ID_FORM = re.compile(PATTERN_OF_ID)
PIECE = 1 << 20
FAULTS = (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, RuntimeError, OSError, EOFError, ValueError)


@dataclass(frozen=True)
class PackageRow:
    """One row: its line in the file (the heading is 1), its public id, and its cells by column."""

    line: int
    public_id: str
    cells: Mapping[str, str]


class Package:
    """An open package. `tables` and their rows in the order of TABLES; `files`: digests of the kept files that came along."""

    def __init__(self, archive: zipfile.ZipFile, sha256: str) -> None:
        self.archive, self.sha256 = archive, sha256
        self.tables: dict[Table, list[PackageRow]] = {}
        self.columns: dict[Table, tuple[str, ...]] = {}
        self.changed: list[str] = []
        self.files: set[str] = set()

    def file(self, sha256: str) -> bytes:
        """One kept file. Raises Refused where it is too large or is not what its name says."""
        with self.archive.open(f"{FILES}/{sha256}") as member:
            content = member.read(MAX_BYTES + 1)
        if len(content) > MAX_BYTES or hashlib.sha256(content).hexdigest() != sha256:
            raise Refused(_("The file %(name)s is damaged or too large.") % {"name": sha256})
        return content


def read_package(file: IO[bytes]) -> Package:
    """The package in `file`, which stays open for it. Raises Refused with a sentence for everything that is no such package."""
    digest = hashlib.sha256()
    file.seek(0)
    while piece := file.read(PIECE):
        digest.update(piece)
    try:
        file.seek(0)
        package = Package(zipfile.ZipFile(file), digest.hexdigest())
        _read_members(package)
    except Refused:
        raise
    except FAULTS as wrong:
        raise Refused(_("This is not a data package, or it is damaged. Export it again.")) from wrong
    return package


def _read_members(package: Package) -> None:
    members = package.archive.infolist()
    names = [member.filename for member in members]
    if DESCRIPTOR not in names:
        raise Refused(_("This is not a data package: it has no file datapackage.json."))
    if len(names) > MOST_MEMBERS or len(set(names)) != len(names):
        raise Refused(_("The package has too many files, or two of one name."))
    digests = _digests_told(package)
    for name in names:
        if found := FILE_NAME.fullmatch(name):
            package.files.add(found[1])
        elif name != DESCRIPTOR and name not in BY_FILE:
            raise Refused(_("The package has a file that does not belong there: %(name)s.") % {"name": name[:80]})
    room = MOST_BYTES
    for table in TABLES:
        if table.file in names:
            content = _content(package.archive, table.file, room)
            room -= len(content)
            if digests.get(table.file) not in (None, f"sha256:{hashlib.sha256(content).hexdigest()}"):
                package.changed.append(table.file)
            package.tables[table] = list(_rows(package, table, content))


def _digests_told(package: Package) -> dict[str, str]:
    """What datapackage.json says of the files. Raises Refused where it is of a form that is not known here."""
    try:
        told = json.loads(_content(package.archive, DESCRIPTOR, LONGEST_DESCRIPTOR))
        form = told["casetracker"]["form"]
        found = {one["path"]: one.get("hash", "") for one in told["resources"]}
    except (KeyError, TypeError, ValueError, RecursionError, AttributeError) as wrong:
        raise Refused(_("datapackage.json was not written by this software.")) from wrong
    if form != FORM:
        raise Refused(_("The package was written by a newer version. Upgrade this installation first."))
    return {name: digest for name, digest in found.items() if isinstance(name, str) and digest}


def _content(archive: zipfile.ZipFile, name: str, room: int) -> bytes:
    with archive.open(name) as member:
        content = member.read(room + 1)
    if len(content) > room:
        raise Refused(_("The package is too large when unpacked."))
    return content


def _rows(package: Package, table: Table, content: bytes) -> Iterator[PackageRow]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        raise Refused(_("%(file)s is not written in UTF-8.") % {"file": table.file}) from wrong
    if "\0" in text:
        raise Refused(_("%(file)s contains invalid characters.") % {"file": table.file})
    csv.field_size_limit(max(csv.field_size_limit(), LONGEST_CELL))
    lines = csv.reader(io.StringIO(text, newline=""), strict=True)
    seen: set[str] = set()
    try:
        columns = _header(package, table, next(lines, []))
        for row in lines:
            public_id = row[0] if row else ""
            if len(row) != len(columns) + 1 or not ID_FORM.match(public_id) or public_id in seen:
                raise Refused(
                    _(
                        "%(file)s, line %(line)s: the number of cells differs from the heading, or the ID is missing or used twice."
                    )
                    % {"file": table.file, "line": lines.line_num}
                )
            seen.add(public_id)
            if len(seen) > MOST_ROWS:
                raise Refused(_("%(file)s has too many rows.") % {"file": table.file})
            yield PackageRow(lines.line_num, public_id, dict(zip(columns, row[1:], strict=True)))
    except csv.Error as wrong:
        raise Refused(_("%(file)s is not a valid CSV file.") % {"file": table.file}) from wrong


def _header(package: Package, table: Table, header: list[str]) -> tuple[str, ...]:
    columns = tuple(header[1:])
    unknown = [name for name in columns if name not in table.fields]
    if header[:1] != [ID] or unknown or len(set(columns)) != len(columns):
        raise Refused(
            _("%(file)s must begin with the column “id”, and has columns that are not known: %(columns)s.")
            % {"file": table.file, "columns": ", ".join(unknown)[:200] or "–"}
        )
    package.columns[table] = columns
    return columns
