"""All values of one filter of a list with their counts: the panel beside the list shows only the most frequent ones."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from cases.domain.list_order import collation_key
from cases.public_site import addresses, small_cells
from cases.public_site.downloads.list_files import LISTINGS
from cases.public_site.views.facet_panel import Filters, chips, options_of
from cases.public_site.views.page_context import show


def values(request: HttpRequest, language: str, listing: str, facet: str) -> HttpResponse:
    """The values by name, each linking to the list with it added to the chosen ones.

    Raises:
        Http404: the list has no such filter, or the filter has no counts.
    """
    filters = LISTINGS[listing].filters(request.GET, language)
    if facet not in filters.index.facets:
        raise Http404
    rule = filters.declared_filters[facet]
    back = addresses.page(language, listing)
    when = filters.told.get("when", "")  # for hearings it selects upcoming or past; it is not a filter
    return show(
        request,
        "values",
        language,
        str(rule.label),
        label=rule.label,
        back=back + filters.address(page=""),
        chips=chips(filters, language, apart=("when",)),
        rest=f"?when={when}" if when else ".",
        values=_values(filters, facet, back, language),
        list_title={"persons": _("People"), "cases": _("Cases"), "hearings": _("Hearings")}[listing],
    )


def _values(filters: Filters, facet: str, back: str, language: str) -> list[dict[str, Any]]:
    chosen, among = filters.told.getlist(facet), filters.among(facet)
    counted = [
        (option.label, option.value, option.people.intersection_cardinality(among))
        for option in options_of(filters, facet, language).values()
    ]
    return [
        {
            "text": label,
            "count": small_cells.words(count),
            "url": "" if value in chosen else back + filters.address(also=(facet, value), page=""),
        }
        for label, value, count in sorted(counted, key=lambda row: (collation_key(row[0], language), row[1]))
        if count or value in chosen
    ]
