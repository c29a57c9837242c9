"""The tables of the page of figures: what is drawn, what is read, what is downloaded are one thing."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from cases.register import addresses, small
from cases.register.figures.law import UNDATED, AsOf
from cases.register.figures.series import Series, months
from cases.register.filters.persons import Length
from cases.register.index import PersonIndex
from cases.register.index.people import LENGTHS
from cases.register.languages import best
from cases.register.showing import words

MOST = 15  # rows of a ranking
LONGEST = 240  # months drawn at most


@dataclass(frozen=True)
class Table:
    """A titled table: the heads of its columns and its rows, first a label (with an address, or ""), then numbers."""

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
    known = as_of(on, today)
    return [make(index, series, on, known, language) for make in makers]


def as_of(on: date, today: date) -> AsOf:
    """The day as figures count on it."""
    return AsOf(on.toordinal(), on >= today)


def _left_out(note: str, days: Iterable[int], on: AsOf) -> str:
    """The note of a table, with how many rows are not counted on an earlier day because they have no date."""
    undated = 0 if on.current else list(days).count(UNDATED)
    return (
        f"{note} {_('Without a date, so not counted on an earlier day: %s.') % small.words(undated)}"
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
    note = _("People held each day, by the published periods of custody. The table has the last day of each month.")
    if series.undated:
        note += " " + _("People without a day of arrest are not counted: %s.") % small.words(series.undated)
    return Table(
        "custody",
        _("In custody, by day"),
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
        _("New arrests, by month"),
        _(
            "People by the first day of their first published custody. A date known only to the year counts in its January."
        ),
        (_("Month"), _("People")),
        rows,
        "columns",
    )


def _provisions(index: PersonIndex, series: Series, on: date, known: AsOf, language: str) -> Table:
    people, held = series.law.charged(known, series.held(known.day))
    note = _("People charged until the day chosen, each once for each provision.")
    return Table(
        "provisions",
        _("People by provision"),
        _left_out(note, (day for _person, _ref, day in series.law.charges), known),
        (_("Provision"), _("People"), _("In custody then")),
        _most(index, "provision", people, language, held),
    )


def _lengths(index: PersonIndex, series: Series, on: date, known: AsOf, language: str) -> Table:
    held = series.held(known.day)
    codes = {one: _length(months) for one, months in series.law.longest(known).items()}
    people, of_them = Counter(codes.values()), Counter(code for one, code in codes.items() if one in held)
    # The list that a row leads to is as it stands today.
    listed = addresses.page(language, "persons") + "?length=" if known.current else ""
    rows = [
        (words.label(Length, code, language), listed and listed + code, (people[code], of_them[code]))
        for code in Length.values
        if code in people
    ]
    return Table(
        "lengths",
        _("Terms of imprisonment"),
        _left_out(
            _("The longest term of each person that was in force on the day chosen."),
            (day for _person, day, _months, _replaced in series.law.terms),
            known,
        ),
        (_("Term of imprisonment"), _("People"), _("In custody then")),
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
                "Sentences of first instance until the day chosen, each once for each provision. These are prosecutions."
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
    ranked = sorted(names, key=lambda ref: (-small.drawn(counted[ref]), names[ref], ref))[:MOST]
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
                "Sentences of first instance until the day chosen. These are prosecutions: a person sentenced twice counts twice."
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
        recognised, held = series.recognised_on(ref, known)
        if recognised:
            rows.append((_name(index, "organisation", ref, language), "", (recognised, held)))
    rows.sort(key=lambda row: (-small.drawn(row[2][0]), row[0]))
    return Table(
        "recognised",
        _("Recognised, by organisation"),
        _left_out(
            _("On the day chosen. Several organisations may recognise one person, so the rows must not be added."),
            (day for rows in series.recognitions.values() for _person, day, _last in rows),
            known,
        ),
        (_("Organisation"), _("Recognised"), _("In custody then")),
        rows,
    )


def _name(index: PersonIndex, noun: str, ref: str, language: str) -> str:
    names: Any = index.names.get((noun, ref), {})
    text = best({code: names.get(code, "") for code in ("en", "be", "ru", "local")}, language)[0]
    return words.citation(names.get("label", ""), language) or text or ref


def _last_of(first: date) -> date:
    return (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
