"""Field types of the private records: partial dates, and encrypted text that a stolen database does not reveal."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from cases.domain import dates

PARTS = ("edtf", "lower", "upper")


class PartialDateField(models.CharField):
    """A date as entered, however little is known of it ("1979", "March 2022", "before 2020-08-09").

    The column stores the text as typed. Three computed columns go with it: `<name>_edtf` (ISO 8601-2 level 1), and
    `<name>_lower` / `<name>_upper` (the first and last day it can mean; empty where open). Sort on the lower bound, filter by
    overlap, show the EDTF. A date that does not exist (1954-02-29) keeps its text and has no EDTF and no bounds. Validation
    raises ValidationError with a sentence for text that cannot be read or is ambiguous.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 100)
        kwargs.setdefault("blank", True)
        kwargs.setdefault("default", "")
        super().__init__(*args, **kwargs)

    def contribute_to_class(self, cls: type[models.Model], name: str, private_only: bool = False) -> None:
        super().contribute_to_class(cls, name, private_only)
        if cls._meta.abstract or not hasattr(cls._meta, "apps") or cls.__module__ == "__fake__":
            return
        edtf: models.Field = models.CharField(max_length=60, blank=True, default="", editable=False)
        lower: models.Field = models.DateField(null=True, blank=True, editable=False)
        upper: models.Field = models.DateField(null=True, blank=True, editable=False)
        for part, field in zip(PARTS, (edtf, lower, upper), strict=True):
            field.creation_counter = self.creation_counter
            cls.add_to_class(f"{name}_{part}", field)

    def clean(self, value: Any, model_instance: models.Model | None) -> str:
        text: str = super().clean(value, model_instance)
        typed(text)
        return text

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        compute(model_instance, self.attname)
        return str(super().pre_save(model_instance, add))


def read(text: str) -> dates.PartialDate | None:
    """The partial date that a stored `text` means, or None for no text. Raises ValidationError with a sentence."""
    return _told(dates.parse, text)


def typed(text: str) -> dates.PartialDate | None:
    """As `read`, for text being entered: ambiguous text is rejected too."""
    return _told(dates.parse_typed, text)


def _told(parse: Callable[[str], dates.PartialDate], text: str) -> dates.PartialDate | None:
    try:
        return parse(text) if text.strip() else None
    except ValueError as refusal:
        raise ValidationError(str(refusal), code="date") from refusal


def compute(record: models.Model, name: str) -> None:
    """Fill the computed columns of the partial date `name` on `record` from its text."""
    partial = read(getattr(record, name))
    setattr(record, f"{name}_edtf", partial.edtf if partial else "")
    setattr(record, f"{name}_lower", partial.lower if partial else None)
    setattr(record, f"{name}_upper", partial.upper if partial else None)


def bounds(record: models.Model, name: str) -> tuple[date | None, date | None]:
    """First and last day that the partial date `name` of `record` can mean."""
    return getattr(record, f"{name}_lower"), getattr(record, f"{name}_upper")


def partial_date_names(model: type[models.Model]) -> list[str]:
    """Names of the partial date fields of a model, in the order of their declaration."""
    return [field.name for field in model._meta.local_fields if isinstance(field, PartialDateField)]


def ordered_bounds(model_name: str, names: Sequence[str]) -> list[models.CheckConstraint]:
    """One constraint per partial date: its lower bound is not after its upper bound."""
    return [
        models.CheckConstraint(
            condition=Q(**{f"{name}_lower__isnull": True})
            | Q(**{f"{name}_upper__isnull": True})
            | Q(**{f"{name}_lower__lte": F(f"{name}_upper")}),
            name=f"{model_name}_{name}_bounds",
        )
        for name in names
    ]


class EncryptedTextField(models.TextField):
    """Text stored encrypted (Fernet) under settings.FIELD_KEYS, which are not in the database: a stolen dump does not
    show it. The first key encrypts, every key decrypts. It cannot be searched, by intent.
    """

    encrypted = True  # read by accounts.stored_secrets

    def get_prep_value(self, value: Any) -> Any:
        text = super().get_prep_value(value)
        return cipher().encrypt(text.encode()).decode("ascii") if text else text

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> str | None:
        if not value:
            return value
        try:
            return cipher().decrypt(value.encode("ascii")).decode()
        except InvalidToken:
            return UNREADABLE


UNREADABLE = "(unreadable: the key of this field is missing)"


def cipher() -> MultiFernet:
    """The cipher for settings.FIELD_KEYS."""
    return MultiFernet([Fernet(key) for key in settings.FIELD_KEYS])
