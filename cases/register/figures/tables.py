"""The tables of the page of figures: what is drawn, what is read, what is downloaded are one thing."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from cases.register import addresses, small
from cases.register.figures.series import Series, months
from cases.register.filters.persons import Length
from cases.register.index import PersonIndex
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


def tables(index: PersonIndex, series: Series, on: date, language: str) -> list[Table]:
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
    return [make(index, series, on, language) for make in makers]


def _window(series: Series, on: date) -> list[date]:
    if not series.starts:
        return []
    first = date.fromordinal(series.starts[0])
    return list(months(first, on))[-LONGEST:] if first <= on else []


def _held(index: PersonIndex, series: Series, on: date, language: str) -> Table:
    rows = [(f"{day:%Y-%m}", "", (series.held_on(min(_last_of(day), on).toordinal()),)) for day in _window(series, on)]
    return Table(
        "custody",
        _("In custody, by day"),
        _("People held each day, by the published periods of custody. The table has the last day of each month."),
        (_("Month"), _("People")),
        rows,
        "area",
    )


def _arrests(index: PersonIndex, series: Series, on: date, language: str) -> Table:
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


def _provisions(index: PersonIndex, series: Series, on: date, language: str) -> Table:
    return Table(
        "provisions",
        _("People by provision"),
        _("Each person once for each provision. As it stands now, whatever day is chosen."),
        (_("Provision"), _("People"), _("In custody now")),
        _ranking(index, "provision", "provision", language),
    )


def _lengths(index: PersonIndex, series: Series, on: date, language: str) -> Table:
    counts, held = index.counts("length", index.everyone), index.any_of("status", ["in_custody"])
    rows = [
        (
            words.label(Length, code, language),
            addresses.page(language, "persons") + f"?length={code}",
            (counts[code], index.facets["length"][code].intersection_cardinality(held)),
        )
        for code in Length.values
        if code in counts
    ]
    heads = (_("Term of imprisonment"), _("People"), _("In custody now"))
    return Table(
        "lengths",
        _("Terms of imprisonment"),
        _("The longest term in force of each person. As it stands now, whatever day is chosen."),
        heads,
        rows,
    )


def _sentences(index: PersonIndex, series: Series, on: date, language: str) -> Table:
    return Table(
        "sentences",
        _("Sentences by provision"),
        _("Sentences of first instance until the day chosen, each once for each provision. These are prosecutions."),
        (_("Provision"), _("Sentences")),
        _most(index, "provision", series.provisions_until(on.toordinal()), language),
    )


def _most(
    index: PersonIndex, noun: str, counted: Counter[str], language: str
) -> list[tuple[str, str, tuple[int, ...]]]:
    names = {ref: _name(index, noun, ref, language) for ref in counted if ref}
    ranked = sorted(names, key=lambda ref: (-small.drawn(counted[ref]), names[ref], ref))[:MOST]
    return [(names[ref], addresses.of(language, noun, ref), (counted[ref],)) for ref in ranked]


def _courts(index: PersonIndex, series: Series, on: date, language: str) -> Table:
    return Table(
        "courts",
        _("Sentences by court"),
        _("Sentences of first instance. These are prosecutions: a person sentenced twice counts twice."),
        (_("Court"), _("Sentences")),
        _most(index, "court", series.sentenced_until(on.toordinal()), language),
    )


def _recognised(index: PersonIndex, series: Series, on: date, language: str) -> Table:
    rows = []
    for ref in series.recognitions:
        recognised, held = series.recognised_on(ref, on.toordinal())
        if recognised:
            rows.append((_name(index, "organisation", ref, language), "", (recognised, held)))
    rows.sort(key=lambda row: (-small.drawn(row[2][0]), row[0]))
    return Table(
        "recognised",
        _("Recognised, by organisation"),
        _("On the day chosen. Several organisations may recognise one person, so the rows must not be added."),
        (_("Organisation"), _("Recognised"), _("In custody then")),
        rows,
    )


def _ranking(index: PersonIndex, facet: str, noun: str, language: str) -> list[tuple[str, str, tuple[int, ...]]]:
    counts, held = index.counts(facet, index.everyone), index.any_of("status", ["in_custody"])
    ranked = sorted(counts, key=lambda ref: (-small.drawn(counts[ref]), _name(index, noun, ref, language), ref))[:MOST]
    return [
        (
            _name(index, noun, ref, language),
            addresses.of(language, noun, ref),
            (counts[ref], index.facets[facet][ref].intersection_cardinality(held)),
        )
        for ref in ranked
    ]


def _name(index: PersonIndex, noun: str, ref: str, language: str) -> str:
    names: Any = index.names.get((noun, ref), {})
    text = best({code: names.get(code, "") for code in ("en", "be", "ru", "local")}, language)[0]
    return words.citation(names.get("label", ""), language) or text or ref


def _last_of(first: date) -> date:
    return (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
