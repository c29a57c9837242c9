"""Upcoming and past hearings."""

from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.public_site.filters.hearing_filters import HearingFilterSet, When
from cases.public_site.presenters import hearing_card as words
from cases.public_site.queries import build_documents
from cases.public_site.views.facet_panel import chips, day_fields, panels_html, problems
from cases.public_site.views.page_context import pager, show


def hearings(request: HttpRequest, language: str) -> HttpResponse:
    """The list of hearings; upcoming ones by default."""
    data = request.GET.copy()
    data.setdefault("when", When.COMING)
    filters = HearingFilterSet(data, language, timezone.localdate(), lenient=True)
    pages = pager(filters, filters.count)
    ids = filters.ids(pages["start"], pages["stop"])
    by_id = build_documents.hearings(ids)
    return show(
        request,
        "hearings",
        language,
        _("Hearings"),
        filters=filters,
        query=filters.address(sort="", page=""),
        when=filters.told.get("when"),
        hearings=[words.card(by_id[ref], language) for ref in ids if ref in by_id],
        pager=pages,
        panels=panels_html(filters, language),
        days=day_fields(filters),
        problems=problems(filters),
        chips=chips(filters, language, apart=("when",)),
    )


def coming_hearings(language: str, most: int = 4) -> list[dict[str, Any]]:
    """The next hearings, for the home page."""
    filters = HearingFilterSet(QueryDict(f"when={When.COMING.value}"), language, timezone.localdate())
    ids = filters.ids(0, most)
    by_id = build_documents.hearings(ids)
    return [words.card(by_id[ref], language) for ref in ids if ref in by_id]
