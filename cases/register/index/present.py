"""The index of the edition that is being read, made once an edition in each process."""

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager

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
            with without_collector():
                _held = (digest, build())
        return _held[1]


@contextmanager
def without_collector() -> Iterator[None]:
    """Python looks for garbage again and again while millions of small things are made, none of which is garbage: nearly half
    of the time of a build. What was made is looked at once and then left out of later looks; it goes when nobody holds it."""
    was = gc.isenabled()
    gc.disable()
    gc.unfreeze()
    try:
        yield
        gc.collect()
        gc.freeze()
    finally:
        if was:
            gc.enable()


def forget() -> None:
    """Let the index go; the next question makes it again."""
    global _held  # noqa: PLW0603
    _held = None
