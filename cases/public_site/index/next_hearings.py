"""The next hearing of each person on a given day: it changes with time, not by publication."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from cases.public_site.index.position_sets import Order

Hearing = tuple[int, str, date, date | None]  # position of the person, the day as EDTF, first and last possible day


@dataclass(frozen=True)
class Next:
    """As of one day: the next hearing of each position that has one, and all positions sorted by it, those without one last."""

    on: date
    days: Mapping[int, str]
    order: Order


class Coming:
    """Hearings by their first possible day."""

    def __init__(self, hearings: Iterable[Hearing], size: int) -> None:
        self._hearings, self._size = list(hearings), size
        self._next: Next | None = None

    def on(self, day: date) -> Next:
        """The next hearings on a day; computed once per day. A hearing whose day may have passed counts as upcoming until it
        must have passed."""
        upcoming = self._next
        if upcoming is None or upcoming.on != day:
            upcoming = self._next = self._as_of(day)
        return upcoming

    def _as_of(self, day: date) -> Next:
        days: dict[int, str] = {}
        for position, edtf, _lower, upper in self._hearings:
            if upper is None or upper >= day:
                days.setdefault(position, edtf)
        # People without a hearing come last in the order of names, which is the order of positions.
        return Next(day, days, Order([*days, *(place for place in range(self._size) if place not in days)]))
