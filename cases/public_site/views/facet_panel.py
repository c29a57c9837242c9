"""The filter panel of a list: values with counts, and chips for the chosen values."""

from collections.abc import Mapping
from functools import cache
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import override
from markupsafe import escape

from cases.domain.list_order import collation_key
from cases.public_site import addresses, small_cells
from cases.public_site.edition_cache import Kept
from cases.public_site.filters.facet_counts import CountedFilterSet
from cases.public_site.filters.listings import FILTERS
from cases.public_site.filters.person_filters import PersonFilterSet
from cases.public_site.index import PersonIndex
from cases.public_site.index.case_index import ListIndex
from cases.public_site.index.facet_values import FEW, FEW_A_VALUE
from cases.public_site.index.position_sets import Positions
from cases.public_site.languages import best
from cases.public_site.presenters import formatting

MOST_BOXES = 8  # values shown as tick boxes; more become one select list
MOST_LISTED = 20  # values in such a list; the others are on a page of their own (views/facet_value_list.py)
OPEN_PANELS = 3  # panels that are open initially
_unfiltered: Kept[SafeString] = Kept(10)
Filters = PersonFilterSet | CountedFilterSet
Index = PersonIndex | ListIndex


def value_label(index: Index, rule: Any, value: str, language: str) -> str:
    """Label of one value of a facet."""
    if rule.choices:
        return formatting.label(rule.choices, value, language)
    names = index.names.get((rule.noun, value), {})
    text = best({code: names.get(code, "") for code in ("en", "be", "ru", "local")}, language)[0]
    label = formatting.citation(names.get("label", ""), language)
    return f"{label} – {text}" if label and text else label or text or value


class Option(NamedTuple):
    """One value of a facet: its rank, the people who have it, its label, and the escaped label."""

    place: int
    value: str
    people: Positions
    label: str
    escaped: str


# The options are dropped together with the index of their edition.
_options: WeakKeyDictionary[Index, dict[tuple[str, str], dict[str, Option]]] = WeakKeyDictionary()


def options_of(filters: Filters, name: str, language: str) -> dict[str, Option]:
    """All values of a facet in display order: the order of the vocabulary, or the most frequent first.

    Computed once per edition and language: there are hundreds of values, and their labels do not depend on what is chosen.
    """
    index = filters.index
    cached = _options.setdefault(index, {})
    key = (name, language)
    if key not in cached:
        rule: Any = filters.declared_filters[name]
        labelled = [(value_label(index, rule, value, language), value) for value in index.facets[name]]
        if rule.choices:
            order = {code: place for place, code in enumerate(rule.choices.values)}
            labelled.sort(key=lambda pair: order.get(pair[1], 0))
        else:
            labelled.sort(
                key=lambda pair: (
                    -small_cells.drawn(len(index.facets[name][pair[1]])),
                    collation_key(pair[0], language),
                    pair[1],
                )
            )
        cached[key] = {
            value: Option(place, value, index.facets[name][value], label, str(escape(label)))
            for place, (label, value) in enumerate(labelled)
            if label
        }
    return cached[key]


def _counted(
    filters: Filters, name: str, options: Mapping[str, Option], chosen: list[str]
) -> tuple[list[tuple[Option, int]], bool]:
    """The values to show with their counts, and whether there may be more: for a vocabulary all values in use, for others the
    most frequent in the register, and the chosen values."""
    rule: Any = filters.declared_filters[name]
    most = len(options) if rule.choices else MOST_LISTED
    among, counted, more = filters.among(name), [], False
    if len(among) <= min(FEW, FEW_A_VALUE * len(options)):
        counts = filters.index.held[name].counts(among)
        matching = sorted(options[value] for value in counts if value in options)
        counted, more = [(option, counts[option.value]) for option in matching[:most]], len(matching) > most
    else:
        for option in options.values():
            if len(counted) >= most:
                more = True
                break
            if count := option.people.intersection_cardinality(among):
                counted.append((option, count))
    listed = {option.value for option, _count in counted}
    for value in chosen:
        if value not in listed and value in options:
            counted.append((options[value], options[value].people.intersection_cardinality(among)))
    return (sorted(counted) if chosen else counted), more


