"""Rows written as CSV, JSON or XLSX, piece by piece."""

import csv
import json
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from typing import IO

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from cases.domain.formula_escape import escaped
from cases.spreadsheets.export.export_columns import Value

BOM = "\ufeff"  # by which spreadsheet programs know UTF-8
LONGEST_CELL = 32_767  # characters in a cell of a workbook
LOST = "\ufffd"


class _Line:
    """What csv writes to: keeps the last line."""

    def write(self, text: str) -> str:
        return text


def csv_pieces(
    headers: Sequence[str], rows: Iterable[Sequence[Value]], *, labels: Sequence[str] = ()
) -> Iterator[bytes]:
    """UTF-8 with a mark at the beginning; every text quoted, so that no other separator divides it. `labels`: a row above."""
    writer = csv.writer(_Line(), quoting=csv.QUOTE_NONNUMERIC)
    yield (BOM + "".join(writer.writerow(each) for each in (labels, headers) if each)).encode()
    for row in rows:
        yield writer.writerow([escaped(value) if isinstance(value, str) else value for value in row]).encode()


def json_pieces(headers: Sequence[str], rows: Iterable[Sequence[Value]]) -> Iterator[bytes]:
    """An array of objects, one a line, the values as they are."""
    yield b"["
    for number, row in enumerate(rows):
        told = json.dumps(dict(zip(headers, row, strict=True)), ensure_ascii=False)
        yield f"{',' if number else ''}\n{told}".encode()
    yield b"\n]\n"


def xlsx_file(
    headers: Sequence[str], rows: Iterable[Sequence[Value]], *, title: str, labels: Sequence[str] = ()
) -> IO[bytes]:
    """A workbook of one sheet in a temporary file that is gone when it is closed; texts are text cells, never formulas."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    for each in (labels, headers):
        if each:
            sheet.append(list(each))
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it when it is sent
    book.save(file)
    file.seek(0)
    return file


def _cell(sheet: object, value: Value) -> object:
    if not isinstance(value, str):
        return value
    text = ILLEGAL_CHARACTERS_RE.sub(LOST, escaped(value))
    cell = WriteOnlyCell(sheet, value=text[:LONGEST_CELL])
    cell.data_type = "s"
    return cell
