"""The page of one person in one case: stage, charges and sentences."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from cases.admin.base import BlockRows, TableRows
from cases.admin.standing import ShowsDoubts
from cases.admin.within import AddedFromParent
from cases.models import Charge, Defendant, Person, Sentence
from cases.models.naming import find_persons


class ChargeRows(BlockRows):
    model = Charge
    autocomplete_fields = ("provision",)
    fields = (("provision", "offence_stage"), ("charged_on", "status", "status_date"), "internal_notes")

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        """With the provisions and their codes, by which they are cited."""
        return super().get_queryset(request).select_related("provision__code")


class SentenceRows(TableRows):
    """The sentences in order; entered on pages of their own, with their penalties."""

    model = Sentence
    fields = readonly_fields = ("instance", "decided", "court", "judge", "in_force")
    show_change_link = True

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Not in the table."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Not in the table."""
        return False


@admin.register(Defendant)
class DefendantAdmin(ShowsDoubts, AddedFromParent):
    """Defendants: reached from the case, found by name."""

    list_display = ("person", "case", "stage", "stage_date", "in_absentia")
    list_filter = ("stage", "in_absentia")
    list_select_related = ("case",)
    date_hierarchy = "stage_date_lower"
    search_fields = ("public_id",)
    search_help_text = _("Any name of the person.")
    autocomplete_fields = ("person",)
    inlines = (ChargeRows, SentenceRows)
    fieldsets = (
        (
            None,
            {"fields": (("case", "person"), ("stage", "stage_date"), ("in_absentia", "act_date"), "internal_notes")},
        ),
    )

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Whom the prosecution is against does not change either: that would be another defendant."""
        fixed = ("person",) if obj is not None else ()
        return (*super().get_readonly_fields(request, obj), *fixed)

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        """With the names of the persons."""
        return super().get_queryset(request).select_related("person").prefetch_related("person__names")

    def get_search_results(self, request: HttpRequest, queryset: models.QuerySet, search_term: str) -> tuple[Any, bool]:
        """By any name of the person."""
        if not search_term.strip():
            return queryset, False
        persons = (
            find_persons(search_term, Person.objects.visible_to(request.user)).order_by().values_list("pk", flat=True)
        )
        return queryset.filter(person__in=list(persons)), False
