"""Filters of the list of cases."""

from typing import Any

import django_filters
from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from cases.domain.vocabulary import CaseKind, Stage
from cases.public_site.filters.database_filters import ChoiceFilter, OverlapFilter, ReferenceFilter
from cases.public_site.filters.facet_counts import CountedFilterSet
from cases.public_site.index.case_index import ListIndex, case_index
from cases.public_site.index.position_sets import Positions
from cases.public_site.models import (
    Published,
    PublishedCase,
    PublishedCaseSummary,
    PublishedCharge,
    PublishedDefendant,
    PublishedListOrder,
)
from cases.public_site.search.provision_lookup import case_numbers


class CaseFilterSet(CountedFilterSet):
    """All filters of the list of cases."""

    listing = "cases"
    sorts = ("newest", "opened", "number")
    default_sort = "newest"
    days = "opened"
    ORDERS = {
        "newest": ("-published_on", "id"),
        "opened": (F("opened_lower").desc(nulls_last=True), "id"),
        "number": (F("number_order").asc(nulls_last=True), "id"),
    }

    q = django_filters.CharFilter(label=_("Case number or title"), method="find")
    kind = ChoiceFilter(_("Kind"), "kind", CaseKind)
    court = ReferenceFilter(_("Court"), "court", "court")
    jurisdiction = ReferenceFilter(_("Jurisdiction"), "jurisdiction", "jurisdiction")
    provision = ReferenceFilter(_("Provision"), "provision", "provision")
    stage = ChoiceFilter(_("Stage of proceedings"), "stage", Stage)
    opened_from = OverlapFilter("opened", last=False)
    opened_to = OverlapFilter("opened", last=True)

    class Meta:
        model = PublishedCase
        fields: list[str] = []

    def __init__(self, data: QueryDict, language: str, *, lenient: bool = False) -> None:
        """Read the parameters. Raises BadParameter if one is unknown or, unless `lenient`, invalid."""
        super().__init__(data, language, lenient=lenient, queryset=PublishedCase.objects.all())

    def find(self, qs: QuerySet, name: str, value: str) -> QuerySet:
        """Cases with this number, or with these words in their title."""
        titled = PublishedCaseSummary.objects.all()
        for word in value.split():
            titled = titled.filter(Q(title__icontains=word) | Q(title__icontains=word.capitalize()))
        return qs.filter(Q(number__in=case_numbers(value)) | Q(id__in=titled.values("case_id")))

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        """Charges and stages belong to the defendants, so they are filtered by a separate query."""
        chosen = self.chosen
        for name in ("provision", "stage"):
            values = chosen.get(name)
            if values:
                rule = self.filters[name]
                if name == "provision":
                    rows = rule.filter(PublishedCharge.objects.all(), values).values("defendant__case_id")
                else:
                    rows = rule.filter(PublishedDefendant.objects.all(), values).values("case_id")
                queryset = queryset.filter(id__in=rows)
        for name, value in chosen.items():
            if name not in ("provision", "stage"):
                queryset = self.filters[name].filter(queryset, value)
        return queryset

    @property
    def index(self) -> ListIndex:
        """Index of all public cases."""
        return case_index()

    def others(self, chosen: dict[str, Any]) -> dict[str, Positions]:
        """Matches for the number or title."""
        query = chosen.get("q")
        if not query:
            return {}
        return {"q": self.index.of_ids(self.find(self.queryset, "q", query).values_list("id", flat=True))}

    def ids(self, start: int = 0, stop: int | None = None) -> list[str]:
        """The public ids in the chosen order."""
        ordered = self.qs
        if self.sort == "newest":
            ordered = ordered.annotate(published_on=_first_on())
        if self.sort == "number":
            ordered = ordered.annotate(number_order=_number_order())
        return list(ordered.order_by(*self.ORDERS[self.sort]).values_list("id", flat=True)[start:stop])


def _number_order() -> Subquery:
    """Sort key of a case's number, by which 2 comes before 10; none for a case without a number."""
    return Subquery(PublishedListOrder.objects.filter(owner=OuterRef("id")).exclude(number="").values("number"))


def _first_on() -> Subquery:
    """Day on which a case was first published."""
    return Subquery(Published.objects.filter(id=OuterRef("id")).values("first_on"))
