"""Kept files: whole or not there, under their digest, for this account alone."""

import hashlib
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.evidence import file_store


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Any) -> Path:
    settings.EVIDENCE = tmp_path / "evidence"
    return Path(settings.EVIDENCE)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_keep_puts_the_bytes_under_their_digest_readable_by_the_owner_alone(folder: Path) -> None:
    sha256 = file_store.keep([b"first ", b"second"])
    path = file_store.path_of(sha256)
    assert sha256 == hashlib.sha256(b"first second").hexdigest()
    assert path == folder / sha256[:2] / sha256
    assert path.read_bytes() == b"first second"
    assert (mode(path), mode(path.parent), mode(folder), mode(file_store.incoming())) == (0o600, 0o700, 0o700, 0o700)


def test_keep_twice_keeps_one_file_and_mends_an_altered_one() -> None:
    sha256 = file_store.keep([b"bytes"])
    file_store.path_of(sha256).write_bytes(b"altered")
    assert not file_store.is_whole(sha256)
    assert file_store.keep([b"bytes"]) == sha256
    assert file_store.is_whole(sha256)
    assert len(list(file_store.kept())) == 1


def test_keep_that_is_cut_off_leaves_nothing() -> None:
    def broken() -> Iterator[bytes]:
        yield b"half"
        raise OSError("the line was cut")

    with pytest.raises(OSError, match="cut"):
        file_store.keep(broken())
    assert list(file_store.kept()) == []
    assert list(file_store.incoming().iterdir()) == []


@pytest.mark.parametrize("name", ["", "../../etc/passwd", "A" * 64, "a" * 63, "a" * 65, "a" * 64 + "\n", "a/" * 32])
def test_path_of_what_is_no_digest_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="not a SHA-256"):
        file_store.path_of(name)


def test_is_whole_of_a_missing_file_raises() -> None:
    with pytest.raises(FileNotFoundError):
        file_store.is_whole("a" * 64)


@given(st.lists(st.binary(max_size=300), max_size=6))
def test_keep_in_whatever_pieces_gives_the_digest_of_the_whole(pieces: list[bytes]) -> None:
    assert file_store.keep(pieces) == file_store.digest_of([b"".join(pieces)])[0]
