"""The page and the list of what arrived: entered by staff, seen by whoever entered it and the staff they name."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db import models
from django.db.models import Count
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from cases import text
from cases.admin import columns, reading
from cases.admin.base import TableRows
from cases.admin.forms import RootForm
from cases.admin.roots import ACCESS_FIELDSET, RestrictedAdmin
from cases.models import Intake, IntakeUse

SUBJECT_SHOWN = 60
FROM_WHOM = _("From whom: reading this is logged")
ACCESS = (ACCESS_FIELDSET[0], {"fields": ACCESS_FIELDSET[1]["fields"]})


class IntakeForm(RootForm):
    """An entry. Whoever enters it stays among its readers."""

    class Meta:
        widgets = {"subject": forms.TextInput(attrs={"class": "vTextField", "maxlength": 120})}


class UseRows(TableRows):
    """What was made of the entry; records made from here stand in it by themselves."""

    model = IntakeUse
    autocomplete_fields = ("source", "person", "case")
    fields = ("source", "person", "case")

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        """With what they name."""
        rows = super().get_queryset(request).select_related("source", "person", "case")
        return rows.prefetch_related("person__names")


@admin.register(Intake)
class IntakeAdmin(RestrictedAdmin):
    """Intake: the newest first. What it says is encrypted, so it is found by when and how it came, not by its words."""

    form = IntakeForm
    list_display = ("words", "channel", "received_on", "reliability", "status", "made", columns.restricted_badge)
    list_filter = ("status", "channel", "reliability", "restricted")
    date_hierarchy = "received_on_lower"
    search_fields = ("public_id",)
    search_help_text = _("The public id: what entries say is encrypted and cannot be searched.")
    inlines = (UseRows,)

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        """With how much was made of each."""
        known = IntakeUse.objects.visible_to(request.user)
        counted = Count("uses", filter=models.Q(uses__in=known.values("pk")), distinct=True)
        return super().get_queryset(request).annotate(made_count=counted)

    def get_search_results(self, request: HttpRequest, queryset: models.QuerySet, search_term: str) -> tuple[Any, bool]:
        """By the public id alone."""
        term = search_term.strip().lower()
        return (queryset.filter(public_id__startswith=term) if term else queryset), False

    def entered_fieldsets(self, request: HttpRequest, obj: Any) -> list[Any]:
        """The entry; from whom it is where that is being entered, or was asked for by somebody who may."""
        shown = reading.may_read_sensitive(request) if obj is None else reading.asks_sensitive(request)
        whom = [(FROM_WHOM, {"fields": ("from_whom",), "classes": ("sensitive",)})] if shown else []
        main = (None, {"fields": (("channel", "received_on", "reliability"), "subject", "says")})
        return [main, *whom, (_("What became of it"), {"fields": (("status", "reason"),)}), ACCESS]

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Today, for its readers whoever enters it."""
        return {"received_on": timezone.localdate().isoformat(), "readers": [request.user.pk]}

    def note_opened(self, request: HttpRequest, object_id: str | None) -> None:
        """Log the reading of a restricted entry, and of whom it is from."""
        entry = self.get_object(request, object_id) if object_id is not None else None
        if entry is not None:
            reading.note_reading(request, entry, sensitive=reading.asks_sensitive(request))

    @admin.display(description=_("in a few words"))
    def words(self, entry: Intake) -> str:
        """What staff call it; never empty, because it leads to the page."""
        return text.shown(entry.subject)[:SUBJECT_SHOWN] or str(entry)

    @admin.display(description=_("made of it"), ordering="made_count")
    def made(self, entry: Any) -> SafeString | str:
        """How many records."""
        return format_html("{}", entry.made_count) if entry.made_count else "–"
