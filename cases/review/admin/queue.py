"""The queue: what waits, since when, by whom, what kind of change, and what to be careful with."""

from copy import copy
from functools import partial
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.timesince import timesince
from django.utils.translation import gettext_lazy as _

from accounts.refusals import Refused
from cases.admin.columns import badge
from cases.review.admin import many, page, tools
from cases.review.authorship import new_values
from cases.review.comparison import compare
from cases.review.models import Snapshot, Status
from cases.review.unreadable import refused_where_unreadable
from cases.review.warnings import warnings_for


class StatusFilter(admin.SimpleListFilter):
    """Waiting submissions first; the others on request."""

    title = _("status")
    parameter_name = "status"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("all", _("all")), *[(s.value, s.label) for s in Status if s != Status.PENDING]]

    def choices(self, changelist: Any) -> Any:
        """The choices, the queue itself being the first."""
        yield {
            "selected": self.value() is None,
            "query_string": changelist.get_query_string(remove=[self.parameter_name]),
            "display": Status.PENDING.label,
        }
        yield from list(super().choices(changelist))[1:]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        wanted = self.value()
        if wanted == "all":
            return queryset
        return queryset.filter(status=wanted if wanted in Status.values else Status.PENDING)


@admin.register(Snapshot)
class SnapshotAdmin(admin.ModelAdmin):
    """Submissions are read here and decided on their own page; nothing of them can be edited."""

    list_display = ("subject", "noun", "change", "submitted_by", "waiting_since", "careful", "status_badge")
    list_display_links = None
    list_filter = (StatusFilter,)
    list_select_related = ("person", "case", "submitted_by")
    list_per_page = 25
    show_full_result_count = False
    date_hierarchy = None
    actions = ("read_many",)
    change_list_template = "admin/review/queue.html"
    reader: Any = None

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Submissions of records that this user may know of."""
        return (
            Snapshot.objects.visible_to(request.user).prefetch_related("person__names").order_by("submitted_at", "pk")
        )

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """The list, under its own name, for the reader whose need to know decides what the warnings may tell."""
        reading = copy(self)
        reading.reader = request.user
        return super(SnapshotAdmin, reading).changelist_view(request, {"title": _("Review"), **(extra_context or {})})

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        """Only what the list offers."""
        return lookup == StatusFilter.parameter_name

    def get_urls(self) -> list[URLPattern]:
        """The pages of one submission and of many, and the buttons on the pages of records."""
        wrap = self.admin_site.admin_view
        mine = [
            path("many/", wrap(partial(many.read_many, self)), name="review_many"),
            path("picture/<int:pk>/<str:sha256>.jpg", wrap(partial(page.picture, self)), name="review_picture"),
            path("submit/<str:noun>/<int:pk>/", wrap(tools.submit_record), name="review_submit"),
            path("retract/<str:noun>/<int:pk>/", wrap(tools.retract_record), name="review_retract"),
            path("<int:pk>/change/", wrap(partial(page.review, self)), name="review_snapshot_change"),
        ]
        kept = [pattern for pattern in super().get_urls() if pattern.name == "review_snapshot_changelist"]
        return [*mine, *kept]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Never: submissions are made by submitting a record."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never: frozen."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never: evidence."""
        return False

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Only for those who may decide."""
        return super().get_actions(request) if request.user.has_perm("review.approve_snapshot") else {}

    @admin.action(description=_("Read the chosen ones in full and decide"), permissions=["view"])
    def read_many(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse:
        """To the page that shows each of them in full."""
        chosen = "&".join(f"id={pk}" for pk in queryset.values_list("pk", flat=True))
        return HttpResponseRedirect(f"{reverse('admin:review_many')}?{chosen}")

    @admin.display(description=_("record"))
    def subject(self, snapshot: Snapshot) -> SafeString:
        """The record, leading to the submission."""
        return badge_link(reverse("admin:review_snapshot_change", args=[snapshot.pk]), str(snapshot.record))

    @admin.display(description=_("kind"))
    def noun(self, snapshot: Snapshot) -> Any:
        """Person or case."""
        return snapshot.record._meta.verbose_name

    @admin.display(description=_("change"))
    def change(self, snapshot: Snapshot) -> str:
        """New to the public, or how many values are new."""
        approved = Snapshot.objects.of(snapshot.record).filter(status=Status.APPROVED).exclude(pk=snapshot.pk).first()
        if approved is None:
            return str(_("new to the public"))
        return str(_("%(count)s values new or changed")) % {"count": len(new_values(snapshot, approved))}

    @admin.display(description=_("be careful"))
    def careful(self, snapshot: Snapshot) -> SafeString | str:
        """What the reviewer is warned of, as far as the submission still waits."""
        if snapshot.status != Status.PENDING or self.reader is None:
            return ""
        try:
            with refused_where_unreadable():
                warnings = warnings_for(compare(snapshot), user=self.reader)
        except Refused as refusal:
            warnings = [refusal.sentence]
        return format_html_join("", "<p>{}</p>", ((warning,) for warning in warnings))

    @admin.display(description=_("waiting since"))
    def waiting_since(self, snapshot: Snapshot) -> str:
        """How long ago it was submitted."""
        return timesince(snapshot.submitted_at)

    @admin.display(description=_("status"))
    def status_badge(self, snapshot: Snapshot) -> SafeString:
        """The status, coloured as the record's state is, and the way to take out what is public."""
        status = badge(snapshot.get_status_display(), f"state-{snapshot.status}")
        if snapshot.status != Status.APPROVED:
            return status
        address = reverse("admin:review_retract", args=[snapshot.record.noun(), snapshot.record.pk])
        return format_html("{} {}", status, badge_link(address, _("Take out of public…")))


def badge_link(address: str, words: object) -> SafeString:
    """A link whose words come from people."""
    return format_html('<a href="{}">{}</a>', address, words)
