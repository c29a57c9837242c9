"""The tables of the statistics page: one source for charts, tables and downloads."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from cases.domain.list_order import collation_key
from cases.public_site import addresses, small_cells
from cases.public_site.filters.person_filters import Length
from cases.public_site.index import PersonIndex
from cases.public_site.index.people_index import LENGTHS
from cases.public_site.languages import best
from cases.public_site.presenters import formatting
from cases.public_site.statistics.custody_series import Series, months
from cases.public_site.statistics.legal_events import UNDATED, AsOf

MOST = 15  # rows of a ranking
LONGEST = 240  # most months in a chart


@dataclass(frozen=True)
class Table:
    """A titled table: column headings and rows, first a label (with a URL, or ""), then numbers."""

    key: str
    title: str
    note: str
    heads: tuple[str, ...]
    rows: Sequence[tuple[str, str, tuple[int, ...]]]
    drawn: str = "bars"


def tables(index: PersonIndex, series: Series, on: date, today: date, language: str) -> list[Table]:
    """Every table as of a day."""
    makers: tuple[Callable[..., Table], ...] = (
        _held,
        _arrests,
        _provisions,
        _sentences,
        _lengths,
        _courts,
        _recognised,
    )
    cutoff = as_of(on, today)
    return [make(index, series, on, cutoff, language) for make in makers]


def as_of(on: date, today: date) -> AsOf:
    """The `AsOf` for a day."""
    return AsOf(on.toordinal(), on >= today)


def _left_out(note: str, days: Iterable[int], on: AsOf) -> str:
    """The note of a table, including the number of undated rows that are not counted on an earlier day."""
    undated = 0 if on.current else list(days).count(UNDATED)
    return (
        f"{note} {_('Not counted on an earlier day because the date is unknown: %s.') % small_cells.words(undated)}"
        if undated
        else note
    )


def _window(series: Series, on: date) -> list[date]:
    if not series.starts:
        return []
    first = date.fromordinal(series.starts[0])
    return list(months(first, on))[-LONGEST:] if first <= on else []


def _held(index: PersonIndex, series: Series, on: date, known: AsOf, language: str) -> Table:
    rows = [(f"{day:%Y-%m}", "", (series.held_on(min(_last_of(day), on).toordinal()),)) for day in _window(series, on)]
    note = _(
        "People in custody on each day, according to the published periods of custody. The table shows the last day of each month."
    )
    if series.undated:
        note += " " + _(
            "People whose custody has no known start are counted only on the current day: %s."
        ) % small_cells.words(series.undated)
    return Table(
        "custody",
        _("People in custody over time"),
        note,
        (_("Month"), _("People")),
        rows,
        "area",
    )


def _arrests(index: PersonIndex, series: Series, on: date, known: AsOf, language: str) -> Table:
    rows = [
        (f"{day:%Y-%m}", "", (series.arrests_between(day.toordinal(), min(_last_of(day), on).toordinal()),))
        for day in _window(series, on)
    ]
    return Table(
        "arrests",
        _("New arrests by month"),
        _(
            "Each person is counted on the first day of their first published period of custody. "
            "If only the year is known, the arrest is counted in January."
        ),
        (_("Month"), _("People")),
        rows,
        "columns",
    )


def _provisions(index: PersonIndex, series: Series, on: date, known: AsOf, language: str) -> Table:
    people, in_custody = series.law.charged(known, series.held(known.day))
    note = _("People charged up to the selected day, counted once per provision.")
    return Table(
        "provisions",
        _("People by provision"),
        _left_out(note, (day for _person, _ref, day in series.law.charges), known),
        (_("Provision"), _("People"), _("In custody on that day")),
        _most(index, "provision", people, language, in_custody),
    )


def _lengths(index: PersonIndex, series: Series, on: date, known: AsOf, language: str) -> Table:
    in_custody = series.held(known.day)
    codes = {person: _length(months) for person, months in series.law.longest(known).items()}
    people, numbers_in_custody = (
        Counter(codes.values()),
        Counter(code for person, code in codes.items() if person in in_custody),
    )
    # The list that a row links to shows the current state.
    listed = addresses.page(language, "persons") + "?length=" if known.current else ""
    rows = [
        (formatting.label(Length, code, language), listed and listed + code, (people[code], numbers_in_custody[code]))
        for code in Length.values
        if code in people
    ]
    return Table(
        "lengths",
        _("Terms of imprisonment"),
        _left_out(
            _("Longest term in force per person on the selected day."),
            (day for _person, day, *_rest in series.law.terms),
            known,
        ),
        (_("Term of imprisonment"), _("People"), _("In custody on that day")),
        rows,
    )


def _length(months: int) -> str:
    return next(code for code, low, high in LENGTHS if low <= months < high)


def _sentences(index: PersonIndex, series: Series, on: date, known: AsOf, language: str) -> Table:
    return Table(
        "sentences",
        _("Sentences by provision"),
        _left_out(
            _(
                "First-instance sentences up to the selected day, counted once per provision. These are prosecutions, not people."
            ),
            (day for day, _ref, cleared in series.law.provisions if cleared),
            known,
        ),
        (_("Provision"), _("Sentences")),
        _most(index, "provision", series.law.sentenced_for(known), language),
    )


def _most(
    index: PersonIndex, noun: str, counted: Counter[str], language: str, held: Counter[str] | None = None
) -> list[tuple[str, str, tuple[int, ...]]]:
    names = {ref: _name(index, noun, ref, language) for ref in counted if ref}
    ranked = sorted(
        names, key=lambda ref: (-small_cells.drawn(counted[ref]), collation_key(names[ref], language), ref)
    )[:MOST]
    return [
        (
            names[ref],
            addresses.of(language, noun, ref),
            (counted[ref],) if held is None else (counted[ref], held[ref]),
        )
        for ref in ranked
    ]


def _courts(index: PersonIndex, series: Series, on: date, known: AsOf, language: str) -> Table:
    return Table(
        "courts",
        _("Sentences by court"),
        _left_out(
            _(
                "First-instance sentences up to the selected day. "
                "These are prosecutions: a person sentenced twice is counted twice."
            ),
            (day for day, _court in series.law.courts),
            known,
        ),
        (_("Court"), _("Sentences")),
        _most(index, "court", series.law.sentenced(known), language),
    )


def _recognised(index: PersonIndex, series: Series, on: date, known: AsOf, language: str) -> Table:
    rows = []
    for ref in series.recognitions:
        recognised, in_custody = series.recognised_on(ref, known)
        if recognised:
            rows.append((_name(index, "organisation", ref, language), "", (recognised, in_custody)))
    rows.sort(key=lambda row: (-small_cells.drawn(row[2][0]), row[0]))
    return Table(
        "recognised",
        _("People recognised, by organisation"),
        _left_out(
            _("On the selected day. Several organisations can recognise the same person, so do not add up the rows."),
            (day for rows in series.recognitions.values() for _person, day, _last in rows),
            known,
        ),
        (_("Organisation"), _("Recognised"), _("In custody on that day")),
        rows,
    )


def _name(index: PersonIndex, noun: str, ref: str, language: str) -> str:
    names: Any = index.names.get((noun, ref), {})
    text = best({code: names.get(code, "") for code in ("en", "be", "ru", "local")}, language)[0]
    return formatting.citation(names.get("label", ""), language) or text or ref


def _last_of(first: date) -> date:
    return (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
