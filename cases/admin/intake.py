"""Admin of intake entries: entered by staff, visible to their author and the staff they name."""

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

from cases.admin import list_columns
from cases.admin.aggregate_admin import ACCESS_FIELDSET, RestrictedAdmin
from cases.admin.record_admin import TableRows
from cases.admin.record_forms import RootForm
from cases.domain import characters
from cases.models import Intake, IntakeUse, access_log

SUBJECT_SHOWN = 60
FROM_WHOM = _("Source (access is logged)")
ACCESS = (ACCESS_FIELDSET[0], {"fields": ACCESS_FIELDSET[1]["fields"]})


class IntakeForm(RootForm):
    """Form of an entry. Its author remains among its readers."""

    class Meta:
        widgets = {"subject": forms.TextInput(attrs={"class": "vTextField", "maxlength": 120})}


class UseRows(TableRows):
    """Records made from the entry; those created from its page are added automatically."""

    model = IntakeUse
    autocomplete_fields = ("source", "person", "case")
    fields = ("source", "person", "case")

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        """Add the records they name."""
        rows = super().get_queryset(request).select_related("source", "person", "case")
        return rows.prefetch_related("person__names")


@admin.register(Intake)
class IntakeAdmin(RestrictedAdmin):
    """Intake, newest first. Its content is encrypted, so it is searched by date and channel, not by its text."""

    form = IntakeForm
    list_display = ("words", "channel", "received_on", "reliability", "status", "made", list_columns.restricted_badge)
    list_filter = ("status", "channel", "reliability", "restricted")
    date_hierarchy = "received_on_lower"
    search_fields = ("public_id",)
    search_help_text = _("Search by public ID. The contents of entries are encrypted and cannot be searched.")
    inlines = (UseRows,)

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        """Add the number of records made from each entry."""
        visible_uses = IntakeUse.objects.visible_to(request.user)
        use_count = Count("uses", filter=models.Q(uses__in=visible_uses.values("pk")), distinct=True)
        return super().get_queryset(request).annotate(made_count=use_count)

    def get_search_results(self, request: HttpRequest, queryset: models.QuerySet, search_term: str) -> tuple[Any, bool]:
        """Search by public ID only."""
        term = search_term.strip().lower()
        return (queryset.filter(public_id__startswith=term) if term else queryset), False

    def entered_fieldsets(self, request: HttpRequest, obj: Any) -> list[Any]:
        """Return the fields; the source only on a new entry, or if a permitted user asked for it."""
        shows_source = access_log.may_read_sensitive(request) if obj is None else access_log.asks_sensitive(request)
        source_fieldsets = [(FROM_WHOM, {"fields": ("from_whom",), "classes": ("sensitive",)})] if shows_source else []
        main_fieldset = (None, {"fields": (("channel", "received_on", "reliability"), "subject", "says")})
        return [main_fieldset, *source_fieldsets, (_("Status"), {"fields": (("status", "reason"),)}), ACCESS]

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Start with today, and the author as reader."""
        return {"received_on": timezone.localdate().isoformat(), "readers": [request.user.pk]}

    def note_opened(self, request: HttpRequest, object_id: str | None) -> None:
        """Log the reading of a restricted entry, and of its source."""
        entry = self.get_object(request, object_id) if object_id is not None else None
        if entry is not None:
            access_log.note_reading(request, entry, sensitive=access_log.asks_sensitive(request))

    @admin.display(description=_("summary"))
    def words(self, entry: Intake) -> str:
        """Summary; never empty, because it links to the page."""
        return characters.shown(entry.subject)[:SUBJECT_SHOWN] or str(entry)

    @admin.display(description=_("created from it"), ordering="made_count")
    def made(self, entry: Any) -> SafeString | str:
        """Number of records."""
        return format_html("{}", entry.made_count) if entry.made_count else "–"
