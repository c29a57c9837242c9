"""A public host takes whole editions of the organisation, newer ones only, and is never without a whole one."""

import os
import signal
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest

from cases.public_site.editions.check_edition import EditionRefused
from cases.public_site.editions.manifest import LIST, MANIFEST, REGISTER, SIGNATURE, Manifest, read_manifest
from cases.public_site.editions.receive import Host, receive
from tests.cases.public_site.editions.conftest import (
    KEY,
    NOW,
    OTHER_KEY,
    Maker,
    manifest_of,
    read_ids,
    sign,
    write_list,
    write_manifest,
)

A, B, C = "aaaaaaaaaaaa", "bbbbbbbbbbbb", "cccccccccccc"


def digest_of(folder: Path) -> str:
    return read_manifest((folder / MANIFEST).read_bytes()).digest()


def kept(host: Host) -> dict[str, bytes]:
    """Every byte in the host's folders, by path."""
    root = host.register.parent
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in root.rglob("*")
        if path.is_file() and not path.is_symlink() and path.suffix != ".lock"
    }


def test_first_edition_is_put_in_place(edition: Maker, host: Host) -> None:
    assert receive(edition(1, A), host, now=NOW) == ["Edition 1 is in place."]
    assert read_ids(host) == [A]
    assert (host.folder / "current" / "site" / "data" / "persons.csv").read_text() == A
    assert not os.access(host.folder / "current" / REGISTER, os.W_OK) or os.getuid() == 0


def test_the_same_edition_twice_changes_nothing(edition: Maker, host: Host) -> None:
    folder = edition(1, A)
    receive(folder, host, now=NOW)
    before = host.register.stat().st_ino
    assert receive(folder, host, now=NOW) == ["Edition 1 is in place already."]
    assert host.register.stat().st_ino == before


def test_next_edition_replaces_the_one_before_and_leaves_no_byte_of_it(edition: Maker, host: Host) -> None:
    first = edition(1, A, B)
    receive(first, host, now=NOW)
    former = host.register.resolve()
    with former.open("rb") as reader:
        receive(edition(2, A, before=digest_of(first)), host, now=NOW)
        assert set(reader.read()) == {0}
    assert read_ids(host) == [A]
    assert not any(B.encode() in content for content in kept(host).values())


