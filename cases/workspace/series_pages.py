"""Page to enter a series of hearings: choose a pattern, preview its days, create the ticked ones."""

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

from accounts.encrypted_choices import EncryptedMultipleChoiceField
from accounts.exceptions import Refused
from accounts.one_time_keys import check_not_sent, sending
from accounts.request_user import user_of
from cases.domain.vocabulary import HearingKind, Openness
from cases.models import Case, Court, Defendant
from cases.models.access_log import note_reading
from cases.models.distinct_choices import DistinctChoiceField
from cases.models.hearing_schedule import last_hearing
from cases.workspace.agenda_pages import need, page
from cases.workspace.hearing_series import AT_MOST, days_of, plan_series
from cases.workspace.period_forms import day_field
from cases.workspace.series_preview import Planned, preview

WEEKDAYS = [
    (0, gettext_lazy("Monday")), (1, gettext_lazy("Tuesday")), (2, gettext_lazy("Wednesday")),
    (3, gettext_lazy("Thursday")), (4, gettext_lazy("Friday")), (5, gettext_lazy("Saturday")), (6, gettext_lazy("Sunday")),
]  # fmt: skip
ROOM = 60


class SeriesForm(forms.Form):
    """Pattern of the series, and the common values of its hearings."""

    first = day_field(gettext_lazy("from"))
    weekdays = forms.TypedMultipleChoiceField(
        label=gettext_lazy("weekdays"), choices=WEEKDAYS, coerce=int, widget=forms.CheckboxSelectMultiple
    )
    time = forms.TimeField(
        label=gettext_lazy("time"), required=False, help_text=gettext_lazy("Local time."),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )  # fmt: skip
    count = forms.IntegerField(label=gettext_lazy("number of hearings"), required=False, min_value=1, max_value=AT_MOST)
    until = day_field(gettext_lazy("or last day"), required=False)
    court = DistinctChoiceField(Court.objects.none(), label=gettext_lazy("court"), required=False)
    room = forms.CharField(label=gettext_lazy("room"), required=False, max_length=ROOM)
    kind = forms.ChoiceField(label=gettext_lazy("kind"), choices=HearingKind.choices, initial=HearingKind.SESSION)
    openness = forms.ChoiceField(
        label=gettext_lazy("openness"), choices=[("", "–"), *Openness.choices], required=False
    )  # fmt: skip
    defendants = EncryptedMultipleChoiceField(
        Defendant.objects.none(), label=gettext_lazy("defendants"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, case: Case, user: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        defendants = Defendant.objects.visible_to(user).filter(case=case).select_related("person").order_by("pk")
        self.fields["defendants"].queryset = defendants.prefetch_related("person__names")  # type: ignore[attr-defined]
        self.fields["court"].queryset = Court.objects.select_related("country").order_by("name_en")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Add the days of the pattern."""
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
    """Enter a series of hearings of one case: preview the days, then create the ticked ones."""
    need(request, "cases.add_hearing")
    user = user_of(request)
    case = Case.objects.visible_to(user).filter(pk=pk).select_related("jurisdiction__country").first()
    if case is None:
        raise Http404
    check_not_sent(request)
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
        "unticked": [row.day for row in planned if _is_unticked(request, row)],
    }  # fmt: skip
    title = _("A series of hearings: %(case)s") % {"case": case}
    return page(request, "series", title, context, 422 if form.errors else 200)


def _is_unticked(request: HttpRequest, one: Planned) -> bool:
    """Whether a day cannot be created, or was previewed and unticked."""
    shown_days = request.POST.getlist("shown")
    return one.taken or (one.day.isoformat() in shown_days and one.day.isoformat() not in request.POST.getlist("day"))


def _make(request: HttpRequest, form: SeriesForm, case: Case, days: Sequence[dt.date]) -> bool:
    """Create the hearings of the ticked days; False, with a sentence in the form, if that is refused."""
    common = ("time", "court", "room", "kind", "openness", "defendants")
    try:
        if not days:
            raise Refused(_("Select at least one date."))
        values = {name: form.cleaned_data[name] for name in common}
        with sending(request) as sent:
            hearings = plan_series(case=case, days=days, by=user_of(request), **values)
            sent.leads_to(reverse("admin:cases_case_change", args=[case.pk]))
    except Refused as refusal:
        form.add_error(None, refusal.sentence)
    except ValidationError as error:
        form.add_error(None, error.messages[0])
    else:
        days_text = ", ".join(str(row.day) for row in hearings)
        words = ngettext("%(count)s hearing created: %(days)s.", "%(count)s hearings created: %(days)s.", len(hearings))
        messages.success(request, words % {"count": len(hearings), "days": days_text})
        return True
    return False


def _initial(case: Case, user: Any) -> dict[str, Any]:
    """Court, room and kind of the last hearing; all defendants visible to the user."""
    last = last_hearing(case)
    defendants = list(Defendant.objects.visible_to(user).filter(case=case).values_list("pk", flat=True))
    if last is None:
        return {"court": case.court_id, "defendants": defendants}
    return {
        "court": last.court_id, "room": last.room, "openness": last.openness, "time": last.time, "defendants": defendants,
    }  # fmt: skip
