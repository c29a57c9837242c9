"""Files made to do harm, or damaged, or merely awkward: built here, so that no such file lies in the project.

`FILES` maps a name to (file name, bytes, what must be in the refusal; "" where the file must be taken whole).
"""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable

import openpyxl
from openpyxl.utils.datetime import CALENDAR_MAC_1904

Built = tuple[str, bytes, str]
HEAD = "id,name,arrested\n"
TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    'spreadsheetml.sheet.main+xml"/></Types>'
)
ODS_OPEN = (
    '<?xml version="1.0" encoding="UTF-8"?><office:document-content '
    + " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for short, name in (
            ("office", "office"), ("table", "table"), ("text", "text"), ("style", "style"), ("number", "datastyle"),
        )
    )
    + ' xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0" office:version="1.3">'
)  # fmt: skip
ODS_HEAD = (
    "<table:table-row><table:table-cell office:value-type='string'><text:p>id</text:p></table:table-cell>"
    "<table:table-cell office:value-type='string'><text:p>name</text:p></table:table-cell></table:table-row>"
)


def csv(text: str, refusal: str = "", encoding: str = "utf-8", filename: str = "list.csv") -> Built:
    """A text file."""
    return filename, text.encode(encoding), refusal


def workbook(fill: Callable[[openpyxl.Workbook], None] | None = None) -> bytes:
    """A small XLSX as openpyxl writes it: headers id and name, one row, then whatever `fill` adds."""
    book = openpyxl.Workbook()
    book.active.append(["id", "name"])
    book.active.append(["1", "Ala Invented"])
    if fill:
        fill(book)
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def repacked(content: bytes, **changes: bytes | None) -> bytes:
    """The archive with members replaced, added or (None) left out; "__" in a keyword stands for "/", "_dot_" for "."."""
    named = {name.replace("__", "/").replace("_dot_", "."): part for name, part in changes.items()}
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.infolist():
            if member.filename not in named:
                new.writestr(member.filename, old.read(member))
        for name, part in named.items():
            if part is not None:
                new.writestr(name, part)
    return made.getvalue()


def sheet_xml(rows: str, before: str = "", after: str = "", dimension: str = "A1:B2") -> bytes:
    """A workbook whose first sheet holds exactly this XML."""
    xml = (
        f'{before}<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f'<dimension ref="{dimension}"/><sheetData>{rows}</sheetData>{after}</worksheet>'
    )
    return repacked(workbook(), xl__worksheets__sheet1_dot_xml=xml.encode())


def text_row(number: int, *cells: str) -> str:
    """A row of inline strings."""
    inside = "".join(
        f'<c r="{chr(65 + place)}{number}" t="inlineStr"><is><t>{cell}</t></is></c>' for place, cell in enumerate(cells)
    )
    return f'<row r="{number}">{inside}</row>'


def ods(rows: str, before: str = "", **parts: bytes) -> bytes:
    """An ODS with the headers id and name and these rows."""
    content = (
        f"{ODS_OPEN}{before}<office:body><office:spreadsheet><table:table table:name='List'>{ODS_HEAD}{rows}"
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet", zipfile.ZIP_STORED)
        archive.writestr("content.xml", content)
        for name, part in parts.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), part)
    return made.getvalue()


def ods_cell(text: str, more: str = "office:value-type='string'") -> str:
    """A cell of an ODS with a paragraph."""
    return f"<table:table-cell {more}><text:p>{text}</text:p></table:table-cell>"


def ods_row(*cells: str, more: str = "") -> str:
    """A row of an ODS."""
    return f"<table:table-row {more}>{''.join(cells)}</table:table-row>"


