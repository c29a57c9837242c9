"""`make mutants`: small faults put into the code one at a time; each must turn a test red.

`python -m tests.mutants [--count N] [--seed N] [--only TEXT] [--jobs N]`. Mutants are drawn evenly over the parts of `PARTS`, each
is put into a copy of the checkout, and the tests nearest to its module run there until one fails. What survives is printed
to be read one by one; the exit code is 1 where fewer than `FLOOR` of 100 die. Rows of tables are dropped too, which is where
faults stay unseen most easily; that, and tests that need a database of their own, is why this is no ready-made tool.
"""

from __future__ import annotations

import argparse
import ast
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice, pairwise
from pathlib import Path
from queue import SimpleQueue
from random import Random

ROOT = Path(__file__).resolve().parent.parent
FLOOR = 90  # of 100 mutants that have to die
PATIENCE = 1200  # seconds for the tests of one mutant
# What is mutated, and the folder of tests that has to notice.
PARTS: dict[str, tuple[str, str]] = {
    "review": ("cases/review", "tests/cases/review"),
    "publication": ("cases/publication", "tests/cases/publication"),
    "access": ("cases/models", "tests/cases/models"),
    "roles": ("accounts", "tests/accounts"),
    "terms": ("cases/domain/sentencing", "tests/cases/domain/sentencing"),
    "dates": ("cases/domain/dates", "tests/cases/domain"),
    "names": ("cases/domain/names", "tests/cases/domain/names"),
    "filters": ("cases/public_site", "tests/cases/public_site"),
    "exports": ("cases/spreadsheets/export", "tests/cases/spreadsheets/export"),
    "imports": ("cases/spreadsheets/import_", "tests/cases/spreadsheets/import_"),
}
LEFT_OUT = ("migrations", "management", "__init__.py", "apps.py")
OPERATORS: dict[type[ast.AST], str] = {
    ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Eq: "==", ast.NotEq: "!=", ast.In: "in", ast.NotIn: "not in",
    ast.Is: "is", ast.IsNot: "is not", ast.Add: "+", ast.Sub: "-", ast.And: "and", ast.Or: "or",
}  # fmt: skip
SWAPS: dict[type[ast.AST], str] = {
    ast.Lt: "<=", ast.LtE: "<", ast.Gt: ">=", ast.GtE: ">", ast.Eq: "!=", ast.NotEq: "==", ast.In: "not in", ast.NotIn: "in",
    ast.Is: "is not", ast.IsNot: "is", ast.Add: "-", ast.Sub: "+", ast.And: "or", ast.Or: "and",
}  # fmt: skip


@dataclass(frozen=True)
class Mutant:
    """One fault: in the file `path`, the bytes from `start` to `end` are replaced by `text`."""

    part: str
    path: str
    line: int
    start: int
    end: int
    text: str

    def put_into(self, source: bytes) -> bytes:
        """The source with the fault."""
        return source[: self.start] + self.text.encode() + source[self.end :]

    def told(self, source: bytes) -> str:
        """The fault in a line: where, what was there, what stands there now."""
        was = " ".join(source[self.start : self.end].decode().split())
        return f"{self.path}:{self.line}: {was[:90]!r} -> {' '.join(self.text.split())[:90]!r}"


class _Positions:
    """Offsets in bytes of the lines of a source."""

    def __init__(self, source: bytes) -> None:
        self.source = source
        self.lines = [0]
        for line in source.splitlines(keepends=True):
            self.lines.append(self.lines[-1] + len(line))

    def of(self, node: ast.AST) -> tuple[int, int]:
        found: ast.expr = node  # type: ignore[assignment]
        assert found.end_lineno is not None and found.end_col_offset is not None
        return self.lines[found.lineno - 1] + found.col_offset, self.lines[found.end_lineno - 1] + found.end_col_offset

    def text(self, start: int, end: int) -> str:
        return self.source[start:end].decode()


def mutants_of(part: str, path: Path) -> Iterator[Mutant]:
    """Every fault that can be put into a module."""
    source = path.read_bytes()
    at = _Positions(source)
    for node in _walk(ast.parse(source)):
        for start, end, text in _faults(node, at):
            yield Mutant(part, str(path.relative_to(ROOT)), getattr(node, "lineno", 0), start, end, text)


def _can_be_read(mutant: Mutant) -> bool:
    try:
        ast.parse(mutant.put_into((ROOT / mutant.path).read_bytes()))
    except SyntaxError:
        return False
    return True


def _walk(node: ast.AST) -> Iterator[ast.AST]:
    """The nodes that decide something: no annotations, no assertions for the type checker, nothing that is only raised."""
    for name, value in ast.iter_fields(node):
        if name in ("annotation", "returns") or (isinstance(node, ast.Subscript) and isinstance(value, ast.Tuple)):
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST) and not isinstance(
                child, ast.Assert | ast.Raise | ast.ImportFrom | ast.Import
            ):
                yield child
                yield from _walk(child)


