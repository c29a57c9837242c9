"""Figures: charts with their tables, each table as CSV, and a counter for other sites."""

import csv
import io
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.register import kept, small
from cases.register.edition import current
from cases.register.exports import cells
from cases.register.exports.formats import BOM
from cases.register.figures import daily, drawing
from cases.register.figures.series import Series, series
from cases.register.figures.tables import Table, as_of, tables
from cases.register.filters.base import BadParameter, cleaned
from cases.register.filters.days import day_of
from cases.register.index import person_index
from cases.register.views.framed import frameable
from cases.register.views.page import show, site_name


@kept.whole(300)
def figures(request: HttpRequest, language: str) -> HttpResponse:
    """Every chart as of a day, today unless another one is chosen."""
    told = cleaned(request.GET, {"on": False})
    on = _chosen_day(told)
    today = timezone.localdate()
    index, periods, known = person_index(), series(current().digest), as_of(on, today)
    prosecutions, prosecuted = periods.law.prosecuted(known)
    return show(
        request,
        "figures",
        language,
        _("Figures"),
        on=on,
        past=not known.current,
        people=small.words(periods.seen(known, index.size)),
        held=small.words(periods.held_on(on.toordinal())),
        prosecutions=small.words(prosecutions),
        prosecuted=small.words(prosecuted),
        charts=[_chart(table, daily.points(periods, on)) for table in tables(index, periods, on, today, language)],
        query=f"?{told.urlencode()}" if told else "",
    )


def table(request: HttpRequest, language: str, table: str) -> HttpResponse:
    """One table as CSV."""
    on = _chosen_day(cleaned(request.GET, {"on": False}))
    index, periods = person_index(), series(current().digest)
    known = (
        [daily.table(periods, on)] if table == daily.KEY else tables(index, periods, on, timezone.localdate(), language)
    )
    found = next((one for one in known if one.key == table), None)
    if found is None:
        raise Http404
    buffer = io.StringIO()
    buffer.write(BOM)
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(found.heads)
    writer.writerows([cells.text(label), *map(small.words, numbers)] for label, _url, numbers in found.rows)
    response = HttpResponse(buffer.getvalue().encode(), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{table}.csv"'
    return response


@frameable
def counter(request: HttpRequest, language: str) -> HttpResponse:
    """How many people are in custody today, small, without script, for other sites to show in a frame."""
    cleaned(request.GET, {})
    periods: Series = series(current().digest)
    today = timezone.localdate()
    return show(
        request,
        "counter",
        language,
        site_name(),
        held=small.words(periods.held_on(today.toordinal())),
        on=today,
    )


def _chosen_day(told: QueryDict) -> date:
    text = told.get("on")
    if not text:
        return timezone.localdate()
    try:
        return min(day_of(text, last=True), timezone.localdate())
    except ValidationError as reason:
        raise BadParameter(_("“on” is not a date like 2022-03-31.")) from reason


def _chart(found: Table, days: Sequence[tuple[str, int]]) -> dict[str, Any]:
    labels = [label for label, _url, _numbers in found.rows]
    values = [small.drawn(numbers[0]) for _label, _url, numbers in found.rows]
    drawn: Any = ""
    if values and found.drawn == "area":
        drawn = drawing.area(
            found.title, [label for label, _n in days], [small.drawn(number) for _label, number in days]
        )
    elif values and found.drawn == "columns":
        drawn = drawing.columns(found.title, labels, values)
    most = max(values, default=0)
    rows = [
        {
            "label": label,
            "url": url,
            "numbers": [small.words(number) for number in numbers],
            "bar": "" if drawn else drawing.bar(value, most),
        }
        for (label, url, numbers), value in zip(found.rows, values, strict=True)
    ]
    return {
        "key": found.key,
        "title": found.title,
        "note": found.note,
        "heads": found.heads,
        "rows": rows,
        "drawn": drawn,
        "daily": found.drawn == "area",
    }
