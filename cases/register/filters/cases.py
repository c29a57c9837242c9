"""What cases are filtered by."""

from typing import Any

import django_filters
from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from cases.register.citing import case_numbers
from cases.register.filters.counted import CountedFilterSet
from cases.register.filters.queries import ChoiceFilter, OverlapFilter, ReferenceFilter
from cases.register.index.bits import Positions
from cases.register.index.listed import ListIndex, case_index
from cases.register.models import (
    Published,
    PublishedCase,
    PublishedCaseSummary,
    PublishedCharge,
    PublishedDefendant,
)
from cases.vocabulary import CaseKind, Stage


class CaseFilterSet(CountedFilterSet):
    """Every filter of the list of cases."""

    listing = "cases"
    sorts = ("newest", "opened", "number")
    default_sort = "newest"
    days = "opened"
    ORDERS = {
        "newest": ("-published_on", "id"),
        "opened": (F("opened_lower").desc(nulls_last=True), "id"),
        "number": ("number", "id"),
    }

    q = django_filters.CharFilter(label=_("Case number or title"), method="find")
    kind = ChoiceFilter(_("Kind"), "kind", CaseKind)
    court = ReferenceFilter(_("Court"), "court", "court")
    jurisdiction = ReferenceFilter(_("Jurisdiction"), "jurisdiction", "jurisdiction")
    provision = ReferenceFilter(_("Provision"), "provision", "provision")
    stage = ChoiceFilter(_("Stage of a defendant"), "stage", Stage)
    opened_from = OverlapFilter("opened", last=False)
    opened_to = OverlapFilter("opened", last=True)

    class Meta:
        model = PublishedCase
        fields: list[str] = []

    def __init__(self, data: QueryDict, language: str) -> None:
        """Read the parameters. Raises BadParameter where one is unknown or invalid."""
        super().__init__(data, language, queryset=PublishedCase.objects.all())

    def find(self, qs: QuerySet, name: str, value: str) -> QuerySet:
        """Cases with this number, or with these words in their title."""
        titled = PublishedCaseSummary.objects.all()
        for word in value.split():
            titled = titled.filter(Q(title__icontains=word) | Q(title__icontains=word.capitalize()))
        return qs.filter(Q(number__in=case_numbers(value)) | Q(id__in=titled.values("case_id")))

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        """Charges and stages belong to the defendants, so they are asked for in a query of their own."""
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
        """Every public case."""
        return case_index()

    def others(self, chosen: dict[str, Any]) -> dict[str, Positions]:
        """What is found by number or title."""
        query = chosen.get("q")
        if not query:
            return {}
        return {"q": self.index.of_ids(self.find(self.queryset, "q", query).values_list("id", flat=True))}

    def ids(self, start: int = 0, stop: int | None = None) -> list[str]:
        """The public ids in the chosen order."""
        ordered = self.qs
        if self.sort == "newest":
            ordered = ordered.annotate(published_on=_first_on())
        return list(ordered.order_by(*self.ORDERS[self.sort]).values_list("id", flat=True)[start:stop])


def _first_on() -> Subquery:
    """The day since when a case is public."""
    return Subquery(Published.objects.filter(id=OuterRef("id")).values("first_on"))
