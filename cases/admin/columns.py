"""Columns and filters that several lists share."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _


def badge(text: object, kind: str = "") -> SafeString:
    """A short word in a coloured frame; `kind` is the class that colours it."""
    return format_html('<span class="badge {}">{}</span>', kind, text)


@admin.display(description=_("check"), ordering="to_verify")
def to_verify_badge(record: Any) -> SafeString | str:
    """Says that somebody should check this record; nothing where that was done."""
    return badge(_("to be verified"), "warn") if record.to_verify else ""


@admin.display(description=_("access"), ordering="restricted")
def restricted_badge(record: Any) -> SafeString | str:
    """Says that only named staff see this record."""
    return badge(_("restricted"), "closed") if record.restricted else ""


class InCustodyFilter(admin.SimpleListFilter):
    """Persons with a period of custody that lasts."""

    title = _("in custody now")
    parameter_name = "in_custody"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("yes", _("Yes")), ("no", _("No"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() == "yes":
            return queryset.filter(custody__until="", custody__end="", died="").distinct()
        if self.value() == "no":
            return queryset.exclude(pk__in=queryset.filter(custody__until="", custody__end="", died="").values("pk"))
        return queryset
