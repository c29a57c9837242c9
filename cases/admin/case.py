"""The page and the list of cases."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _

from cases.admin import columns
from cases.admin.base import BlockRows, TableRows
from cases.admin.citations import CitationRows
from cases.admin.roots import ACCESS_FIELDSET, RootAdmin
from cases.models import Case, CaseSummary, Defendant, Hearing, Person
from cases.models.naming import find_cases

MAIN_FIELDSET = (
    None,
    {"fields": (("title", "kind"), ("jurisdiction", "number"), ("court", "opened"), "internal_notes")},
)
SHOWN_DEFENDANTS = 4


class DefendantRows(TableRows):
    """Who is prosecuted; charges and sentences are on the defendant's own page."""

    model = Defendant
    autocomplete_fields = ("person",)
    fields = ("person", "stage", "stage_date", "in_absentia", "act_date")
    show_change_link = True


class HearingRows(TableRows):
    """The hearings in order, to be opened from here; "Add hearing" is above, filled from the last one."""

    model = Hearing
    fields = readonly_fields = ("day", "time", "kind", "court", "room", "outcome")
    show_change_link = True

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Not in the table."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Not in the table."""
        return False

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        """With the courts."""
        return super().get_queryset(request).select_related("court")


class CaseSummaryRows(BlockRows):
    model = CaseSummary
    fields = (("language", "title"), "text")


@admin.register(Case)
class CaseAdmin(RootAdmin):
    """Cases: found by number, working title, or any name of a defendant."""

    list_display = ("__str__", "defendants_shown", "court", "kind", columns.restricted_badge, "state", "updated_at")
    list_filter = ("kind", "jurisdiction", "restricted")
    list_select_related = ("court",)
    date_hierarchy = "opened_lower"
    search_fields = ("number",)
    search_help_text = _("Number, working title, public id, or any name of a defendant.")
    autocomplete_fields = ("jurisdiction", "court")
    inlines = (DefendantRows, HearingRows, CaseSummaryRows, CitationRows)

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        """With the defendants whom the user may know of."""
        defendants = (
            Defendant.objects.visible_to(request.user).select_related("person").prefetch_related("person__names")
        )
        return (
            super()
            .get_queryset(request)
            .prefetch_related(models.Prefetch("defendants", queryset=defendants, to_attr="visible_defendants"))
        )

    def get_search_results(self, request: HttpRequest, queryset: models.QuerySet, search_term: str) -> tuple[Any, bool]:
        """By number, title, id, or a defendant whom the user may know of."""
        if not search_term.strip():
            return queryset, False
        return find_cases(search_term, queryset, Person.objects.visible_to(request.user)), False

    def entered_fieldsets(self, request: HttpRequest, obj: Any) -> list[Any]:
        """The case, and who may see it."""
        return [MAIN_FIELDSET, ACCESS_FIELDSET]

    @admin.display(description=_("defendants"))
    def defendants_shown(self, case: Any) -> str:
        """The first few by name, and how many more."""
        known = case.visible_defendants
        more = [(f"+{len(known) - SHOWN_DEFENDANTS}",)] if len(known) > SHOWN_DEFENDANTS else []
        return format_html_join(", ", "{}", [*((str(row.person),) for row in known[:SHOWN_DEFENDANTS]), *more])
