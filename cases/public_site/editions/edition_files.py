"""The files of an edition that are made from its register: downloads, pages and headline figures, for one day.

Made in a process of its own with the settings of the public site: it has no private database, and hides small counts as the site
does.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from pathlib import Path

from django.db.models import Count
from django.utils import timezone

from cases.domain.custody_status import Status
from cases.public_site import small_cells
from cases.public_site.downloads import kept_files
from cases.public_site.editions import static_pages
from cases.public_site.index import person_index
from cases.public_site.models import Published

Figures = dict[str, int | None]
"""Headline counts by name; None where the organisation hides small numbers."""


@contextmanager
def read_on(day: date) -> Iterator[None]:
    """Let this process read the register as on another day. Only for a process that does nothing else: there is one clock."""
    present = timezone.now
    noon = datetime.combine(day, time(12), timezone.get_default_timezone())
    timezone.now = lambda: noon
    try:
        yield
    finally:
        timezone.now = present


def make(site: Path, day: date, origin: str = "") -> Figures:
    """Write the downloads below `site`, where a static mirror serves them, and all pages if the address of the mirror is given;
    return the figures of that day."""
    with read_on(day):
        with kept_files.reading():
            folder = site / "data"
            folder.mkdir(parents=True)
            kept_files.write_all(folder, day)
            counts = figures()
        if origin:
            static_pages.Mirror(site, origin).write()
    return counts


def figures() -> Figures:
    """The totals of the home page."""
    index = person_index()
    statuses = index.counts("status", index.everyone)
    totals = dict(Published.objects.values_list("noun").annotate(Count("id")))
    return {
        "people": small_cells.told(index.size),
        "in_custody": small_cells.told(statuses.get(Status.IN_CUSTODY, 0)),
        "released": small_cells.told(statuses.get(Status.RELEASED, 0)),
        "died": small_cells.told(statuses.get(Status.DIED, 0)),
        "cases": small_cells.told(totals.get("case", 0)),
    }
