"""Date range filter: days as readers type them: 2021, 2021-03 or 2021-03-15."""

import calendar
import re
from datetime import date
from typing import Any

import django_filters
from django import forms
from django.utils.translation import gettext as _

PATTERN = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)
FIRST_YEAR, LAST_YEAR = 1800, 2200


def day_of(text: str, *, last: bool) -> date:
    """The first or the last day that a text may mean.

    Raises:
        ValidationError: it is not a year, month or day between 1800 and 2200.
    """
    match = PATTERN.fullmatch(text)
    if match:
        year, month, day = (int(part) if part else None for part in match.groups())
        if year is not None and FIRST_YEAR <= year <= LAST_YEAR and (month is None or 1 <= month <= 12):
            month = month or (12 if last else 1)
            longest = calendar.monthrange(year, month)[1]
            day = day or (longest if last else 1)
            if 1 <= day <= longest:
                return date(year, month, day)
    raise forms.ValidationError(_("enter a date such as 2022-03-31, 2022-03 or 2022."))


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