def test_reader_of_the_edition_before_finishes_first(edition: Maker, host: Host) -> None:
    first = edition(1, A, B)
    receive(first, host, now=NOW)
    former = host.register.resolve()
    with closing(sqlite3.connect(f"{former.as_uri()}?mode=ro", uri=True)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT id FROM register_published LIMIT 1").fetchall()
        pinned = os.fork()
        if pinned == 0:
            os.execvp(sys.executable, [sys.executable, "-c", WAITER.format(uri=former.as_uri())])
        assert os.WEXITSTATUS(os.waitpid(pinned, 0)[1]) == 7  # as the wipe does: it must wait for this reader
        reader.rollback()
    receive(edition(2, A, before=digest_of(first)), host, now=NOW)
    assert not former.exists()


WAITER = """
import sqlite3
database = sqlite3.connect("{uri}?mode=rw", uri=True, timeout=0.05)
try:
    database.execute("BEGIN EXCLUSIVE")
except sqlite3.OperationalError:
    raise SystemExit(7)
"""


def test_register_copied_by_hand_is_replaced_and_wiped(edition: Maker, host: Host) -> None:
    host.register.write_bytes(b"copied " + B.encode())
    with host.register.open("rb") as reader:
        receive(edition(1, A), host, now=NOW)
        assert set(reader.read()) == {0}
    assert read_ids(host) == [A]


def test_missed_editions_do_not_matter(edition: Maker, host: Host) -> None:
    receive(edition(1, A), host, now=NOW)
    assert receive(edition(5, B, before="f" * 64), host, now=NOW) == ["Edition 5 is in place."]


def test_damaged_edition_is_replaced_by_the_same_one(edition: Maker, host: Host) -> None:
    folder = edition(1, A)
    receive(folder, host, now=NOW)
    damaged = host.register.resolve()
    damaged.chmod(0o600)
    damaged.write_bytes(b"garbage")
    assert receive(folder, host, now=NOW) == ["Edition 1 is in place."]
    assert read_ids(host) == [A]


def test_what_was_taken_is_wiped_where_it_was_pushed_to(edition: Maker, host: Host) -> None:
    folder = edition(1, A)
    write_list(folder, 1, B)
    receive(folder, host, now=NOW, consume=True)
    assert list(folder.iterdir()) == []


# --- refusals ---


def signed_again(folder: Path, manifest: Manifest) -> None:
    write_manifest(folder, manifest)


def change_byte(file: Path, at: int = 0) -> None:
    content = bytearray(file.read_bytes())
    content[at] ^= 1
    file.write_bytes(content)


def not_canonical(folder: Path) -> None:
    (folder / MANIFEST).write_bytes((folder / MANIFEST).read_bytes().replace(b",", b", ", 1))
    sign(folder, MANIFEST)


def path_outside(folder: Path) -> None:
    outside = folder.parent / "outside.csv"
    outside.write_text("x")
    manifest = manifest_of(folder, 3)
    write_manifest(
        folder, manifest._replace(files=(manifest.files[0]._replace(path="../outside.csv"), *manifest.files))
    )


def without_register(folder: Path) -> None:
    (folder / REGISTER).unlink()
    write_manifest(folder, manifest_of(folder, 3))


def link_in_place(folder: Path) -> None:
    file = folder / "site" / "data" / "persons.csv"
    elsewhere = folder.parent / "elsewhere.csv"
    file.rename(elsewhere)
    file.symlink_to(elsewhere)


def folder_is_a_link(folder: Path) -> None:
    elsewhere = folder.parent / "elsewhere"
    (folder / "site").rename(elsewhere)
    (folder / "site").symlink_to(elsewhere)


def register_for_other_tables(folder: Path) -> None:
    (folder / REGISTER).unlink()
    with closing(sqlite3.connect(folder / REGISTER)) as database:
        database.execute("CREATE TABLE something_else (id TEXT)")
    write_manifest(folder, manifest_of(folder, 4))


def garbage_register(folder: Path) -> None:
    (folder / REGISTER).write_bytes(b"garbage" * 1000)
    write_manifest(folder, manifest_of(folder, 4))


def listed_twice(folder: Path) -> None:
    manifest = manifest_of(folder, 3)
    write_manifest(folder, manifest._replace(files=(*manifest.files, manifest.files[0])))


REFUSALS: list[tuple[str, Callable[[Path], Any], str]] = [
    ("no manifest", lambda f: (f / MANIFEST).unlink(), "There is no edition here"),
    ("no signature", lambda f: (f / (MANIFEST + SIGNATURE)).unlink(), "is not signed"),
    ("signature of another key", lambda f: sign(f, MANIFEST, OTHER_KEY), "another key"),
    ("key of the same name", lambda f: sign(f, MANIFEST, OTHER_KEY._replace(name=KEY.name)), "does not match"),
    ("signature is binary", lambda f: (f / (MANIFEST + SIGNATURE)).write_bytes(b"\xff"), "cannot be read"),
    ("signature is empty", lambda f: (f / (MANIFEST + SIGNATURE)).write_bytes(b""), "cannot be read"),
    ("manifest altered", lambda f: change_byte(f / MANIFEST, 20), "does not match"),
    ("signature of a list", lambda f: (f / MANIFEST).write_bytes(b"{}\n") and sign(f, MANIFEST), "cannot be read"),
    ("manifest not canonical", not_canonical, "cannot be read"),
    ("path outside", path_outside, "cannot be read"),
    ("file listed twice", listed_twice, "cannot be read"),
    ("no register", without_register, "has no register"),
    ("expired", lambda f: signed_again(f, manifest_of(f, 3, days=0)), "expired on"),
    (
        "from the future",
        lambda f: signed_again(f, manifest_of(f, 3, moment=NOW + timedelta(days=2))),
        "Check the clock",
    ),
    ("older", lambda f: signed_again(f, manifest_of(f, 1)), "older"),
    ("same number", lambda f: signed_again(f, manifest_of(f, 2)), "in place already"),
    ("does not continue", lambda f: signed_again(f, manifest_of(f, 3, before="e" * 64)), "does not continue"),
    ("file altered", lambda f: change_byte(f / "site/data/persons.csv"), "was altered: site/data/persons.csv"),
    ("register altered", lambda f: change_byte(f / REGISTER, 5000), "was altered: register.sqlite3"),
    ("file shorter", lambda f: (f / "site/data/persons.csv").write_text(""), "was altered"),
    ("file longer", lambda f: (f / "site/data/persons.csv").write_text("x" * 9999), "was altered"),
    ("file missing", lambda f: (f / "site/data/persons.csv").unlink(), "is incomplete"),
    ("file too many", lambda f: (f / "site/more.html").write_text("<script>"), "not part of the edition"),
    ("link in place of a file", link_in_place, "is missing"),
    ("link in place of a folder", folder_is_a_link, "not part of the edition"),
    (
        "folder in place of a file",
        lambda f: [(f / REGISTER).unlink(), (f / REGISTER).mkdir()],
        "could not be written|missing",
    ),
    ("other tables", register_for_other_tables, "another version of the program"),
    ("garbage", garbage_register, "cannot be read"),
]


@pytest.mark.parametrize(("spoil", "sentence"), [(spoil, sentence) for _name, spoil, sentence in REFUSALS],
                         ids=[name for name, _spoil, _sentence in REFUSALS])  # fmt: skip
def test_refused_edition_changes_nothing(
    edition: Maker, host: Host, spoil: Callable[[Path], Any], sentence: str
) -> None:
    present = edition(2, A)
    receive(present, host, now=NOW)
    before, inode = kept(host), host.register.stat().st_ino
    pushed = edition(3, A, B, before=digest_of(present))
    spoil(pushed)
    with pytest.raises(EditionRefused, match=sentence):
        receive(pushed, host, now=NOW)
    assert kept(host) == before
    assert host.register.stat().st_ino == inode


def test_unspoiled_edition_of_the_table_is_taken(edition: Maker, host: Host) -> None:
    present = edition(2, A)
    receive(present, host, now=NOW)
    receive(edition(3, A, B, before=digest_of(present)), host, now=NOW)
    assert read_ids(host) == [A, B]


def test_no_byte_can_be_changed(edition: Maker, host: Host) -> None:
    """Four hundred random changes in any file; only the first line of the signature, the untrusted comment, says nothing."""
    present = edition(2, A)
    receive(present, host, now=NOW)
    pushed, random = edition(3, A, B, before=digest_of(present)), Random(19)
    files = [path for path in pushed.rglob("*") if path.is_file()]
    comment = (pushed / (MANIFEST + SIGNATURE)).read_bytes().index(b"\n") + 1
    for _time in range(400):
        file = random.choice(files)
        content = file.read_bytes()
        first = comment if file.name.endswith(SIGNATURE) else 0
        at = random.randrange(first, len(content))
        changed = random.choice(
            [
                content[:at] + bytes([content[at] ^ random.randrange(1, 256)]) + content[at + 1 :],
                content[:at],
                content[:at] + b"\0" + content[at:],
                content[:at] + content[at + 1 :],
            ]
        )
        if changed == content or changed.rstrip(b"\n") == content.rstrip(b"\n"):
            continue
        file.write_bytes(changed)
        with pytest.raises(EditionRefused):
            receive(pushed, host, now=NOW)
        file.write_bytes(content)
    assert read_ids(host) == [A]
    receive(pushed, host, now=NOW)
    assert read_ids(host) == [A, B]


# --- withdrawals ---


def test_list_comes_first_and_goes_with_the_next_edition(edition: Maker, host: Host, tmp_path: Path) -> None:
    first = edition(1, A, B)
    receive(first, host, now=NOW)
    pushed = tmp_path / "list"
    pushed.mkdir()
    write_list(pushed, 1, B)
    assert receive(pushed, host, now=NOW) == ["The withdrawn records are not shown any more."]
    assert B in host.withdrawn().read_text()
    receive(edition(2, A, before=digest_of(first)), host, now=NOW)
    assert not host.withdrawn().exists()
    assert not any(B.encode() in content for content in kept(host).values())


def test_shorter_list_takes_no_id_back(edition: Maker, host: Host, tmp_path: Path) -> None:
    receive(edition(1, A, B), host, now=NOW)
    pushed = tmp_path / "list"
    pushed.mkdir()
    for ids in ((A, B), (A,)):
        write_list(pushed, 1, *ids)
        receive(pushed, host, now=NOW)
    assert B in host.withdrawn().read_text()


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (lambda folder: change_byte(folder / LIST, 30), "does not match"),
        (lambda folder: sign(folder, LIST, OTHER_KEY), "another key"),
        (lambda folder: (folder / (LIST + SIGNATURE)).unlink(), "is not signed"),
        (lambda folder: write_list(folder, 1, C), "older than the edition"),
        (lambda folder: write_list(folder, 2, "<script>"), "cannot be read"),
    ],
    ids=["altered", "another key", "unsigned", "older", "no ids"],
)
def test_refused_list_hides_nobody(
    edition: Maker, host: Host, tmp_path: Path, spoil: Callable[[Path], Any], sentence: str
) -> None:
    receive(edition(2, A, B), host, now=NOW)
    pushed = tmp_path / "list"
    pushed.mkdir()
    write_list(pushed, 2, C)
    spoil(pushed)
    with pytest.raises(EditionRefused, match=sentence):
        receive(pushed, host, now=NOW)
    assert not host.withdrawn().exists()


