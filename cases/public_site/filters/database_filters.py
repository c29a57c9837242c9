"""Filters that the database answers: those of cases and hearings."""

from datetime import date
from typing import Any

import django_filters
from django.db.models import Q, QuerySet, TextChoices

from cases.public_site.filters.day_range_filter import DayField
from cases.public_site.filters.strict_filters import ValuesField


class ChoiceFilter(django_filters.Filter):
    """Rows whose column has one of the given codes of a vocabulary."""

    field_class = ValuesField
    several = True

    def __init__(self, label: Any, column: str, choices: type[TextChoices]) -> None:
        super().__init__(label=label, field_name=column, required=False, choices=frozenset(choices.values))
        self.choices, self.noun = choices, ""

    def filter(self, qs: QuerySet, value: list[str]) -> QuerySet:
        """Narrow to these codes."""
        return qs.filter(**{f"{self.field_name}__in": value}) if value else qs


class ReferenceFilter(django_filters.Filter):
    """Rows that refer to one of these reference values, by its public id, in any approved version."""

    field_class = ValuesField
    several = True

    def __init__(self, label: Any, column: str, noun: str) -> None:
        super().__init__(label=label, field_name=column, required=False)
        self.noun, self.choices = noun, None

    def filter(self, qs: QuerySet, value: list[str]) -> QuerySet:
        """Narrow to these values."""
        return qs.filter(**{f"{self.field_name}__ref__in": value}) if value else qs


class OverlapFilter(django_filters.Filter):
    """Rows whose partial date may lie on or after a day (`last` False), or on or before it (`last` True)."""

    field_class = DayField

    def __init__(self, column: str, *, last: bool) -> None:
        super().__init__(field_name=column, required=False, last=last)
        self.last = last

    def filter(self, qs: QuerySet, value: date | None) -> QuerySet:
        """Compare with the bound on the other side; an open bound lies beyond every day."""
        if value is None:
            return qs
        has_date = ~Q(**{f"{self.field_name}_edtf": ""})
        if self.last:
            open_, within = f"{self.field_name}_lower__isnull", f"{self.field_name}_lower__lte"
        else:
            open_, within = f"{self.field_name}_upper__isnull", f"{self.field_name}_upper__gte"
        return qs.filter(has_date & (Q(**{open_: True}) | Q(**{within: value})))
