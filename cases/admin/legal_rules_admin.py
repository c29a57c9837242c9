"""Admin of the legal rules that the organisation maintains: custody credit rules, appeal periods."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.db.models import Q
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from cases.admin.list_columns import badge, to_verify_badge
from cases.admin.record_admin import RecordAdmin
from cases.models import AppealPeriod, CreditFactor
from cases.models.search_text import holding


class RuleAdmin(RecordAdmin):
    """Rules, searched by jurisdiction or source."""

    list_select_related = ("jurisdiction",)
    autocomplete_fields = ("jurisdiction",)
    search_fields = ("source",)
    search_help_text = _("Search by jurisdiction, in any script, or by words of the source.")

    def get_search_results(self, request: HttpRequest, queryset: models.QuerySet, search_term: str) -> tuple[Any, bool]:
        """Search each word in a name of the jurisdiction, or all of them in the source."""
        if not search_term.strip():
            return queryset, False
        places = self.model._meta.get_field("jurisdiction").related_model.objects.filter(holding(search_term))
        return queryset.filter(Q(jurisdiction__in=places) | Q(source__icontains=search_term.strip())), False

    @admin.display(description=_("status"), ordering="in_use")
    def use_badge(self, rule: Any) -> SafeString | str:
        """Badge for a rule that is not in use."""
        return "" if rule.in_use else badge(_("not in use"), "closed")


@admin.register(CreditFactor)
class CreditFactorAdmin(RuleAdmin):
    list_display = ("line", "factor", "days", "jurisdiction", to_verify_badge)
    list_filter = ("to_verify", "in_use", "jurisdiction", "custody")
    fieldsets = (
        (
            None,
            {
                "fields": (
                    ("jurisdiction", "custody"), ("penalty", "regime", "factor"), ("valid_from", "valid_until", "backwards"),
                    "excluded", "source", ("to_verify", "in_use"), "internal_notes",
                ),
                "description": _(
                    "A day without a rule counts as one day, and the result says so. A rule for a regime "
                        "takes precedence over one for any regime, and a later law over an earlier one."
                ),
            },
        ),
    )  # fmt: skip

    @admin.display(description=_("credit rule"), ordering="penalty")
    def line(self, rule: CreditFactor) -> SafeString:
        """Custody, penalty and regime in one column, with the badge of a rule not in use."""
        served = ", ".join(filter(None, (str(rule.get_penalty_display()), str(rule.get_regime_display()))))
        return format_html("{} → {} {}", rule.get_custody_display(), served, self.use_badge(rule))

    @admin.display(description=_("days"), ordering="valid_from_lower")
    def days(self, rule: CreditFactor) -> str:
        """Dates on which the rule applies; empty if it always does."""
        return f"{rule.valid_from or '…'} – {rule.valid_until or '…'}" if rule.valid_from or rule.valid_until else ""


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
