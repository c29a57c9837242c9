"""The parts of the index that depend on the day of reading: who is in custody, and whom an organisation recognises."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date

from cases.domain.custody_status import Bounds, History, Period, day, history, status_on
from cases.public_site.index import index_rows

Places = dict[str, dict[str, set[int]]]
"""Positions of people by facet and value."""


def read_histories() -> dict[str, History]:
    """Histories of all people with a published custody or death, by public id."""
    periods: dict[str, list[Period]] = defaultdict(list)
    for person, _kind, end, lower, upper, until_lower, until_upper, until, *_rest in index_rows.rows(
        index_rows.CUSTODY
    ):
        until_bounds = Bounds(day(until_lower), day(until_upper)) if until else None
        periods[person].append(Period(Bounds(day(lower), day(upper)), until_bounds, end))
    deaths = {person: Bounds(day(lower), day(upper)) for person, lower, upper in index_rows.rows(index_rows.DEATHS)}
    return {person: history(periods.get(person, ()), deaths.get(person)) for person in {*periods, *deaths}}


def facets_on(on: date, position: Mapping[str, int]) -> Places:
    """The facets `status` and `recognised_by` for a given day."""
    histories, no_history = read_histories(), History()
    status: dict[str, set[int]] = defaultdict(set)
    for person, place in position.items():
        status[status_on(histories.get(person, no_history), on).status.value].add(place)
    recognised: dict[str, set[int]] = defaultdict(set)
    for person, organisation, lower, until_lower, until_upper, until, _status in index_rows.rows(
        index_rows.RECOGNITIONS
    ):
        last = day(until_upper) or day(until_lower)
        over = bool(until) and (last is None or last < on)
        started = not lower or date.fromisoformat(lower) <= on
        if started and not over and person in position:
            recognised[organisation].add(position[person])
    return {"status": status, "recognised_by": recognised}
