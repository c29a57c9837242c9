"""The page of one submission: every value with what is public now, its sources and a tick box; approve, return, withdraw."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.fresh import check_is_fresh
from accounts.refusals import Refused
from cases.review import transitions
from cases.review.admin.tools import told_behind
from cases.review.comparison import compare
from cases.review.models import Picture, Snapshot, Status
from cases.review.unreadable import refused_where_unreadable
from cases.review.warnings import warnings_for

TICK = "tick"


def review(model_admin: Any, request: HttpRequest, pk: int) -> HttpResponse:
    """Show the submission, or carry out what the reviewer decided."""
    snapshot = _readable(model_admin, request, pk)
    ticked: set[str] | None = None
    if request.method == "POST":
        try:
            return _carry_out(request, snapshot)
        except Refused as refusal:
            messages.error(request, refusal.sentence)
            ticked = set(request.POST.getlist(TICK))
            snapshot = _readable(model_admin, request, pk)
    try:
        with refused_where_unreadable():
            comparison = compare(snapshot)
    except Refused as refusal:
        messages.error(request, f"{snapshot.record}: {refusal.sentence}")
        return HttpResponseRedirect(reverse("admin:review_snapshot_changelist"))
    context = {
        **model_admin.admin_site.each_context(request),
        "title": _("Review: %(record)s") % {"record": snapshot.record},
        "opts": model_admin.model._meta,
        "snapshot": snapshot,
        "record": snapshot.record,
        "record_address": _address_of(snapshot),
        "comparison": comparison,
        "ticked": ticked if ticked is not None else {line.path for line in comparison.lines if line.ticked},
        "warnings": warnings_for(comparison, user=request.user),
        "waits": snapshot.status == Status.PENDING,
        "refusals": refusals(snapshot, request.user),
        "note": request.POST.get("note", ""),
    }
    return TemplateResponse(request, "admin/review/page.html", context, status=409 if ticked is not None else 200)


def refusals(snapshot: Snapshot, user: Any) -> dict[str, str]:
    """Why each button of a waiting submission is not for this user: the very sentence the verb would answer with."""
    told = {}
    checks = {
        "approve": transitions.check_may_approve,
        "return": transitions.check_may_return,
        "withdraw": transitions.check_may_withdraw,
    }
    for name, check in checks.items():
        try:
            check(snapshot, user)
        except Refused as refusal:
            told[name] = refusal.sentence
    return told


def _carry_out(request: HttpRequest, snapshot: Snapshot) -> HttpResponse:
    verb, note = request.POST.get("verb", ""), request.POST.get("note", "")
    by: Any = request.user
    if verb == "approve":
        check_is_fresh(request)
        ticked = set(request.POST.getlist(TICK))
        transitions.approve(snapshot=snapshot, by=by, digest=request.POST.get("digest", ""), ticked=ticked, note=note)
        if not told_behind(request, snapshot.record):
            messages.success(
                request, _("Approved: what was ticked of %(record)s is public.") % {"record": snapshot.record}
            )
    elif verb == "return":
        transitions.return_(snapshot=snapshot, by=by, note=note)
        messages.success(request, _("Returned to the editor."))
    elif verb == "withdraw":
        transitions.withdraw(snapshot=snapshot, by=by, note=note)
        messages.success(request, _("Taken back from review."))
    else:
        raise Refused(_("Choose what to do: approve, return or withdraw."))
    return HttpResponseRedirect(reverse("admin:review_snapshot_changelist"))


def picture(model_admin: Any, request: HttpRequest, pk: int, sha256: str) -> HttpResponse:
    """A submitted picture, for those who may read the submission."""
    snapshot = _readable(model_admin, request, pk)
    if not any(
        row["values"].get("sha256", {}) and row["values"]["sha256"]["sha256"] == sha256 for row in _photos(snapshot)
    ):
        raise Http404
    return HttpResponse(bytes(get_object_or_404(Picture, pk=sha256).content), content_type="image/jpeg")


def _photos(snapshot: Snapshot) -> list[dict[str, Any]]:
    return [row for row in snapshot.content["rows"] if row["path"].startswith("photo/")]


def _readable(model_admin: Any, request: HttpRequest, pk: int) -> Snapshot:
    if not model_admin.has_view_permission(request):
        raise Http404
    return get_object_or_404(Snapshot.objects.visible_to(request.user).select_related("person", "case"), pk=pk)


def _address_of(snapshot: Snapshot) -> str:
    return reverse(f"admin:cases_{snapshot.record.noun()}_change", args=[snapshot.record.pk])
