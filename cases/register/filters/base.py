"""Filters that refuse what they do not know, instead of answering with everything."""

from collections.abc import Mapping
from functools import cache, cached_property, lru_cache
from typing import Any, ClassVar
from urllib.parse import urlencode

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _

MAX_PARAMETERS = 60
MAX_LENGTH = 200  # characters of one value
EVERYWHERE = ("sort", "page")


class BadParameter(Exception):
    """The address asks for something that cannot be read. The text is a sentence for the reader and repeats nothing of it."""


def cleaned(data: QueryDict, known: Mapping[str, bool]) -> QueryDict:
    """The parameters that say something. `known`: name -> whether it may be given several times.

    Raises:
        BadParameter: an unknown name, too many, too long, or one given twice with different values.
    """
    if sum(len(values) for _name, values in data.lists()) > MAX_PARAMETERS:
        raise BadParameter(_("This address has too many parameters."))
    told = QueryDict(mutable=True)
    for name, values in data.lists():
        if name not in known:
            raise BadParameter(_("This address has a parameter that this page does not know."))
        given = list(dict.fromkeys(value.strip() for value in values if value.strip()))
        if any(len(value) > MAX_LENGTH for value in given):
            raise BadParameter(_("A value in this address is too long."))
        if len(given) > 1 and not known[name]:
            raise BadParameter(_("This address gives “%(name)s” twice.") % {"name": name})
        if given:
            told.setlist(name, sorted(given) if known[name] else given)
    return told


class StrictFilterSet(django_filters.FilterSet):
    """A FilterSet whose filters are all declared and whose unknown and invalid parameters are refused. `chosen` holds the values
    of those that were given. They are read by their fields alone: a form around them costs as much as the list itself."""

    listing: ClassVar[str] = ""  # the folder of the list's page
    sorts: ClassVar[tuple[str, ...]] = ()
    default_sort: ClassVar[str] = ""
    by_database: ClassVar[bool] = True  # filters narrow a queryset; else they are declared only, and an index answers

    def __init__(self, data: QueryDict, language: str, **given: Any) -> None:
        """Read the parameters.

        Raises:
            BadParameter: one of them is unknown or invalid.
        """
        self.language = language
        told = cleaned(data, self.known())
        self.sort = self._sort(told)
        self.number = self._page(told)
        self.told = told
        names = [name for name in self.declared_filters if name in told]
        self.base_filters = {name: self.declared_filters[name] for name in names if self.by_database}
        super().__init__(told, **given)
        self.chosen = {name: value for name in names if (value := self._value(name))}
        for name, first in self.chosen.items():
            last = self.chosen.get(f"{name.removesuffix('_from')}_to") if name.endswith("_from") else None
            if last and first > last:
                raise BadParameter(_("The first day of a span is after its last one."))

    def _value(self, name: str) -> Any:
        field = self.declared_filters[name].field
        given = field.widget.value_from_datadict(self.told, {}, name)
        try:
            return field.clean(given)
        except ValidationError as reason:
            raise BadParameter(f"“{name}”: {reason.messages[0]}") from reason

    @property
    def errors(self) -> dict[str, Any]:
        """None: whatever could not be read was refused in the beginning."""
        return {}

    @classmethod
    @cache
    def known(cls) -> dict[str, bool]:
        """Every parameter's name, and whether it may be given several times."""
        repeatable = {name: getattr(one, "several", False) for name, one in cls.declared_filters.items()}
        return repeatable | dict.fromkeys(EVERYWHERE, False)

    @classmethod
    @cache
    def places(cls) -> dict[str, int]:
        """The place of each parameter in an address."""
        return {name: place for place, name in enumerate(cls.known())}

    def _sort(self, told: QueryDict) -> str:
        chosen: str = told.get("sort", self.default_sort)
        if chosen not in self.sorts:
            raise BadParameter(_("This list cannot be sorted in that way."))
        return chosen

    def _page(self, told: QueryDict) -> int:
        number = told.get("page", "1")
        if not (number.isascii() and number.isdigit()) or number.startswith("0") or len(number) > 6:
            raise BadParameter(_("The page is not a number from 1 on."))
        return int(number)

    @property
    def narrowing(self) -> dict[str, list[str]]:
        """The filters in use with their values as given, without order and page."""
        return {name: values for name, values in self.told.lists() if name not in EVERYWHERE}

    def address(
        self, *, without: tuple[str, str] | None = None, also: tuple[str, str] | None = None, **changes: str
    ) -> str:
        """The query string of this list with parameters changed ("" takes one out), without one value, or with `also` one
        more, in one fixed order."""
        places = self.places()
        told = [one for one in self._asked if one[0] not in changes and one != without]
        told += [one for one in (*changes.items(), *([also] if also else ())) if one[1]]
        told.sort(key=lambda one: places[one[0]])
        return f"?{'&'.join(map(_quoted, told))}" if told else ""

    @cached_property
    def _asked(self) -> list[tuple[str, str]]:
        return [(name, value) for name, values in self.told.lists() for value in values]


@lru_cache(maxsize=4096)
def _quoted(one: tuple[str, str]) -> str:
    return urlencode([one])


class ValuesField(forms.Field):
    """Several values of one kind, each of which must be known to `accepts`."""

    widget = forms.SelectMultiple

    def __init__(self, *, choices: frozenset[str] | None = None, **given: Any) -> None:
        self.codes = choices
        super().__init__(**given)

    def clean(self, value: Any) -> list[str]:
        """The values.

        Raises:
            ValidationError: one is not a possible value.
        """
        values = list(value or ())
        for one in values:
            possible = one in self.codes if self.codes is not None else is_public_id(one)
            if not possible:
                raise forms.ValidationError(_("this is not one of the possible values."))
        return values


def is_public_id(text: str) -> bool:
    """Whether a text has the form of a public id."""
    return len(text) == 12 and text.isascii() and text.isalnum() and text == text.lower()
