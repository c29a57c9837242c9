"""Two worlds to look at."""

import pytest

from tests.promises.proof import Seen, build_rich


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
