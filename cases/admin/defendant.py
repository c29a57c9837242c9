"""Admin of defendants (one person in one case): stage, charges and sentences."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from cases.admin.child_admin import AddedFromParent
from cases.admin.legal_status_panel import ShowsDoubts
from cases.admin.record_admin import BlockRows, TableRows
from cases.models import Charge, Defendant, Person, Sentence
from cases.models.name_search import find_persons


class ChargeRows(BlockRows):
    model = Charge
    autocomplete_fields = ("provision",)
    fields = (("provision", "offence_stage"), ("charged_on", "status", "status_date"), "internal_notes")

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        """Add the provisions and their codes, which labels need."""
        return super().get_queryset(request).select_related("provision__code")


class SentenceRows(TableRows):
    """Sentences in order; entered on their own pages, with their penalties."""

    model = Sentence
    fields = readonly_fields = ("instance", "decided", "court", "judge", "in_force")
    show_change_link = True

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never in the table."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never in the table."""
        return False


@admin.register(Defendant)
class DefendantAdmin(ShowsDoubts, AddedFromParent):
    """Defendants, opened from the case, searched by name."""

    list_display = ("person", "case", "stage", "stage_date", "in_absentia")
    list_filter = ("stage", "in_absentia")
    list_select_related = ("case",)
    date_hierarchy = "stage_date_lower"
    search_fields = ("public_id",)
    search_help_text = _("Search by any name of the person.")
    autocomplete_fields = ("person",)
    inlines = (ChargeRows, SentenceRows)
    fieldsets = (
        (
            None,
            {"fields": (("case", "person"), ("stage", "stage_date"), ("in_absentia", "act_date"), "internal_notes")},
        ),
    )

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Make the person read-only too: another person would be another defendant."""
        read_only = ("person",) if obj is not None else ()
        return (*super().get_readonly_fields(request, obj), *read_only)

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        """Add the names of the persons."""
        return super().get_queryset(request).select_related("person").prefetch_related("person__names")

    def get_search_results(self, request: HttpRequest, queryset: models.QuerySet, search_term: str) -> tuple[Any, bool]:
        """Search by any name of the person."""
        if not search_term.strip():
            return queryset, False
        persons = (
            find_persons(search_term, Person.objects.visible_to(request.user)).order_by().values_list("pk", flat=True)
        )
        return queryset.filter(person__in=list(persons)), False
