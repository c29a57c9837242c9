"""Hearings that come and that were."""

from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.register.filters.hearings import HearingFilterSet, When
from cases.register.reading import records
from cases.register.showing import hearing as words
from cases.register.views.facets import chips, day_fields, panels_html
from cases.register.views.page import pager, show


def hearings(request: HttpRequest, language: str) -> HttpResponse:
    """The list; without a choice the coming ones."""
    data = request.GET.copy()
    data.setdefault("when", When.COMING)
    filters = HearingFilterSet(data, language, timezone.localdate())
    pages = pager(filters, filters.count)
    ids = filters.ids(pages["start"], pages["stop"])
    found = records.hearings(ids)
    return show(
        request,
        "hearings",
        language,
        _("Hearings"),
        filters=filters,
        query=filters.address(sort="", page=""),
        when=filters.told.get("when"),
        hearings=[words.card(found[one], language) for one in ids if one in found],
        pager=pages,
        panels=panels_html(filters, language),
        days=day_fields(filters),
        chips=chips(filters, language, apart=("when",)),
    )


def coming_hearings(language: str, most: int = 4) -> list[dict[str, Any]]:
    """The next hearings, for the first page."""
    filters = HearingFilterSet(QueryDict(f"when={When.COMING.value}"), language, timezone.localdate())
    ids = filters.ids(0, most)
    found = records.hearings(ids)
    return [words.card(found[one], language) for one in ids if one in found]
