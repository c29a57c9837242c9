"""File formats: rows to bytes in batches. No file is held in memory; XLSX is assembled on disk."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence

from cases.public_site.downloads import file_cells
from cases.public_site.downloads.file_columns import Column
from cases.public_site.downloads.workbook import as_xlsx
from cases.public_site.queries.documents import to_json
from cases.public_site.queries.schemas import Document

PIECE = 64 * 1024  # bytes
BOM = "\ufeff"  # without it spreadsheet programs assume that a CSV file is not UTF-8
Rows = Iterable[Document]


def as_csv(rows: Rows, columns: Sequence[Column]) -> Iterator[bytes]:
    """A CSV file (RFC 4180) in UTF-8."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    buffer.write(BOM)
    writer.writerow([column.name for column in columns])
    for row in rows:
        writer.writerow([file_cells.text(column.value(row)) for column in columns])
        if buffer.tell() > PIECE:
            yield buffer.getvalue().encode()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue().encode()


def as_jsonl(rows: Rows, columns: Sequence[Column]) -> Iterator[bytes]:
    """One JSON document per line: the whole document, as the API returns it."""
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
