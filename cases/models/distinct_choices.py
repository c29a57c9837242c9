"""Choice of records: search boxes, lists and filters with labels that distinguish records of the same name
(`cases.models.distinct_labels`)."""

from typing import Any

from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.db import models
from django.http import HttpRequest

from accounts.encrypted_choices import EncryptedChoiceField, choice_of
from accounts.encrypted_filters import EncryptedFilter
from cases.models.distinct_labels import distinct, labelled


class DistinctChoices(AutocompleteJsonView):
    """Autocomplete results of a search box."""

    def get_queryset(self) -> models.QuerySet[Any]:
        """The matches, with the data of their labels prefetched."""
        return labelled(super().get_queryset())

    def serialize_result(self, obj: Any, to_field_name: str) -> dict[str, str]:
        """One answer, with its label."""
        return {"id": choice_of(obj), "text": distinct(obj)}


class DistinctChoiceField(EncryptedChoiceField):
    """A choice of one record in a form of our own."""

    def label_from_instance(self, obj: Any) -> str:
        """The label."""
        return distinct(obj)


class DistinctFilter(EncryptedFilter):
    """A filter of a list by a related record."""

    def field_choices(self, field: Any, request: HttpRequest, model_admin: Any) -> list[Any]:
        """The existing records with their labels, sorted by name."""
        records = labelled(field.related_model.objects.visible_to(request.user)).order_by("name_en", "pk")
        return [(record.pk, distinct(record)) for record in records]
