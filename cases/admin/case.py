"""Admin of cases."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _

from cases.admin import list_columns
from cases.admin.aggregate_admin import ACCESS_FIELDSET, RootAdmin
from cases.admin.citations import CitationRows
from cases.admin.record_admin import BlockRows, TableRows
from cases.models import Case, CaseSummary, Defendant, Hearing, Person
from cases.models.distinct_choices import DistinctFilter
from cases.models.name_search import find_cases

MAIN_FIELDSET = (
    None,
    {"fields": (("title", "kind"), ("jurisdiction", "number"), ("court", "opened"), "internal_notes")},
)
SHOWN_DEFENDANTS = 4


class DefendantRows(TableRows):
    """Defendants; charges and sentences are on the defendant's own page."""

    model = Defendant
    autocomplete_fields = ("person",)
    fields = ("person", "stage", "stage_date", "in_absentia", "act_date")
    show_change_link = True

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        """Add the names of the persons."""
        return super().get_queryset(request).select_related("person").prefetch_related("person__names")


class HearingRows(TableRows):
    """Hearings in order, with links to open them; "Add hearing" is above, with the values of the last one."""

    model = Hearing
    fields = readonly_fields = ("day", "time", "kind", "court", "room", "outcome")
    show_change_link = True

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never in the table."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never in the table."""
        return False

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        """Add the courts."""
        return super().get_queryset(request).select_related("court")


class CaseSummaryRows(BlockRows):
    model = CaseSummary
    fields = (("language", "title"), "text")


@admin.register(Case)
class CaseAdmin(RootAdmin):
    """Cases, searched by number, working title, or any name of a defendant."""

    list_display = (
        "__str__",
        "defendants_shown",
        "court",
        "kind",
        list_columns.restricted_badge,
        "state",
        "updated_at",
    )
    list_filter = ("kind", ("jurisdiction", DistinctFilter), "restricted")
    list_select_related = ("court",)
    date_hierarchy = "opened_lower"
    search_fields = ("number",)
    search_help_text = _("Search by number, working title, public ID or any name of a defendant.")
    autocomplete_fields = ("jurisdiction", "court")
    inlines = (DefendantRows, HearingRows, CaseSummaryRows, CitationRows)

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        """Add the defendants visible to the user."""
        defendants = (
            Defendant.objects.visible_to(request.user).select_related("person").prefetch_related("person__names")
        )
        return (
            super()
            .get_queryset(request)
            .prefetch_related(models.Prefetch("defendants", queryset=defendants, to_attr="visible_defendants"))
        )

    def get_search_results(self, request: HttpRequest, queryset: models.QuerySet, search_term: str) -> tuple[Any, bool]:
        """Search by number, title, ID, or a defendant visible to the user."""
        if not search_term.strip():
            return queryset, False
        return find_cases(search_term, queryset, Person.objects.visible_to(request.user)), False

    def entered_fieldsets(self, request: HttpRequest, obj: Any) -> list[Any]:
        """Return the fields of the case and of access."""
        return [MAIN_FIELDSET, ACCESS_FIELDSET]

    @admin.display(description=_("defendants"))
    def defendants_shown(self, case: Any) -> str:
        """Return the names of the first few, and how many more."""
        defendants = case.visible_defendants
        more = [(f"+{len(defendants) - SHOWN_DEFENDANTS}",)] if len(defendants) > SHOWN_DEFENDANTS else []
        return format_html_join(", ", "{}", [*((str(row.person),) for row in defendants[:SHOWN_DEFENDANTS]), *more])
