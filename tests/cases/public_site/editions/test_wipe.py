"""Files are overwritten before they go; whoever reads them has a while to finish."""

import os
import threading
from pathlib import Path

from cases.public_site.editions.wipe import wipe

FOR_EVER = 3600.0


def test_folder_goes_with_every_byte(tmp_path: Path) -> None:
    folder = tmp_path / "edition"
    (folder / "site").mkdir(parents=True)
    files = [folder / "one.csv", folder / "site" / "two.html", folder / "register.sqlite3", folder / "empty"]
    for file in files:
        file.write_bytes(b"secret" * (0 if file.name == "empty" else 500_000))
        file.chmod(0o444)
    folder.chmod(0o555)
    readers = [file.open("rb") for file in files]
    wipe(folder)
    assert not folder.exists()
    for reader in readers:
        with reader:
            assert set(reader.read()) <= {0}


def test_link_goes_and_what_it_points_to_stays(tmp_path: Path) -> None:
    (tmp_path / "kept").write_text("kept")
    (tmp_path / "link").symlink_to("kept")
    wipe(tmp_path / "link")
    assert (tmp_path / "kept").read_text() == "kept"
    assert not (tmp_path / "link").is_symlink()


def test_second_name_of_a_file_keeps_its_content(tmp_path: Path) -> None:
    (tmp_path / "kept").write_text("kept")
    os.link(tmp_path / "kept", tmp_path / "name")
    wipe(tmp_path / "name")
    assert (tmp_path / "kept").read_text() == "kept"


def test_nothing_is_waited_for_without_readers(tmp_path: Path) -> None:
    for name in ("file.csv", "file.sqlite3"):
        (tmp_path / name).write_text("secret")
        wipe(tmp_path / name, readers_have=FOR_EVER)
        assert not (tmp_path / name).exists()


def test_reader_finishes_before_the_file_is_overwritten(tmp_path: Path) -> None:
    file = tmp_path / "file.csv"
    file.write_text("secret")
    wiping = threading.Thread(target=lambda: wipe(file, readers_have=FOR_EVER))
    with file.open("rb") as reader:
        wiping.start()
        wiping.join(0.2)
        assert wiping.is_alive()
        assert reader.read() == b"secret"
    wiping.join()
    assert not file.exists()


def test_slow_reader_does_not_keep_a_withdrawal_waiting(tmp_path: Path) -> None:
    file = tmp_path / "file.csv"
    file.write_text("secret")
    with file.open("rb") as reader:
        wipe(file, readers_have=0.1)
        assert set(reader.read()) == {0}
