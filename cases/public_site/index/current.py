"""The index of the edition being read, built once per edition and process, and its view for one day, built once per day."""

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from django.utils import timezone

from cases.public_site.edition import current
from cases.public_site.index.people_index import PersonIndex, build

_held: tuple[str, PersonIndex] | None = None
_today: tuple[str, date, PersonIndex] | None = None
_building = threading.Lock()


def person_index() -> PersonIndex:
    """The index of the current register for today. If several threads need a new one, one builds it and the others wait. After
    midnight the edition's index stays, and only what depends on the day is recomputed."""
    global _held, _today  # noqa: PLW0603 - one index per process is the purpose of this module
    digest, on = current().digest, timezone.localdate()
    today = _today
    if today and today[:2] == (digest, on):
        return today[2]
    with _building:
        if _today is None or _today[:2] != (digest, on):
            with without_collector():
                if _held is None or _held[0] != digest:
                    _held = (digest, build())
                _today = (digest, on, _held[1].as_of(on))
        return _today[2]


@contextmanager
def without_collector() -> Iterator[None]:
    """Disable garbage collection during a build: it would run again and again while millions of small objects are created, none
    of which is garbage, and take nearly half of the time. The objects are collected once and then frozen; they are freed when
    the last reference goes."""
    was_enabled = gc.isenabled()
    gc.disable()
    gc.unfreeze()
    try:
        yield
        gc.collect()
        gc.freeze()
    finally:
        if was_enabled:
            gc.enable()


def forget() -> None:
    """Drop the index; the next request builds it again."""
    global _held, _today  # noqa: PLW0603
    _held = _today = None
