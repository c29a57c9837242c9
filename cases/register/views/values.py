"""Every value of one filter of a list with its count: where the panel beside the list shows the most frequent ones."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from cases.register import addresses, small
from cases.register.exports.lists import LISTINGS
from cases.register.views.facets import Filters, chips, options_of
from cases.register.views.page import show


def values(request: HttpRequest, language: str, listing: str, facet: str) -> HttpResponse:
    """The values by name, each leading to the list with it chosen beside what is chosen already.

    Raises:
        Http404: the list has no such filter, or it is one without counts.
    """
    filters = LISTINGS[listing].filters(request.GET, language)
    if facet not in filters.index.facets:
        raise Http404
    rule = filters.declared_filters[facet]
    back = addresses.page(language, listing)
    when = filters.told.get("when", "")  # of hearings: which of the two lists, no filter of it
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
            "count": small.words(count),
            "url": "" if value in chosen else back + filters.address(also=(facet, value), page=""),
        }
        for label, value, count in sorted(counted, key=lambda one: (one[0].casefold(), one[1]))
        if count or value in chosen
    ]
