"""What the pages of the desk are asked with: checked, and refused in sentences."""

import datetime as dt
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from cases.dates.partial import FIRST_YEAR, LAST_YEAR
from cases.models import Court, Official

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
ISO_DAY = ["%Y-%m-%d"]


def day_field(label: Any, *, required: bool = True) -> forms.DateField:
    """A day, as browsers send it, within the years that a record can have: so a week more or less is a day too."""
    years = [MinValueValidator(dt.date(FIRST_YEAR, 1, 1)), MaxValueValidator(dt.date(LAST_YEAR, 12, 31))]
    return forms.DateField(label=label, required=required, input_formats=ISO_DAY, widget=DAY, validators=years)


class AgendaForm(forms.Form):
    """Which days, which court, who acts."""

    period = forms.ChoiceField(
        label=_("period"), required=False, choices=[("week", _("week")), ("today", _("day")), ("month", _("month"))]
    )
    day = day_field(_("with the day"), required=False)
    court = forms.ModelChoiceField(Court.objects.none(), label=_("court"), required=False, empty_label=_("all"))
    official = forms.ModelChoiceField(
        Official.objects.none(), label=_("lawyer or official"), required=False, empty_label=_("all")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["court"].queryset = Court.objects.order_by("name_en")  # type: ignore[attr-defined]
        self.fields["official"].queryset = Official.objects.order_by("name_en")  # type: ignore[attr-defined]
