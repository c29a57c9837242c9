"""Django's database cache, except that a write that timed out waiting for a lock is an error.

Django ignores it silently, and then a user who signs in during another write gets the message that they tried too
often.
"""

from __future__ import annotations

from typing import Any

from django.core.cache.backends.db import DatabaseCache
from django.db import OperationalError, connections, router


class DatabaseCounters(DatabaseCache):
    """Cache of failed attempts and used codes."""

    def _base_set(self, mode: str, key: Any, value: Any, timeout: Any = None) -> bool:
        failed: list[OperationalError] = []

        def note(execute: Any, *statement: Any) -> Any:
            try:
                return execute(*statement)
            except OperationalError as error:
                failed.append(error)
                raise

        with connections[router.db_for_write(self.cache_model_class)].execute_wrapper(note):
            is_stored = bool(super()._base_set(mode, key, value, timeout))  # type: ignore[misc]
        if failed and not is_stored:
            raise failed[0]
        return is_stored
