"""The near side of reading: hands the file to the child process and believes only a complete answer."""

from __future__ import annotations

import hashlib
import json
import signal
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

from cases.spreadsheets.reading.table import Choices, Limits, Table, Unreadable

ROOT = Path(__file__).resolve().parents[3]
DEFAULT_LIMITS = Limits()
CHILD = "cases.spreadsheets.reading.sandbox_worker"
TOO_LONG = "The file took longer to read than a table may. Divide it, or save it again without its formats."
BROKEN = "The file could not be read: it is damaged, or made to do harm."


def read_table(
    source: Path | str | bytes,
    filename: str = "",
    *,
    encoding: str = "",
    delimiter: str = "",
    sheet: str = "",
    fill_short_rows: bool = False,
    hidden: bool = False,
    header_row: int = 0,
    largest_sheet: bool = False,
    limits: Limits = DEFAULT_LIMITS,
) -> Table:
    """The table in a file: CSV with any delimiter, JSON, JSON Lines, XLSX or ODS, given by path or as bytes with its `filename`.

    `encoding`, `delimiter` and `sheet` are guessed where empty, and reported. `fill_short_rows`: take cells that are
    missing at the end of a row of a text file as empty (noted) instead of refusing the file. `hidden`: take hidden
    rows and columns of a workbook too. `header_row`: where the headers are, if they are not found. `largest_sheet`: of several
    sheets take the largest (noted) instead of refusing the file.
    Raises Unreadable with a sentence; then nothing of the file was taken. OSError where the path cannot be opened.
    """
    content = source if isinstance(source, bytes) else _load(Path(source), limits)
    filename = filename or ("" if isinstance(source, bytes) else Path(source).name)
    if len(content) > limits.file_bytes:
        raise _too_large(limits)
    choices = Choices(encoding, delimiter, sheet, fill_short_rows, hidden, header_row, largest_sheet)
    return _table(_run(content, filename, choices, limits), hashlib.sha256(content).hexdigest())


def _load(path: Path, limits: Limits) -> bytes:
    if not path.is_file():
        raise Unreadable(f"There is no file “{path.name}”.")
    with path.open("rb") as file:
        content = file.read(limits.file_bytes + 1)
    if len(content) > limits.file_bytes:
        raise _too_large(limits)
    return content


def _too_large(limits: Limits) -> Unreadable:
    return Unreadable(f"The file is larger than {limits.file_bytes // 1_000_000} MB. Divide it.")


def _run(content: bytes, filename: str, choices: Choices, limits: Limits) -> list[bytes]:
    """The lines the child wrote. Raises Unreadable where it was stopped or broke down."""
    order = json.dumps({"filename": filename, "choices": asdict(choices), "limits": asdict(limits)})
    try:
        done = subprocess.run(  # noqa: S603 - our own program; the file goes through the pipe, not the command
            [sys.executable, "-m", CHILD, order],
            input=content,
            capture_output=True,
            timeout=limits.wall_seconds,
            cwd=ROOT,
            env={"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8", "PYTHONDONTWRITEBYTECODE": "1"},
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise Unreadable(TOO_LONG) from None
    if done.returncode in (-signal.SIGXCPU, -signal.SIGKILL):
        raise Unreadable(TOO_LONG)
    if done.returncode != 0 or not done.stdout:
        raise Unreadable(BROKEN)
    return done.stdout.splitlines()


def _table(lines: list[bytes], sha256: str) -> Table:
    last = json.loads(lines[-1])
    if isinstance(last, dict) and "refused" in last:
        raise Unreadable(last["refused"])
    if last != "end":
        raise Unreadable(BROKEN)
    head, tail = json.loads(lines[0]), json.loads(lines[-2])
    numbered = [json.loads(line) for line in lines[1:-2]]
    named = [place for place in range(len(head["headers"])) if place not in tail["unnamed"]]
    at = {place: index for index, place in enumerate(named)}
    return Table(
        headers=[head["headers"][place] for place in named],
        rows=[[cells[place] for place in named] for _number, cells in numbered]
        if tail["unnamed"]
        else [cells for _number, cells in numbered],
        numbers=[number for number, _cells in numbered],
        encoding=head["encoding"],
        delimiter=head["delimiter"],
        sheet=head["sheet"],
        sha256=sha256,
        notes=tail["notes"],
        header_row=tail["header_row"],
        titles=tail["titles"],
        totals=tail["totals"],
        blank=tail["blank"],
        sheets=tail["sheets"],
        dated={
            int(number): {at[int(place) - 1]: doubt for place, doubt in cells.items() if int(place) - 1 in at}
            for number, cells in tail["dated"].items()
        },
    )
