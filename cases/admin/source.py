"""The page and the list of sources."""

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

from cases.admin import citing, evidence
from cases.admin.chain import MadeFromIntake
from cases.models import Evidence, Source
from cases.review import marking

ARCHIVES = ("https://web.archive.org/web/*/{link}", "https://web.archive.org/save/{link}", "https://archive.ph/{link}")
BREAK = mark_safe("<br>")


@admin.register(Source)
class SourceAdmin(MadeFromIntake):
    """Sources, the newest first; cited on the pages of persons and cases."""

    list_display = (
        "title",
        "kind",
        "publisher",
        "published",
        "language",
        "reliability",
        "host",
        "legal_risk",
        "confidential",
    )
    list_filter = ("kind", "reliability", "language", "legal_risk", "confidential")
    list_select_related = ("publisher",)
    date_hierarchy = "published_lower"
    search_fields = ("title", "link")
    search_help_text = _("Title, link or public id.")
    autocomplete_fields = ("publisher",)
    inlines = (evidence.EvidenceRows,)
    fieldsets = (
        (None, {"fields": (("title", "kind"), "link", ("publisher", "published", "language"), "reliability")}),
        (_("Kept copy"), {"fields": (("archived_link", "archived_sha256"), "archives")}),
        (_("Care"), {"fields": ("legal_risk", "confidential", "internal_notes")}),
    )

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """With the addresses of archives."""
        return (*super().get_readonly_fields(request, obj), "archives")

    def get_urls(self) -> list[URLPattern]:
        """With the addresses of kept files and of citing the source on many values."""
        view = self.admin_site.admin_view
        return [
            path("evidence/<int:pk>/", view(evidence.opened), name="cases_evidence"),
            path("<int:pk>/cite/", view(citing.choose), name="cases_source_cite"),
            path("<int:pk>/cite/<str:noun>/<int:root_pk>/", view(citing.cite_on), name="cases_source_cite_on"),
            *super().get_urls(),
        ]

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        """Save the rows; the files of evidence are kept first."""
        if formset.model is Evidence:
            evidence.save_rows(request, formset)
        else:
            super().save_formset(request, form, formset, change)

    def save_model(self, request: HttpRequest, obj: Source, form: Any, change: bool) -> None:
        """Save; a mark of care also holds for what is public already, at once."""
        super().save_model(request, obj, form, change)
        if change and {"confidential", "legal_risk"} & {*form.changed_data} and (count := marking.follow(obj)):
            messages.warning(
                request,
                ngettext(
                    "%(count)s public record cites this source; what is public of it follows the mark at once.",
                    "%(count)s public records cite this source; what is public of it follows the mark at once.",
                    count,
                )
                % {"count": count},
            )

    def get_search_results(self, request: HttpRequest, queryset: models.QuerySet, search_term: str) -> tuple[Any, bool]:
        """Each word in the title or the link; the usual letter cases are asked for by name, SQLite knows only Latin ones."""
        found = Q()
        for word in search_term.split()[:8]:
            either = Q(link__icontains=word) | Q(public_id=word.lower())
            for form in {word, word.lower(), word.upper(), word.capitalize()}:
                either |= Q(title__icontains=form)
            found &= either
        return queryset.filter(found), False

    @admin.display(description=_("in archives"))
    def archives(self, source: Source) -> SafeString | str:
        """Where archives have the page, or take it in: to be copied, not links, so that nobody opens one by mistake."""
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
        """The host of the link; not a link, so that nobody opens it by mistake."""
        return format_html("{}", source.link.split("/")[2]) if source.link else "–"
