"""What a file is, by its content; its name may only agree."""

from __future__ import annotations

from pathlib import PurePath

from cases.spreadsheets.reading.table import Unreadable

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
SAVE_AS = "Save it as .xlsx, .ods or .csv."
REFUSED_NAMES = {
    ".xls": "old Excel files (.xls) are not taken",
    ".xlsm": "workbooks with macros (.xlsm) are not taken",
    ".xlsb": "binary workbooks (.xlsb) are not taken",
    ".xltm": "templates with macros (.xltm) are not taken",
    ".xlam": "add-ins (.xlam) are not taken",
    ".docm": "Word files are not taken",
    ".docx": "Word files are not taken",
    ".doc": "Word files are not taken",
    ".odt": "text documents are not taken",
    ".fods": "flat OpenDocument files (.fods) are not taken",
    ".pdf": "PDF files are not taken",
    ".html": "web pages are not taken",
    ".htm": "web pages are not taken",
    ".zip": "archives are not taken",
}
REFUSED_STARTS = {
    OLE: "This is an old Excel file (.xls), or a workbook protected by a password.",
    b"%PDF": "This is a PDF file.",
    b"{\\rtf": "This is a Word document.",
    b"\x1f\x8b": "This is a packed file.",
    b"BZh": "This is a packed file.",
    b"7z\xbc\xaf": "This is a packed file.",
    b"Rar!": "This is a packed file.",
    b"\xfd7zXZ": "This is a packed file.",
    b"PK\x05\x06": "This is an empty archive.",
    b"PK\x07\x08": "This is a part of an archive.",
    b"\x7fELF": "This is a program.",
    b"MZ\x90": "This is a program.",
    b"\x89PNG": "This is a picture.",
    b"\xff\xd8\xff": "This is a picture.",
    b"SQLite format 3": "This is a database.",
}
REFUSED_MARKUP = (b"<!doctype", b"<html", b"<?xml", b"<table", b"<script", b"<svg")
WORKBOOK_NAMES = (".xlsx", ".ods", ".xltx", ".ots")
TEXT_NAMES = (".csv", ".tsv", ".tab", ".txt", "")
JSON_NAMES = (".json", ".jsonl", ".ndjson")


def kind_of(content: bytes, filename: str) -> str:
    """ "text", "json" or "zip". Raises Unreadable for everything that is no table, and where name and content disagree."""
    ending = PurePath(filename).suffix.lower()
    if ending in REFUSED_NAMES:
        raise Unreadable(f"“{filename}”: {REFUSED_NAMES[ending]}. {SAVE_AS}")
    if not content:
        raise Unreadable("The file is empty.")
    for start, what in REFUSED_STARTS.items():
        if content.startswith(start):
            raise Unreadable(f"{what} {SAVE_AS}")
    if content[:200].removeprefix(b"\xef\xbb\xbf").lstrip().lower().startswith(REFUSED_MARKUP):
        raise Unreadable(f"This is a web page or another kind of markup, not a table. {SAVE_AS}")
    if content.startswith(b"PK"):
        if ending not in (*WORKBOOK_NAMES, ""):
            raise Unreadable(f"“{filename}” is a workbook or an archive inside, whatever its name says. {SAVE_AS}")
        return "zip"
    if ending in WORKBOOK_NAMES:
        raise Unreadable(f"“{filename}” is no workbook inside, whatever its name says. {SAVE_AS}")
    if ending in JSON_NAMES:
        return "json"
    if ending not in TEXT_NAMES:
        raise Unreadable(f"“{filename}”: files ending in {ending} are not taken. {SAVE_AS}")
    return "text"
