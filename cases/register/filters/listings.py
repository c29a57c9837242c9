"""The lists of the public site by the folder of their page, each with what it is filtered by."""

from cases.register.filters.base import StrictFilterSet
from cases.register.filters.cases import CaseFilterSet
from cases.register.filters.hearings import HearingFilterSet
from cases.register.filters.persons import PersonFilterSet

FILTERS: dict[str, type[StrictFilterSet]] = {
    one.listing: one for one in (PersonFilterSet, CaseFilterSet, HearingFilterSet)
}
