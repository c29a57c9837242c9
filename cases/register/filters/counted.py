"""How many cases or hearings each value of a filter would give."""

from typing import Any, ClassVar

from cases.register.filters.base import StrictFilterSet
from cases.register.index.bits import Positions
from cases.register.index.listed import ListIndex


class CountedFilterSet(StrictFilterSet):
    """A FilterSet whose list the database answers and whose values are counted in an index of the same rows."""

    days: ClassVar[str] = ""  # what the two ends of the span of days are called, without "_from" and "_to"

    @property
    def index(self) -> ListIndex:
        """What the counts are made from."""
        raise NotImplementedError

    def others(self, chosen: dict[str, Any]) -> dict[str, Positions]:
        """The sets that filters of this list alone let through."""
        raise NotImplementedError

    @property
    def parts(self) -> dict[str, Positions]:
        """The set that each filter in use lets through."""
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
        """Whatever all filters but one let through."""
        found = self.index.everything
        for name, part in self.parts.items():
            if name != facet:
                found = found & part
        return found

    @property
    def count(self) -> int:
        """How many the filters let through."""
        if not hasattr(self, "_count"):
            self._count: int = self.qs.count()
        return self._count
