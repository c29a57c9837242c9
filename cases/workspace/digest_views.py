"""Pages for manual publication: the digest to paste, addresses and labels to print."""

import datetime as dt
from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts.request_user import user_of
from cases.models import Facility
from cases.models.access_log import note_named
from cases.models.distinct_choices import DistinctChoiceField
from cases.workspace.agenda_pages import need, page
from cases.workspace.dashboard.custody_panels import BIRTHDAYS_WITHIN
from cases.workspace.digest import FORMS, sections_of, written
from cases.workspace.letters import SAFETY, labels
from cases.workspace.period_forms import day_field

SEE_DIGEST, SEE_LETTERS = "cases.view_hearing", "cases.change_person"
WEEK = dt.timedelta(days=6)
LONGEST = dt.timedelta(days=366)


class DigestForm(forms.Form):
    """Days and language of the digest."""

    first = day_field(gettext_lazy("from"), required=False)
    last = day_field(gettext_lazy("to"), required=False)
    language = forms.ChoiceField(label=gettext_lazy("language"), choices=settings.LANGUAGES, required=False)

    def clean(self) -> dict[str, Any]:
        """Require the days in order and at most a year apart."""
        cleaned: dict[str, Any] = super().clean() or {}
        first, last = cleaned.get("first"), cleaned.get("last")
        if first and last and not dt.timedelta(0) <= last - first <= LONGEST:
            self.add_error("last", _("The last day must be after the first, and within one year."))
        return cleaned


@require_GET
def digest(request: HttpRequest) -> HttpResponse:
    """Events of a week, from approved values, as text, HTML and Markdown."""
    need(request, SEE_DIGEST)
    form = DigestForm(request.GET)
    valid = form.is_valid()
    values = form.cleaned_data if valid else {}
    last = values.get("last") or timezone.localdate()
    first = values.get("first") or last - WEEK
    language = values.get("language") or get_language()
    sections = sections_of(first, last, language) if first <= last else []
    texts = [(name, written(sections, first, last, language, name)) for name in FORMS]
    shown_form = DigestForm(initial={"first": first, "last": last, "language": language}) if valid else form
    return page(request, "digest", _("Digest"), {"form": shown_form, "texts": texts}, status=200 if valid else 400)


class LettersForm(forms.Form):
    """Selection of recipients."""

    facility = DistinctChoiceField(
        Facility.objects.none(), label=gettext_lazy("place"), required=False, empty_label=gettext_lazy("all")
    )
    birthday = forms.BooleanField(label=gettext_lazy("birthday in the next two weeks"), required=False)
    silent = forms.BooleanField(label=gettext_lazy("include people who cannot receive letters"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["facility"].queryset = Facility.objects.order_by("name_en")  # type: ignore[attr-defined]


@require_GET
def letters(request: HttpRequest) -> HttpResponse:
    """Labels for envelopes, by place or birthday, with safety advice. Viewing names of restricted persons is logged."""
    need(request, SEE_LETTERS)
    form = LettersForm(request.GET)
    valid = form.is_valid()
    values = form.cleaned_data if valid else {}
    today = timezone.localdate()
    days = [today + dt.timedelta(days=number) for number in range(BIRTHDAYS_WITHIN)] if values.get("birthday") else []
    place = values.get("facility")
    envelopes = []
    if valid:
        envelopes = labels(
            user_of(request), facility=place and place.pk, birthday_in=days, silent=values.get("silent", False)
        )
    note_named(request, [label.person for label in envelopes])
    context = {"form": form, "labels": envelopes, "safety": SAFETY}
    return page(request, "letters", _("Letters"), context, status=200 if valid else 400)
