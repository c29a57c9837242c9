"""The page of one submission: every value with what is public now, its sources and a tick box; approve, return, withdraw."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.exceptions import Refused
from accounts.one_time_keys import check_not_sent, sending
from accounts.signin.reauthentication import check_is_fresh
from cases.models.distinct_labels import distinct
from cases.review import review_parts, transitions
from cases.review.admin import consent_pages
from cases.review.admin.review_buttons import told_behind
from cases.review.authorship import accounts_that_touched
from cases.review.diff import compare
from cases.review.freeze import values_of
from cases.review.models import Picture, Snapshot, Status
from cases.review.review_warnings import warnings_for
from cases.review.unreadable import refused_where_unreadable
from casetracker.db.keys import is_key

TICK, PART, KEEP = "tick", "part", "keep"


def review(model_admin: Any, request: HttpRequest, pk: int) -> HttpResponse:
    """Show the submission, or carry out what the reviewer decided."""
    snapshot = _readable(model_admin, request, pk)
    ticked: set[str] | None = None
    if request.method == "POST":
        check_not_sent(request)
        try:
            return _carry_out(request, snapshot)
        except Refused as refusal:
            messages.error(request, refusal.sentence)
            ticked = set(request.POST.getlist(TICK))
            snapshot = _readable(model_admin, request, pk)
    try:
        with refused_where_unreadable():
            whole = compare(snapshot)
    except Refused as refusal:
        messages.error(request, f"{distinct(snapshot.record)}: {refusal.sentence}")
        return HttpResponseRedirect(reverse("admin:review_snapshot_changelist"))
    pieces = review_parts.parts_of(whole)
    number = _number(request, len(pieces))
    found = review_parts.progress(pieces, user=request.user)
    comparison = pieces[number]
    may_read_consent = snapshot.status == Status.PENDING and request.user.has_perm("cases.view_consent")
    context = {
        **model_admin.admin_site.each_context(request),
        "title": _("Review: %(record)s") % {"record": distinct(snapshot.record)},
        "opts": model_admin.model._meta,
        "snapshot": snapshot,
        "record": snapshot.record,
        "record_address": _address_of(snapshot),
        "comparison": comparison,
        "ticked": ticked if ticked is not None else found.ticked,
        "parts": [(each, each in found.unread) for each in range(len(pieces))] if len(pieces) > 1 else [],
        "part": number,
        "value_count": len(whole.lines),
        "tick_count": len(found.ticked),
        "warnings": warnings_for(whole, user=request.user),
        "consent_lines": consent_pages.needed_by(snapshot, values_of(snapshot.content)) if may_read_consent else [],
        "touched_by": accounts_that_touched(snapshot),
        "waits": snapshot.status == Status.PENDING,
        "made_public": snapshot.decided_at is not None and snapshot.status != Status.RETURNED,
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
    if PART in request.POST and verb in (KEEP, "approve"):
        return _carry_out_part(request, snapshot, verb, note)
    if verb == "approve":
        return _approve(request, snapshot, set(request.POST.getlist(TICK)), note)
    with sending(request) as sent:
        _decide(request, snapshot, verb, note)
        sent.leads_to(_page_of(snapshot))
    if verb == "return":
        messages.success(request, _("Returned to the editor."))
    else:
        messages.success(request, _("Submission withdrawn."))
    return HttpResponseRedirect(reverse("admin:review_snapshot_changelist"))


def _approve(request: HttpRequest, snapshot: Snapshot, ticked: set[str], note: str) -> HttpResponse:
    check_is_fresh(request)
    by: Any = request.user
    with sending(request) as sent:
        transitions.approve(snapshot=snapshot, by=by, digest=request.POST.get("digest", ""), ticked=ticked, note=note)
        sent.leads_to(_page_of(snapshot))
    if not told_behind(request, snapshot.record):
        messages.success(
            request,
            _("Approved. The ticked values of %(record)s are now public.") % {"record": distinct(snapshot.record)},
        )
    return HttpResponseRedirect(reverse("admin:review_snapshot_changelist"))


def _carry_out_part(request: HttpRequest, snapshot: Snapshot, verb: str, note: str) -> HttpResponse:
    """Keep the ticks of the part that was posted; go on to the next one that was not read, or approve with those of all."""
    if verb == "approve":
        check_is_fresh(request)
    transitions.check_may_decide(snapshot, request.user)
    with refused_where_unreadable():
        pieces = review_parts.parts_of(compare(snapshot))
    number = _number(request, len(pieces))
    with sending(request) as sent:
        ticked = request.POST.getlist(TICK)
        review_parts.keep_ticks(part=pieces[number], number=number, ticked=ticked, by=request.user)
        found = review_parts.progress(pieces, user=request.user)
        if verb == KEEP:
            following = next((each for each in found.unread if each > number), min(number + 1, len(pieces) - 1))
            address = f"{_page_of(snapshot)}?{PART}={following + 1}"
            sent.leads_to(address)
            return HttpResponseRedirect(address)
    review_parts.check_all_read(found)
    return _approve(request, snapshot, found.ticked, note)


def _number(request: HttpRequest, count: int) -> int:
    """The part that is asked for, from 0; the first for any that is not there."""
    told = request.POST.get(PART, "") or request.GET.get(PART, "")
    return int(told) - 1 if is_key(told) and 1 <= int(told) <= count else 0


def _decide(request: HttpRequest, snapshot: Snapshot, verb: str, note: str) -> None:
    by: Any = request.user
    if verb == "return":
        transitions.return_(snapshot=snapshot, by=by, note=note)
    elif verb == "withdraw":
        transitions.withdraw(snapshot=snapshot, by=by, note=note)
    else:
        raise Refused(_("Choose an action: approve, return or withdraw."))


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


def _page_of(snapshot: Snapshot) -> str:
    return reverse("admin:review_snapshot_change", args=[snapshot.pk])


def _address_of(snapshot: Snapshot) -> str:
    return reverse(f"admin:cases_{snapshot.record.noun()}_change", args=[snapshot.record.pk])
