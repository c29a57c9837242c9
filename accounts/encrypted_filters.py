"""Filters of lists by a related record: the address holds its encrypted key, and a serial key is refused."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import get_model_from_relation
from django.core.exceptions import BadRequest
from django.db.models import Count, Q
from django.utils.translation import gettext as _

from accounts.admin_addresses import encrypted_key
from accounts.encrypted_choices import chosen_key, chosen_keys


class EncryptedFilter(admin.RelatedFieldListFilter):
    """Django's, with encrypted keys in place of private ones."""

    lookup_choices: Any
    lookup_kwarg: str
    lookup_kwarg_isnull: str
    used_parameters: dict[str, Any]

    def __init__(self, field: Any, *args: Any, **named: Any) -> None:
        super().__init__(field, *args, **named)
        self.related: Any = get_model_from_relation(field)
        if self.lookup_kwarg in self.used_parameters:
            keys = chosen_keys(self.related, self.used_parameters[self.lookup_kwarg])
            if keys is None:
                raise BadRequest(_("This filter does not exist."))
            self.used_parameters[self.lookup_kwarg] = [str(key) for key in keys]
        label = self.related._meta.label_lower
        self.lookup_choices = [(encrypted_key(label, key), words) for key, words in self.lookup_choices]

    def get_facet_counts(self, pk_attname: str, filtered_qs: Any) -> dict[str, Any]:
        """How many rows each choice would leave."""
        counts: dict[str, Any] = {
            f"{chosen}__c": Count(pk_attname, filter=Q(**{self.lookup_kwarg: chosen_key(self.related, chosen)}))
            for chosen, _words in self.lookup_choices
        }
        if self.include_empty_choice:
            counts["__c"] = Count(pk_attname, filter=Q(**{self.lookup_kwarg_isnull: True}))
        return counts


class EncryptedOnlyFilter(EncryptedFilter, admin.RelatedOnlyFieldListFilter):
    """The same over those records alone that rows of the list have."""


admin.FieldListFilter.register(lambda field: bool(field.remote_field), EncryptedFilter, take_priority=True)
