"""Pages of what goes out by hand: the digest to be pasted, addresses and labels to be printed."""

import datetime as dt
from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts.signed_in import user_of
from cases.admin.reading import note_named
from cases.desk.custody_lists import BIRTHDAYS_WITHIN
from cases.desk.digest import FORMS, sections_of, written
from cases.desk.forms import day_field
from cases.desk.letters import SAFETY, labels
from cases.desk.views import need, page
from cases.models import Facility

SEE_DIGEST, SEE_LETTERS = "cases.view_hearing", "cases.change_person"
WEEK = dt.timedelta(days=6)
LONGEST = dt.timedelta(days=366)


class DigestForm(forms.Form):
    """Which days, in which language."""

    first = day_field(gettext_lazy("from"), required=False)
    last = day_field(gettext_lazy("to"), required=False)
    language = forms.ChoiceField(label=gettext_lazy("language"), choices=settings.LANGUAGES, required=False)

    def clean(self) -> dict[str, Any]:
        """With the days in order, a year apart at most."""
        cleaned: dict[str, Any] = super().clean() or {}
        first, last = cleaned.get("first"), cleaned.get("last")
        if first and last and not dt.timedelta(0) <= last - first <= LONGEST:
            self.add_error("last", _("The last day comes after the first, and not more than a year after it."))
        return cleaned


@require_GET
def digest(request: HttpRequest) -> HttpResponse:
    """What happened in a week, out of approved values, as text, HTML and Markdown."""
    need(request, SEE_DIGEST)
    form = DigestForm(request.GET)
    valid = form.is_valid()
    asked = form.cleaned_data if valid else {}
    last = asked.get("last") or timezone.localdate()
    first = asked.get("first") or last - WEEK
    language = asked.get("language") or get_language()
    sections = sections_of(first, last, language) if first <= last else []
    texts = [(name, written(sections, first, last, language, name)) for name in FORMS]
    shown = DigestForm(initial={"first": first, "last": last, "language": language}) if valid else form
    return page(request, "digest", _("Digest"), {"form": shown, "texts": texts}, status=200 if valid else 400)


class LettersForm(forms.Form):
    """Whom to write to."""

    facility = forms.ModelChoiceField(
        Facility.objects.none(), label=gettext_lazy("place"), required=False, empty_label=gettext_lazy("all")
    )
    birthday = forms.BooleanField(label=gettext_lazy("with a birthday in the next two weeks"), required=False)
    silent = forms.BooleanField(label=gettext_lazy("also whom letters do not reach"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["facility"].queryset = Facility.objects.order_by("name_en")  # type: ignore[attr-defined]


@require_GET
def letters(request: HttpRequest) -> HttpResponse:
    """Labels for envelopes, by place or birthday, with what to be careful of. Names of restricted persons are logged."""
    need(request, SEE_LETTERS)
    form = LettersForm(request.GET)
    valid = form.is_valid()
    asked = form.cleaned_data if valid else {}
    today = timezone.localdate()
    days = [today + dt.timedelta(days=number) for number in range(BIRTHDAYS_WITHIN)] if asked.get("birthday") else []
    place = asked.get("facility")
    found = []
    if valid:
        found = labels(
            user_of(request), facility=place and place.pk, birthday_in=days, silent=asked.get("silent", False)
        )
    note_named(request, [label.person for label in found])
    context = {"form": form, "labels": found, "safety": SAFETY}
    return page(request, "letters", _("Letters"), context, status=200 if valid else 400)
