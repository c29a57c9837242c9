"""The next hearing of each person, as it is on a day: what comes next changes by time passing, not by publication."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from cases.register.index.bits import Order

Hearing = tuple[int, str, date, date | None]  # position of the person, the day as EDTF, first and last possible day


@dataclass(frozen=True)
class Next:
    """As of one day: the next hearing of each position that has one, and all positions by it, those without one last."""

    on: date
    days: Mapping[int, str]
    order: Order


class Coming:
    """Hearings by their first possible day."""

    def __init__(self, hearings: Iterable[Hearing], size: int) -> None:
        self._hearings, self._size = list(hearings), size
        self._next: Next | None = None

    def on(self, day: date) -> Next:
        """What comes next on a day; made once a day. A hearing whose day may have passed comes next as long as it may not have."""
        found = self._next
        if found is None or found.on != day:
            found = self._next = self._as_of(day)
        return found

    def _as_of(self, day: date) -> Next:
        days: dict[int, str] = {}
        for position, edtf, _lower, upper in self._hearings:
            if upper is None or upper >= day:
                days.setdefault(position, edtf)
        # Whoever has none stands behind in the order of names, which is the order of positions.
        return Next(day, days, Order([*days, *(place for place in range(self._size) if place not in days)]))
