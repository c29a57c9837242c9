"""What the server of the private site tidies up about lists: what processes that died have left, and old uploads."""

import logging
import threading
from collections.abc import Callable

from django.db import DatabaseError, connections

from accounts.exceptions import Refused
from cases.models import UnfinishedList
from cases.spreadsheets.import_.unfinished import remove_all_unfinished
from cases.spreadsheets.import_.uploads import remove_old

EVERY = 60.0  # seconds
logger = logging.getLogger(__name__)


def look() -> None:
    """Remove what is left, if anything; a database that does not answer is asked again the next time."""
    try:
        remove_old()
        if UnfinishedList.objects.exists():
            remove_all_unfinished()
    except Refused:
        pass  # somebody is taking in a list
    except DatabaseError as reason:
        logger.error("what is left of lists could not be removed: %s", type(reason).__name__)
    finally:
        connections.close_all()


def keep_looking(wait: Callable[[float], bool]) -> None:
    """Look now and once a minute, until `wait(seconds)` returns true."""
    while True:
        look()
        if wait(EVERY):
            return


def start() -> None:
    """Keep looking in a thread of this process that ends with it."""
    threading.Thread(target=keep_looking, args=(threading.Event().wait,), daemon=True).start()
