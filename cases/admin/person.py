"""The page and the list of persons."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from cases import text
from cases.admin import columns, duplicates, merge, photos, reading
from cases.admin.base import BlockRows, TableRows
from cases.admin.citations import CitationRows
from cases.admin.roots import ACCESS_FIELDSET, RootAdmin
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
)
from cases.models.naming import find_persons

MAIN_FIELDSET = (None, {"fields": (("gender", "born", "died"), ("region", "can_receive_letters"), "internal_notes")})
SENSITIVE_FIELDSET = (
    _("Sensitive: this reading is logged"),
    {"fields": ("contacts", "health", "relatives"), "classes": ("sensitive",)},
)


class NameRows(BlockRows):
    """Names: the first is the one by which staff know the person."""

    model = PersonName
    fields = (("text", "kind", "language"), ("given", "patronymic", "family", "order"), ("script", "position"))

    def get_extra(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> int:
        """One empty name on a new page: a person is entered by name."""
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
    """Consents; who was asked is shown only where the sensitive fields were opened."""

    model = Consent

    def get_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """With the name of who was asked, where it may be read."""
        who = ("given_by",) if reading.asks_sensitive(request) else ()
        return ("scope", "answer", *who, "given_on", "until", "recorded_by")

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """The encrypted name in one line."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "given_by" and field is not None:
            field.widget = forms.TextInput(attrs={"class": "vTextField"})
        return field


class ProsecutionRows(TableRows):
    """The cases in which the person is a defendant; entered on the page of the case."""

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
    """Persons: found by any name in any script, by alias or public id."""

    form = duplicates.PersonForm
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
        columns.InCustodyFilter,
        "gender",
        "can_receive_letters",
        "restricted",
        ("created_at", admin.DateFieldListFilter),
    )
    list_select_related = ("region",)
    search_fields = ("public_id",)
    search_help_text = _("Any name, alias or spelling in any script, or the public id.")
    autocomplete_fields = ("region",)
    inlines = (
        NameRows, CustodyRows, ProsecutionRows, RecognitionRows, ConsentRows, ViolationRows, CitizenshipRows,
        OccupationRows, SummaryRows, photos.PhotoRows, CitationRows,
    )  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        """With names and custody read at once."""
        return super().get_queryset(request).prefetch_related("names", "custody")

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """The list, with the way to the merges for those who ask for them or decide."""
        merges = request.user.has_perm(merge.MERGE) or request.user.has_perm(merge.DECIDE)
        return super().changelist_view(request, {"own_tools": merges, **(extra_context or {})})

    def get_search_results(self, request: HttpRequest, queryset: models.QuerySet, search_term: str) -> tuple[Any, bool]:
        """Ranked by how well a name meets what was typed."""
        return (find_persons(search_term, queryset) if search_term.strip() else queryset), False

    def entered_fieldsets(self, request: HttpRequest, obj: Any) -> list[Any]:
        """The sensitive fields only where they were asked for by somebody who may."""
        sensitive = [SENSITIVE_FIELDSET] if reading.asks_sensitive(request) else []
        return [MAIN_FIELDSET, *sensitive, ACCESS_FIELDSET]

    def get_urls(self) -> list[URLPattern]:
        """With the addresses of a photo's bytes, of likely same persons and of merging."""
        view = self.admin_site.admin_view
        return [
            path("photo/<int:pk>/", view(photos.picture), name="cases_photo"),
            path("likely/", view(duplicates.likely), name="cases_person_likely"),
            path("<int:pk>/likely/", view(duplicates.likely_of), name="cases_person_likely_of"),
            path("<int:pk>/merge/<int:other>/", view(merge.compare), name="cases_person_merge"),
            path("merges/", view(merge.merges), name="cases_person_merges"),
            path("merges/<int:pk>/", view(merge.merged), name="cases_person_merged"),
            *super().get_urls(),
        ]

    def note_opened(self, request: HttpRequest, object_id: str | None) -> None:
        """Log the reading of restricted and of sensitive values."""
        person = self.get_object(request, object_id) if object_id is not None else None
        if person is not None:
            reading.note_reading(request, person, sensitive=reading.asks_sensitive(request))

    @admin.display(description=_("name"))
    def name(self, person: Person) -> SafeString:
        """The name by which staff know the person, and whether only some do."""
        return format_html("{} {}", text.shown(str(person)), columns.restricted_badge(person))

    @admin.display(description=_("other names"))
    def other_names(self, person: Person) -> str:
        """All others, in order."""
        names = sorted(person.names.all(), key=lambda name: (name.position, name.pk))
        return format_html_join(", ", "{}", ((text.shown(name.text),) for name in names[1:4]))

    @admin.display(description=_("custody"))
    def in_custody(self, person: Person) -> SafeString | str:
        """Whether a period of custody lasts."""
        lasts = not person.died and any(not (period.until or period.end) for period in person.custody.all())
        return columns.badge(_("in custody")) if lasts else ""
