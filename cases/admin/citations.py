"""Citations on the page of a person or case."""

from typing import Any

from django import forms
from django.db import models
from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from cases.admin import citation_targets
from cases.admin.record_admin import BlockRows
from cases.admin.record_forms import RecordFormSet, RowForm
from cases.models import Citation


class CitationForm(RowForm):
    """Citation whose target is chosen from the record's own values; `about_choices` is set for each page."""

    about_choices: list[Any] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "about" not in self.fields:
            return
        choices = self.about_choices
        stored = self.instance.about
        if stored and stored not in paths(choices):
            choices = [*choices, (stored, _("a deleted value"))]
        field = self.fields["about"]
        self.fields["about"] = forms.ChoiceField(
            choices=choices, required=False, label=field.label, help_text=field.help_text
        )


def paths(choices: list[Any]) -> set[str]:
    """Return all paths in the choices, grouped or not."""
    return {path for path, words in choices if isinstance(words, str)} | {
        path for _group, values in choices if isinstance(values, list) for path, _words in values
    }


class CitationFormSet(RecordFormSet):
    """Citations, without those about the rows whose public IDs are `barred`."""

    barred: set[str] = set()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        about_barred = Q()
        for public_id in self.barred:
            about_barred |= Q(about__contains=f"/{public_id}/")
        if self.barred:
            kwargs["queryset"] = kwargs["queryset"].exclude(about_barred)
        super().__init__(*args, **kwargs)


class CitationRows(BlockRows):
    """Statements of sources about the record's values."""

    model = Citation
    autocomplete_fields = ("source",)
    fields = (("source", "about", "stance"), ("quote", "says"))
    verbose_name_plural = _("sources")

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        """Return the formset class with the choices of this record, without rows of a record hidden from the user."""
        choices: list[Any] = [("", _("whole record"))]
        formset: Any = RecordFormSet
        if obj is not None:
            choices = citation_targets.choices(obj, user=request.user)  # type: ignore[arg-type]
            hidden = citation_targets.barred_public_ids(obj, user=request.user)  # type: ignore[arg-type]
            formset = type("CitationFormSet", (CitationFormSet,), {"barred": hidden})
        kwargs["form"] = type("CitationForm", (CitationForm,), {"about_choices": choices})
        return super().get_formset(request, obj, formset=formset, **kwargs)

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        """Return the citations with their sources."""
        return super().get_queryset(request).select_related("source")