def panels_html(filters: Filters, language: str) -> SafeString:
    """The filter panel. For the unfiltered list it is the same for everybody and cached."""
    if not filters.narrowing:
        return _unfiltered.get((type(filters), language), lambda: _panels_html(filters, language))
    return _panels_html(filters, language)


def _panels_html(filters: Filters, language: str) -> SafeString:
    """Every facet with values, and the count that each value would give."""
    panels: list[str] = []
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
        attribute = " open" if chosen or len(panels) < OPEN_PANELS else ""
        panels.append(f'<details class="facet"{attribute}>{heading.start}{body}</div></details>\n')
    return SafeString("".join(panels))


class Heading(NamedTuple):
    """Parts of each panel of one filter, in HTML: its beginning, the URL of the page of all values, and its label."""

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
    """Tick boxes. Concatenated in Python: a template costs ten times as much, and there are hundreds of values."""
    return "".join(
        [
            f'<label class="tick"><input type="checkbox" name="{name}" value="{option.value}"'
            f"{' checked' if option.value in chosen else ''}> <span>{option.escaped}</span>"
            f" <span class=count>{count}</span></label>"
            for (option, _count), count in zip(
                options, small_cells.all_html(count for _option, count in options), strict=True
            )
        ]
    )


def _list(name: str, options: list[tuple[Option, int]], chosen: list[str]) -> str:
    """One select list; other chosen values are kept as hidden fields. Values are codes and public ids."""
    first, rest = chosen[:1], chosen[1:]
    lines = [
        f'<select name="{name}" id="f-{name}" aria-labelledby="l-{name}"><option value="">{escape(_("any"))}</option>'
    ]
    lines += [
        f'<option value="{option.value}"{" selected" if option.value in first else ""}>{option.escaped} ({count})</option>'
        for (option, _count), count in zip(
            options, small_cells.all_html(count for _option, count in options), strict=True
        )
    ]
    lines.append("</select>")
    lines += [f'<input type="hidden" name="{name}" value="{escape(value)}">' for value in rest]
    return "".join(lines)


def chips(filters: Filters, language: str, apart: tuple[str, ...] = ()) -> list[dict[str, str]]:
    """The chosen values, each with the URL of the list without it, except those that the page shows `apart`."""
    items = []
    names = day_labels(language)
    for name, values in filters.narrowing.items():
        rule: Any = filters.declared_filters[name]
        facet = name in filters.index.facets
        if name in apart:
            continue
        for value in values:
            label = rule.label if facet else names.get(name, _("Search"))
            text = value_label(filters.index, rule, value, language) if facet else value
            items.append(
                {"label": str(label), "text": text, "url": filters.address(without=(name, value), page="") or "."}
            )
    return items


@cache
def day_labels(language: str) -> dict[str, str]:
    """Labels of the ends of the date ranges."""
    with override(language):
        return _day_labels()


def _day_labels() -> dict[str, str]:
    return {
        "arrested_from": _("Start of custody from"),
        "arrested_to": _("Start of custody until"),
        "sentenced_from": _("Sentenced from"),
        "sentenced_to": _("Sentenced until"),
        "hearing_from": _("Hearing from"),
        "hearing_to": _("Hearing until"),
        "opened_from": _("Opened from"),
        "opened_to": _("Opened until"),
        "day_from": _("From"),
        "day_to": _("Until"),
    }


def problems(filters: Filters) -> list[dict[str, str]]:
    """The filters that could not be read and are not applied: their labels, and what is wrong with each."""
    names = day_labels(filters.language)
    return [
        {"label": names.get(name) or str(filters.declared_filters[name].label), "sentence": sentence}
        for name, sentence in filters.problems.items()
    ]


def day_fields(filters: Filters) -> list[dict[str, str]]:
    """The fields for the ends of the date ranges, with the values given."""
    return [
        {
            "name": name,
            "label": label,
            "value": filters.told.get(name, "") or " ".join(filters.refused.get(name, [])),
            "problem": filters.problems.get(name, ""),
        }
        for name, label in day_labels(filters.language).items()
        if name in filters.declared_filters
    ]
