"""Date range filter: days as readers type them: 2021, 03.2021, 15.03.2021, 2021-03-15, 15 March 2021."""

from datetime import date
from typing import Any

import django_filters
from django import forms
from django.utils.translation import gettext as _

from cases.domain.dates import AmbiguousDate, UnreadableDate, parse_typed


def day_of(text: str, *, last: bool) -> date:
    """The first or the last day that a text may mean.

    Raises:
        ValidationError: it is no date between 1800 and 2200, is ambiguous or impossible, or has no end on that side.
    """
    try:
        typed = parse_typed(text)
    except (AmbiguousDate, UnreadableDate):
        typed = None
    day = (typed.upper if last else typed.lower) if typed else None
    if day is None:
        raise forms.ValidationError(_("enter a date such as 31.12.2023, 12.2023 or 2023."))
    return day


class DayField(forms.Field):
    """Form field for one end of a date range."""

    def __init__(self, *, last: bool = False, **given: Any) -> None:
        self.last = last
        super().__init__(**given)

    def clean(self, value: Any) -> date | None:
        """The day, or None if the field is empty."""
        return day_of(value, last=self.last) if value else None


class DayFilter(django_filters.Filter):
    """One end of a date range; `dimension` names the date, `last` says which end it is."""

    field_class = DayField

    def __init__(self, dimension: str, *, last: bool) -> None:
        self.dimension = dimension
        super().__init__(last=last, required=False)
        self.last = last
