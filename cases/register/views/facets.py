"""The panel of filters of a list: values with counts, chips of what is chosen."""

from collections.abc import Mapping
from functools import cache
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import override
from markupsafe import escape

from cases.register import addresses, small
from cases.register.filters.counted import CountedFilterSet
from cases.register.filters.listings import FILTERS
from cases.register.filters.persons import PersonFilterSet
from cases.register.index import PersonIndex
from cases.register.index.bits import Positions
from cases.register.index.held import FEW, FEW_A_VALUE
from cases.register.index.listed import ListIndex
from cases.register.kept import Kept
from cases.register.languages import best
from cases.register.showing import words

MOST_BOXES = 8  # values shown as tick boxes; more become one list to choose from
MOST_LISTED = 20  # values of such a list; the others are on a page of their own (views/values.py)
OPEN_PANELS = 3  # shown open from the beginning
_unfiltered: Kept[SafeString] = Kept(10)
Filters = PersonFilterSet | CountedFilterSet
Index = PersonIndex | ListIndex


def value_label(index: Index, rule: Any, value: str, language: str) -> str:
    """What one value of a facet is called."""
    if rule.choices:
        return words.label(rule.choices, value, language)
    names = index.names.get((rule.noun, value), {})
    text = best({code: names.get(code, "") for code in ("en", "be", "ru", "local")}, language)[0]
    label = words.citation(names.get("label", ""), language)
    return f"{label} – {text}" if label and text else label or text or value


class Option(NamedTuple):
    """One value of a facet: its place among the others, whoever has it, its label, and that escaped."""

    place: int
    value: str
    people: Positions
    label: str
    escaped: str


# With the index of an edition go its values.
_options: WeakKeyDictionary[Index, dict[tuple[str, str], dict[str, Option]]] = WeakKeyDictionary()


def options_of(filters: Filters, name: str, language: str) -> dict[str, Option]:
    """Every value of a facet in the order in which it is offered: as the vocabulary has it, or the most frequent first.

    Made once an edition and language: there are hundreds of values, and their labels do not depend on what is chosen.
    """
    index = filters.index
    made = _options.setdefault(index, {})
    key = (name, language)
    if key not in made:
        rule: Any = filters.declared_filters[name]
        told = [(value_label(index, rule, value, language), value) for value in index.facets[name]]
        if rule.choices:
            order = {code: place for place, code in enumerate(rule.choices.values)}
            told.sort(key=lambda one: order.get(one[1], 0))
        else:
            told.sort(key=lambda one: (-small.drawn(len(index.facets[name][one[1]])), *one))
        made[key] = {
            value: Option(place, value, index.facets[name][value], label, str(escape(label)))
            for place, (label, value) in enumerate(told)
            if label
        }
    return made[key]


def _counted(
    filters: Filters, name: str, options: Mapping[str, Option], chosen: list[str]
) -> tuple[list[tuple[Option, int]], bool]:
    """The values to show with their counts, and whether there may be more: of the values of a vocabulary all that somebody
    has, of others those that are frequent in the register, and whatever is chosen."""
    rule: Any = filters.declared_filters[name]
    most = len(options) if rule.choices else MOST_LISTED
    among, told, more = filters.among(name), [], False
    if len(among) <= min(FEW, FEW_A_VALUE * len(options)):
        counts = filters.index.held[name].counts(among)
        met = sorted(options[value] for value in counts if value in options)
        told, more = [(option, counts[option.value]) for option in met[:most]], len(met) > most
    else:
        for option in options.values():
            if len(told) >= most:
                more = True
                break
            if count := option.people.intersection_cardinality(among):
                told.append((option, count))
    shown = {option.value for option, _count in told}
    for value in chosen:
        if value not in shown and value in options:
            told.append((options[value], options[value].people.intersection_cardinality(among)))
    return (sorted(told) if chosen else told), more


def panels_html(filters: Filters, language: str) -> SafeString:
    """The panel of filters. Of the list without any filter it is the same for everybody, and kept."""
    if not filters.narrowing:
        return _unfiltered.get((type(filters), language), lambda: _panels_html(filters, language))
    return _panels_html(filters, language)


