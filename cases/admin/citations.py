"""The citations on the page of a person or case."""

from typing import Any

from django import forms
from django.db import models
from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from cases.admin import about
from cases.admin.base import BlockRows
from cases.admin.forms import RecordFormSet, RowForm
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


class CitationFormSet(RecordFormSet):
    """Citations but for those about the rows whose public ids are `barred`."""

    barred: set[str] = set()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        about_barred = Q()
        for public_id in self.barred:
            about_barred |= Q(about__contains=f"/{public_id}/")
        if self.barred:
            kwargs["queryset"] = kwargs["queryset"].exclude(about_barred)
        super().__init__(*args, **kwargs)


class CitationRows(BlockRows):
    """What sources say about the record's values."""

    model = Citation
    autocomplete_fields = ("source",)
    fields = (("source", "about", "stance"), ("quote", "says"))
    verbose_name_plural = _("sources: who says so")

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        """The formset class, with the choices of this record, without rows that belong to a record barred to the user."""
        offered: list[Any] = [("", _("the record as a whole"))]
        formset: Any = RecordFormSet
        if obj is not None:
            offered = about.choices(obj, user=request.user)  # type: ignore[arg-type]
            barred = about.barred_public_ids(obj, user=request.user)  # type: ignore[arg-type]
            formset = type("CitationFormSet", (CitationFormSet,), {"barred": barred})
        kwargs["form"] = type("CitationForm", (CitationForm,), {"about_choices": offered})
        return super().get_formset(request, obj, formset=formset, **kwargs)

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        """Citations with their sources."""
        return super().get_queryset(request).select_related("source")
