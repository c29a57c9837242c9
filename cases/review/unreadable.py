"""A record that cannot be frozen because a date of it cannot be read: told beside that record, and the others go on.

What is entered now is always readable. What was stored under older rules, or written by hand into the database, may not be.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.utils.translation import gettext as _

from accounts.exceptions import Refused
from cases.domain.dates import UnreadableDate


@contextmanager
def refused_where_unreadable() -> Iterator[None]:
    """Around whatever freezes one record: raises Refused with a sentence in place of UnreadableDate."""
    try:
        yield
    except UnreadableDate as unreadable:
        raise Refused(
            _("A date of this record cannot be read. Correct it on the record's page. %(why)s") % {"why": unreadable}
        ) from unreadable
