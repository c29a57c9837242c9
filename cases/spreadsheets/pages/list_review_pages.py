"""The pages on which a list is reviewed: its tables, one table, and the sample that is opened in full."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.encrypted_choices import choice_of, chosen_key
from accounts.exceptions import Refused
from accounts.one_time_keys import check_not_sent, sending
from accounts.signin.reauthentication import check_is_fresh
from cases.models import ImportBatch, Step
from cases.models.distinct_labels import distinct
from cases.review import list_review, list_table
from cases.review.authorship import accounts_that_touched
from cases.review.diff import compare
from cases.review.models import ListDecision, ListReview, ListReviewItem, ListShape, Status
from cases.review.review_warnings import warnings_for
from cases.review.unreadable import refused_where_unreadable
from cases.spreadsheets.pages import list_steps
from casetracker.db.keys import is_key

PER_PAGE = 100
SLOT = "slot"


def overview(model_admin: Any, request: HttpRequest, pk: int) -> HttpResponse:
    """The tables of a list and what is opened by itself; a POST lays it out, or goes on with a decision that was cut off."""
    batch = _batch(request, pk)
    review = list_review.review_of(batch, request.user)
    waiting = list_review.waiting_of(batch, request.user)
    refusal = ""
    if request.method == "POST":
        check_not_sent(request)
        try:
            return _begin(request, batch, review, waiting.count())
        except Refused as refused:
            refusal = refused.sentence
            messages.error(request, refusal)
    context = {
        **model_admin.admin_site.each_context(request), "title": _("Review of “%(list)s”") % {"list": batch.file_name},
        "opts": model_admin.opts, "batch": batch, "review": review, "waiting": waiting.count(), "tables": [], "alone": [],
    }  # fmt: skip
    if review is not None:
        context |= {
            "tables": [_table_summary(shape, number) for number, shape in _numbered(review)],
            "alone": _alone(review), "joined": list_review.joined_since(review, request.user),
            "unfinished": _unfinished(review),
        }  # fmt: skip
    return TemplateResponse(request, "admin/review/list.html", context, status=409 if refusal else 200)


def table(model_admin: Any, request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """One table: every frozen value, the columns to be ticked, the decision about all."""
    batch = _batch(request, pk)
    shape = _shape(batch, request, number)
    page_number, basis, status = request.GET.get("p", "1"), "", 200
    if request.method == "POST":
        check_not_sent(request)
        by: Any = request.user
        slots, basis = request.POST.getlist(SLOT), request.POST.get("basis", "")
        try:
            if "approve" in request.POST:
                return _approve(request, batch, shape)
            list_review.keep_chosen(shape=shape, slots=slots, by=by)
            wanted = request.POST.get("p", "")
            address = reverse("admin:import_review_table", args=[batch.pk, number])
            if request.POST.get("keep") == "sample":
                address = reverse("admin:import_review_sample", args=[batch.pk, number])
            return HttpResponseRedirect(f"{address}?p={wanted}" if is_key(wanted) else address)
        except Refused as refused:
            messages.error(request, refused.sentence)
            shape.chosen, status = [slot for slot in shape.slots if slot in slots], 409
    items = _with_records(list_review.open_items(shape)).order_by("pk")
    page = Paginator(items, PER_PAGE).get_page(page_number)
    unread = list_review.unread(shape).count()
    context = {
        **model_admin.admin_site.each_context(request),
        "title": _("Table %(number)s of “%(list)s”") % {"number": number, "list": batch.file_name},
        "opts": model_admin.opts, "batch": batch, "shape": shape, "number": number, "page": page,
        "columns": list_table.columns(shape.slots), "rows": list_table.table_rows(page.object_list, shape.slots),
        "digest": list_review.digest_of(shape), "unread": unread, "basis": basis,
        "drawn": shape.items.filter(drawn_at__isnull=False).count(), "count": items.count(),
        "waiting": items.filter(snapshot__status=Status.PENDING).count(), "decisions": _decisions(shape),
    }  # fmt: skip
    return TemplateResponse(request, "admin/review/table.html", context, status=status)


def sample(model_admin: Any, request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """The next submission of the sample in full; a POST records that it was opened, and goes on."""
    batch = _batch(request, pk)
    shape = _shape(batch, request, number)
    address = reverse("admin:import_review_sample", args=[batch.pk, number])
    by: Any = request.user
    if request.method == "POST":
        check_not_sent(request)
        item = get_object_or_404(
            list_review.open_items(shape), pk=chosen_key(ListReviewItem, request.POST.get("item", ""))
        )
        try:
            with sending(request) as sent:
                aside, reason = "aside" in request.POST, request.POST.get("reason", "")
                list_review.note_read(item=item, by=by, set_aside=aside, reason=reason if aside else "")
                sent.leads_to(address)
        except Refused as refused:
            messages.error(request, refused.sentence)
        return HttpResponseRedirect(address)
    left = list_review.unread(shape)
    item = left.select_related("snapshot__person", "snapshot__case", "snapshot__submitted_by").first()
    if item is None:
        return HttpResponseRedirect(reverse("admin:import_review_table", args=[batch.pk, number]))
    try:
        with refused_where_unreadable():
            comparison = compare(item.snapshot)
    except Refused as refused:
        messages.error(request, refused.sentence)
        return HttpResponseRedirect(reverse("admin:review_snapshot_change", args=[item.snapshot_id]))
    context = {
        **model_admin.admin_site.each_context(request),
        "title": _("Sample: %(record)s") % {"record": distinct(item.snapshot.record)},
        "opts": model_admin.opts, "batch": batch, "number": number, "item": choice_of(item), "snapshot": item.snapshot,
        "comparison": comparison, "ticked": set(), "left": left.count(),
        "drawn": shape.items.filter(drawn_at__isnull=False).count(),
        "warnings": warnings_for(comparison, user=by), "touched_by": accounts_that_touched(item.snapshot),
    }  # fmt: skip
    return TemplateResponse(request, "admin/review/sample.html", context)


def _begin(request: HttpRequest, batch: ImportBatch, review: ListReview | None, count: int) -> HttpResponse:
    decision = _unfinished(review) if review is not None and "go_on" in request.POST else None
    if decision is not None:
        check_is_fresh(request)
        left = decision.items.filter(outcome="").count()
        return list_steps.begin(
            request, batch=batch, step=Step.APPROVE, count=left, options=lambda: {"decision": decision.pk}
        )
    return list_steps.begin(request, batch=batch, step=Step.LAY_OUT, count=count)


def _approve(request: HttpRequest, batch: ImportBatch, shape: ListShape) -> HttpResponse:
    check_is_fresh(request)
    by: Any = request.user

    def decided() -> dict[str, Any]:
        decision = list_review.decide(
            shape=shape, by=by, slots=request.POST.getlist(SLOT), digest=request.POST.get("digest", ""),
            basis=request.POST.get("basis", ""),
        )  # fmt: skip
        return {"decision": decision.pk}

    count = list_review.open_items(shape).count()
    return list_steps.begin(request, batch=batch, step=Step.APPROVE, count=count, options=decided)


def _numbered(review: ListReview) -> list[tuple[int, ListShape]]:
    return list(enumerate(review.shapes.order_by("pk"), 1))


def _table_summary(shape: ListShape, number: int) -> dict[str, Any]:
    waiting = list_review.open_items(shape).filter(snapshot__status=Status.PENDING)
    return {
        "number": number, "shape": shape, "waiting": waiting.count(), "unread": list_review.unread(shape).count(),
        "columns": len(shape.slots), "approved": shape.items.filter(outcome=list_review.APPROVED).count(),
    }  # fmt: skip


def _alone(review: ListReview) -> list[dict[str, Any]]:
    """Submissions that are opened by themselves and still wait, with the reasons."""
    found = []
    for item in _with_records(list_review.visible_items(review).filter(snapshot__status=Status.PENDING)).order_by("pk"):
        why = [str(list_review.ALONE[code]) for code in item.alone]
        if item.set_aside:
            why = [_("set aside: %(reason)s") % {"reason": item.reason}]
        elif item.decision_id is not None and item.outcome:
            why = [item.outcome]
        if why:
            found.append({"item": item, "why": why})
    return found


def _with_records(items: Any) -> Any:
    """The items with what names their records and tells them apart."""
    of_snapshot = ("person__region", "case__jurisdiction", "case__court")
    return items.select_related(*(f"snapshot__{name}" for name in of_snapshot)).prefetch_related(
        "snapshot__person__names"
    )


def _unfinished(review: ListReview | None) -> ListDecision | None:
    """A decision whose approvals were cut off."""
    decisions = ListDecision.objects.filter(shape__review=review, items__outcome="").order_by("pk")
    return decisions.first() if review is not None else None


def _decisions(shape: ListShape) -> list[dict[str, Any]]:
    return [
        {"decision": decision, "outcomes": sorted(list_review.outcomes(decision).items())}
        for decision in shape.decisions.select_related("by").order_by("pk")
    ]


def _batch(request: HttpRequest, pk: int) -> ImportBatch:
    if not (request.user.has_perm("review.approve_snapshot") and request.user.has_perm("cases.view_importbatch")):
        raise PermissionDenied
    return get_object_or_404(ImportBatch, pk=pk)


def _shape(batch: ImportBatch, request: HttpRequest, number: int) -> ListShape:
    review = list_review.review_of(batch, request.user)
    shapes = dict(_numbered(review)) if review is not None else {}
    if number not in shapes:
        raise Http404
    return shapes[number]
