"""A register on disk, as in production."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from cases.review import publish
from tests.promises.world import register_at


@pytest.fixture
def public_file(db: None, tmp_path: Path) -> Iterator[Path]:
    """A register on disk, with a connection that commits."""
    file = tmp_path / "register.sqlite3"
    with register_at(file):
        publish.rebuild()
        yield file