def zipped(**members: bytes) -> bytes:
    """A plain archive."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in members.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), part)
    return made.getvalue()


def with_bit(content: bytes, offset_local: int, offset_central: int, value: bytes) -> bytes:
    """The archive with bytes changed at the same field of every local and central header."""
    changed = bytearray(content)
    for mark, offset in ((b"PK\x03\x04", offset_local), (b"PK\x01\x02", offset_central)):
        at = changed.find(mark)
        while at >= 0:
            changed[at + offset : at + offset + len(value)] = value
            at = changed.find(mark, at + 4)
    return bytes(changed)


def doubled_member() -> bytes:
    """A workbook with two parts of one name."""
    made = io.BytesIO(workbook())
    with zipfile.ZipFile(made, "a") as archive:
        archive.writestr("xl/workbook.XML", b"<x/>")
    return made.getvalue()


def overlapping() -> bytes:
    """An archive in which every entry of the directory points at the same bytes."""
    content = bytearray(zipped(a_dot_xml=b"a" * 2000, b_dot_xml=b"b" * 2000, c_dot_xml=b"c" * 2000))
    at = content.find(b"PK\x01\x02")
    while at >= 0:
        struct.pack_into("<I", content, at + 42, 0)
        at = content.find(b"PK\x01\x02", at + 4)
    return bytes(content)


def date_1904(book: openpyxl.Workbook) -> None:
    """Turn the book to the calendar that begins in 1904 and give it a date."""
    import datetime as dt

    book.epoch = CALENDAR_MAC_1904
    book.active["A3"], book.active["B3"] = dt.date(2021, 5, 4), "x"


def number(value: object) -> Callable[[openpyxl.Workbook], None]:
    """Put a value into A3."""

    def fill(book: openpyxl.Workbook) -> None:
        book.active["A3"], book.active["B3"] = value, "x"

    return fill


def second_sheet(book: openpyxl.Workbook) -> None:
    """Another sheet with content."""
    book.create_sheet("Other").append(["a"])


def merged(book: openpyxl.Workbook) -> None:
    """Two cells made one."""
    book.active.merge_cells("A2:A3")


BOMB_ENTITIES = (
    '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;">]>'
)
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600
UTF16_BARE = (HEAD + "1,Ala,2021\n").encode("utf-16-le")
FAR_CELL = '<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row>'
LONG_NUMBER = '<row r="2"><c r="A2"><v>12345678901234567890</v></c><c r="B2"><v>1</v></c></row>'

TEXT_FILES: dict[str, Built] = {
    "empty file": csv("", "empty"),
    "only blank lines": csv("\n\n\n", "no row"),
    "headers without rows": csv(HEAD, "no rows"),
    "unclosed quote": csv(HEAD + '1,"Ala,2021\n2,Bela,2020\n3,Cyra,2019\n', "row 2 is never closed"),
    "quote closed in the middle": csv(HEAD + '1,"Ala"x,2021\n', "Row 2 has a quotation mark"),
    "double header": csv("id,name,Name\n1,a,b\n", "header “Name”"),
    "double header with a no-break space": csv("id,name a,name\u00a0a\n1,a,b\n", "Two columns"),
    "double header with a zero-width space": csv("id,name,na\u200bme\n1,a,b\n", "Two columns"),
    "empty header": csv("id,,name\n1,a,b\n", "Column B has no header"),
    "header of invisible signs": csv("id,\u200b\u2060,name\n1,a,b\n", "Column B has no header"),
    "row too short": csv(HEAD + "1,Ala,2021\n2,Bela\n", "Row 3 has 2 cells"),
    "row too long": csv(HEAD + "1,Ala,2021,x\n", "Row 2 has 4 cells"),
    "NUL in a cell": csv(HEAD + "1,A\x00la,2021\n", "U+0000"),
    "NUL far down": csv(HEAD + "1,Ala,2021\n" * 400 + "2,B\x00,2021\n", "Row 402, column “name”"),
    "escape sequence": csv(HEAD + "1,Ala \x1b[2J,2021\n", "U+001B"),
    "C1 control character": csv(HEAD + "1,Ala\u0085,2021\n", "U+0085"),
    "noncharacter": csv(HEAD + "1,Ala\uffff,2021\n", "U+FFFF"),
    "control character in a header": csv("id,na\x07me\n1,a\n", "U+0007"),
    "UTF-16 LE without its mark": ("list.csv", UTF16_BARE, "utf-16-le"),
    "UTF-16 BE without its mark": ("list.csv", (HEAD + "1,Ala,2021\n").encode("utf-16-be"), "utf-16-be"),
    "UTF-16 with half a letter": ("list.csv", b"\xff\xfe" + UTF16_BARE + b"\x41", "not written in utf-16-le"),
    "UTF-16 with half a pair": ("list.csv", b"\xff\xfe" + UTF16_BARE + b"\x00\xd8", "not written in utf-16-le"),
    "UTF-32": csv(HEAD + "1,Ala,2021\n", "UTF-32", "utf-32"),
    "broken UTF-8": ("list.csv", HEAD.encode() + b"1,Al\xc3,2021\n", "not written in UTF-8"),
    "overlong UTF-8": ("list.csv", HEAD.encode() + b"1,Al\xc0\xaf,2021\n", "not written in UTF-8"),
    "surrogate in UTF-8": ("list.csv", HEAD.encode() + b"1,Al\xed\xa0\x80,2021\n", "not written in UTF-8"),
    "Latin-1 is not taken for Cyrillic": csv(HEAD + "1,José,2021\n", "not written in UTF-8", "latin-1"),
    "KOI8-R is not taken for cp1251": csv(HEAD + "1,Иван Иванов,2021\n", "not written in UTF-8", "koi8-r"),
    "cp866 is not taken for cp1251": csv(HEAD + "1,Иван Иванов,2021\n", "not written in UTF-8", "cp866"),
    "cell of 40,000 letters": csv(HEAD + f"1,{'a' * 40_000},2021\n", "40,000 characters"),
    "cell of 200,000 letters": csv(HEAD + f"1,{'a' * 200_000},2021\n", "Row 2, column “name”"),
    "201 columns": csv(",".join(f"c{n}" for n in range(201)) + "\n" + "," * 200 + "\n", "201 columns"),
    "100,000 delimiters": csv("," * 100_000 + "\n", "columns"),
    "50,001 rows": csv("id;name\n" + "1;x\n" * 50_001, "more than 50,000 rows"),
    "two delimiters would do": csv("a,b;c\n1,2;3\n4,5;6\n", "Say which"),
    "web page": csv("<!DOCTYPE html><html><table></table></html>", "web page"),
    "web page behind a mark": csv("\ufeff  <html>", "web page"),
    "web page called xls": csv("<html><table><tr><td>1</td></tr></table></html>", ".xls", filename="list.xls"),
    "XML": csv('<?xml version="1.0"?><Workbook/>', "markup", filename="list.xml"),
    "program called csv": ("list.csv", b"\x7fELF" + b"\x00" * 100, "program"),
    "PDF called csv": ("list.csv", b"%PDF-1.7\n", "PDF"),
    "gzip called csv": ("list.csv", b"\x1f\x8b\x08\x00" + b"\x00" * 20, "packed"),
    "script as a name": csv(HEAD + "1,a,b\n", ".sh are not taken", filename="list.csv.sh"),
    "file name with a path": csv(HEAD + "1,a,b\n", filename="../../etc/list.csv"),
    "UTF-8 with a mark": csv("\ufeff" + HEAD + "1,Ala,2021\n"),
    "UTF-16 LE with a mark": ("list.csv", b"\xff\xfe" + (HEAD + "1,Аляксандр,2021\n").encode("utf-16-le"), ""),
    "UTF-16 BE with a mark": ("list.csv", b"\xfe\xff" + (HEAD + "1,Ala,2021\n").encode("utf-16-be"), ""),
    "cp1251": csv(HEAD + "1,Ўладзімір Іваноў,2021\n", encoding="cp1251"),
    "formulas as text": csv(HEAD + '1,"=HYPERLINK(""http://x"",""y"")",@SUM(A1)\n'),
    "markup and bidi as text": csv(HEAD + "1,<script>alert(1)</script>,\u202egnp.exe\n"),
    "line breaks in cells": csv(HEAD + '1,"Ala\r\nInvented",2021\r\n'),
    "old Macintosh line ends": csv((HEAD + "1,Ala,2021\n").replace("\n", "\r")),
    "no line end at the end": csv(HEAD + "1,Ala,2021"),
    "one column": csv("name\nAla\nBela\n"),
    "tabs": csv("id\tname\n1\tAla, Bela\n", filename="list.tsv"),
    "semicolons with commas inside": csv("id;name\n1;Ala, Bela\n2;Cyra, Dora\n"),
    "bars": csv("id|name\n1|Ala\n"),
    "cells of spaces": csv(HEAD + "1, ,2021\n"),
    "quotes inside a cell": csv(HEAD + '1,Ala "the bird" I.,2021\n'),
}

WORKBOOKS: dict[str, Built] = {
    "old Excel": ("list.xls", OLE, ".xls"),
    "old Excel called xlsx": ("list.xlsx", OLE, "old Excel file"),
    "old Excel called csv": ("list.csv", OLE, "old Excel file"),
    "xlsm by name": ("list.xlsm", workbook(), "macros"),
    "xlsb by name": ("list.xlsb", workbook(), "binary"),
    "docm by name": ("list.docm", workbook(), "Word"),
    "workbook called csv": ("list.csv", workbook(), "whatever its name says"),
    "text called xlsx": ("list.xlsx", HEAD.encode() + b"1,a,b\n", "no workbook inside"),
    "macro part": ("list.xlsx", repacked(workbook(), xl__vbaProject_dot_bin=b"x"), "macros"),
    "macro type": (
        "list.xlsx",
        repacked(
            workbook(), **{"[Content_Types]_dot_xml": TYPES.replace("sheet.main", "sheet.macroEnabled.main").encode()}
        ),
        "macros",
    ),
    "ActiveX part": ("list.xlsx", repacked(workbook(), xl__activeX__activeX1_dot_xml=b"<x/>"), "macros"),
    "binary workbook": ("list.xlsx", repacked(workbook(), xl__workbook_dot_bin=b"x"), "xlsb"),
    "embedded file": ("list.xlsx", repacked(workbook(), xl__embeddings__o_dot_bin=OLE), "another file"),
    "OLE under a picture's name": ("list.xlsx", repacked(workbook(), xl__media__p_dot_png=OLE), "another file"),
    "nested archive": ("list.xlsx", repacked(workbook(), xl__media__p_dot_png=workbook()), "another file"),
    "Word document": (
        "list.xlsx",
        zipped(**{"[Content_Types]_dot_xml": b"<Types>wordprocessingml</Types>"}),
        "no spreadsheet",
    ),
    "plain archive": ("list.xlsx", zipped(a_dot_csv=b"1"), "archive"),
    "empty archive": ("list.xlsx", b"PK\x05\x06" + b"\x00" * 18, "empty archive"),
    "half a workbook": ("list.xlsx", workbook()[: len(workbook()) // 2], "damaged"),
    "only the two letters": ("list.xlsx", b"PK", "damaged"),
    "password": ("list.xlsx", with_bit(workbook(), 6, 8, b"\x01\x00"), "password"),
    "unusual packing": ("list.xlsx", with_bit(workbook(), 8, 10, b"\x0c\x00"), "unusual way"),
    "sizes said too small": ("list.xlsx", with_bit(workbook(), 22, 24, b"\x05\x00\x00\x00"), "damaged"),
    "sizes said too large": ("list.xlsx", with_bit(workbook(), 22, 24, b"\xff\xff\xff\x7f"), "unpacks to more"),
    "wrong checksums": ("list.xlsx", with_bit(workbook(), 14, 16, b"\x01\x02\x03\x04"), "damaged"),
    "two parts of one name": ("list.xlsx", doubled_member(), "two parts"),
    "parts that overlap": ("list.xlsx", overlapping(), "overlap"),
    "path upwards": ("list.xlsx", repacked(workbook(), **{"../../x": b"x"}), "forbidden name"),
    "bytes behind the end": ("list.xlsx", workbook()[:-2] + struct.pack("<H", 4) + b"evil", "behind its end"),
    "ten thousand parts": ("list.xlsx", zipped(**{f"p{n}": b"" for n in range(10_000)}), "parts"),
    "30 MB of nothing": ("list.xlsx", repacked(workbook(), xl__x_dot_bin=b"\x00" * 30_000_000), "times its size"),
    "billion laughs": ("list.xlsx", sheet_xml(text_row(1, "&c;"), BOMB_ENTITIES), "entities"),
    "entity from outside": ("list.xlsx", sheet_xml(text_row(1, "&a;"), OUTSIDE), "entities"),
    "entity in the types": (
        "list.xlsx",
        repacked(workbook(), **{"[Content_Types]_dot_xml": (OUTSIDE + TYPES[21:]).encode()}),
        "entities",
    ),
    "sheet in UTF-16": (
        "list.xlsx",
        repacked(workbook(), xl__worksheets__sheet1_dot_xml=(BOMB_ENTITIES + "<x/>").encode("utf-16")),
        "UTF-8",
    ),
    "broken sheet": ("list.xlsx", repacked(workbook(), xl__worksheets__sheet1_dot_xml=b"<worksheet><row>"), "damaged"),
    "sheet left out": ("list.xlsx", repacked(workbook(), xl__worksheets__sheet1_dot_xml=None), "no cell"),
    "one cell at the far end": ("list.xlsx", sheet_xml(text_row(1, "id") + FAR_CELL), "XFD1048576"),
    "row given twice": (
        "list.xlsx",
        sheet_xml(text_row(1, "id") + text_row(2, "1") + text_row(2, "2")),
        "row 2 stands after row 2",
    ),
    "rows out of order": (
        "list.xlsx",
        sheet_xml(text_row(1, "id") + text_row(5, "1") + text_row(3, "2") + text_row(6, "3")),
        "row 3 stands after row 5",
    ),
    "row beyond all rows": ("list.xlsx", sheet_xml(text_row(1, "id") + text_row(99_999_999_999, "x")), "not in order"),
    "row far down": ("list.xlsx", sheet_xml(text_row(1, "id") + text_row(60_000, "x")), "Row 60,000"),
    "long number": ("list.xlsx", sheet_xml(text_row(1, "id", "n") + LONG_NUMBER), "Cell A2 holds a number"),
    "long number as float": ("list.xlsx", workbook(number(1.2345678901234567e19)), "Cell A3 holds a number"),
    "error cell": (
        "list.xlsx",
        sheet_xml(text_row(1, "id") + '<row r="2"><c r="A2" t="e"><v>#REF!</v></c></row>'),
        "A2 holds the error #REF!",
    ),
    "formula without a value": ("list.xlsx", workbook(number("=HYPERLINK(B1)")), "Cell A3 holds a formula"),
    "merged cells": ("list.xlsx", workbook(merged), "merged"),
    "two sheets": ("list.xlsx", workbook(second_sheet), "several sheets"),
    "value beyond the headers": ("list.xlsx", sheet_xml(text_row(1, "id") + text_row(2, "1", "x")), "column B"),
    "empty workbook": ("list.xlsx", sheet_xml(""), "no cell"),
    "lying dimension": (
        "list.xlsx",
        sheet_xml(text_row(1, "id") + text_row(2, "1") + text_row(3, "2"), dimension="A1:A2"),
        "",
    ),
    "formula with its value": (
        "list.xlsx",
        sheet_xml(text_row(1, "id") + '<row r="2"><c r="A2"><f>1+1</f><v>2</v></c></row>'),
        "",
    ),
    "calendar of 1904": ("list.xlsx", workbook(date_1904), ""),
    "plain workbook": ("list.xlsx", workbook(), ""),
}

OPEN_DOCUMENTS: dict[str, Built] = {
    "cell repeated a billion times": (
        "list.ods", ods(ods_row(ods_cell("x", "table:number-columns-repeated='1000000000'"))), "column",
    ),
    "row repeated a million times": ("list.ods", ods(ods_row(ods_cell("x"), more="table:number-rows-repeated='1000000'")), "rows"),
    "count of letters": ("list.ods", ods(ods_row(ods_cell("x", "table:number-columns-repeated='many'"))), "damaged"),
    "count below one": ("list.ods", ods(ods_row(ods_cell("x", "table:number-columns-repeated='-5'"))), "damaged"),
    "count of 5,000 digits": ("list.ods", ods(ods_row(ods_cell("x", f"table:number-columns-repeated='{'9' * 5000}'"))), "damaged"),
    "macros": ("list.ods", ods(ods_row(ods_cell("1"), ods_cell("x")), Basic__Standard__M_dot_xml=b"<x/>"), "macros"),
    "encrypted": (
        "list.ods",
        ods("", **{"META-INF__manifest_dot_xml": b"<manifest:encryption-data/>"}),
        "password",
    ),
    "entities": (
        "list.ods",
        repacked(ods(""), content_dot_xml=(BOMB_ENTITIES + "<x>&c;</x>").encode()),
        "entities",
    ),
    "text document": ("list.ods", repacked(ods(""), mimetype=b"application/vnd.oasis.opendocument.text"), "no spreadsheet"),
    "embedded object": ("list.ods", ods("", **{"Object 1__content_dot_xml": b"<x/>"}), "another file"),
    "formula without a value in ODS": ("list.ods", ods(ods_row(ods_cell("", "table:formula='of:=1+1'"))), "A2 holds a formula"),
    "error in ODS": (
        "list.ods",
        ods(ods_row(ods_cell("#DIV/0!", "office:value-type='string' calcext:value-type='error'"))),
        "error #DIV/0!",
    ),
    "merged cells in ODS": ("list.ods", ods(ods_row(ods_cell("x", "table:number-rows-spanned='2'"))), "merged"),
    "long number in ODS": (
        "list.ods",
        ods(ods_row(ods_cell("", "office:value-type='float' office:value='1.2345678901234E+019'"))),
        "more than 15 digits",
    ),
    "no number in ODS": ("list.ods", ods(ods_row(ods_cell("", "office:value-type='float' office:value='NaN'"))), "A2"),
    "table in a table": (
        "list.ods",
        ods(ods_row(f"<table:table-cell><table:table table:name='x'>{ODS_HEAD}</table:table></table:table-cell>")),
        "table inside a table",
    ),
    "a million nested marks": (
        "list.ods",
        ods(ods_row(ods_cell("<text:span>" * 30_000 + "x" + "</text:span>" * 30_000))),
        "damaged",
    ),
    "a space repeated a billion times": (
        "list.ods", ods(ods_row(ods_cell("1"), ods_cell("x<text:s text:c='1000000000'/>"))), "characters",
    ),
    "blank rows repeated a million times": (
        "list.ods",
        ods(ods_row(ods_cell("1"), ods_cell("x")) + ods_row("<table:table-cell/>", more="table:number-rows-repeated='1048000'")),
        "",
    ),
    "plain ODS": ("list.ods", ods(ods_row(ods_cell("1"), ods_cell("Ala <text:span>In</text:span>vented"))), ""),
}  # fmt: skip

FILES: dict[str, Built] = {**TEXT_FILES, **WORKBOOKS, **OPEN_DOCUMENTS}
