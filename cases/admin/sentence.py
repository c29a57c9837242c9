"""Admin of sentences, with their penalties."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from cases.admin.child_admin import AddedFromParent
from cases.admin.record_admin import TableRows
from cases.models import Defendant, Penalty, Person, Sentence
from cases.models.name_search import find_persons

FIELDS = (
    ("defendant", "instance", "addition", "replaces"),
    ("court", "judge"),
    ("decided", "in_force"),
    "internal_notes",
)


class PenaltyRows(TableRows):
    model = Penalty
    fields = ("kind", "years", "months", "days", "regime", "amount", "currency")

    def get_extra(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> int:
        """Return one empty penalty on a new page."""
        return 1 if obj is None else 0


@admin.register(Sentence)
class SentenceAdmin(AddedFromParent):
    """Sentences, opened from the defendant."""

    list_display = ("defendant", "instance", "decided", "court", "judge", "in_force")
    list_filter = ("instance",)
    list_select_related = ("defendant__person", "court", "judge")
    date_hierarchy = "decided_lower"
    search_fields = ("public_id",)
    autocomplete_fields = ("court", "judge")
    inlines = (PenaltyRows,)
    fieldsets = ((None, {"fields": FIELDS}),)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Start with the court of the case, and the newest sentence as the one most likely replaced."""
        defendant: Any = self.parent_of(request)
        if defendant is None:
            return {}
        newest = defendant.sentences.filter(replaced_by=None).order_by("-decided_lower", "-pk").first()
        return {"defendant": defendant.pk, "court": defendant.case.court_id, "replaces": newest.pk if newest else None}

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """Return the form class, with the sentences of the same defendant as choices."""
        request.defendant_of_sentence = obj.defendant if obj is not None else self.parent_of(request)  # type: ignore[attr-defined]
        return super().get_form(request, obj, change, **kwargs)

    def get_field_queryset(self, db: Any, db_field: Any, request: HttpRequest) -> models.QuerySet | None:
        """Return sentences of the same defendant as choices for the replaced one."""
        queryset = super().get_field_queryset(db, db_field, request)
        if db_field.name == "replaces":
            defendant: Defendant | None = getattr(request, "defendant_of_sentence", None)
            return Sentence.objects.visible_to(request.user).filter(defendant=defendant)
        return queryset

    def get_search_results(self, request: HttpRequest, queryset: models.QuerySet, search_term: str) -> tuple[Any, bool]:
        """Search by any name of the person."""
        if not search_term.strip():
            return queryset, False
        persons = (
            find_persons(search_term, Person.objects.visible_to(request.user)).order_by().values_list("pk", flat=True)
        )
        return queryset.filter(defendant__person__in=list(persons)), False
