"""A look through the store tells what is missing, altered, or named by nobody."""

import os
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from cases.evidence import file_store
from cases.evidence.verify_files import LEFT_AFTER, look_through
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Any) -> Path:
    settings.EVIDENCE = tmp_path / "evidence"
    return Path(settings.EVIDENCE)


def kept(content: bytes) -> str:
    sha256 = file_store.keep([content])
    factories.evidence(sha256=sha256, size=len(content))
    return sha256


def test_look_through_an_empty_store_finds_nothing() -> None:
    found = look_through()
    assert (found.whole, found.missing, found.altered, found.unnamed, found.unfinished) == (0, [], [], [], [])


def test_look_through_tells_each_fault_apart(folder: Path) -> None:
    whole, missing, altered = kept(b"whole"), kept(b"missing"), kept(b"altered")
    factories.evidence(sha256=whole)  # of two sources, kept once
    file_store.path_of(missing).unlink()
    file_store.path_of(altered).write_bytes(b"Altered")
    unnamed = file_store.keep([b"nobody's"])
    for name, age in (("old", LEFT_AFTER + 60), ("new", 0)):
        draft = file_store.incoming() / name
        draft.write_bytes(b"half")
        os.utime(draft, (draft.stat().st_mtime - age,) * 2)
    found = look_through()
    assert (found.whole, found.missing, found.altered) == (1, [missing], [altered])
    assert (found.unnamed, found.unfinished) == ([f"{unnamed[:2]}/{unnamed}"], ["old"])


def test_command_ends_well_while_nothing_is_lost() -> None:
    kept(b"whole")
    file_store.keep([b"nobody's"])
    out = StringIO()
    call_command("verify_evidence", stdout=out)
    assert "1 files are there and unaltered" in out.getvalue()
    assert "named by no record: " in out.getvalue()


@pytest.mark.parametrize("spoil", ["unlink", "write"])
def test_command_fails_when_evidence_is_lost_and_names_it_by_digest(spoil: str) -> None:
    sha256 = kept(b"evidence")
    path = file_store.path_of(sha256)
    path.unlink() if spoil == "unlink" else path.write_bytes(b"other")
    out = StringIO()
    with pytest.raises(CommandError, match="1 files are missing or altered"):
        call_command("verify_evidence", stdout=out)
    assert sha256 in out.getvalue()
