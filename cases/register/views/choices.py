"""Fields for the filters of the lists that have no counts."""

from typing import Any

from cases.register.filters.base import StrictFilterSet
from cases.register.index import person_index
from cases.register.languages import best
from cases.register.showing import words


def plain_panels(filters: StrictFilterSet, language: str, names: tuple[str, ...]) -> list[dict[str, Any]]:
    """A list to choose one value from, for each of these filters."""
    told = []
    for name in names:
        rule: Any = type(filters).declared_filters[name]
        chosen = filters.told.getlist(name)
        options = _codes(rule, language) if rule.choices else _references(rule.noun, language)
        told.append(
            {
                "name": name,
                "label": rule.label,
                "options": [{"value": value, "label": label, "chosen": value in chosen} for value, label in options],
            }
        )
    return told


def _codes(rule: Any, language: str) -> list[tuple[str, str]]:
    return list(words.labels(rule.choices, language).items())


def _references(noun: str, language: str) -> list[tuple[str, str]]:
    found = []
    for (kind, ref), names in person_index().names.items():
        if kind == noun:
            text = best({code: names[code] for code in ("en", "be", "ru", "local")}, language)[0]
            label = words.citation(names["label"], language)
            found.append((ref, f"{label} – {text}" if label and text else label or text or ref))
    return sorted(found, key=lambda option: (option[1], option[0]))
