"""Admin of hearings. A new one starts with values of the last; adjourning creates the next."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AdminTimeWidget
from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import lazy
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.admin.child_admin import AddedFromParent
from cases.admin.record_admin import TableRows
from cases.admin.record_forms import PageForm
from cases.models import Case, Defendant, Hearing, HearingDefendant, HearingOfficial, Person
from cases.models.fields import read, typed
from cases.models.hearing_schedule import (
    HAS_A_NEXT,
    HELD_ONCE,
    expected_defendants,
    expected_officials,
    last_hearing,
    outcomes_with_a_next,
    plan_next,
)
from cases.models.name_search import find_cases

NEXT = ("next_day", "next_time")


class HearingForm(PageForm):
    """Hearing, and the day to which it was adjourned."""

    next_day = forms.CharField(
        label=gettext_lazy("Adjourned to"), required=False, max_length=100,
        help_text=format_lazy(
            gettext_lazy("After the outcomes {outcomes}, the next hearing is created with the same details."),
            outcomes=lazy(outcomes_with_a_next, str)(),
        ),
        widget=forms.TextInput(attrs={"size": 18, "class": "partial-date"}),
    )  # fmt: skip
    next_time = forms.TimeField(label=gettext_lazy("Adjourned to (time)"), required=False, widget=AdminTimeWidget)

    def clean_next_day(self) -> str:
        """Return the day as typed; raise ValidationError if it is not a date."""
        day: str = self.cleaned_data["next_day"].strip()
        typed(day)
        return day

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        day, hour = self.cleaned_data.get("next_day"), self.cleaned_data.get("next_time")
        if day and self.cleaned_data.get("outcome") not in HAS_A_NEXT:
            self.add_error(
                "next_day",
                _("Set the outcome to one of %(outcomes)s, or leave this blank.")
                % {"outcomes": outcomes_with_a_next()},
            )
        if hour is not None and not day and "next_day" not in self._errors:
            self.add_error("next_day", _("Enter a date as well."))
        partial = read(day) if day else None
        if hour is not None and partial is not None and partial.lower != partial.upper:
            self.add_error("next_time", _("A time needs an exact date. Enter the full date, or leave the time blank."))
        return cleaned


class OfficialRows(TableRows):
    model = HearingOfficial
    autocomplete_fields = ("official",)
    fields = ("official", "role")

    def get_extra(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> int:
        """Return the number of expected rows."""
        return len(prefilled(request, HearingOfficial)) if obj is None else 0


class DefendantRows(TableRows):
    """Defendants at the hearing, chosen from those of the case."""

    model = HearingDefendant
    fields = ("defendant",)

    def get_extra(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> int:
        """Return the number of expected rows."""
        return len(prefilled(request, HearingDefendant)) if obj is None else 0

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        """Return the formset class with the defendants of this case as choices."""
        request.case_of_hearing = obj.case if obj is not None else case_named(request)  # type: ignore[attr-defined]
        return super().get_formset(request, obj, **kwargs)

    def get_field_queryset(self, db: Any, db_field: Any, request: HttpRequest) -> models.QuerySet | None:
        """Return the defendants of the case that are visible to the user."""
        case = getattr(request, "case_of_hearing", None)
        return Defendant.objects.visible_to(request.user).filter(case=case).select_related("person")

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Leave out the buttons for related records: a defendant is entered on the page of the case."""
        if db_field.name == "defendant":
            return self.formfield_for_foreignkey(db_field, request, **kwargs)
        return super().formfield_for_dbfield(db_field, request, **kwargs)


def case_named(request: HttpRequest) -> Case | None:
    """Return the case named in the address of a page that adds a hearing."""
    public_id = request.GET.get("case", "")
    if not public_id.isalnum():
        return None
    case: Case | None = Case.objects.visible_to(request.user).filter(public_id=public_id).first()
    return case