# --- death ---

EVENTS = {
    "open",
    "os.rename",
    "os.remove",
    "os.mkdir",
    "os.rmdir",
    "os.symlink",
    "os.link",
    "os.chmod",
    "sqlite3.connect",
}


def die_before(step: int, root: Path) -> None:
    """End this process (kill -9) before its step number `step` on a file below `root`."""
    left = step

    def watch(event: str, given: tuple[Any, ...]) -> None:
        nonlocal left
        if event in EVENTS and str(root) in str(given[0]):
            left -= 1
            if left < 0:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(watch)


def dies_at(step: int, root: Path, work: Callable[[], Any]) -> bool:
    """Whether `work`, in a process of its own, was killed before that step; False when it was done before."""
    child = os.fork()
    if child == 0:
        try:
            die_before(step, root)
            work()
        finally:
            os._exit(0)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


def test_killed_at_each_step_there_is_one_whole_edition(edition: Maker, host: Host) -> None:
    first = edition(1, A, B)
    second = edition(2, A, C, before=digest_of(first))
    write_list(second, 1, B)
    receive(first, host, now=NOW)
    step, seen = 0, set()
    while dies_at(step, host.register.parent, lambda: receive(second, host, now=NOW)):
        ids = read_ids(host)
        seen.add(tuple(ids))
        text = (host.folder / "current" / "site" / "data" / "persons.csv").read_text()
        assert text.split() == ids
        assert ids in ([A, B], [A, C])
        if ids == [A, C]:
            # Done again, what the killed process had left is wiped; then back to the first edition for the next death.
            receive(second, host, now=NOW)
            assert not any(B.encode() in content for content in kept(host).values())
            for path in sorted(host.register.parent.rglob("*"), reverse=True):
                path.rmdir() if path.is_dir() and not path.is_symlink() else path.unlink()
            receive(first, host, now=NOW)
        step += 1
    assert step > 30
    assert seen == {(A, B), (A, C)}
    assert read_ids(host) == [A, C]
    assert not any(B.encode() in content for content in kept(host).values())
