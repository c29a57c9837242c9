"""Filters of the list of people, answered by the index."""

from typing import Any

import django_filters
from django.core.exceptions import ValidationError
from django.db.models import TextChoices
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cases.domain.custody_status import Status
from cases.domain.vocabulary import Gender, PenaltyKind, Stage
from cases.public_site.filters.day_range_filter import DayFilter
from cases.public_site.filters.strict_filters import StrictFilterSet, ValuesField
from cases.public_site.index import PersonIndex
from cases.public_site.index.people_index import AGES, LENGTHS
from cases.public_site.index.position_sets import Positions
from cases.public_site.models import PublishedPerson
from cases.public_site.search.find_people import people_found, suggestions

BY_ALPHABET = ("name", "family")  # sort orders that differ between the languages of the site


class YesNo(TextChoices):
    YES = "yes", _("yes")
    NO = "no", _("no")


class Length(TextChoices):
    """Ranges of terms of imprisonment: lower bound included, upper bound excluded."""

    UNDER_1 = "under_1", _("under 1 year")
    FROM_1 = "1_3", _("1 to 3 years")
    FROM_3 = "3_5", _("3 to 5 years")
    FROM_5 = "5_10", _("5 to 10 years")
    FROM_10 = "10_more", _("10 years or more")


class Age(TextChoices):
    """Age in the year of the first arrest, computed from the year of birth."""

    UNDER_18 = "under_18", _("under 18")
    FROM_18 = "18_29", _("18 to 29")
    FROM_30 = "30_44", _("30 to 44")
    FROM_45 = "45_59", _("45 to 59")
    FROM_60 = "60_more", _("60 and over")


assert [code for code, _low, _high in LENGTHS] == Length.values
assert [code for code, _low, _high in AGES] == Age.values


class FacetFilter(django_filters.Filter):
    """People with one of the given values. `choices` for codes of a vocabulary, otherwise `noun` of reference values."""

    field_class = ValuesField
    several = True

    def __init__(self, label: Any, *, choices: type[TextChoices] | None = None, noun: str = "") -> None:
        codes = frozenset(choices.values) if choices else None
        super().__init__(label=label, required=False, choices=codes)
        self.choices, self.noun = choices, noun


class PersonFilterSet(StrictFilterSet):
    """All filters of the list of people. Values of one filter are combined with OR, different filters with AND."""

    listing = "persons"
    sorts = ("best", "name", "family", "arrest", "hearing", "newest", "sentence")
    default_sort = "name"
    by_database = False

    q = django_filters.CharFilter(label=_("Search"))
    status = FacetFilter(_("Status"), choices=Status)
    stage = FacetFilter(_("Stage"), choices=Stage)
    provision = FacetFilter(_("Provision"), noun="provision")
    code = FacetFilter(_("Code"), noun="code")
    penalty = FacetFilter(_("Penalty"), choices=PenaltyKind)
    length = FacetFilter(_("Term of imprisonment"), choices=Length)
    court = FacetFilter(_("Court"), noun="court")
    judge = FacetFilter(_("Judge"), noun="official")
    place = FacetFilter(_("Place of detention"), noun="facility")
    region = FacetFilter(_("Region"), noun="region")
    gender = FacetFilter(_("Gender"), choices=Gender)
    age = FacetFilter(_("Age at arrest"), choices=Age)
    citizenship = FacetFilter(_("Citizenship"), noun="country")
    occupation = FacetFilter(_("Occupation"), noun="occupation")
    recognised_by = FacetFilter(_("Recognised by"), noun="organisation")
    in_absentia = FacetFilter(_("In absentia"), choices=YesNo)
    arrested_from = DayFilter("arrested", last=False)
    arrested_to = DayFilter("arrested", last=True)
    sentenced_from = DayFilter("sentenced", last=False)
    sentenced_to = DayFilter("sentenced", last=True)
    hearing_from = DayFilter("hearing", last=False)
    hearing_to = DayFilter("hearing", last=True)

    class Meta:
        model = PublishedPerson
        fields: list[str] = []

    def __init__(self, data: QueryDict, language: str, index: PersonIndex, *, lenient: bool = False) -> None:
        """Read the parameters and find the matching people.

        Raises:
            BadParameter: a parameter is unknown or, unless `lenient`, invalid.
        """
        self.index = index
        super().__init__(data, language, lenient=lenient, queryset=PublishedPerson.objects.none())
        self.ranked: list[str] | None = None
        self.suggestions: list[str] = []
        self.parts = self._parts(self.chosen)
        self.found = self._all_of(self.parts)
        if "sort" not in self.told and self.ranked is not None:
            self.sort = "best"
        if self.sort == "best" and self.ranked is None:
            self.sort = self.default_sort

    def _parts(self, chosen: dict[str, Any]) -> dict[str, Positions]:
        """Matches of each filter in use."""
        parts: dict[str, Positions] = {}
        for name, value in chosen.items():
            rule = type(self).declared_filters[name]
            if isinstance(rule, FacetFilter):
                parts[name] = self.index.any_of(name, value)
            elif isinstance(rule, DayFilter):
                parts[rule.dimension] = self._between(rule.dimension, chosen)
        if chosen.get("q"):
            result = people_found(chosen["q"], self.index)
            self.ranked = [ref for ref in result.ranked if ref in self.index.position]
            parts["q"] = self.index.of_ids(self.ranked) | result.by_text
            if not parts["q"]:
                self.suggestions = suggestions(chosen["q"], self.index)
        return parts

    def check(self, name: str, value: Any) -> None:
        """A court to which no public person is linked is not a valid value: unknown, withheld and unpublished courts look
        alike."""
        rule = type(self).declared_filters[name]
        if isinstance(rule, FacetFilter) and rule.noun and any(ref not in self.index.facets[name] for ref in value):
            raise ValidationError(gettext("unknown value. Choose one from the list."))

    def _between(self, dimension: str, chosen: dict[str, Any]) -> Positions:
        start, end = chosen.get(f"{dimension}_from"), chosen.get(f"{dimension}_to")
        return self.index.spans[dimension].overlapping(start, end)

    def _all_of(self, parts: dict[str, Positions], *, but: str = "") -> Positions:
        matches = self.index.everyone
        for name, part in parts.items():
            if name != but:
                matches = matches & part
        return matches

    @property
    def count(self) -> int:
        """Number of matching people."""
        return len(self.found)

    def among(self, facet: str) -> Positions:
        """Matches of all filters except one."""
        return self._all_of(self.parts, but=facet) if facet in self.parts else self.found

    def counts(self, facet: str) -> dict[str, int]:
        """Number of people for each value of a facet, with all other filters applied."""
        return self.index.counts(facet, self.among(facet))

    def ids(self, start: int = 0, stop: int | None = None) -> list[str]:
        """The public ids in the chosen order; `stop` is excluded."""
        stop = self.count if stop is None else stop
        if self.sort != "best" or self.ranked is None:
            on = timezone.localdate() if self.sort == "hearing" else None
            order = f"{self.sort}_{self.language}" if self.sort in BY_ALPHABET else self.sort
            return self.index.page(self.found, order, start, stop, on)
        first = [ref for ref in self.ranked if self.index.position[ref] in self.found]
        rest = self.found - self.index.of_ids(first)
        after = self.index.page(rest, f"name_{self.language}", max(0, start - len(first)), max(0, stop - len(first)))
        return first[start:stop] + after
