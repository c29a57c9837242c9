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

from accounts.admin_addresses import encrypted_key, key_in
from accounts.exceptions import Refused
from accounts.guarded_admin import GuardedAdmin
from cases.models.badges import badge
from cases.models.distinct_labels import distinct
from cases.review.admin import bulk_review, consent_pages, queue_filters, review_buttons, submission_page
from cases.review.authorship import new_values
from cases.review.diff import compare
from cases.review.models import Snapshot, Status
from cases.review.review_warnings import warnings_for
from cases.review.unreadable import refused_where_unreadable


@admin.register(Snapshot)
class SnapshotAdmin(GuardedAdmin):
    """Submissions are read here and decided on their own page; nothing of them can be edited."""

    list_display = ("subject", "noun", "change", "submitted_by", "waiting_since", "careful", "status_badge")
    list_display_links = None
    list_filter = (
        queue_filters.StatusFilter, queue_filters.KindFilter, queue_filters.ListFilter, queue_filters.SubmitterFilter,
        queue_filters.WarningFilter,
    )  # fmt: skip
    search_fields = ("pk",)
    search_help_text = _("Search by any name or spelling in any script, by case number or title, or by public ID.")
    list_select_related = ("person__region", "case__jurisdiction", "case__court", "submitted_by")
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

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, search_term: str) -> tuple[Any, bool]:
        """By the names of the person, or by number, title and defendants of the case."""
        term = search_term.strip()
        return (queue_filters.search(queryset, term, request.user) if term else queryset), False

    def get_urls(self) -> list[URLPattern]:
        """The pages of one submission and of many, and the buttons on the pages of records."""
        wrap = self.admin_site.admin_view
        mine = [
            path("many/", wrap(partial(bulk_review.read_many, self)), name="review_many"),
            path(
                f"picture/{key_in('review.snapshot')}/<str:sha256>.jpg",
                wrap(partial(submission_page.picture, self)),
                name="review_picture",
            ),
            path(
                f"submit/<str:noun>/{key_in('review.record')}/",
                wrap(review_buttons.submit_record),
                name="review_submit",
            ),
            path(
                f"retract/<str:noun>/{key_in('review.record')}/",
                wrap(review_buttons.retract_record),
                name="review_retract",
            ),
            path(
                f"{key_in('review.snapshot')}/change/",
                wrap(partial(submission_page.review, self)),
                name="review_snapshot_change",
            ),
            path(f"lift/{key_in('review.unpublication')}/", wrap(review_buttons.lift_flag), name="review_lift"),
            path("consent-rules/", wrap(consent_pages.set_rules), name="review_consent_rules"),
            path(f"bases/{key_in('review.record')}/", wrap(consent_pages.bases), name="review_bases"),
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

    @admin.action(description=_("Review selected"), permissions=["view"])
    def read_many(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse:
        """To the page that shows each of them in full."""
        chosen = "&".join(
            f"id={encrypted_key(bulk_review.SELECTED, pk)}" for pk in queryset.values_list("pk", flat=True)
        )
        return HttpResponseRedirect(f"{reverse('admin:review_many')}?{chosen}")

    @admin.display(description=_("record"))
    def subject(self, snapshot: Snapshot) -> SafeString:
        """The record, leading to the submission."""
        return badge_link(reverse("admin:review_snapshot_change", args=[snapshot.pk]), distinct(snapshot.record))

    @admin.display(description=_("kind"))
    def noun(self, snapshot: Snapshot) -> Any:
        """Person or case."""
        return snapshot.record._meta.verbose_name

    @admin.display(description=_("change"))
    def change(self, snapshot: Snapshot) -> str:
        """New to the public, or how many values are new."""
        approved = Snapshot.objects.of(snapshot.record).filter(status=Status.APPROVED).exclude(pk=snapshot.pk).first()
        if approved is None:
            return str(_("first publication"))
        return str(_("%(count)s values new or changed")) % {"count": len(new_values(snapshot, approved))}

    @admin.display(description=_("warnings"))
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

    @admin.display(description=_("waiting for"))
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
        return format_html("{} {}", status, badge_link(address, _("Unpublish…")))


def badge_link(address: str, words: object) -> SafeString:
    """A link whose words come from people."""
    return format_html('<a href="{}">{}</a>', address, words)
