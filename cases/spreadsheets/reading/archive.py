"""Opening a workbook's zip only after every one of its members was found harmless."""

from __future__ import annotations

import io
import re
import zipfile

from cases.spreadsheets.reading.table import Limits, Unreadable

ENCRYPTED = 0x1
CHUNK = 1 << 20
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
RATIO_FROM = 1_000_000  # bytes: a small part of blanks packs extremely well and harms nobody
MACROS = re.compile(
    r"vbaproject|macrosheets|activex|vbadata|(^|/)basic/|(^|/)scripts/|(^|/)dialogs/|\.bas$|\.js$", re.I
)
BINARY_BOOK = re.compile(r"(^|/)workbook\.bin$", re.I)
PACKED = re.compile(
    r"\.(zip|xls|xlsx|xlsm|xlsb|ods|odt|docx|docm|7z|rar|gz|jar)$|(^|/)embeddings/|(^|/)object \d+/", re.I
)
STARTS_OF_PACKED = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"7z\xbc\xaf", b"Rar!", b"\x1f\x8b\x08")
MARKUP = (".xml", ".rels", ".vml")
DECLARATION = re.compile(rb"<!\s*(DOCTYPE|ENTITY)", re.I)


def open_checked(content: bytes, limits: Limits) -> zipfile.ZipFile:
    """The zip in `content`, all its members checked. Raises Unreadable with the first thing that is wrong with it."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
        members = archive.infolist()
        _check_directory(members, content, archive, limits)
        total = 0
        for member in members:
            total += _check_content(archive, member, limits.unpacked_bytes - total)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, EOFError, NotImplementedError, OSError, ValueError) as wrong:
        raise Unreadable(f"The workbook is damaged and cannot be opened ({wrong}).") from wrong
    except RuntimeError as wrong:  # zipfile's way of asking for a password
        raise Unreadable("The workbook is protected by a password. Save it without one.") from wrong
    except Exception as wrong:
        if isinstance(wrong, Unreadable | MemoryError):
            raise
        raise Unreadable("The workbook is damaged and cannot be opened.") from wrong
    return archive


def _check_directory(members: list[zipfile.ZipInfo], content: bytes, archive: zipfile.ZipFile, limits: Limits) -> None:
    """What the list of members says, before anything is unpacked."""
    if not members:
        raise Unreadable("The workbook is an empty archive.")
    if len(members) > limits.members:
        raise Unreadable(f"The workbook has {len(members):,} parts; at most {limits.members:,} are taken.")
    if archive.comment:
        raise Unreadable("The workbook carries something behind its end. Save it again in a spreadsheet program.")
    seen: set[str] = set()
    for member in members:
        _check_name(member.filename, seen)
        _check_member(member, limits)
    if sum(member.file_size for member in members) > limits.unpacked_bytes:
        raise Unreadable(f"The workbook unpacks to more than {limits.unpacked_bytes // 1_000_000} MB.")
    _check_overlap(members, len(content))


def _check_name(name: str, seen: set[str]) -> None:
    folded = name.casefold()
    if folded in seen:
        raise Unreadable(f"The workbook has two parts called “{name}”.")
    seen.add(folded)
    if name.startswith("/") or "\\" in name or ".." in name.split("/"):
        raise Unreadable(f"The workbook has a part with the forbidden name “{name}”.")
    if MACROS.search(name):
        raise Unreadable(f"The workbook holds macros (“{name}”). Save it as .xlsx or .ods without macros.")
    if BINARY_BOOK.search(name):
        raise Unreadable("This is a binary workbook (.xlsb). Save it as .xlsx.")
    if PACKED.search(name):
        raise Unreadable(f"The workbook holds another file (“{name}”). Take embedded files out and save it again.")


def _check_member(member: zipfile.ZipInfo, limits: Limits) -> None:
    if member.flag_bits & ENCRYPTED:
        raise Unreadable("The workbook is protected by a password. Save it without one.")
    if member.compress_type not in METHODS:
        raise Unreadable(f"The part “{member.filename}” of the workbook is packed in an unusual way.")
    if member.file_size > limits.unpacked_bytes:
        raise Unreadable(f"The workbook unpacks to more than {limits.unpacked_bytes // 1_000_000} MB.")
    if member.file_size > RATIO_FROM and member.file_size > limits.ratio * max(member.compress_size, 1):
        raise Unreadable(f"The part “{member.filename}” unpacks to more than {limits.ratio} times its size.")


def _check_overlap(members: list[zipfile.ZipInfo], length: int) -> None:
    """Members that share bytes are how a small file is made to unpack to a huge one."""
    end = 0
    for member in sorted(members, key=lambda each: each.header_offset):
        if member.header_offset < end or member.header_offset + member.compress_size > length:
            raise Unreadable("Parts of the workbook overlap. Save it again in a spreadsheet program.")
        end = member.header_offset + member.compress_size


def _check_content(archive: zipfile.ZipFile, member: zipfile.ZipInfo, room: int) -> int:
    """Unpack one member a piece at a time; returns its true size in bytes. zipfile itself compares the checksum."""
    size, tail = 0, b""
    markup = member.filename.lower().endswith(MARKUP)
    with archive.open(member) as part:
        while piece := part.read(CHUNK):
            if size == 0:
                _check_start(member.filename, piece, markup=markup)
            if markup and DECLARATION.search(tail + piece):
                raise Unreadable(f"The part “{member.filename}” declares entities, which a table has no use for.")
            size, tail = size + len(piece), piece[-16:]
            if size > room:
                raise Unreadable("The workbook unpacks to more than it says.")
    if size != member.file_size:
        raise Unreadable(f"The part “{member.filename}” has another size than the workbook says.")
    return size


def _check_start(name: str, piece: bytes, *, markup: bool) -> None:
    if piece.startswith(STARTS_OF_PACKED):
        raise Unreadable(f"The workbook holds another file (“{name}”). Take embedded files out and save it again.")
    if markup and (piece.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in piece[:64]):
        raise Unreadable(f"The part “{name}” is not written in UTF-8.")
