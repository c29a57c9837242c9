"""The log in the admin: read, filtered and exported, never changed."""

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

from accounts import log
from accounts.actions import in_words, kind_in_words
from accounts.models import Entry, User
from accounts.reading import HIDDEN, csv_lines, may_read_values, readable_entries
from accounts.signed_in import user_of
from accounts.verification import current_head

LONGEST_NUMBER = 18  # digits: below 2 ** 63, the largest number the databases hold


class ActionFilter(admin.SimpleListFilter):
    """Entries of one kind of action."""

    title = _("action")
    parameter_name = "action"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """The actions that occur among what the reader may know of."""
        known = readable_entries(user_of(request)).order_by("action").values_list("action", flat=True).distinct()
        return sorted(((name, in_words(name)) for name in known), key=lambda told: told[1])

    def queryset(self, request: HttpRequest, queryset: QuerySet[Entry]) -> QuerySet[Entry]:
        """Entries with the chosen action."""
        return queryset.filter(action=self.value()) if self.value() else queryset


class KindFilter(admin.SimpleListFilter):
    """Entries about one kind of record."""

    title = _("record")
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """The kinds that occur among what the reader may know of."""
        known = readable_entries(user_of(request)).exclude(kind="").order_by("kind")
        told = ((kind, kind_in_words(kind)) for kind in known.values_list("kind", flat=True).distinct())
        return sorted(told, key=lambda one: one[1])

    def queryset(self, request: HttpRequest, queryset: QuerySet[Entry]) -> QuerySet[Entry]:
        """Entries about the chosen kind."""
        return queryset.filter(kind=self.value()) if self.value() else queryset


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


def _shown(entry: Entry, text: str) -> str:
    # The admin asks for a column without the request; it is the one being answered now.
    return text if not text or may_read_values(context.request.user, entry) else str(HIDDEN)


@admin.register(Entry)
class EntryAdmin(admin.ModelAdmin):
    """The log, for holders of accounts.view_entry."""

    list_display = (
        "sequence",
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
    search_help_text = _("Number of a record, or name of a batch")
    fields = (
        "sequence",
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
        "previous",
        "digest",
    )
    readonly_fields = fields
    change_list_template = "accounts/admin/log.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Entry]:
        """What the reader may know of."""
        return readable_entries(user_of(request))

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Entry], search_term: str
    ) -> tuple[QuerySet[Entry], bool]:
        """By the exact number of a record, or the exact name of a batch."""
        term = search_term.strip()
        if not term:
            return queryset, False
        found = Q(batch=term)
        if term.isascii() and term.isdigit() and len(term) <= LONGEST_NUMBER:
            found |= Q(key=int(term)) | Q(root_key=int(term))
        return queryset.filter(found), False

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
        """The account, or the machine itself."""
        return str(entry.by or _("the machine"))

    @admin.display(description=_("action"), ordering="action")
    def shown_action(self, entry: Entry) -> str:
        """What was done, in words."""
        return in_words(entry.action)

    @admin.display(description=_("record"))
    def record(self, entry: Entry) -> str:
        """Kind and number."""
        return f"{kind_in_words(entry.kind)} {entry.key if entry.key is not None else ''}".strip()

    @admin.display(description=_("belongs to"))
    def root(self, entry: Entry) -> str:
        """Kind and number of the person or case."""
        return f"{kind_in_words(entry.root_kind)} {entry.root_key if entry.root_key is not None else ''}".strip()

    @admin.display(description=_("before"))
    def shown_before(self, entry: Entry) -> str:
        """The value before, where the reader may see it."""
        return _shown(entry, entry.before)

    @admin.display(description=_("after"))
    def shown_after(self, entry: Entry) -> str:
        """The value after, where the reader may see it."""
        return _shown(entry, entry.after)

    @admin.display(description=_("note"))
    def shown_note(self, entry: Entry) -> str:
        """The note, where the reader may see it."""
        return _shown(entry, entry.note)

    def get_urls(self) -> list[URLPattern]:
        """With the export."""
        own = path("export/", self.admin_site.admin_view(self.export), name="accounts_entry_export")
        return [own, *super().get_urls()]

    def _get_obj_does_not_exist_redirect(self, request: HttpRequest, opts: Any, object_id: str) -> HttpResponse:
        raise Http404

    def history_view(self, request: HttpRequest, object_id: str, extra_context: dict | None = None) -> HttpResponse:
        """The entry itself: it has never changed."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        return redirect("admin:accounts_entry_change", object_id)

    def changelist_view(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        """The list; the export button only for those who may."""
        may_export = request.user.has_perm("accounts.export_entry")
        return super().changelist_view(request, {"may_export": may_export, **(extra_context or {})})

    def export(self, request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
        """The entries now filtered, as CSV. The export is an entry itself, written before the first row leaves.

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
        # Up to here: the entry of this very export is not part of it.
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
