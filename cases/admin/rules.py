"""The tables of legal time, which the organisation edits: factors of credit, periods for appeal."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.db.models import Q
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from cases.admin.base import RecordAdmin
from cases.admin.columns import badge, to_verify_badge
from cases.models import AppealPeriod, CreditFactor
from cases.models.folding import holding


class RuleAdmin(RecordAdmin):
    """Lines of a table, found by their jurisdiction or by where they are from."""

    list_select_related = ("jurisdiction",)
    autocomplete_fields = ("jurisdiction",)
    search_fields = ("source",)
    search_help_text = _("The jurisdiction, in any script, or words of the source.")

    def get_search_results(self, request: HttpRequest, queryset: models.QuerySet, search_term: str) -> tuple[Any, bool]:
        """Each word in a name of the jurisdiction, or all of them in the source."""
        if not search_term.strip():
            return queryset, False
        places = self.model._meta.get_field("jurisdiction").related_model.objects.filter(holding(search_term))
        return queryset.filter(Q(jurisdiction__in=places) | Q(source__icontains=search_term.strip())), False

    @admin.display(description=_("use"), ordering="in_use")
    def use_badge(self, rule: Any) -> SafeString | str:
        """Says that the line is not counted with."""
        return "" if rule.in_use else badge(_("not in use"), "closed")


@admin.register(CreditFactor)
class CreditFactorAdmin(RuleAdmin):
    list_display = (
        "custody", "penalty", "regime", "factor", "jurisdiction", "valid_from", "valid_until", "backwards", to_verify_badge,
        "use_badge",
    )  # fmt: skip
    list_filter = ("to_verify", "in_use", "jurisdiction", "custody", "penalty")
    fieldsets = (
        (
            None,
            {
                "fields": (
                    ("jurisdiction", "custody"), ("penalty", "regime", "factor"), ("valid_from", "valid_until", "backwards"),
                    "excluded", "source", ("to_verify", "in_use"), "internal_notes",
                ),
                "description": _(
                    "A day for which no line is found counts as one day, and the result says so. A line with a regime goes "
                    "before one for any regime, a later law before an earlier one."
                ),
            },
        ),
    )  # fmt: skip


@admin.register(AppealPeriod)
class AppealPeriodAdmin(RuleAdmin):
    list_display = ("jurisdiction", "days", "valid_from", "source", to_verify_badge, "use_badge")
    list_filter = ("to_verify", "in_use", "jurisdiction")
    fieldsets = (
        (
            None,
            {"fields": ("jurisdiction", ("days", "valid_from"), "source", ("to_verify", "in_use"), "internal_notes")},
        ),
    )
