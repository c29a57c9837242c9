"""The process in which files are parsed: `python -m cases.spreadsheets.reading.sandbox_worker ORDER`, the file on standard input.

It limits its own memory and time before it imports a parser, writes JSON lines (the headers, each row, the end, or a
refusal) and touches neither disk nor network.
"""

from __future__ import annotations

import json
import resource
import sys
from collections.abc import Iterator
from typing import Any

from cases.spreadsheets.reading.table import Choices, Limits, Unreadable

DAMAGED = "The file is damaged or of a kind that is not taken: it could not be read."
TOO_MUCH_MEMORY = "The file needs more memory than a table may. Divide it, or save it again without its formats."


def limit_this_process(limits: Limits) -> None:
    """Memory and seconds of computing as the limits say; no file may be written, no core dumped."""
    for kind, most in (
        (resource.RLIMIT_AS, limits.memory_bytes),
        (resource.RLIMIT_CPU, limits.cpu_seconds),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        _soft, hard = resource.getrlimit(kind)
        allowed = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(kind, (allowed, allowed))


def lines(content: bytes, filename: str, choices: Choices, limits: Limits) -> Iterator[Any]:
    """What is written to the parent, in order. Raises Unreadable."""
    from cases.spreadsheets.reading import delimited, file_type, json_rows  # noqa: PLC0415 - parsers only after the limits hold
    from cases.spreadsheets.reading.hidden import Opened  # noqa: PLC0415
    from cases.spreadsheets.reading.normalise import Finishing  # noqa: PLC0415

    head = {"encoding": "", "delimiter": "", "sheet": ""}
    opened = Opened("", [], iter(()))
    kind = file_type.kind_of(content, filename)
    if kind == "text":
        text, head["encoding"] = delimited.decode(content, choices.encoding)
        named = delimited.separator_line(text)
        head["delimiter"] = delimited.find_delimiter(text, choices.delimiter or named)
        opened.rows = delimited.rows(text, head["delimiter"], limits)
        if named:
            next(opened.rows)
    elif kind == "json":
        text, head["encoding"] = delimited.decode(content, choices.encoding)
        opened.rows = json_rows.rows(text, limits)
    else:
        opened = _workbook(content, choices, limits)
        head["sheet"] = opened.title
    finishing = Finishing(
        limits, kind == "zip", choices.fill_short_rows, opened.notes, opened.hidden.letters,
        1 if kind == "json" else choices.header_row, opened.merged,
    )  # fmt: skip
    checked = finishing.run(opened.rows)
    _number, headers = next(checked)
    yield {**head, "headers": headers}
    yield from checked
    yield {
        "notes": finishing.notes, "dated": opened.dated, "header_row": finishing.header_row, "titles": finishing.titles,
        "totals": finishing.totals, "blank": finishing.blank, "sheets": opened.sheets, "unnamed": sorted(finishing.unnamed),
    }  # fmt: skip


def _workbook(content: bytes, choices: Choices, limits: Limits) -> Any:
    from cases.spreadsheets.reading import archive, ods, xlsx  # noqa: PLC0415

    opened = archive.open_checked(content, limits)
    names = opened.namelist()
    if "mimetype" in names:
        if opened.read("mimetype").strip() not in ods.MIMETYPES or "content.xml" not in names:
            raise Unreadable("This is an OpenDocument file, but no spreadsheet. Save the table as .ods.")
        return ods.read(opened, choices, limits)
    if "[Content_Types].xml" not in names:
        raise Unreadable("This is an archive, not a workbook. Unpack it and choose the table in it.")
    types = opened.read("[Content_Types].xml")
    if b"macroEnabled" in types or b"vbaProject" in types:
        raise Unreadable("The workbook holds macros. Save it as .xlsx without macros.")
    if b"spreadsheetml.sheet.main+xml" not in types and b"spreadsheetml.template.main+xml" not in types:
        raise Unreadable("This is an Office file, but no spreadsheet. Save the table as .xlsx.")
    return xlsx.read(content, choices, limits)


def main() -> None:
    """Read the file from standard input, write lines to standard output."""
    order = json.loads(sys.argv[1])
    limits = Limits(**order["limits"])
    limit_this_process(limits)
    content = sys.stdin.buffer.read()
    write = sys.stdout.write
    try:
        for line in lines(content, order["filename"], Choices(**order["choices"]), limits):
            write(json.dumps(line) + "\n")
        write('"end"\n')
        sys.stdout.flush()
        return
    except Unreadable as refusal:
        sentence = refusal.sentence
    except MemoryError:
        sentence = TOO_MUCH_MEMORY
    except Exception:  # whatever a parser stumbles over in a damaged file; the parent needs a sentence, not a trace
        sentence = DAMAGED
    write(json.dumps({"refused": sentence}) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
