"""Filters that reject unknown or invalid parameters instead of returning everything."""

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
    """Raised for parameters that cannot be read. The text is a sentence for the reader and repeats nothing of the URL."""


def cleaned(data: QueryDict, known: Mapping[str, bool]) -> QueryDict:
    """The parameters that are not empty. `known`: name -> whether it may be given several times.

    Raises:
        BadParameter: an unknown name, too many values, a value too long, or one name given twice with different values.
    """
    if sum(len(values) for _name, values in data.lists()) > MAX_PARAMETERS:
        raise BadParameter(_("The address has too many parameters. Remove some of them."))
    parameters = QueryDict(mutable=True)
    for name, values in data.lists():
        if name not in known:
            raise BadParameter(_("The address has an unknown parameter. Check its spelling."))
        distinct = list(dict.fromkeys(value.strip() for value in values if value.strip()))
        if any(len(value) > MAX_LENGTH for value in distinct):
            raise BadParameter(_("A value in the address is too long. Shorten it."))
        if len(distinct) > 1 and not known[name]:
            raise BadParameter(_("The address gives “%(name)s” twice. Keep one of the values.") % {"name": name})
        if distinct:
            parameters.setlist(name, sorted(distinct) if known[name] else distinct)
    return parameters


class StrictFilterSet(django_filters.FilterSet):
    """FilterSet that declares all its filters and rejects unknown and invalid parameters. `chosen` holds the cleaned values of
    those given. They are read by their fields without a form, which would cost as much as the list itself.

    `lenient` is for pages that show the form: a filter whose value cannot be read is left out, and stays in `refused` (what was
    given) and in `problems` (what is wrong with it), by name. Everything else that is wrong with the address is always rejected.
    """

    listing: ClassVar[str] = ""  # path of the list's page
    sorts: ClassVar[tuple[str, ...]] = ()
    default_sort: ClassVar[str] = ""
    by_database: ClassVar[bool] = True  # filters narrow a queryset; if False, an index answers instead

    def __init__(self, data: QueryDict, language: str, *, lenient: bool = False, **given: Any) -> None:
        """Read the parameters.

        Raises:
            BadParameter: a parameter is unknown or, unless `lenient`, invalid.
        """
        self.language, self.lenient = language, lenient
        self.problems: dict[str, str] = {}
        self.refused: dict[str, list[str]] = {}
        parameters = cleaned(data, self.known())
        self.sort = self._sort(parameters)
        self.number = self._page(parameters)
        self.told = parameters
        names = [name for name in self.declared_filters if name in parameters]
        self.base_filters = {name: self.declared_filters[name] for name in names if self.by_database}
        super().__init__(parameters, **given)
        self.chosen = {name: value for name in names if (value := self._value(name))}
        for name in [name for name in self.chosen if name.endswith("_from")]:
            end = f"{name.removesuffix('_from')}_to"
            if end in self.chosen and self.chosen[name] > self.chosen[end]:
                sentence = _("The start date is after the end date. Change one of them.")
                if not lenient:
                    raise BadParameter(sentence)
                self._leave_out(end, "")
                self._leave_out(name, sentence)

    def _value(self, name: str) -> Any:
        field = self.declared_filters[name].field
        raw = field.widget.value_from_datadict(self.told, {}, name)
        try:
            value = field.clean(raw)
            self.check(name, value)
        except ValidationError as reason:
            if not self.lenient:
                raise BadParameter(f"“{name}”: {reason.messages[0]}") from reason
            self._leave_out(name, reason.messages[0])
            return None
        return value

    def check(self, name: str, value: Any) -> None:
        """Check a value that its field accepts against the register; raises ValidationError."""

    def _leave_out(self, name: str, sentence: str) -> None:
        """Do not apply a filter, and keep what was given. An empty sentence: the other end of the range says what is wrong."""
        self.refused[name] = self.told.getlist(name)
        del self.told[name]
        self.chosen = {other: value for other, value in getattr(self, "chosen", {}).items() if other != name}
        if sentence:
            self.problems[name] = sentence

    @property
    def errors(self) -> dict[str, Any]:
        """Always empty: invalid parameters were rejected by the constructor."""
        return {}

    @classmethod
    @cache
    def known(cls) -> dict[str, bool]:
        """Every parameter's name, and whether it may be given several times."""
        repeatable = {name: getattr(rule, "several", False) for name, rule in cls.declared_filters.items()}
        return repeatable | dict.fromkeys(EVERYWHERE, False)

    @classmethod
    @cache
    def places(cls) -> dict[str, int]:
        """Position of each parameter in a URL."""
        return {name: place for place, name in enumerate(cls.known())}

    def _sort(self, told: QueryDict) -> str:
        chosen: str = told.get("sort", self.default_sort)
        if chosen not in self.sorts:
            raise BadParameter(_("This list cannot be sorted this way. Choose another order."))
        return chosen

    def _page(self, told: QueryDict) -> int:
        number = told.get("page", "1")
        if not (number.isascii() and number.isdigit()) or number.startswith("0") or len(number) > 6:
            raise BadParameter(_("The page number must be 1 or higher."))
        return int(number)

    @property
    def narrowing(self) -> dict[str, list[str]]:
        """The filters in use with their values as given, without sort order and page."""
        return {name: values for name, values in self.told.lists() if name not in EVERYWHERE}

    def address(
        self, *, without: tuple[str, str] | None = None, also: tuple[str, str] | None = None, **changes: str
    ) -> str:
        """Query string of this list with changed parameters ("" removes a parameter), without one value, or with `also` one
        more, in a fixed order."""
        places = self.places()
        pairs = [pair for pair in self._asked if pair[0] not in changes and pair != without]
        pairs += [pair for pair in (*changes.items(), *([also] if also else ())) if pair[1]]
        pairs.sort(key=lambda pair: places[pair[0]])
        return f"?{'&'.join(map(_quoted, pairs))}" if pairs else ""

    @cached_property
    def _asked(self) -> list[tuple[str, str]]:
        return [(name, value) for name, values in self.told.lists() for value in values]


@lru_cache(maxsize=4096)
def _quoted(one: tuple[str, str]) -> str:
    return urlencode([one])


class ValuesField(forms.Field):
    """Several values of one kind, each of which must pass `accepts`."""

    widget = forms.SelectMultiple

    def __init__(self, *, choices: frozenset[str] | None = None, **given: Any) -> None:
        self.codes = choices
        super().__init__(**given)

    def clean(self, value: Any) -> list[str]:
        """The values.

        Raises:
            ValidationError: a value is not allowed.
        """
        values = list(value or ())
        for item in values:
            possible = item in self.codes if self.codes is not None else is_public_id(item)
            if not possible:
                raise forms.ValidationError(_("unknown value. Choose one from the list."))
        return values


def is_public_id(text: str) -> bool:
    """Whether a text has the form of a public id."""
    return len(text) == 12 and text.isascii() and text.isalnum() and text == text.lower()
