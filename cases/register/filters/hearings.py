"""What hearings are filtered by."""

from datetime import date
from typing import Any

from django.db.models import F, Q, QuerySet, TextChoices
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from cases.register.filters.counted import CountedFilterSet
from cases.register.filters.queries import ChoiceFilter, OverlapFilter, ReferenceFilter
from cases.register.index.bits import Positions
from cases.register.index.listed import ListIndex, hearing_index
from cases.register.models import PublishedHearing
from cases.vocabulary import HearingKind, HearingOutcome


class When(TextChoices):
    COMING = "coming", _("coming")
    PAST = "past", _("past")


class HearingFilterSet(CountedFilterSet):
    """Every filter of the list of hearings. `today` divides the coming ones from the past ones."""

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

    def __init__(self, data: QueryDict, language: str, today: date) -> None:
        """Read the parameters. Raises BadParameter where one is unknown or invalid."""
        self.today = today
        super().__init__(data, language, queryset=PublishedHearing.objects.all())

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        """Coming is what may still take place; without a day it is past only when it has an outcome."""
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
        """Past hearings are read from the last one back, coming ones from the next one on."""
        return self.told.getlist("when") != [When.COMING]

    @property
    def index(self) -> ListIndex:
        """Every public hearing."""
        return hearing_index()

    def others(self, chosen: dict[str, Any]) -> dict[str, Positions]:
        """What comes, or what was."""
        when = chosen.get("when") or []
        if len(when) != 1:
            return {}
        index = self.index
        decided = index.any_of("outcome", index.facets["outcome"])
        coming = (index.days.overlapping(self.today, None) | index.undated) - decided
        return {"when": coming if when == [When.COMING] else index.everything - coming}

    def ids(self, start: int = 0, stop: int | None = None) -> list[str]:
        """The public ids by day and hour."""
        day, clock = F("day_lower"), F("time")
        if self.newest_first:
            order = (day.desc(nulls_last=True), clock.desc(nulls_last=True), "id")
        else:
            order = (day.asc(nulls_last=True), clock.asc(nulls_last=True), "id")
        return list(self.qs.order_by(*order).values_list("id", flat=True)[start:stop])
