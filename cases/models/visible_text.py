"""Check for visible text: no name, title or note of a record may consist of blanks and invisible characters."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _

from cases.domain import characters
from cases.models.fields import PartialDateField

NAMES = frozenset({"name_en", "name_be", "name_ru", "name_local"})
NEED_A_LETTER = frozenset({("personname", "text")})


def text_fields(model: type[models.Model]) -> list[models.Field[Any, Any]]:
    """The free-text fields of a model, without dates and choices."""
    return [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, (models.CharField, models.TextField))
        and field.editable and not field.choices and not isinstance(field, PartialDateField)
    ]  # fmt: skip


def unseen_texts(record: models.Model, names: Collection[str] | None = None) -> Iterator[tuple[str, str]]:
    """(field, sentence) for each text of `record` without visible characters, or without a letter if it is a name. `names`:
    only these."""
    for field in text_fields(type(record)):
        value = getattr(record, field.attname)
        if (names is not None and field.name not in names) or not isinstance(value, str) or value == "":
            continue
        is_name = field.name in NAMES or (record._meta.model_name, field.name) in NEED_A_LETTER
        if is_name and not characters.has_letter(value):
            yield field.name, _("A name needs visible letters. Type it again.")
        elif not characters.shows(value):
            yield field.name, _("This contains no visible characters. Type it again.")


def check_visible(record: models.Model, names: Collection[str] | None = None) -> None:
    """Raise ValidationError for the fields whose text has no visible characters."""
    if errors := dict(unseen_texts(record, names)):
        raise ValidationError(errors)


def visible(table: str, field: str) -> models.CheckConstraint:
    """The same as a constraint for a required text, as far as the database can check: a character that is no space and no
    filler."""
    return models.CheckConstraint(
        condition=Q(**{f"{field}__regex": characters.SHOWS_SOMETHING}), name=f"{table}_{field}_visible"
    )
