"""Detection of file types from the content alone, ignoring the file name and the type sent by the browser.

Only kinds used as evidence are accepted. Files that can contain programs (SVG and other XML, archives, documents with
macros, programs) are refused, whatever their name. Nothing here opens a file with a program that could be attacked
through it, except for the header of a picture.
"""

import re
import zipfile
from typing import BinaryIO

from django.utils.translation import gettext as _
from PIL import Image, UnidentifiedImageError

from accounts.exceptions import Refused
from cases.models import MediaType

MAX_BYTES = 50 * 1024 * 1024
MAX_PIXELS = 80_000_000  # a scanned page of A3 at 600 dpi has 70 million
MAX_MEMBERS = 5000
HEAD = 64 * 1024  # bytes in which a page must declare its type
PICTURES = {"PNG": MediaType.PNG, "JPEG": MediaType.JPEG, "WEBP": MediaType.WEBP, "GIF": MediaType.GIF}
PICTURE_STARTS = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"RIFF", b"GIF87a", b"GIF89a")
BEFORE_ELEMENT = re.compile(rb"\s*(?:<!--.*?-->|<\?xml[^>]*\?>|<!doctype html[^>]*>)", re.I | re.S)
HTML_ELEMENT = re.compile(rb"<(?:html|head|body|title|meta)[\s>/]", re.I)
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
MHTML_HEADER = re.compile(rb"^content-type:\s*multipart/related\b", re.I | re.M)
ODT_MIMETYPE = MediaType.ODT.value.encode()


def type_of(file: BinaryIO) -> MediaType:
    """Return the type of an open file; leaves it at its beginning.

    Raises:
        Refused: its type is not accepted, or it is not what it claims to be.
    """
    head = _read(file, HEAD)
    if not head:
        raise Refused(_("The file is empty. Choose another."))
    media_type = _of_head(file, head)
    file.seek(0)
    if media_type is None:
        raise Refused(
            _(
                "This file type is not supported. Choose a PDF, a picture (PNG, JPEG, WebP, GIF), a saved "
                "page (HTML, MHTML), a UTF-8 text or a document (ODT, DOCX) without macros."
            )
        )
    return media_type


def _read(file: BinaryIO, size: int) -> bytes:
    file.seek(0)
    return file.read(size)


def _of_head(file: BinaryIO, head: bytes) -> MediaType | None:
    if head.startswith(b"%PDF-"):
        return MediaType.PDF
    if head.startswith(PICTURE_STARTS):
        return _picture(file)
    if head.startswith(b"PK\x03\x04"):
        return _document(file)
    if _is_html(head):
        return MediaType.HTML
    if _is_mhtml(head):
        return MediaType.MHTML
    return MediaType.TEXT if _is_text(file, head) else None


def _picture(file: BinaryIO) -> MediaType | None:
    """Detect a picture by its header, without decoding the picture."""
    file.seek(0)
    try:
        with Image.open(file, formats=tuple(PICTURES)) as picture:
            pixels, kind = picture.width * picture.height, PICTURES[str(picture.format)]
    except Image.DecompressionBombError:
        pixels, kind = MAX_PIXELS + 1, MediaType.PNG
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, KeyError):
        return None
    if pixels > MAX_PIXELS:
        raise Refused(_("The picture has more than 80 million pixels. Choose a smaller one."))
    return kind


def _document(file: BinaryIO) -> MediaType | None:
    """Detect ODT and DOCX by their lists of members; only the member that names the type is unpacked."""
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as archive:
            names = archive.namelist()
            if len(names) > MAX_MEMBERS or any(_is_macro(name) for name in names):
                return None
            if "[Content_Types].xml" in names and "word/document.xml" in names:
                return MediaType.DOCX
            if names and names[0] == "mimetype" and archive.getinfo("mimetype").file_size == len(ODT_MIMETYPE):
                return MediaType.ODT if archive.read("mimetype") == ODT_MIMETYPE else None
    except (zipfile.BadZipFile, zipfile.LargeZipFile, OSError, ValueError, RuntimeError, NotImplementedError, EOFError):
        return None
    return None


def _is_macro(name: str) -> bool:
    return name.lower().endswith("vbaproject.bin") or name.startswith(("Basic/", "Scripts/"))


def _is_html(head: bytes) -> bool:
    """Whether the first element is one that starts a page. SVG and other XML start with another."""
    rest = head.removeprefix(b"\xef\xbb\xbf")
    if b"\x00" in rest:
        return False
    while match := BEFORE_ELEMENT.match(rest):
        rest = rest[match.end() :]
    return HTML_ELEMENT.match(rest.lstrip()) is not None


def _is_mhtml(head: bytes) -> bool:
    """Whether it starts with the headers of a message that contains a page and its resources."""
    headers = head.replace(b"\r\n", b"\n").partition(b"\n\n")[0]
    return b"\x00" not in headers and MHTML_HEADER.search(headers) is not None


def _is_text(file: BinaryIO, head: bytes) -> bool:
    """Whether all of it is text in UTF-8 (UTF-16 with a byte order mark), and not markup."""
    encoding = "utf-16" if head[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    file.seek(0)
    try:
        text = file.read(MAX_BYTES + 1).decode(encoding)
    except UnicodeDecodeError:
        return False
    return CONTROLS.search(text) is None and not text.lstrip().startswith("<")
