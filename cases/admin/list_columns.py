"""Columns and filters shared by several lists."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from cases.models.badges import badge
from cases.workspace.custody_now import persons_in_custody


@admin.display(description=_("verification"), ordering="to_verify")
def to_verify_badge(record: Any) -> SafeString | str:
    """Badge for a record to be verified; empty if that is done."""
    return badge(_("unverified"), "warn") if record.to_verify else ""


@admin.display(description=_("access"), ordering="restricted")
def restricted_badge(record: Any) -> SafeString | str:
    """Badge for a record that is visible only to named staff."""
    return badge(_("restricted"), "closed") if record.restricted else ""


class InCustodyFilter(admin.SimpleListFilter):
    """Filter for persons in custody today, by the same rules as on the public site."""

    title = _("in custody now")
    parameter_name = "in_custody"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("yes", _("Yes")), ("no", _("No"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() == "yes":
            return persons_in_custody(queryset, timezone.localdate())
        if self.value() == "no":
            in_custody = persons_in_custody(queryset.model._base_manager.all(), timezone.localdate())
            return queryset.exclude(pk__in=in_custody.values("pk"))
        return queryset
