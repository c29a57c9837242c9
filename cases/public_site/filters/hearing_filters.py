"""Filters of the list of hearings."""

from datetime import date
from typing import Any

from django.db.models import F, Q, QuerySet, TextChoices
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from cases.domain.vocabulary import HearingKind, HearingOutcome
from cases.public_site.filters.database_filters import ChoiceFilter, OverlapFilter, ReferenceFilter
from cases.public_site.filters.facet_counts import CountedFilterSet
from cases.public_site.index.case_index import ListIndex, hearing_index
from cases.public_site.index.position_sets import Positions
from cases.public_site.models import PublishedHearing


class When(TextChoices):
    COMING = "coming", _("upcoming")
    PAST = "past", _("past")


class HearingFilterSet(CountedFilterSet):
    """All filters of the list of hearings. `today` separates upcoming hearings from past ones."""

    listing = "hearings"
    sorts = ("day",)
    default_sort = "day"
    days = "day"

    when = ChoiceFilter(_("When"), "when", When)
    kind = ChoiceFilter(_("Kind"), "kind", HearingKind)
    outcome = ChoiceFilter(_("Outcome"), "outcome", HearingOutcome)
    court = ReferenceFilter(_("Court"), "court", "court")
    day_from = OverlapFilter("day", last=False)
    day_to = OverlapFilter("day", last=True)

    class Meta:
        model = PublishedHearing
        fields: list[str] = []

    def __init__(self, data: QueryDict, language: str, today: date, *, lenient: bool = False) -> None:
        """Read the parameters. Raises BadParameter if one is unknown or, unless `lenient`, invalid."""
        self.today = today
        super().__init__(data, language, lenient=lenient, queryset=PublishedHearing.objects.all())

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        """A hearing is upcoming if it may still take place; without a day it is past only if it has an outcome."""
        chosen = dict(self.chosen)
        when = chosen.pop("when", None) or []
        if len(when) == 1:
            coming = Q(outcome="") & (Q(day_upper__gte=self.today) | Q(day_upper__isnull=True))
            queryset = queryset.filter(coming) if when == [When.COMING] else queryset.exclude(coming)
        for name, value in chosen.items():
            queryset = self.filters[name].filter(queryset, value)
        return queryset

    @property
    def newest_first(self) -> bool:
        """Sort past hearings newest first, upcoming ones soonest first."""
        return self.told.getlist("when") != [When.COMING]

    @property
    def index(self) -> ListIndex:
        """Index of all public hearings."""
        return hearing_index()

    def others(self, chosen: dict[str, Any]) -> dict[str, Positions]:
        """The upcoming or the past hearings."""
        when = chosen.get("when") or []
        if len(when) != 1:
            return {}
        index = self.index
        with_outcome = index.any_of("outcome", index.facets["outcome"])
        coming = (index.days.overlapping(self.today, None) | index.undated) - with_outcome
        return {"when": coming if when == [When.COMING] else index.everything - coming}

    def ids(self, start: int = 0, stop: int | None = None) -> list[str]:
        """The public ids by day and time."""
        day, clock = F("day_lower"), F("time")
        if self.newest_first:
            order = (day.desc(nulls_last=True), clock.desc(nulls_last=True), "id")
        else:
            order = (day.asc(nulls_last=True), clock.asc(nulls_last=True), "id")
        return list(self.qs.order_by(*order).values_list("id", flat=True)[start:stop])
