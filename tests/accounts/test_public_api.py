"""What is used of allauth is what it promises to keep: nothing of its internal modules."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.check import ROOT


def imported(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def test_no_module_imports_what_is_internal_to_allauth() -> None:
    files = [file for folder in ("accounts", "cases", "casetracker", "tests") for file in (ROOT / folder).rglob("*.py")]
    found = [(str(file.relative_to(ROOT)), name) for file in files for name in imported(file)]
    assert any(name.startswith("allauth.") for _file, name in found)
    assert not [(file, name) for file, name in found if name.startswith("allauth.") and "internal" in name.split(".")]
