"""Year navigation above a list: from the first to the last year with records, without reading every row."""

from typing import Any

from django import template
from django.contrib.admin.templatetags.admin_list import date_hierarchy
from django.contrib.admin.views.main import ChangeList
from django.db.models import Max, Min

register = template.Library()


@register.inclusion_tag("admin/date_hierarchy.html")
def bar_of_years(changes: ChangeList) -> dict[str, Any]:
    """`{% bar_of_years cl %}`. All years are offered, with or without records: checking each costs a scan of the whole table,
    while the months of a chosen year need only that year's rows."""
    field = changes.date_hierarchy
    if not field or f"{field}__year" in changes.params:
        return date_hierarchy(changes) or {}
    ends = changes.queryset.aggregate(first=Min(field), last=Max(field))
    if ends["first"] is None or ends["first"].year == ends["last"].year:
        return date_hierarchy(changes) or {}
    years = range(ends["first"].year, ends["last"].year + 1)
    return {
        "show": True,
        "back": None,
        "choices": [
            {"link": changes.get_query_string({f"{field}__year": str(year)}, [f"{field}__"]), "title": str(year)}
            for year in years
        ],
    }