def _panels_html(filters: Filters, language: str) -> SafeString:
    """Every facet that has values, with the count each value would give."""
    told: list[str] = []
    address = str(escape(filters.address(page="")))
    for name, heading in headings(filters.listing, language).items():
        if name not in filters.index.facets:
            continue
        chosen = filters.told.getlist(name)
        options, more = _counted(filters, name, options_of(filters, name, language), chosen)
        if not options:
            continue
        body = (_boxes if len(options) <= MOST_BOXES else _list)(name, options, chosen)
        if more:
            body += f'<a class="more" href="{heading.all_values}{address}">{heading.show_all}</a>'
        shown = " open" if chosen or len(told) < OPEN_PANELS else ""
        told.append(f'<details class="facet"{shown}>{heading.start}{body}</div></details>\n')
    return SafeString("".join(told))


class Heading(NamedTuple):
    """What each panel of one filter has, in HTML: its beginning, the address of the page of all values, and what it is called."""

    start: str
    all_values: str
    show_all: str


@cache
def headings(listing: str, language: str) -> dict[str, Heading]:
    """The headings of a list's panels by the name of the filter."""
    with override(language):
        return {
            name: Heading(
                f'<summary id="l-{name}">{escape(rule.label)}</summary><div role="group" aria-labelledby="l-{name}">',
                addresses.page(language, listing, "by", name),
                f'{escape(_("Show all"))}<span class="hidden">: {escape(rule.label)}</span>',
            )
            for name, rule in FILTERS[listing].declared_filters.items()
        }


def _boxes(name: str, options: list[tuple[Option, int]], chosen: list[str]) -> str:
    """Tick boxes. Put together by hand: a template costs ten times as much, and there are hundreds of values."""
    return "".join(
        [
            f'<label class="tick"><input type="checkbox" name="{name}" value="{option.value}"'
            f"{' checked' if option.value in chosen else ''}> <span>{option.escaped}</span>"
            f" <span class=count>{count}</span></label>"
            for (option, _count), count in zip(
                options, small.all_html(count for _option, count in options), strict=True
            )
        ]
    )


def _list(name: str, options: list[tuple[Option, int]], chosen: list[str]) -> str:
    """One list to choose from; what else is chosen stays chosen by hidden fields. Values are codes and public ids."""
    first, rest = chosen[:1], chosen[1:]
    lines = [
        f'<select name="{name}" id="f-{name}" aria-labelledby="l-{name}"><option value="">{escape(_("any"))}</option>'
    ]
    lines += [
        f'<option value="{option.value}"{" selected" if option.value in first else ""}>{option.escaped} ({count})</option>'
        for (option, _count), count in zip(options, small.all_html(count for _option, count in options), strict=True)
    ]
    lines.append("</select>")
    lines += [f'<input type="hidden" name="{name}" value="{escape(value)}">' for value in rest]
    return "".join(lines)


def chips(filters: Filters, language: str, apart: tuple[str, ...] = ()) -> list[dict[str, str]]:
    """What is chosen, each with the address of the list without it; but for what the page shows `apart`."""
    told = []
    names = day_labels(language)
    for name, values in filters.narrowing.items():
        rule: Any = filters.declared_filters[name]
        facet = name in filters.index.facets
        if name in apart:
            continue
        for value in values:
            label = rule.label if facet else names.get(name, _("Search"))
            text = value_label(filters.index, rule, value, language) if facet else value
            told.append(
                {"label": str(label), "text": text, "url": filters.address(without=(name, value), page="") or "."}
            )
    return told


@cache
def day_labels(language: str) -> dict[str, str]:
    """What the ends of the spans are called."""
    with override(language):
        return _day_labels()


def _day_labels() -> dict[str, str]:
    return {
        "arrested_from": _("Arrested from"),
        "arrested_to": _("Arrested until"),
        "sentenced_from": _("Sentenced from"),
        "sentenced_to": _("Sentenced until"),
        "hearing_from": _("Hearing from"),
        "hearing_to": _("Hearing until"),
        "opened_from": _("Opened from"),
        "opened_to": _("Opened until"),
        "day_from": _("From"),
        "day_to": _("Until"),
    }


def day_fields(filters: Filters) -> list[dict[str, str]]:
    """The fields for the ends of the spans, with what was given."""
    return [
        {"name": name, "label": label, "value": filters.told.get(name, "")}
        for name, label in day_labels(filters.language).items()
        if name in filters.declared_filters
    ]
