"""The citations on the page of a person or case."""

from typing import Any

from django import forms
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from cases.admin import about
from cases.admin.base import BlockRows
from cases.admin.forms import RowForm
from cases.models import Citation


class CitationForm(RowForm):
    """A citation; what it is about is chosen from the record's own values. `about_choices` is set for each page."""

    about_choices: list[Any] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "about" not in self.fields:
            return
        choices = self.about_choices
        stored = self.instance.about
        if stored and stored not in paths(choices):
            choices = [*choices, (stored, _("a value that is no longer recorded"))]
        given = self.fields["about"]
        self.fields["about"] = forms.ChoiceField(
            choices=choices, required=False, label=given.label, help_text=given.help_text
        )


def paths(choices: list[Any]) -> set[str]:
    """All paths that the choices offer, grouped or not."""
    return {path for path, words in choices if isinstance(words, str)} | {
        path for _group, values in choices if isinstance(values, list) for path, _words in values
    }


class CitationRows(BlockRows):
    """What sources say about the record's values."""

    model = Citation
    autocomplete_fields = ("source",)
    fields = (("source", "about", "stance"), ("quote", "says"))
    verbose_name_plural = _("sources: who says so")

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        """The formset class, with the choices of this record."""
        offered = about.choices(obj, user=request.user) if obj is not None else [("", _("the record as a whole"))]  # type: ignore[arg-type]
        kwargs["form"] = type("CitationForm", (CitationForm,), {"about_choices": offered})
        return super().get_formset(request, obj, **kwargs)

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        """Citations, without those about rows that belong to a record barred to the user."""
        return super().get_queryset(request).select_related("source")
