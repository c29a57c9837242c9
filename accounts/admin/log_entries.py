"""Admin of the audit log: read, filter and export, never change."""

from typing import Any

from allauth.core import context
from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, StreamingHttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from accounts.audit import log
from accounts.audit.export import (
    HIDDEN,
    csv_lines,
    may_read_numbers,
    may_read_values,
    previous_digest,
    readable_entries,
)
from accounts.audit.labels import in_words, kind_in_words, named_records, public_ids
from accounts.audit.verify import current_head
from accounts.guarded_admin import GuardedAdmin
from accounts.models import Entry, User
from accounts.request_user import user_of


class ActionFilter(admin.SimpleListFilter):
    """Filter by action."""

    title = _("action")
    parameter_name = "action"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Return the actions of the entries that the user may read."""
        actions = readable_entries(user_of(request)).order_by("action").values_list("action", flat=True).distinct()
        return sorted(((name, in_words(name)) for name in actions), key=lambda choice: choice[1])

    def queryset(self, request: HttpRequest, queryset: QuerySet[Entry]) -> QuerySet[Entry]:
        """Return the entries with the chosen action."""
        return queryset.filter(action=self.value()) if self.value() else queryset


class KindFilter(admin.SimpleListFilter):
    """Filter by kind of record."""

    title = _("record")
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Return the kinds of the entries that the user may read."""
        entries = readable_entries(user_of(request)).exclude(kind="").order_by("kind")
        choices = ((kind, kind_in_words(kind)) for kind in entries.values_list("kind", flat=True).distinct())
        return sorted(choices, key=lambda choice: choice[1])

    def queryset(self, request: HttpRequest, queryset: QuerySet[Entry]) -> QuerySet[Entry]:
        """Return the entries about the chosen kind."""
        return queryset.filter(kind=self.value()) if self.value() else queryset


