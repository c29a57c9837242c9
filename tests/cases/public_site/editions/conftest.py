"""Editions made by hand, small, with a key of their own: the host needs no program of the organisation to judge them."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from cases.public_site.editions.manifest import (
    LIST,
    MANIFEST,
    NO_EDITION,
    REGISTER,
    SIGNATURE,
    Manifest,
    Withdrawals,
    file_at,
)
from cases.public_site.editions.receive import Host
from cases.publication.editions.signing_key import SigningKey

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
KEY = SigningKey(b"ours....", b"k" * 32)
OTHER_KEY = SigningKey(b"theirs..", b"x" * 32)
COLUMNS = frozenset({("register_published", "id")})
Maker = Callable[..., Path]


def write_register(file: Path, *ids: str) -> None:
    with closing(sqlite3.connect(file)) as database:
        database.execute("CREATE TABLE register_published (id TEXT PRIMARY KEY, digest TEXT)")
        database.executemany("INSERT INTO register_published VALUES (?, ?)", [(ref, ref * 30) for ref in ids])
        database.commit()


def sign(folder: Path, name: str, key: SigningKey = KEY) -> None:
    (folder / (name + SIGNATURE)).write_text(key.sign((folder / name).read_bytes(), "edition").text())


def manifest_of(
    folder: Path, number: int, *, before: str = NO_EDITION, moment: datetime = NOW, days: int = 30
) -> Manifest:
    paths = [
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and not path.name.startswith("manifest.json")
    ]
    return Manifest(
        number, before, moment, moment + timedelta(days=days), tuple(file_at(folder, path) for path in paths)
    )


def write_manifest(folder: Path, manifest: Manifest, key: SigningKey = KEY) -> None:
    (folder / MANIFEST).write_bytes(manifest.content())
    sign(folder, MANIFEST, key)


def write_list(folder: Path, number: int, *ids: str) -> None:
    (folder / LIST).write_bytes(Withdrawals(number, frozenset(ids)).content())
    sign(folder, LIST)


def read_ids(host: Host) -> list[str]:
    """What the public process would read now."""
    with closing(sqlite3.connect(f"{host.register.as_uri()}?mode=ro", uri=True)) as database:
        return [ref for (ref,) in database.execute("SELECT id FROM register_published ORDER BY id")]


@pytest.fixture(autouse=True)
def public_site() -> None:
    """Nothing here needs the public site or a database."""


@pytest.fixture
def edition(tmp_path: Path) -> Maker:
    """Makes a signed edition in a folder of its own."""

    def make(number: int, *ids: str, before: str = NO_EDITION, key: SigningKey = KEY) -> Path:
        folder = tmp_path / f"pushed-{number}"
        (folder / "site" / "data").mkdir(parents=True)
        write_register(folder / REGISTER, *ids)
        (folder / "site" / "data" / "persons.csv").write_text("\n".join(ids))
        write_manifest(folder, manifest_of(folder, number, before=before), key)
        return folder

    return make


@pytest.fixture
def host(tmp_path: Path) -> Host:
    (tmp_path / "host").mkdir()
    return Host(tmp_path / "host" / "editions", tmp_path / "host" / "register.sqlite3", KEY.public(), COLUMNS, 0.1)
