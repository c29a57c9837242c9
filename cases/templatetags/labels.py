"""Labels that distinguish records of the same name."""

from typing import Any

from django import template

from cases.models.distinct_labels import distinct as label_of

register = template.Library()


@register.filter
def distinct(record: Any) -> str:
    """The name of a record with details that distinguish it."""
    return label_of(record)
