"""Stored values as cells of a package, and back without loss."""

from datetime import time
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db import models

from cases.domain.formula_escape import escaped, unescaped

TRUE, FALSE = "true", "false"
DIGITS = 18  # more has no number of ours


def cell(value: Any) -> str:
    """A stored value as it stands in a file."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return TRUE if value else FALSE
    if isinstance(value, time):
        return value.isoformat()
    if isinstance(value, (int, Decimal)):
        return str(value)
    return escaped(str(value))


def value_of(field: Any, text: str) -> Any:
    """What `cell` was given for a field that is no reference. Raises ValueError for a text that is no such value."""
    if isinstance(field, models.BooleanField):
        return _yes_or_no(text, field)
    if isinstance(field, (models.IntegerField, models.DecimalField, models.TimeField)):
        if text == "":
            if not field.null:
                raise ValueError(text)
            return None
        return _measured(field, text)
    return unescaped(text)


def _yes_or_no(text: str, field: models.Field) -> bool | None:
    if text == "" and field.null:
        return None
    return {TRUE: True, FALSE: False}[text] if text in (TRUE, FALSE) else _refused(text)


def _measured(field: models.Field, text: str) -> Any:
    if isinstance(field, models.TimeField):
        return time.fromisoformat(text).replace(tzinfo=None)
    if len(text) > DIGITS or not text.isascii():
        raise ValueError(text)
    if isinstance(field, models.IntegerField):
        return int(text) if text.isdigit() else _refused(text)
    try:
        number = Decimal(text)
    except InvalidOperation as wrong:
        raise ValueError(text) from wrong
    return number if number.is_finite() else _refused(text)


def _refused(text: str) -> Any:
    raise ValueError(text)
