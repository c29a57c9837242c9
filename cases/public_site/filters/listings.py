"""The lists of the public site by the path of their page, each with its FilterSet."""

from cases.public_site.filters.case_filters import CaseFilterSet
from cases.public_site.filters.hearing_filters import HearingFilterSet
from cases.public_site.filters.person_filters import PersonFilterSet
from cases.public_site.filters.strict_filters import StrictFilterSet

FILTERS: dict[str, type[StrictFilterSet]] = {
    filter_set.listing: filter_set for filter_set in (PersonFilterSet, CaseFilterSet, HearingFilterSet)
}
