"""Rows as bytes, a batch at a time: no file is ever whole in memory but XLSX, which is put together on disk."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence

from cases.register.exports import cells
from cases.register.exports.columns import Column
from cases.register.exports.workbook import as_xlsx
from cases.register.reading.shapes import Document
from cases.register.reading.stored import to_json

PIECE = 64 * 1024  # bytes
BOM = "\ufeff"  # spreadsheet programs take a CSV file without it for another encoding than UTF-8
Rows = Iterable[Document]


def as_csv(rows: Rows, columns: Sequence[Column]) -> Iterator[bytes]:
    """A CSV file (RFC 4180) in UTF-8."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    buffer.write(BOM)
    writer.writerow([column.name for column in columns])
    for row in rows:
        writer.writerow([cells.text(column.value(row)) for column in columns])
        if buffer.tell() > PIECE:
            yield buffer.getvalue().encode()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue().encode()


def as_jsonl(rows: Rows, columns: Sequence[Column]) -> Iterator[bytes]:
    """One JSON document a line: the whole document, as the API gives it."""
    piece: list[str] = []
    size = 0
    for row in rows:
        piece.append(to_json(row))
        size += len(piece[-1])
        if size > PIECE:
            yield ("\n".join(piece) + "\n").encode()
            piece, size = [], 0
    if piece:
        yield ("\n".join(piece) + "\n").encode()


Writer = Callable[[Rows, Sequence[Column]], Iterator[bytes]]
FORMATS: dict[str, tuple[str, Writer]] = {
    "csv": ("text/csv; charset=utf-8", as_csv),
    "jsonl": ("application/jsonl; charset=utf-8", as_jsonl),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", as_xlsx),
}
