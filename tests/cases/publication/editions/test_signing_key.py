"""Keys that sign editions: files of minisign, readable by their owner alone."""

import os
import shutil
import stat
import subprocess
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from cases.public_site.editions import minisign
from cases.publication.editions import signing_key
from cases.publication.editions.signing_key import KeyUnusable

PASSPHRASE = "four words in a row"


@pytest.mark.parametrize("passphrase", ["", PASSPHRASE], ids=["plain", "encrypted"])
def test_key_that_was_made_can_be_read_again(tmp_path: Path, passphrase: str) -> None:
    file = tmp_path / "key"
    made = signing_key.make(file, passphrase)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert signing_key.is_encrypted(file) == bool(passphrase)
    assert signing_key.load(file, passphrase) == made
    assert minisign.read_public_key((tmp_path / "key.pub").read_text()) == made.public()
    if passphrase:
        with pytest.raises(KeyUnusable, match="passphrase is wrong"):
            signing_key.load(file, passphrase + "!")


def test_key_is_never_replaced(tmp_path: Path) -> None:
    file = tmp_path / "key"
    made = signing_key.make(file, "")
    with pytest.raises(KeyUnusable, match="exists already"):
        signing_key.make(file, "")
    assert signing_key.load(file, "") == made


def test_key_that_others_can_read_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "key"
    signing_key.make(file, "")
    file.chmod(0o640)
    with pytest.raises(KeyUnusable, match="chmod 600"):
        signing_key.load(file, "")


@pytest.mark.parametrize("content", ["", "one line", "a comment\nRWQ=\n", "a comment\n???\n"])
def test_other_files_are_no_keys(tmp_path: Path, content: str) -> None:
    file = tmp_path / "key"
    file.write_text(content)
    file.chmod(0o600)
    with pytest.raises(KeyUnusable, match="is no signing key"):
        signing_key.load(file, "")


def test_limits_of_scrypt_are_chosen_as_by_libsodium() -> None:
    assert signing_key._scrypt_limits(2**25, 2**30) == (2**20, 1)  # what minisign's own keys have
    assert signing_key._scrypt_limits(signing_key.OPERATIONS, signing_key.MEMORY) == (2**17, 1)


def test_command_makes_a_key_with_a_passphrase_from_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = tmp_path / "words"
    words.write_text(PASSPHRASE + "\n")
    call_command("make_signing_key", tmp_path / "key", passphrase_file=words)
    made = signing_key.load(tmp_path / "key", PASSPHRASE)
    assert made.public().text().splitlines()[1] in capsys.readouterr().out
    words.write_text("short")
    with pytest.raises(CommandError, match="at least 14"):
        call_command("make_signing_key", tmp_path / "another", passphrase_file=words)
    assert not (tmp_path / "another").exists()


@pytest.mark.skipif(not shutil.which("minisign"), reason="minisign is not installed")
@pytest.mark.parametrize("passphrase", ["", PASSPHRASE], ids=["plain", "encrypted"])
def test_minisign_signs_with_a_key_made_here(tmp_path: Path, passphrase: str) -> None:
    made = signing_key.make(tmp_path / "key", passphrase)
    signed = tmp_path / "signed"
    signed.write_bytes(b"content")
    subprocess.run(
        ["minisign", "-S", "-s", str(tmp_path / "key"), "-m", str(signed), "-t", "by hand"],
        input=f"{passphrase}\n".encode(), check=True, capture_output=True, env={"PATH": os.environ["PATH"]},
    )  # fmt: skip
    assert minisign.check(b"content", (tmp_path / "signed.minisig").read_text(), made.public()) == "by hand"


@pytest.mark.skipif(not shutil.which("minisign"), reason="minisign is not installed")
def test_key_that_minisign_made_is_read(tmp_path: Path) -> None:
    file, public = tmp_path / "key", tmp_path / "key.pub"
    subprocess.run(["minisign", "-G", "-W", "-s", str(file), "-p", str(public)], check=True, capture_output=True)
    file.chmod(0o600)
    assert signing_key.load(file, "").public() == minisign.read_public_key(public.read_text())
