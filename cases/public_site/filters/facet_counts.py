"""Facet counts: how many cases or hearings each value of a filter would give."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from cases.public_site.filters.strict_filters import StrictFilterSet
from cases.public_site.index.case_index import ListIndex
from cases.public_site.index.position_sets import Positions


class CountedFilterSet(StrictFilterSet):
    """FilterSet whose list comes from the database and whose counts come from an index of the same rows."""

    days: ClassVar[str] = ""  # names of the two ends of the date range without "_from" and "_to"

    @property
    def index(self) -> ListIndex:
        """Index from which the values are counted."""
        raise NotImplementedError

    def others(self, chosen: dict[str, Any]) -> dict[str, Positions]:
        """Matches of the filters that only this list has."""
        raise NotImplementedError

    def check(self, name: str, value: Any) -> None:
        """A court, place or provision must be one of the register."""
        noun = getattr(self.declared_filters[name], "noun", "")
        if noun and any((noun, ref) not in self.index.names for ref in value):
            raise ValidationError(_("unknown value. Choose one from the list."))

    @property
    def parts(self) -> dict[str, Positions]:
        """Matches of each filter in use."""
        if not hasattr(self, "_parts"):
            chosen = self.chosen
            self._parts = {
                name: self.index.any_of(name, value) for name, value in chosen.items() if name in self.index.facets
            }
            start, end = chosen.get(f"{self.days}_from"), chosen.get(f"{self.days}_to")
            if start or end:
                self._parts[self.days] = self.index.days.overlapping(start, end)
            self._parts |= self.others(chosen)
        return self._parts

    def among(self, facet: str) -> Positions:
        """Matches of all filters except one."""
        matches = self.index.everything
        for name, part in self.parts.items():
            if name != facet:
                matches = matches & part
        return matches

    @property
    def count(self) -> int:
        """Number of matches of all filters."""
        if not hasattr(self, "_count"):
            self._count: int = self.qs.count()
        return self._count
