"""The closed lists of lists.toml."""

import tomllib
from functools import cache
from pathlib import Path


@cache
def _lists() -> dict[str, str]:
    return tomllib.loads(Path(__file__).with_name("lists.toml").read_text(encoding="utf-8"))


def listed(name: str) -> tuple[str, ...]:
    """Return the words of one list, in its order: keys must be equal in every process."""
    return tuple(_lists()[name].split())