class PersonFilter(admin.SimpleListFilter):
    """Filter by member of staff."""

    title = _("who")
    parameter_name = "who"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Return all accounts."""
        return [(user.username, str(user)) for user in User.objects.all()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Entry]) -> QuerySet[Entry]:
        """Return the entries of the chosen account."""
        return queryset.filter(by__username=self.value()) if self.value() else queryset


def _shown(entry: Entry, text: str) -> str:
    # The admin calls a column without the request; it is the one being answered now.
    return text if not text or may_read_values(context.request.user, entry) else str(HIDDEN)


def _called(entry: Entry, kind: str, key: int | None, known: str) -> str:
    public = known or public_ids([entry]).get((kind, key), "")
    return f"{kind_in_words(kind)} {public}".strip()


@admin.register(Entry)
class EntryAdmin(GuardedAdmin):
    """The log, for holders of accounts.view_entry."""

    list_display = (
        "at",
        "who",
        "shown_action",
        "record",
        "field",
        "shown_before",
        "shown_after",
        "shown_note",
    )
    list_filter = (ActionFilter, PersonFilter, KindFilter)
    date_hierarchy = "at"
    list_per_page = 50
    show_full_result_count = False
    search_fields = ("batch",)
    search_help_text = _(
        "Search by the public ID of a record or the name of an import. Entries about records you don't have "
        "access to are not shown."
    )
    fields = (
        "at",
        "who",
        "shown_action",
        "record",
        "root",
        "field",
        "shown_before",
        "shown_after",
        "shown_note",
        "batch",
        "shown_previous",
        "shown_digest",
    )
    readonly_fields = ("sequence", *fields)
    change_list_template = "accounts/admin/log.html"

    def get_list_display(self, request: HttpRequest) -> tuple[str, ...]:
        """Return the columns; entry numbers, which have gaps, only for users who may see them."""
        return ("sequence", *self.list_display) if may_read_numbers(user_of(request)) else self.list_display

    def get_fields(self, request: HttpRequest, obj: Entry | None = None) -> tuple[str, ...]:
        """Return the fields of the page of one entry, with the same rule for entry numbers."""
        return ("sequence", *self.fields) if may_read_numbers(user_of(request)) else self.fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[Entry]:
        """Return the entries that the user may read."""
        return readable_entries(user_of(request))

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Entry], search_term: str
    ) -> tuple[QuerySet[Entry], bool]:
        """Search by the exact public ID of a record, or the exact name of a batch."""
        term = search_term.strip()
        if not term:
            return queryset, False
        condition = Q(batch=term)
        if term.isascii() and term.isalnum():
            condition |= Q(target_id=term)
            for kind, key in named_records(term):
                condition |= Q(kind=kind, key=key) | Q(root_kind=kind, root_key=key)
        return queryset.filter(condition), False

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Never, not even for a superuser."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Entry | None = None) -> bool:
        """Never."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Entry | None = None) -> bool:
        """Never."""
        return False

    @admin.display(description=_("who"), ordering="by")
    def who(self, entry: Entry) -> str:
        """Account, or the system itself."""
        return str(entry.by or _("system"))

    @admin.display(description=_("action"), ordering="action")
    def shown_action(self, entry: Entry) -> str:
        """Action in the user's language."""
        return in_words(entry.action)

    @admin.display(description=_("record"))
    def record(self, entry: Entry) -> str:
        """Kind and public ID."""
        return _called(entry, entry.kind, entry.key, entry.target_id)

    @admin.display(description=_("part of"))
    def root(self, entry: Entry) -> str:
        """Kind and public ID of the person or case."""
        return _called(entry, entry.root_kind, entry.root_key, "")

    @admin.display(description=_("before"))
    def shown_before(self, entry: Entry) -> str:
        """Value before, if the user may see it."""
        return _shown(entry, entry.before)

    @admin.display(description=_("after"))
    def shown_after(self, entry: Entry) -> str:
        """Value after, if the user may see it."""
        return _shown(entry, entry.after)

    @admin.display(description=_("note"))
    def shown_note(self, entry: Entry) -> str:
        """Note, if the user may see it."""
        return _shown(entry, entry.note)

    @admin.display(description=_("previous checksum"))
    def shown_previous(self, entry: Entry) -> str:
        """Digest of the previous entry, if the user may see the values of that entry."""
        return previous_digest(context.request.user, entry)

    @admin.display(description=_("checksum"))
    def shown_digest(self, entry: Entry) -> str:
        """Digest, if the user may see the values that it is computed from."""
        return _shown(entry, entry.digest)

    def get_urls(self) -> list[URLPattern]:
        """Add the export."""
        export_url = path("export/", self.admin_site.admin_view(self.export), name="accounts_entry_export")
        return [export_url, *super().get_urls()]

    def _get_obj_does_not_exist_redirect(self, request: HttpRequest, opts: Any, object_id: str) -> HttpResponse:
        raise Http404

    def history_view(self, request: HttpRequest, object_id: str, extra_context: dict | None = None) -> HttpResponse:
        """Redirect to the entry itself: it has never changed."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        return redirect("admin:accounts_entry_change", object_id)

    def changelist_view(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        """Show the list; the export button only for users who may export."""
        may_export = request.user.has_perm("accounts.export_entry")
        return super().changelist_view(request, {"may_export": may_export, **(extra_context or {})})

    def export(self, request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
        """Export the filtered entries as CSV. The export is logged before its first row is sent.

        Raises:
            PermissionDenied: the reader may not export.
            SuspiciousOperation: the filter cannot be read; answered with 400.
        """
        if not (request.user.has_perm("accounts.export_entry") and self.has_view_permission(request)):
            raise PermissionDenied
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        try:
            filtered = self.get_changelist_instance(request).get_queryset(request)
        except IncorrectLookupParameters as error:
            raise SuspiciousOperation("a filter of the log that cannot be read") from error
        # Only up to the current head: the entry of this export is not part of it.
        entries = filtered.filter(sequence__lte=current_head()[0]).order_by("sequence")
        with transaction.atomic():
            log.write(
                action="log exported",
                by=request.user,
                kind="accounts.entry",
                note=request.GET.urlencode(),
                after=str(entries.count()),
            )
        lines = csv_lines(user_of(request), entries)
        response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = 'attachment; filename="log.csv"'
        return response
