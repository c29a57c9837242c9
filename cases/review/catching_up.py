"""Decisions that the register does not show yet are applied by themselves, whatever kept it from being written.

A publication follows every decision at once. Where that failed (a full disk) or the process died after the decision, each
server process of the private site tries again every few seconds, from its start on.
"""

import logging
import threading
from collections.abc import Callable

from django.db import DatabaseError, connections

from cases.review.models import Outstanding
from cases.review.publish import publish_quietly

EVERY = 5.0  # seconds
logger = logging.getLogger(__name__)


def catch_up() -> None:
    """Apply what is outstanding, if anything is; a database that does not answer is asked again the next time."""
    try:
        if Outstanding.objects.exists():
            publish_quietly()
    except DatabaseError as reason:
        logger.error("what is outstanding could not be read: %s", type(reason).__name__)
    finally:
        connections.close_all()


def keep_up(wait: Callable[[float], bool]) -> None:
    """Catch up now and every few seconds, until `wait(seconds)` returns true."""
    while True:
        catch_up()
        if wait(EVERY):
            return


def start() -> None:
    """Keep up in a thread of this process that ends with it."""
    threading.Thread(target=keep_up, args=(threading.Event().wait,), daemon=True).start()
