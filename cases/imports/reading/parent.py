"""The near side of reading: hands the file to the child process and believes only a complete answer."""

from __future__ import annotations

import hashlib
import json
import signal
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

from cases.imports.reading.table import Choices, Limits, Table, Unreadable

ROOT = Path(__file__).resolve().parents[3]
DEFAULT_LIMITS = Limits()
CHILD = "cases.imports.reading.child"
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
    limits: Limits = DEFAULT_LIMITS,
) -> Table:
    """The table in a file: CSV with any delimiter, XLSX or ODS, given by path or as bytes with its `filename`.

    `encoding`, `delimiter` and `sheet` are guessed where empty, and reported. `fill_short_rows`: take cells that are
    missing at the end of a row of a text file as empty (noted) instead of refusing the file.
    Raises Unreadable with a sentence; then nothing of the file was taken. OSError where the path cannot be opened.
    """
    content = source if isinstance(source, bytes) else _load(Path(source), limits)
    filename = filename or ("" if isinstance(source, bytes) else Path(source).name)
    if len(content) > limits.file_bytes:
        raise _too_large(limits)
    choices = Choices(encoding, delimiter, sheet, fill_short_rows)
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
    head, notes = json.loads(lines[0]), json.loads(lines[-2])["notes"]
    numbered = [json.loads(line) for line in lines[1:-2]]
    return Table(
        headers=head["headers"],
        rows=[cells for _number, cells in numbered],
        numbers=[number for number, _cells in numbered],
        encoding=head["encoding"],
        delimiter=head["delimiter"],
        sheet=head["sheet"],
        sha256=sha256,
        notes=notes,
    )
