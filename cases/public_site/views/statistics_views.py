"""Statistics: charts with their tables, each table as CSV, and a counter for other sites."""

import csv
import io
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.public_site import edition_cache, small_cells
from cases.public_site.downloads import file_cells
from cases.public_site.downloads.file_formats import BOM
from cases.public_site.edition import current
from cases.public_site.filters.day_range_filter import day_of
from cases.public_site.filters.strict_filters import BadParameter, cleaned
from cases.public_site.index import person_index
from cases.public_site.statistics import charts, daily_counts
from cases.public_site.statistics.custody_series import Series, series
from cases.public_site.statistics.statistics_tables import Table, as_of, tables
from cases.public_site.views.embed import frameable
from cases.public_site.views.page_context import show, site_name


@edition_cache.whole(300)
def figures(request: HttpRequest, language: str) -> HttpResponse:
    """Every chart as of a day, today by default."""
    parameters = cleaned(request.GET, {"on": False})
    on = _chosen_day(parameters)
    today = timezone.localdate()
    index, periods, cutoff = person_index(), series(current().digest, today), as_of(on, today)
    prosecutions, prosecuted = periods.law.prosecuted(cutoff)
    return show(
        request,
        "figures",
        language,
        _("Statistics"),
        on=on,
        past=not cutoff.current,
        people=small_cells.words(periods.seen(cutoff, index.size)),
        held=small_cells.words(periods.held_on(on.toordinal())),
        prosecutions=small_cells.words(prosecutions),
        prosecuted=small_cells.words(prosecuted),
        charts=[
            _chart(table, daily_counts.points(periods, on)) for table in tables(index, periods, on, today, language)
        ],
        query=f"?{parameters.urlencode()}" if parameters else "",
    )


def table(request: HttpRequest, language: str, table: str) -> HttpResponse:
    """One table as CSV."""
    on = _chosen_day(cleaned(request.GET, {"on": False}))
    today = timezone.localdate()
    index, periods = person_index(), series(current().digest, today)
    available = (
        [daily_counts.table(periods, on)] if table == daily_counts.KEY else tables(index, periods, on, today, language)
    )
    selected = next((candidate for candidate in available if candidate.key == table), None)
    if selected is None:
        raise Http404
    buffer = io.StringIO()
    buffer.write(BOM)
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(selected.heads)
    writer.writerows(
        [file_cells.text(label), *map(small_cells.words, numbers)] for label, _url, numbers in selected.rows
    )
    response = HttpResponse(buffer.getvalue().encode(), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{table}.csv"'
    return response


@frameable
def counter(request: HttpRequest, language: str) -> HttpResponse:
    """Number of people in custody today, small, without script, for frames on other sites."""
    cleaned(request.GET, {})
    today = timezone.localdate()
    periods: Series = series(current().digest, today)
    return show(
        request,
        "counter",
        language,
        site_name(),
        held=small_cells.words(periods.held_on(today.toordinal())),
        on=today,
    )


def _chosen_day(told: QueryDict) -> date:
    text = told.get("on")
    if not text:
        return timezone.localdate()
    try:
        return min(day_of(text, last=True), timezone.localdate())
    except ValidationError as reason:
        raise BadParameter(_("“on”: enter a date such as 2022-03-31.")) from reason


def _chart(found: Table, days: Sequence[tuple[str, int]]) -> dict[str, Any]:
    labels = [label for label, _url, _numbers in found.rows]
    values = [small_cells.drawn(numbers[0]) for _label, _url, numbers in found.rows]
    chart: Any = ""
    if values and found.drawn == "area":
        chart = charts.area(
            found.title, [label for label, _n in days], [small_cells.drawn(number) for _label, number in days]
        )
    elif values and found.drawn == "columns":
        chart = charts.columns(found.title, labels, values)
    most = max(values, default=0)
    rows = [
        {
            "label": label,
            "url": url,
            "numbers": [small_cells.words(number) for number in numbers],
            "bar": "" if chart else charts.bar(value, most),
        }
        for (label, url, numbers), value in zip(found.rows, values, strict=True)
    ]
    return {
        "key": found.key,
        "title": found.title,
        "note": found.note,
        "heads": found.heads,
        "rows": rows,
        "drawn": chart,
        "daily": found.drawn == "area",
    }
