"""Signatures in minisign's format: its own test vectors, and its own program where it is installed."""

import base64
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.public_site.editions import minisign
from cases.public_site.editions.minisign import BadSignature
from cases.publication.editions.signing_key import SigningKey

# The key of minisign's author, and two signatures of the four bytes "test" by its programs.
AUTHOR = "RWQf6LRCGA9i53mlYecO4IzT51TGPpvWucNSCh1CBM0QTaLn73Y7GFO3"
PREHASHED = """untrusted comment: signature from minisign secret key
RUQf6LRCGA9i559r3g7V1qNyJDApGip8MfqcadIgT9CuhV3EMhHoN1mGTkUidF/z7SrlQgXdy8ofjb7bNJJylDOocrCo8KLzZwo=
trusted comment: timestamp:1556193335\tfile:test
y/rUw2y8/hOUYjZU71eHp/Wo1KZ40fGy2VJEDl34XMJM+TX48Ss/17u3IvIfbVR1FkZZSNCisQbuQY+bHwhEBg==
"""
LEGACY = """untrusted comment: signature from minisign secret key
RWQf6LRCGA9i59SLOFxz6NxvASXDJeRtuZykwQepbDEGt87ig1BNpWaVWuNrm73YiIiJbq71Wi+dP9eKL8OC351vwIasSSbXxwA=
trusted comment: timestamp:1555779966\tfile:test
QtKMXWyYcwdpZAlPF7tE2ENJkRd1ujvKjlj1m9RtHTBnZPa5WKU5uWRs5GoP5M/VqE81QFuMKI5k/SfNQUaOAA==
"""
KEY = SigningKey(b"12345678", b"s" * 32)
CONTENT = b"what is signed"
SIGNED = KEY.sign(CONTENT, "edition 1 for 2026-05-04").text()


@pytest.mark.parametrize("signature", [PREHASHED, LEGACY], ids=["prehashed", "legacy"])
def test_signatures_of_minisign_are_accepted(signature: str) -> None:
    key = minisign.read_public_key(AUTHOR)
    assert "file:test" in minisign.check(b"test", signature, key)
    with pytest.raises(BadSignature, match="does not match"):
        minisign.check(b"Test", signature, key)


def test_public_key_is_read_as_file_and_as_line() -> None:
    text = KEY.public().text()
    assert minisign.read_public_key(text) == minisign.read_public_key(text.splitlines()[1]) == KEY.public()
    for wrong in ("", "RWQ", text.replace("RW", "RX"), text + text):
        with pytest.raises(BadSignature, match="not a public key"):
            minisign.read_public_key(wrong)


def test_same_key_and_bytes_give_the_same_signature() -> None:
    assert KEY.sign(CONTENT, "edition 1 for 2026-05-04").text() == SIGNED
    assert minisign.check(CONTENT, SIGNED, KEY.public()) == "edition 1 for 2026-05-04"


def test_trusted_comment_is_signed() -> None:
    with pytest.raises(BadSignature, match="comment of the signature was altered"):
        minisign.check(CONTENT, SIGNED.replace("edition 1", "edition 2"), KEY.public())


def test_another_key_is_named() -> None:
    with pytest.raises(BadSignature, match="another key"):
        minisign.check(CONTENT, SIGNED, SigningKey(b"87654321", b"s" * 32).public())
    with pytest.raises(BadSignature, match="does not match"):
        minisign.check(CONTENT, SIGNED, SigningKey(KEY.name, b"t" * 32).public())


@given(st.integers(SIGNED.index("\n"), len(SIGNED) - 1), st.integers(1, 127))
def test_no_altered_signature_is_accepted(at: int, change: int) -> None:
    """But for the untrusted comment, whose name says so."""
    altered = SIGNED[:at] + chr(ord(SIGNED[at]) ^ change) + SIGNED[at + 1 :]
    with pytest.raises(BadSignature):
        minisign.check(CONTENT, altered, KEY.public())


@pytest.mark.skipif(not shutil.which("minisign"), reason="minisign is not installed")
def test_minisign_checks_what_is_signed_here(tmp_path: Path) -> None:
    signed, public = tmp_path / "manifest.json", tmp_path / "key.pub"
    signed.write_bytes(CONTENT)
    (tmp_path / "manifest.json.minisig").write_text(SIGNED)
    public.write_text(KEY.public().text())
    command = ["minisign", "-V", "-H", "-m", str(signed), "-p", str(public)]
    assert b"edition 1 for 2026-05-04" in subprocess.run(command, check=True, capture_output=True).stdout
    signed.write_bytes(CONTENT + b".")
    assert subprocess.run(command, check=False, capture_output=True).returncode


def test_signature_line_has_one_spelling() -> None:
    """Base64 has spare bits at the end, which could make two texts of one signature."""
    line = SIGNED.splitlines()[3]
    spare = line[:-3] + chr(ord(line[-3]) + 1) + line[-2:]
    assert base64.b64decode(spare) == base64.b64decode(line)
    with pytest.raises(BadSignature, match="cannot be read"):
        minisign.check(CONTENT, SIGNED.replace(line, spare), KEY.public())
