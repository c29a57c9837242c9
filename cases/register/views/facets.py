"""The panel of filters of a list: values with counts, chips of what is chosen."""

from functools import cache
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import override
from markupsafe import escape

from cases.register import addresses, small
from cases.register.filters.counted import CountedFilterSet
from cases.register.filters.persons import PersonFilterSet
from cases.register.index import PersonIndex
from cases.register.index.bits import Positions
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


Option = tuple[str, Positions, str, str]  # value, whoever has it, its label, the label escaped
_options: dict[tuple[Index, str, str], list[Option]] = {}


def options_of(filters: Filters, name: str, language: str) -> list[Option]:
    """Every value of a facet in the order in which it is offered: as the vocabulary has it, or the most frequent first.

    Made once an edition and language: there are hundreds of values, and their labels do not depend on what is chosen.
    """
    index = filters.index
    key = (index, name, language)
    if key not in _options:
        if len(_options) > 200:
            _options.clear()
        rule: Any = filters.declared_filters[name]
        told = [
            (value, held, label, str(escape(label)))
            for value, held in index.facets[name].items()
            if (label := value_label(index, rule, value, language))
        ]
        if rule.choices:
            order = {code: place for place, code in enumerate(rule.choices.values)}
            told.sort(key=lambda option: order.get(option[0], 0))
        else:
            told.sort(key=lambda option: (-small.drawn(len(option[1])), option[2], option[0]))
        _options[key] = told
    return _options[key]


def panels(filters: Filters, language: str) -> list[dict[str, Any]]:
    """Every facet that has values, with the count each value would give."""
    told = []
    for name, rule in filters.declared_filters.items():
        if name not in filters.index.facets:
            continue
        chosen = filters.told.getlist(name)
        options, more = _counted(filters, name, language, chosen)
        if options:
            body = _boxes(name, options, chosen) if len(options) <= MOST_BOXES else _list(name, options, chosen)
            if more:
                body += _link_to_all(filters, name, language)
            told.append({"name": name, "label": rule.label, "open": bool(chosen), "body": body})
    return told


def _link_to_all(filters: Filters, name: str, language: str) -> SafeString:
    url = addresses.page(language, filters.listing, "by", name) + filters.address(page="")
    rule: Any = filters.declared_filters[name]
    label = f'<span class="hidden">: {escape(rule.label)}</span>'
    return SafeString(f'<a class="more" href="{escape(url)}">{escape(_("Show all"))}{label}</a>')


def _counted(filters: Filters, name: str, language: str, chosen: list[str]) -> tuple[list[tuple[str, str, int]], bool]:
    """The values to show with their counts, and whether there may be more: of the values of a vocabulary all that somebody
    has, of others those that are frequent in the register, and whatever is chosen."""
    rule: Any = filters.declared_filters[name]
    most = 0 if rule.choices else MOST_LISTED
    among, waiting = filters.among(name), set(chosen)
    told: list[tuple[str, str, int]] = []
    more = False
    for value, held, _label, escaped in options_of(filters, name, language):
        if most and len(told) >= most and value not in waiting:
            more = True
            if not waiting:
                break
            continue
        count = held.intersection_cardinality(among)
        if count or value in waiting:
            told.append((value, escaped, count))
            waiting.discard(value)
    return told, more


def panels_html(filters: Filters, language: str) -> SafeString:
    """The panel of filters. Of the list without any filter it is the same for everybody, and kept."""
    if not filters.narrowing:
        return _unfiltered.get((type(filters), language), lambda: _panels_html(filters, language))
    return _panels_html(filters, language)


def _panels_html(filters: Filters, language: str) -> SafeString:
    told = []
    for place, panel in enumerate(panels(filters, language)):
        name, shown = panel["name"], " open" if panel["open"] or place < OPEN_PANELS else ""
        told.append(
            f'<details class="facet"{shown}><summary id="l-{name}">{escape(panel["label"])}</summary>'
            f'<div role="group" aria-labelledby="l-{name}">{panel["body"]}</div></details>\n'
        )
    return SafeString("".join(told))


def _boxes(name: str, options: list[tuple[str, str, int]], chosen: list[str]) -> SafeString:
    """Tick boxes. Put together by hand: a template costs ten times as much, and there are hundreds of values."""
    lines = [
        f'<label class="tick"><input type="checkbox" name="{name}" value="{value}"'
        f"{' checked' if value in chosen else ''}> <span>{label}</span> <span class=count>{small.html(count)}</span></label>"
        for value, label, count in options
    ]
    return SafeString("".join(lines))


def _list(name: str, options: list[tuple[str, str, int]], chosen: list[str]) -> SafeString:
    """One list to choose from; what else is chosen stays chosen by hidden fields. Values are codes and public ids."""
    first, rest = chosen[:1], chosen[1:]
    lines = [
        f'<select name="{name}" id="f-{name}" aria-labelledby="l-{name}"><option value="">{escape(_("any"))}</option>'
    ]
    lines += [
        f'<option value="{value}"{" selected" if value in first else ""}>{label} ({small.html(count)})</option>'
        for value, label, count in options
    ]
    lines.append("</select>")
    lines += [f'<input type="hidden" name="{name}" value="{escape(value)}">' for value in rest]
    return SafeString("".join(lines))


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
