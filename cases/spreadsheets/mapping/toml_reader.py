"""Taking a TOML table apart key by key, so that every mistake is told by the key it is in."""

from __future__ import annotations

from typing import Any


class MappingError(Exception):
    """A mapping cannot be used; the sentence names the key."""


class Keys:
    """One table of the TOML file, whose keys are taken one by one; what is left at the end is unknown."""

    def __init__(self, table: Any, where: str) -> None:
        if not isinstance(table, dict):
            raise MappingError(f"[{where}] must be a table of keys and values.")
        self.table, self.where, self.taken = table, where, set[str]()

    def _path(self, key: str) -> str:
        return f"{self.where}.{key}" if self.where else key

    def get(self, key: str) -> Any:
        """The value of `key`, or None."""
        self.taken.add(key)
        return self.table.get(key)

    def all(self) -> list[tuple[str, Any]]:
        """Every key with its value."""
        return list(self.table.items())

    def text(self, key: str, *, needed: bool = False, one_of: tuple[str, ...] = (), default: str = "") -> str:
        """A text; one of these where `one_of` is given."""
        value = self.get(key)
        if value is None:
            if needed:
                raise MappingError(f"{self._path(key)} is missing.")
            return default
        if not isinstance(value, str):
            raise MappingError(f"{self._path(key)} must be a text.")
        if one_of and value not in one_of:
            raise MappingError(f"{self._path(key)}: “{value}” is none of {', '.join(each for each in one_of if each)}.")
        return value

    def list(self, key: str, *, needed: bool = False) -> tuple[str, ...]:
        """A list of texts; a single text is a list of one."""
        value = self.get(key)
        value = [value] if isinstance(value, str) else value
        if value is None and not needed:
            return ()
        if not isinstance(value, list) or not value or not all(isinstance(each, str) and each for each in value):
            raise MappingError(f"{self._path(key)} must be a list of texts.")
        return tuple(value)

    def texts(self) -> dict[str, str]:
        """The whole table, all values being texts."""
        for key, value in self.table.items():
            if not isinstance(value, str):
                raise MappingError(f"{self._path(key)} must be a text.")
        return dict(self.table)

    def yes(self, key: str) -> bool:
        """True or false; false where it is not given."""
        value = self.get(key)
        if value is not None and not isinstance(value, bool):
            raise MappingError(f"{self._path(key)} must be true or false.")
        return bool(value)

    def finish(self) -> None:
        """Raise MappingError for a key that nobody asked for."""
        unknown = set(self.table) - self.taken
        if unknown:
            raise MappingError(f"{self._path(min(unknown))} is not a key of a mapping.")
