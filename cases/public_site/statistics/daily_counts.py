"""Number of people in custody by day: data of the area chart, and a file with every day."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _

from cases.public_site.statistics.custody_series import Series
from cases.public_site.statistics.statistics_tables import LONGEST, Table

DRAWN = 480  # maximum number of points in the chart: more are not visible
KEY = "days"


def points(series: Series, on: date) -> Sequence[tuple[str, int]]:
    """Months as labels, with the number of people in custody, at equal intervals from the first day to the last."""
    days = _days(series, on)
    step = max(1, -(-len(days) // DRAWN))
    # Counted back from the chosen day, so that the chart ends with the number on the page.
    return [(f"{date.fromordinal(day):%Y-%m}", series.held_on(day)) for day in reversed(days[::-1][::step])]


def table(series: Series, on: date) -> Table:
    """The table of all days."""
    rows = [(date.fromordinal(day).isoformat(), "", (series.held_on(day),)) for day in _days(series, on)]
    return Table(KEY, _("People in custody over time"), "", (_("Day"), _("People")), rows)


def _days(series: Series, on: date) -> range:
    if not series.starts:
        return range(0)
    last = on.toordinal()
    return range(max(series.starts[0], last - LONGEST * 31), last + 1)
