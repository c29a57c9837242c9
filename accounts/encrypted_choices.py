"""Choices of records in forms: their values are the encrypted keys that stand in addresses, never serial keys.

A serial key in an option, a hidden input or an answer of a search box tells how many records there are and that one of them is
hidden. Whatever a form of the private site offers or takes is a field of this module; a serial key that is posted is refused
like any choice that was never offered.
"""

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.forms.models import InlineForeignKeyField

from accounts.admin_addresses import encrypted_key, read_key

if TYPE_CHECKING:
    BaseFormSet = forms.BaseInlineFormSet[Any, Any, Any]
else:
    BaseFormSet = forms.BaseInlineFormSet


def choice_of(record: models.Model) -> str:
    """How forms, answers and addresses name `record`."""
    return encrypted_key(record._meta.label_lower, record.pk)


def chosen_key(model: type[models.Model], text: object) -> int | None:
    """The private key of the record of `model` that `text` names; None where nothing was ever named so."""
    return read_key(model._meta.label_lower, str(text))


def chosen_keys(model: type[models.Model], texts: Iterable[object]) -> list[int] | None:
    """The private keys of what was chosen; None where any of it is no choice."""
    keys = [chosen_key(model, text) for text in texts]
    return None if None in keys else [key for key in keys if key is not None]


class EncryptedChoiceField(forms.ModelChoiceField):
    """A choice of one record."""

    @property
    def kind(self) -> type[models.Model]:
        """The model of what may be chosen."""
        assert self.queryset is not None
        kind: type[models.Model] = self.queryset.model
        return kind

    def prepare_value(self, value: Any) -> Any:
        """The encrypted key of a record or of a private key; what was posted stays as it came."""
        if isinstance(value, models.Model):
            value = value.pk
        return encrypted_key(self.kind._meta.label_lower, value) if isinstance(value, int) else value

    def to_python(self, value: Any) -> Any:
        """The record chosen."""
        if value in self.empty_values:
            return None
        if isinstance(value, models.Model):
            return super().to_python(value)
        key = chosen_key(self.kind, value)
        if key is None:
            raise ValidationError(self.error_messages["invalid_choice"], code="invalid_choice", params={"value": value})
        return super().to_python(key)


class EncryptedMultipleChoiceField(forms.ModelMultipleChoiceField, EncryptedChoiceField):
    """A choice of several records."""

    def _check_values(self, value: Collection[Any]) -> Any:
        keys = []
        for text in value:
            key = chosen_key(self.kind, text)
            if key is None:
                raise ValidationError(
                    self.error_messages["invalid_choice"], code="invalid_choice", params={"value": text}
                )
            keys.append(key)
        return super()._check_values(keys)  # type: ignore[misc]  # a hook that the stubs leave out


class EncryptedParentField(InlineForeignKeyField):
    """The record of the page, in each of its rows."""

    def prepare_value(self, value: Any) -> Any:
        """The encrypted key of the record."""
        return choice_of(self.parent_instance) if isinstance(value, int) else value

    def clean(self, value: Any) -> Any:
        """The record of the page, and no other."""
        if value not in self.empty_values and chosen_key(type(self.parent_instance), value) != self.parent_instance.pk:
            raise ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
        return self.parent_instance


class EncryptedFormSet(BaseFormSet):
    """Rows of a page, which name themselves and the record of the page by encrypted keys."""

    def add_fields(self, form: Any, index: int | None) -> None:
        """Django's, with encrypted keys in the hidden inputs."""
        super().add_fields(form, index)
        model: Any = self.model
        key, parent = model._meta.pk.name, self.fk.name
        own: Any = form.fields[key]
        form.fields[key] = EncryptedChoiceField(
            own.queryset, initial=own.initial, required=own.required, widget=own.widget
        )
        form.fields[parent] = EncryptedParentField(self.instance, label=form.fields[parent].label)

    def _get_to_python(self, field: Any) -> Any:
        """How a posted key is read: Django asks here for the rows that a page is about."""

        model: Any = self.model

        def read(text: Any) -> int:
            key = chosen_key(model, text)
            if key is None:
                raise ValidationError("")  # the row's own field says what is wrong
            return key

        return read
