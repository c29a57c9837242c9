"""Admin of persons."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from accounts.admin_addresses import key_in
from cases.admin import duplicate_panel, list_columns, merge_pages, photos
from cases.admin.aggregate_admin import ACCESS_FIELDSET, RootAdmin
from cases.admin.citations import CitationRows
from cases.admin.record_admin import BlockRows, TableRows
from cases.domain import characters
from cases.models import (
    Consent,
    Custody,
    Defendant,
    Person,
    PersonCitizenship,
    PersonName,
    PersonOccupation,
    PersonSummary,
    Recognition,
    Violation,
    access_log,
)
from cases.models.name_search import find_persons
from cases.workspace.custody_now import is_in_custody

MAIN_FIELDSET = (None, {"fields": (("gender", "born", "died"), ("region", "can_receive_letters"), "internal_notes")})
SENSITIVE_FIELDSET = (
    _("Sensitive (access is logged)"),
    {"fields": ("contacts", "health", "relatives"), "classes": ("sensitive",)},
)


class NameRows(BlockRows):
    """Names; staff know the person by the first one."""

    model = PersonName
    fields = (("text", "kind", "language"), ("given", "patronymic", "family", "order"), ("script", "position"))

    def get_extra(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> int:
        """Return one empty name on a new page: a person is entered by name."""
        return 1 if obj is None else 0


class CustodyRows(BlockRows):
    model = Custody
    autocomplete_fields = ("facility",)
    fields = (("kind", "facility"), ("from_date", "until", "end"), "internal_notes")


class ViolationRows(BlockRows):
    model = Violation
    show_change_link = True
    autocomplete_fields = ("facility",)
    fields = (("kind", "on_date", "facility"), ("public_text", "language"), "internal_notes")


class CitizenshipRows(TableRows):
    model = PersonCitizenship
    autocomplete_fields = ("country",)
    fields = ("country", "until")


class OccupationRows(TableRows):
    model = PersonOccupation
    autocomplete_fields = ("occupation",)
    fields = ("occupation",)


class SummaryRows(BlockRows):
    model = PersonSummary
    fields = ("language", "text")


class RecognitionRows(TableRows):
    model = Recognition
    autocomplete_fields = ("organisation",)
    fields = ("organisation", "status", "from_date", "until", "statement")


class ConsentRows(TableRows):
    """Consents; the name of the person asked is shown only with the sensitive fields."""

    model = Consent

    def get_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """Add the name of the person asked, if it may be read."""
        source_fields = ("given_by",) if access_log.asks_sensitive(request) else ()
        return ("scope", "answer", "giver", *source_fields, "given_on", "until", "recorded_by")

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Show the encrypted name on one line."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "given_by" and field is not None:
            field.widget = forms.TextInput(attrs={"class": "vTextField"})
        return field


class ProsecutionRows(TableRows):
    """Cases in which the person is a defendant; entered on the page of the case."""

    model = Defendant
    fields = readonly_fields = ("case", "stage", "stage_date", "in_absentia")
    can_delete = False
    show_change_link = True
    verbose_name_plural = _("cases against the person")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never here."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never here."""
        return False


@admin.register(Person)
class PersonAdmin(RootAdmin):
    """Persons, searched by any name in any script, by alias or public ID."""

    form = duplicate_panel.PersonForm
    list_display = (
        "name",
        "other_names",
        "born",
        "region",
        "in_custody",
        "state",
        "updated_at",
    )
    list_filter = (
        list_columns.InCustodyFilter,
        "gender",
        "can_receive_letters",
        "restricted",
        ("created_at", admin.DateFieldListFilter),
    )
    list_select_related = ("region",)
    search_fields = ("public_id",)
    search_help_text = _("Search by any name, alias or spelling in any script, or by public ID.")
    autocomplete_fields = ("region",)
    inlines = (
        NameRows, CustodyRows, ProsecutionRows, RecognitionRows, ConsentRows, ViolationRows, CitizenshipRows,
        OccupationRows, SummaryRows, photos.PhotoRows, CitationRows,
    )  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        """Prefetch names and custody."""
        return super().get_queryset(request).prefetch_related("names", "custody")

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Show the list, with a link to the merges for users who request or decide them."""
        merges = request.user.has_perm(merge_pages.MERGE) or request.user.has_perm(merge_pages.DECIDE)
        return super().changelist_view(request, {"own_tools": merges, **(extra_context or {})})

    def get_search_results(self, request: HttpRequest, queryset: models.QuerySet, search_term: str) -> tuple[Any, bool]:
        """Rank the results by how well a name matches the query."""
        return (find_persons(search_term, queryset) if search_term.strip() else queryset), False

    def entered_fieldsets(self, request: HttpRequest, obj: Any) -> list[Any]:
        """Include the sensitive fields only if a permitted user asked for them."""
        sensitive = [SENSITIVE_FIELDSET] if access_log.asks_sensitive(request) else []
        return [MAIN_FIELDSET, *sensitive, ACCESS_FIELDSET]

    def get_urls(self) -> list[URLPattern]:
        """Add the addresses of photos, possible duplicates and merges."""
        view = self.admin_site.admin_view
        return [
            path(f"photo/{key_in('cases.photo')}/", view(photos.picture), name="cases_photo"),
            path("likely/", view(duplicate_panel.likely), name="cases_person_likely"),
            path(f"{key_in('cases.person')}/likely/", view(duplicate_panel.likely_of), name="cases_person_likely_of"),
            path(
                f"{key_in('cases.person')}/merge/{key_in('cases.person', 'other')}/",
                view(merge_pages.compare),
                name="cases_person_merge",
            ),
            path("merges/", view(merge_pages.merges), name="cases_person_merges"),
            path(f"merges/{key_in('cases.merge')}/", view(merge_pages.merged), name="cases_person_merged"),
            *super().get_urls(),
        ]

    def note_opened(self, request: HttpRequest, object_id: str | None) -> None:
        """Log the reading of restricted and sensitive values."""
        person = self.get_object(request, object_id) if object_id is not None else None
        if person is not None:
            access_log.note_reading(request, person, sensitive=access_log.asks_sensitive(request))

    @admin.display(description=_("name"))
    def name(self, person: Person) -> SafeString:
        """Name by which staff know the person, with the badge of a restricted record."""
        return format_html("{} {}", characters.shown(str(person)), list_columns.restricted_badge(person))

    @admin.display(description=_("other names"))
    def other_names(self, person: Person) -> str:
        """The next three names, in order."""
        names = sorted(person.names.all(), key=lambda name: (name.position, name.pk))
        return format_html_join(", ", "{}", ((characters.shown(name.text),) for name in names[1:4]))

    @admin.display(description=_("custody"))
    def in_custody(self, person: Person) -> SafeString | str:
        """Badge of a person in custody today."""
        return list_columns.badge(_("in custody")) if is_in_custody(person, timezone.localdate()) else ""
