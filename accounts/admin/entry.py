"""The log in the admin: read, filtered and exported, never changed."""

import csv
from collections.abc import Callable, Iterator
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, StreamingHttpResponse
from django.urls import URLPattern, path
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from accounts import log
from accounts.models import Entry, User

HIDDEN = _("(not shown: you may not see this record)")
COLUMNS = ("sequence", "at", "by", "action", "kind", "key", "root_kind", "root_key", "field", "before", "after", "note", "batch",
           "digest")  # fmt: skip
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def may_read_values(user: User, entry: Entry) -> bool:
    """Whether `user` may see what an entry says of its record: values of cases are for those who may view such records."""
    kind = entry.root_kind or entry.kind
    app, _dot, model = kind.rpartition(".")
    if not kind or app == "accounts":
        return True
    return user.has_perm(f"{app or 'cases'}.view_{model}")


def readable_entries(user: User) -> QuerySet[Entry]:
    """The entries `user` may know of; settings.ACCOUNTS_READABLE_ENTRIES names who keeps restricted records from them."""
    entries = Entry.objects.select_related("by")
    if not settings.ACCOUNTS_READABLE_ENTRIES:
        return entries
    keep: Callable[[User, QuerySet[Entry]], QuerySet[Entry]] = import_string(settings.ACCOUNTS_READABLE_ENTRIES)
    return keep(user, entries)


class ActionFilter(admin.SimpleListFilter):
    """Entries of one kind of action."""

    title = _("action")
    parameter_name = "action"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """The actions that occur."""
        return [(name, name) for name in Entry.objects.order_by("action").values_list("action", flat=True).distinct()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Entry]) -> QuerySet[Entry]:
        """Entries with the chosen action."""
        return queryset.filter(action=self.value()) if self.value() else queryset


class PersonFilter(admin.SimpleListFilter):
    """Entries of one member of staff."""

    title = _("who")
    parameter_name = "who"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """All accounts."""
        return [(user.username, str(user)) for user in User.objects.all()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Entry]) -> QuerySet[Entry]:
        """Entries by the chosen account."""
        return queryset.filter(by__username=self.value()) if self.value() else queryset


def csv_rows(user: User, entries: QuerySet[Entry]) -> Iterator[list[str]]:
    """Rows of the export, header first; text that a spreadsheet would take for a formula gets an apostrophe."""
    yield list(COLUMNS)
    for entry in entries.iterator(chunk_size=2000):
        readable = may_read_values(user, entry)
        row = [str(getattr(entry, name) if getattr(entry, name) is not None else "") for name in COLUMNS]
        row[COLUMNS.index("at")] = entry.at.isoformat()
        if not readable:
            for name in ("before", "after", "note"):
                row[COLUMNS.index(name)] = str(HIDDEN)
        yield [f"'{cell}" if cell.startswith(FORMULA) else cell for cell in row]


class _Line:
    """A file-like thing for csv.writer that hands each line back instead of keeping it."""

    def write(self, line: str) -> str:
        return line


@admin.register(Entry)
class EntryAdmin(admin.ModelAdmin):
    """The log, for holders of accounts.view_entry."""

    list_display = ("sequence", "at", "who", "action", "record", "field", "shown_before", "shown_after", "shown_note")
    list_filter = (ActionFilter, PersonFilter, "kind")
    date_hierarchy = "at"
    list_per_page = 50
    show_full_result_count = False
    search_fields = ("=batch", "=key", "=root_key")
    search_help_text = _("Number of a record, or name of a batch")
    fields = ("sequence", "at", "who", "action", "record", "root", "field", "shown_before", "shown_after", "shown_note", "batch",
              "previous", "digest")  # fmt: skip
    readonly_fields = fields
    change_list_template = "accounts/admin/log.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Entry]:
        """What the reader may know of; each entry remembers whether its values may be shown to them."""
        return readable_entries(request.user)

    def get_urls(self) -> list[URLPattern]:
        """With the export."""
        own = path("export/", self.admin_site.admin_view(self.export), name="accounts_entry_export")
        return [own, *super().get_urls()]

    def changelist_view(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        """The list; the export button only for those who may."""
        self._reader = request.user
        may_export = request.user.has_perm("accounts.export_entry")
        return super().changelist_view(request, {"may_export": may_export, **(extra_context or {})})

    def export(self, request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
        """The entries now filtered, as CSV. The export is an entry itself, written before the first row leaves.

        Raises:
            PermissionDenied: the reader may not export.
        """
        if not (request.user.has_perm("accounts.export_entry") and self.has_view_permission(request)):
            raise PermissionDenied
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        entries = self.get_changelist_instance(request).get_queryset(request).order_by("sequence")
        with transaction.atomic():
            log.write(
                action="log exported", by=request.user, kind="accounts.entry", note=request.GET.urlencode(),
                after=str(entries.count()),
            )  # fmt: skip
        writer = csv.writer(_Line())
        lines = (writer.writerow(row) for row in csv_rows(request.user, entries))
        response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = 'attachment; filename="log.csv"'
        return response
