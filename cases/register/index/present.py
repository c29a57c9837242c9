"""The index of the edition that is being read, made once an edition in each process."""

import threading

from cases.register.edition import current
from cases.register.index.people import PersonIndex, build

_held: tuple[str, PersonIndex] | None = None
_building = threading.Lock()


def person_index() -> PersonIndex:
    """The index of the register as it is now. Of several threads that need a new one, one makes it and the others wait."""
    global _held  # noqa: PLW0603 - one index a process is what this module is for
    digest = current().digest
    held = _held
    if held and held[0] == digest:
        return held[1]
    with _building:
        if _held is None or _held[0] != digest:
            _held = (digest, build())
        return _held[1]


def forget() -> None:
    """Let the index go; the next question makes it again."""
    global _held  # noqa: PLW0603
    _held = None
