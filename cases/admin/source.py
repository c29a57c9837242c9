"""Admin of sources."""

from typing import Any

from django.contrib import admin, messages
from django.db import models
from django.db.models import Q
from django.http import HttpRequest
from django.urls import URLPattern, path
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.admin_addresses import key_in
from cases.admin import cite_source, evidence_panel
from cases.admin.intake_links import MadeFromIntake
from cases.models import Evidence, Source
from cases.review import flag_changes

ARCHIVES = ("https://web.archive.org/web/*/{link}", "https://web.archive.org/save/{link}", "https://archive.ph/{link}")
BREAK = mark_safe("<br>")


@admin.register(Source)
class SourceAdmin(MadeFromIntake):
    """Sources, newest first; cited on the pages of persons and cases."""

    opened_from_choices = True
    list_display = (
        "title",
        "kind",
        "publisher",
        "published",
        "reliability",
        "host",
        "legal_risk",
        "confidential",
    )
    list_filter = ("kind", "reliability", "language", "legal_risk", "confidential")
    list_select_related = ("publisher",)
    date_hierarchy = "published_lower"
    search_fields = ("title", "link")
    search_help_text = _("Search by title, link or public ID.")
    autocomplete_fields = ("publisher",)
    inlines = (evidence_panel.EvidenceRows,)
    fieldsets = (
        (None, {"fields": (("title", "kind"), "link", ("publisher", "published", "language"), "reliability")}),
        (_("Archived copy"), {"fields": (("archived_link", "archived_sha256"), "archives")}),
        (_("Sensitivity"), {"fields": ("legal_risk", "confidential", "internal_notes")}),
    )

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Add the addresses of archives."""
        return (*super().get_readonly_fields(request, obj), "archives")

    def get_urls(self) -> list[URLPattern]:
        """Add the addresses of evidence files and of bulk citation."""
        view = self.admin_site.admin_view
        return [
            path(f"evidence/{key_in('cases.evidence')}/", view(evidence_panel.opened), name="cases_evidence"),
            path(f"{key_in('cases.source')}/cite/", view(cite_source.choose), name="cases_source_cite"),
            path(
                f"{key_in('cases.source')}/cite/<str:noun>/{key_in('cases.cited', 'root_pk')}/",
                view(cite_source.cite_on),
                name="cases_source_cite_on",
            ),
            *super().get_urls(),
        ]

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        """Save the rows; files of evidence are stored first."""
        if formset.model is Evidence:
            evidence_panel.save_rows(request, formset)
        else:
            super().save_formset(request, form, formset, change)

    def save_model(self, request: HttpRequest, obj: Source, form: Any, change: bool) -> None:
        """Save; a new flag also hides published citations at once. Removing it restores nothing by itself."""
        super().save_model(request, obj, form, change)
        marks = {"confidential", "legal_risk"} & {*form.changed_data}
        if not (change and marks and (count := flag_changes.follow(obj))):
            return
        if any(getattr(obj, mark) for mark in marks):
            message = ngettext(
                "%(count)s public record cites this source. Its page is updated immediately.",
                "%(count)s public records cite this source. Their pages are updated immediately.",
                count,
            )
        else:
            message = ngettext(
                "%(count)s public record cites this source. It stays hidden there until that record is reviewed again.",
                "%(count)s public records cite this source. It stays hidden there until those records are reviewed again.",
                count,
            )
        messages.warning(request, message % {"count": count})

    def get_search_results(self, request: HttpRequest, queryset: models.QuerySet, search_term: str) -> tuple[Any, bool]:
        """Search each word in the title or the link, in its usual letter cases: SQLite ignores case only in Latin."""
        condition = Q()
        for word in search_term.split()[:8]:
            alternatives = Q(link__icontains=word) | Q(public_id=word.lower())
            for form in {word, word.lower(), word.upper(), word.capitalize()}:
                alternatives |= Q(title__icontains=form)
            condition &= alternatives
        return queryset.filter(condition), False

    @admin.display(description=_("web archives"))
    def archives(self, source: Source) -> SafeString | str:
        """Addresses to find or save a copy in web archives; text, not links, so that nobody opens one by mistake."""
        if not source.link:
            return "–"
        lines = ((address.format(link=source.link),) for address in ARCHIVES)
        return format_html(
            "{}<br>{}",
            _("Copy one into the browser you use for that:"),
            format_html_join(BREAK, "<code>{}</code>", lines),
        )

    @admin.display(description=_("site"), ordering="link")
    def host(self, source: Source) -> SafeString | str:
        """Host of the link; not a link, so that nobody opens it by mistake."""
        return format_html("{}", source.link.split("/")[2]) if source.link else "–"