def prefilled(request: HttpRequest, model: type[models.Model]) -> list[dict[str, Any]]:
    """Return the initial rows of a new hearing, without people hidden from the user."""
    case = case_named(request)
    if case is None or request.method == "POST":
        return []
    last = last_hearing(case)
    if model is HearingOfficial:
        return [{"official": official.pk, "role": role} for official, role in expected_officials(last)]
    expected = [defendant.pk for defendant in expected_defendants(case, last)]
    visible = Defendant.objects.visible_to(request.user).filter(pk__in=expected).order_by("pk")
    return [{"defendant": pk} for pk in visible.values_list("pk", flat=True)]


@admin.register(Hearing)
class HearingAdmin(AddedFromParent):
    """Hearings, by day."""

    form = HearingForm
    list_display = ("day", "time", "case", "court", "kind", "openness", "outcome")
    list_filter = ("kind", "outcome", "openness")
    list_select_related = ("case", "court")
    date_hierarchy = "day_lower"
    ordering = ("-day_lower", "-time", "-pk")
    search_fields = ("public_id",)
    search_help_text = gettext_lazy("Search by case number, working title or any name of a defendant.")
    autocomplete_fields = ("court",)
    inlines = (DefendantRows, OfficialRows)

    def entered_fieldsets(self, request: HttpRequest, obj: Any) -> list[Any]:
        """Return the fields of the hearing; those for the next day only if there is no next hearing yet."""
        following = ("next_hearing",) if obj is not None and obj.adjourned_to_id else NEXT
        fields = (
            "case", ("day", "time", "kind"), ("court", "room", "openness"), ("outcome", *following), "observers_notes",
        )  # fmt: skip
        return [(None, {"fields": fields})]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Add the link to the next hearing."""
        return (*super().get_readonly_fields(request, obj), "next_hearing", "adjourned_to")

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """Return the form class; the form itself declares the two fields for the next hearing."""
        kwargs["fields"] = [name for name in kwargs.get("fields") or () if name not in NEXT]
        return super().get_form(request, obj, change, **kwargs)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Return court, room and kind of the last hearing, or the court of the case."""
        case = case_named(request)
        if case is None:
            return {}
        last = last_hearing(case)
        if last is None:
            return {"case": case.pk, "court": case.court_id}
        return {
            "case": case.pk,
            "court": last.court_id,
            "room": last.room,
            "openness": last.openness,
            **({} if last.kind in HELD_ONCE else {"kind": last.kind}),
        }

    def get_formset_kwargs(self, request: HttpRequest, obj: Any, inline: Any, prefix: str) -> dict[str, Any]:
        """Add the initial rows of a new hearing."""
        kwargs = super().get_formset_kwargs(request, obj, inline, prefix)
        if request.method != "POST" and (obj is None or obj.pk is None):
            kwargs["initial"] = prefilled(request, inline.model)
        return kwargs

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Save; then create the hearing it was adjourned to."""
        super().save_related(request, form, formsets, change)
        if form.cleaned_data.get("next_day") and form.instance.adjourned_to_id is None:
            day, hour = form.cleaned_data["next_day"], form.cleaned_data.get("next_time")
            following = plan_next(hearing=form.instance, day=day, time=hour, by=request.user)  # type: ignore[arg-type]
            messages.success(request, _("Next hearing created: %(hearing)s.") % {"hearing": following})

    def get_search_results(self, request: HttpRequest, queryset: models.QuerySet, search_term: str) -> tuple[Any, bool]:
        """Search by case."""
        if not search_term.strip():
            return queryset, False
        user = request.user
        cases = find_cases(search_term, Case.objects.visible_to(user), Person.objects.visible_to(user))
        return queryset.filter(case__in=cases.order_by().values("pk")), False

    @admin.display(description=gettext_lazy("adjourned to"))
    def next_hearing(self, hearing: Hearing) -> SafeString | str:
        """Link to the next hearing."""
        if not hearing.adjourned_to_id:
            return "–"
        address = reverse("admin:cases_hearing_change", args=[hearing.adjourned_to_id])
        return format_html('<a href="{}">{}</a>', address, hearing.adjourned_to)
