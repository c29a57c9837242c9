"""Several submissions decided in one go, each shown in full before."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.fresh import check_is_fresh
from accounts.refusals import Refused
from cases.review import transitions
from cases.review.admin.page import TICK, refusals
from cases.review.comparison import compare
from cases.review.models import Snapshot, Status
from cases.review.warnings import warnings_for

AT_MOST = 50  # on one page: more cannot be read with care


def read_many(model_admin: Any, request: HttpRequest) -> HttpResponse:
    """Show the chosen submissions in full, or approve those the reviewer marked, each with its own ticks."""
    if not request.user.has_perm("review.approve_snapshot"):
        raise Http404
    wanted = [int(pk) for pk in (request.POST or request.GET).getlist("id") if pk.isdecimal() and len(pk) < 19]
    chosen = list(
        Snapshot.objects.visible_to(request.user)
        .filter(pk__in=wanted, status=Status.PENDING)
        .select_related("person", "case")
        .order_by("submitted_at", "pk")[:AT_MOST]
    )
    if request.method == "POST":
        check_is_fresh(request)
        approve_marked(request, chosen)
        return HttpResponseRedirect(reverse("admin:review_snapshot_changelist"))
    shown = [_shown(snapshot, request.user) for snapshot in chosen]
    context = {
        **model_admin.admin_site.each_context(request),
        "title": _("Read and decide"),
        "opts": model_admin.model._meta,
        "shown": shown,
        "left_out": len(set(wanted)) - len(chosen),
    }
    return TemplateResponse(request, "admin/review/many.html", context)


def approve_marked(request: HttpRequest, chosen: list[Snapshot]) -> None:
    """Approve every submission that was marked; each stands for itself, and one refused is told and leaves the others."""
    approved = 0
    for snapshot in chosen:
        if request.POST.get(f"approve-{snapshot.pk}") != "yes":
            continue
        prefix = f"{snapshot.pk}:"
        ticked = {tick.removeprefix(prefix) for tick in request.POST.getlist(TICK) if tick.startswith(prefix)}
        digest = request.POST.get(f"digest-{snapshot.pk}", "")
        by: Any = request.user
        try:
            transitions.approve(snapshot=snapshot, by=by, digest=digest, ticked=ticked)
            approved += 1
        except Refused as refusal:
            messages.error(request, f"{snapshot.record}: {refusal.sentence}")
    messages.info(
        request,
        ngettext("%(count)s submission approved.", "%(count)s submissions approved.", approved) % {"count": approved},
    )


def _shown(snapshot: Snapshot, user: Any) -> dict[str, Any]:
    comparison = compare(snapshot)
    return {
        "snapshot": snapshot,
        "comparison": comparison,
        "ticked": {line.path for line in comparison.lines if line.ticked},
        "warnings": warnings_for(comparison, user=user),
        "refusal": refusals(snapshot, user).get("approve", ""),
    }
