"""Query forms of the workspace pages, with validation messages."""

import datetime as dt
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from cases.domain.dates.partial import FIRST_YEAR, LAST_YEAR
from cases.models import Court, Official
from cases.models.distinct_choices import DistinctChoiceField

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
ISO_DAY = ["%Y-%m-%d"]


def day_field(label: Any, *, required: bool = True) -> forms.DateField:
    """Date field in the browser's format, limited to the years that a record can have, so adding weeks stays valid."""
    years = [MinValueValidator(dt.date(FIRST_YEAR, 1, 1)), MaxValueValidator(dt.date(LAST_YEAR, 12, 31))]
    return forms.DateField(label=label, required=required, input_formats=ISO_DAY, widget=DAY, validators=years)


class AgendaForm(forms.Form):
    """Days, court and participant."""

    period = forms.ChoiceField(
        label=_("period"), required=False, choices=[("week", _("week")), ("today", _("day")), ("month", _("month"))]
    )
    day = day_field(_("show dates"), required=False)
    court = DistinctChoiceField(Court.objects.none(), label=_("court"), required=False, empty_label=_("all"))
    official = DistinctChoiceField(
        Official.objects.none(), label=_("lawyer, judge or prosecutor"), required=False, empty_label=_("all")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["court"].queryset = Court.objects.order_by("name_en")  # type: ignore[attr-defined]
        self.fields["official"].queryset = Official.objects.order_by("name_en")  # type: ignore[attr-defined]
