"""A register on disk, as in production; and two worlds to look at."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from cases.review import publish
from tests.promises.proof import Seen, build_rich
from tests.promises.world import register_at


@pytest.fixture
def public_file(db: None, tmp_path: Path) -> Iterator[Path]:
    """A register on disk, with a connection that commits."""
    file = tmp_path / "register.sqlite3"
    with register_at(file):
        publish.rebuild()
        yield file


@pytest.fixture(scope="session")
def rich_once(tmp_path_factory: pytest.TempPathFactory) -> dict[int, Seen]:
    """The worlds of `rich`, once they were made."""
    return {}


@pytest.fixture
def rich(roles: None, rich_once: dict[int, Seen], tmp_path_factory: pytest.TempPathFactory) -> tuple[Seen, Seen]:
    """Two worlds of the rich plan: what is left of them outside, made once for all tests that look at it."""
    for seed in (1, 2):
        if seed not in rich_once:
            rich_once[seed] = build_rich(seed, tmp_path_factory.mktemp(f"world{seed}"))
    return rich_once[1], rich_once[2]
