"""Small invented files of every kind that is kept, and of kinds that must not be."""

import zipfile
from io import BytesIO

from PIL import Image

from cases.models import MediaType


def picture(form: str) -> bytes:
    out = BytesIO()
    Image.new("RGB", (8, 8), (120, 30, 30)).save(out, form)
    return out.getvalue()


def archive(*members: tuple[str, bytes]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name, content in members:
            made.writestr(name, content)
    return out.getvalue()


ODT = ("mimetype", MediaType.ODT.value.encode())
DOCX = (("[Content_Types].xml", b"<Types/>"), ("word/document.xml", b"<w:document/>"))
MHTML = (
    b"From: <Saved by Blink>\r\nSnapshot-Content-Location: https://example.org/\r\nMIME-Version: 1.0\r\n"
    b'Content-Type: multipart/related; boundary="b"\r\n\r\n--b\r\n'
)

KEPT: dict[str, tuple[bytes, MediaType]] = {
    "pdf": (b"%PDF-1.7\n1 0 obj\n", MediaType.PDF),
    "png": (picture("PNG"), MediaType.PNG),
    "jpeg": (picture("JPEG"), MediaType.JPEG),
    "webp": (picture("WEBP"), MediaType.WEBP),
    "gif": (picture("GIF"), MediaType.GIF),
    "html": (b"<!DOCTYPE html>\n<html><body><script>alert(1)</script></body></html>", MediaType.HTML),
    "html after a comment": (b"\xef\xbb\xbf <!-- saved --> <!-- twice -->\n<HTML lang='be'>", MediaType.HTML),
    "html in windows-1251": ("<html><title>Суд</title>".encode("cp1251"), MediaType.HTML),
    "xhtml": (b'<?xml version="1.0"?><!DOCTYPE html PUBLIC "x"><html/>', MediaType.HTML),
    "mhtml": (MHTML, MediaType.MHTML),
    "text": ("Прысуд: тры гады.\r\n".encode(), MediaType.TEXT),
    "text in utf-16": ("Прысуд".encode("utf-16"), MediaType.TEXT),
    "odt": (archive(ODT, ("content.xml", b"<x/>")), MediaType.ODT),
    "docx": (archive(*DOCX), MediaType.DOCX),
}

REFUSED: dict[str, bytes] = {
    "svg": b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    "svg behind a declaration": b'<?xml version="1.0"?><!-- <html> --><svg onload="alert(1)"/>',
    "xml": b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>',
    "program": b"MZ\x90\x00\x03",
    "elf": b"\x7fELF\x02\x01\x01\x00",
    "zip": archive(("a.txt", b"a")),
    "nested zip": archive(("a.zip", archive(("b.txt", b"b")))),
    "zip that climbs": archive(("../../x", b"a")),
    "docx with macros": archive(*DOCX, ("word/vbaProject.bin", b"x")),
    "odt with macros": archive(ODT, ("Basic/Standard/Module1.xml", b"<x/>")),
    "spreadsheet": archive(("mimetype", b"application/vnd.oasis.opendocument.spreadsheet")),
    "broken zip": b"PK\x03\x04" + b"\x00" * 40,
    "header of a png and nothing more": b"\x89PNG\r\n\x1a\n" + b"\x00" * 40,
    "sound": b"RIFF\x24\x00\x00\x00WAVEfmt ",
    "rtf with controls": b"{\\rtf1\x00\x01}",
    "text in windows-1251": "Прысуд".encode("cp1251"),
    "text with a control character": b"a\x1b[2Jb",
    "gzip": b"\x1f\x8b\x08\x00abc",
}
