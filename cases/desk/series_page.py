"""The page on which a series of hearings is entered: a pattern, a look at its days, and the days that are ticked are made."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.refusals import Refused
from accounts.signed_in import user_of
from cases.admin.reading import note_reading
from cases.desk.forms import day_field
from cases.desk.series import AT_MOST, days_of, plan_series
from cases.desk.series_preview import Planned, preview
from cases.desk.views import need, page
from cases.models import Case, Court, Defendant
from cases.models.schedule import last_hearing
from cases.vocabulary import HearingKind, Openness

WEEKDAYS = [
    (0, gettext_lazy("Monday")), (1, gettext_lazy("Tuesday")), (2, gettext_lazy("Wednesday")),
    (3, gettext_lazy("Thursday")), (4, gettext_lazy("Friday")), (5, gettext_lazy("Saturday")), (6, gettext_lazy("Sunday")),
]  # fmt: skip
ROOM = 60


class SeriesForm(forms.Form):
    """The pattern, and what all its hearings have in common."""

    first = day_field(gettext_lazy("from"))
    weekdays = forms.TypedMultipleChoiceField(
        label=gettext_lazy("on these days"), choices=WEEKDAYS, coerce=int, widget=forms.CheckboxSelectMultiple
    )
    time = forms.TimeField(
        label=gettext_lazy("hour"), required=False, help_text=gettext_lazy("Local time of the court."),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )  # fmt: skip
    count = forms.IntegerField(label=gettext_lazy("how many"), required=False, min_value=1, max_value=AT_MOST)
    until = day_field(gettext_lazy("or until"), required=False)
    court = forms.ModelChoiceField(Court.objects.none(), label=gettext_lazy("court"), required=False)
    room = forms.CharField(label=gettext_lazy("room"), required=False, max_length=ROOM)
    kind = forms.ChoiceField(label=gettext_lazy("kind"), choices=HearingKind.choices, initial=HearingKind.SESSION)
    openness = forms.ChoiceField(
        label=gettext_lazy("openness"), choices=[("", "–"), *Openness.choices], required=False
    )  # fmt: skip
    defendants = forms.ModelMultipleChoiceField(
        Defendant.objects.none(), label=gettext_lazy("about whom"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, case: Case, user: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = Defendant.objects.visible_to(user).filter(case=case).select_related("person").order_by("pk")
        self.fields["defendants"].queryset = known.prefetch_related("person__names")  # type: ignore[attr-defined]
        self.fields["court"].queryset = Court.objects.select_related("country").order_by("name_en")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """With the days of the pattern."""
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.errors:
            try:
                cleaned["days"] = days_of(
                    cleaned["first"], cleaned["weekdays"], count=cleaned["count"], until=cleaned["until"]
                )
            except Refused as refusal:
                raise ValidationError(refusal.sentence) from refusal
        return cleaned


def series(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter a series of hearings of one case: first the days are shown, then those left ticked are made."""
    need(request, "cases.add_hearing")
    user = user_of(request)
    case = Case.objects.visible_to(user).filter(pk=pk).select_related("jurisdiction__country").first()
    if case is None:
        raise Http404
    form = SeriesForm(case, user, request.POST or None, initial=_initial(case, user))
    planned: list[Planned] = []
    if request.method == "POST" and form.is_valid():
        days = form.cleaned_data["days"]
        ticked = [day for day in days if day.isoformat() in request.POST.getlist("day")]
        if request.POST.get("verb") == "make" and _make(request, form, case, ticked):
            return HttpResponseRedirect(reverse("admin:cases_case_change", args=[case.pk]))
        common = {name: form.cleaned_data[name] for name in ("time", "court", "room", "defendants")}
        planned = preview(user, case, days, **common)
    note_reading(request, case, sensitive=False)
    context = {
        "form": form, "case": case, "planned": planned,
        "unticked": [one.day for one in planned if _is_unticked(request, one)],
    }  # fmt: skip
    title = _("A series of hearings: %(case)s") % {"case": case}
    return page(request, "series", title, context, 422 if form.errors else 200)


def _is_unticked(request: HttpRequest, one: Planned) -> bool:
    """A day that cannot be made, or that was shown before and unticked."""
    shown = request.POST.getlist("shown")
    return one.taken or (one.day.isoformat() in shown and one.day.isoformat() not in request.POST.getlist("day"))


def _make(request: HttpRequest, form: SeriesForm, case: Case, days: Sequence[dt.date]) -> bool:
    """Make the hearings of the ticked days; False, with a sentence in the form, where that is refused."""
    common = ("time", "court", "room", "kind", "openness", "defendants")
    try:
        if not days:
            raise Refused(_("Tick at least one day."))
        values = {name: form.cleaned_data[name] for name in common}
        made = plan_series(case=case, days=days, by=user_of(request), **values)
    except Refused as refusal:
        form.add_error(None, refusal.sentence)
    except ValidationError as error:
        form.add_error(None, error.messages[0])
    else:
        told = ", ".join(str(row.day) for row in made)
        words = ngettext("%(count)s hearing was made: %(days)s.", "%(count)s hearings were made: %(days)s.", len(made))
        messages.success(request, words % {"count": len(made), "days": told})
        return True
    return False


def _initial(case: Case, user: Any) -> dict[str, Any]:
    """Court, room and kind of the last hearing; all the defendants whom the user may know of."""
    last = last_hearing(case)
    known = list(Defendant.objects.visible_to(user).filter(case=case).values_list("pk", flat=True))
    if last is None:
        return {"court": case.court_id, "defendants": known}
    return {
        "court": last.court_id, "room": last.room, "openness": last.openness, "time": last.time, "defendants": known,
    }  # fmt: skip