def _faults(node: ast.AST, at: _Positions) -> Iterator[tuple[int, int, str]]:
    match node:
        case ast.Compare(left=left, ops=[op], comparators=[right]) if type(op) in SWAPS:
            yield _swapped(op, left, right, at)
        case ast.BinOp(left=left, op=op, right=right) if type(op) in SWAPS and not _is_text(left, right):
            yield _swapped(op, left, right, at)
        case ast.BoolOp(op=op, values=[first, second, *_rest]):
            yield _swapped(op, first, second, at)
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            yield *at.of(node), at.text(*at.of(operand))
        case ast.Constant(value=bool() as value):
            yield *at.of(node), str(not value)
        case ast.Constant(value=int() as value):
            yield *at.of(node), str(value + 1)
        case ast.If(test=test) | ast.IfExp(test=test) if not isinstance(test, ast.UnaryOp):
            yield *at.of(test), f"(not ({at.text(*at.of(test))}))"
        case ast.Tuple(elts=[first, second], ctx=ast.Load()):
            for kept in (first, second):
                yield at.of(first)[0], at.of(second)[1], f"{at.text(*at.of(kept))},"
        case (
            ast.Tuple(elts=elements, ctx=ast.Load()) | ast.List(elts=elements, ctx=ast.Load()) | ast.Set(elts=elements)
        ):
            yield from _without_each([at.of(element) for element in elements])
        case ast.Dict(keys=keys, values=values) if None not in keys:
            yield from _without_each(
                [(at.of(key)[0], at.of(value)[1]) for key, value in zip(keys, values, strict=True) if key is not None]
            )


def _swapped(op: ast.AST, left: ast.expr, right: ast.expr, at: _Positions) -> tuple[int, int, str]:
    start, end = at.of(left)[1], at.of(right)[0]
    return start, end, at.text(start, end).replace(OPERATORS[type(op)], SWAPS[type(op)], 1)


def _without_each(places: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int, str]]:
    """Drop each element of a table together with the comma before it, the first with the comma behind it."""
    for (start, end), (following, last) in pairwise(places):
        if start == places[0][0]:
            yield start, following, ""
        yield end, last, ""


def _is_text(*operands: ast.expr) -> bool:
    return any(isinstance(each, ast.JoinedStr | ast.Constant) and not _is_number(each) for each in operands)


def _is_number(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, int | float)


def draw(count: int, seed: int, only: str) -> list[Mutant]:
    """Draw this many mutants, as many of each part, each module as likely as it is long in faults."""
    chance = Random(seed)
    found = []
    for part, (folder, _tests) in PARTS.items():
        paths = [
            path
            for path in sorted((ROOT / folder).rglob("*.py"))
            if not set(LEFT_OUT) & set(path.relative_to(ROOT).parts)
        ]
        every = [each for path in paths if only in str(path) for each in mutants_of(part, path)]
        chance.shuffle(every)
        found.append(list(islice(filter(_can_be_read, every), count)))
    turns = [each for turn in range(count) for each in (of[turn] for of in found if turn < len(of))]
    return turns[:count]


def tests_of(mutant: Mutant) -> list[str]:
    """The tests that run, the nearest first: of the module by name, those that import it, of the part, the promises."""
    module = mutant.path.removesuffix(".py").replace("/", ".")
    package, _dot, name = module.rpartition(".")
    every = sorted((ROOT / "tests").rglob("test_*.py"))
    texts = {path: path.read_text(encoding="utf-8") for path in every}
    named = [path for path in every if path.stem == f"test_{name}"]
    importing = [path for path, text in texts.items() if module in text or f"from {package} import {name}" in text]
    order = [*named, *importing, ROOT / PARTS[mutant.part][1], ROOT / "tests/promises", ROOT / "tests/access"]
    return list(
        dict.fromkeys(str(path.relative_to(ROOT)) for path in order if path.exists() and "browser" not in path.parts)
    )


def survives(mutant: Mutant, copy: Path) -> bool:
    """Put the fault into the copy, run its tests, take it out again; True where every test stays green."""
    path = copy / mutant.path
    whole = path.read_bytes()
    environment = os.environ | {"CASETRACKER_DEMO": "0", "CASETRACKER_DATA": str(copy / "data")}
    command = [sys.executable, "-m", "pytest", "-x", "-q", "--tb=no", "-m", "not slow and not browser", "-W", "ignore"]
    try:
        path.write_bytes(mutant.put_into(whole))
        run = subprocess.run(
            [*command, *tests_of(mutant)], cwd=copy, env=environment, capture_output=True, check=False, timeout=PATIENCE
        )
    except subprocess.TimeoutExpired:
        return False
    finally:
        path.write_bytes(whole)
    return run.returncode == 0


def main(arguments: list[str]) -> int:
    """Draw, try and report."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutants")
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="", help="only modules whose path contains this")
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args(arguments)
    drawn = draw(options.count, options.seed, options.only)
    survivors: list[Mutant] = []
    with tempfile.TemporaryDirectory(prefix="casetracker-mutants-") as folder, ThreadPoolExecutor(options.jobs) as pool:
        copies: SimpleQueue[Path] = SimpleQueue()
        for number in range(options.jobs):
            copies.put(_copy(Path(folder) / str(number)))

        def tried(mutant: Mutant) -> bool:
            copy = copies.get()
            try:
                return survives(mutant, copy)
            finally:
                copies.put(copy)

        for mutant, survived in zip(drawn, pool.map(tried, drawn), strict=True):
            print(
                f"{'SURVIVES' if survived else 'dies    '} {mutant.told((ROOT / mutant.path).read_bytes())}", flush=True
            )
            if survived:
                survivors.append(mutant)
    died = len(drawn) - len(survivors)
    print(f"\n{died} of {len(drawn)} mutants die (seed {options.seed}); at least {FLOOR} of 100 have to.")
    return 0 if died * 100 >= FLOOR * len(drawn) else 1


def _copy(folder: Path) -> Path:
    """A copy of what is under version control, as it stands in the working folder."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout.decode()
    for name in filter(None, listed.split("\0")):
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if (ROOT / name).is_file():
            shutil.copyfile(ROOT / name, target)
    return folder


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
