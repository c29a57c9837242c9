"""What the public site's health address says: whether the register can be read, and which edition it is."""

from django.db import DatabaseError

from cases.public_site import edition
from casetracker.health import Health

SHOWN = 16  # characters of the edition's digest


def examine() -> Health:
    """Look at the register as a request for a page does."""
    lines = {"neutral page": "on"} if edition.is_neutral() else {}
    try:
        edition.follow_file()
        edition.begin()
        try:
            current = edition.current()
        finally:
            edition.end()
    except (edition.Missing, OSError, DatabaseError):
        return Health(False, {"register": "not readable", **lines}, {"register_readable": 0})
    return Health(
        True,
        {"register": "readable", "edition": current.digest[:SHOWN], **lines},
        {"register_readable": 1, f'edition_info{{edition="{current.digest[:SHOWN]}"}}': 1},
    )
