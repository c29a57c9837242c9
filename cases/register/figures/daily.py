"""How many people were held on each day: what the area chart draws, and a file with every day."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _

from cases.register.figures.series import Series
from cases.register.figures.tables import LONGEST, Table

DRAWN = 480  # points of the chart at most: more are not seen in it
KEY = "days"


def points(series: Series, on: date) -> Sequence[tuple[str, int]]:
    """Months as labels, with the number of people held, at equal distances from the first day to the last one."""
    days = _days(series, on)
    step = max(1, -(-len(days) // DRAWN))
    # Counted back from the day chosen, so that the chart ends with the number that the page tells.
    return [(f"{date.fromordinal(day):%Y-%m}", series.held_on(day)) for day in reversed(days[::-1][::step])]


def table(series: Series, on: date) -> Table:
    """Every day."""
    rows = [(date.fromordinal(day).isoformat(), "", (series.held_on(day),)) for day in _days(series, on)]
    return Table(KEY, _("In custody, by day"), "", (_("Day"), _("People")), rows)


def _days(series: Series, on: date) -> range:
    if not series.starts:
        return range(0)
    last = on.toordinal()
    return range(max(series.starts[0], last - LONGEST * 31), last + 1)
