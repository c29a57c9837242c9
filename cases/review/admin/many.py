"""Several submissions decided in one go, each shown in full before."""

from collections.abc import Collection
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.fresh import check_is_fresh
from accounts.refusals import Refused
from cases.admin.rows import is_key
from cases.review import transitions
from cases.review.admin.page import TICK, refusals
from cases.review.admin.tools import told_behind
from cases.review.comparison import compare
from cases.review.models import Snapshot, Status
from cases.review.unreadable import refused_where_unreadable
from cases.review.warnings import warnings_for

AT_MOST = 50  # on one page: more cannot be read with care


def read_many(model_admin: Any, request: HttpRequest) -> HttpResponse:
    """Show the chosen submissions in full, or approve those the reviewer marked, each with its own ticks."""
    if not request.user.has_perm("review.approve_snapshot"):
        raise Http404
    if request.method == "POST":
        check_is_fresh(request)
        approve_marked(request)
        return HttpResponseRedirect(reverse("admin:review_snapshot_changelist"))
    wanted = _keys(request.GET)
    waiting = _visible(request, wanted).filter(status=Status.PENDING)
    chosen = list(waiting.order_by("submitted_at", "pk")[:AT_MOST])
    shown = [one for snapshot in chosen if (one := _shown(request, snapshot)) is not None]
    context = {
        **model_admin.admin_site.each_context(request),
        "title": _("Read and decide"),
        "opts": model_admin.model._meta,
        "shown": shown,
        "left_out": len(set(wanted)) - len(chosen),
    }
    return TemplateResponse(request, "admin/review/many.html", context)


def _keys(data: QueryDict) -> list[int]:
    return [int(key) for key in dict.fromkeys(data.getlist("id")) if is_key(key)]


def _visible(request: HttpRequest, keys: Collection[int]) -> Any:
    return Snapshot.objects.visible_to(request.user).filter(pk__in=keys).select_related("person", "case")


def approve_marked(request: HttpRequest) -> None:
    """Approve every submission that was marked; each stands for itself, and one refused is told and leaves the others.

    Also one that was withdrawn, replaced or decided while it was read is told, by name as long as the reviewer may know it.
    """
    marked = [key for key in _keys(request.POST) if request.POST.get(f"approve-{key}") == "yes"]
    found = list(_visible(request, marked[:AT_MOST]).order_by("submitted_at", "pk"))
    approved: list[Any] = []
    for snapshot in found:
        prefix = f"{snapshot.pk}:"
        ticked = {tick.removeprefix(prefix) for tick in request.POST.getlist(TICK) if tick.startswith(prefix)}
        digest = request.POST.get(f"digest-{snapshot.pk}", "")
        by: Any = request.user
        try:
            transitions.check_move(snapshot, Status.APPROVED)
            transitions.approve(snapshot=snapshot, by=by, digest=digest, ticked=ticked)
            approved.append(snapshot.record)
        except Refused as refusal:
            messages.error(request, f"{snapshot.record}: {refusal.sentence}")
    if len(marked) > len(found):
        gone = len(marked) - len(found)
        messages.error(
            request,
            ngettext(
                "%(count)s marked submission was left alone: it is no longer there, or too many were marked at once.",
                "%(count)s marked submissions were left alone: they are no longer there, or too many were marked at once.",
                gone,
            )
            % {"count": gone},
        )
    messages.info(
        request,
        ngettext("%(count)s submission approved.", "%(count)s submissions approved.", len(approved))
        % {"count": len(approved)},
    )
    for record in approved:
        if told_behind(request, record):
            break  # the reason is the same for all of them


def _shown(request: HttpRequest, snapshot: Snapshot) -> dict[str, Any] | None:
    """What the page shows of a submission; None, and told, where its record cannot be compared."""
    user: Any = request.user
    try:
        with refused_where_unreadable():
            comparison = compare(snapshot)
    except Refused as refusal:
        messages.error(request, f"{snapshot.record}: {refusal.sentence}")
        return None
    return {
        "snapshot": snapshot,
        "comparison": comparison,
        "ticked": {line.path for line in comparison.lines if line.ticked},
        "warnings": warnings_for(comparison, user=user),
        "refusal": refusals(snapshot, user).get("approve", ""),
    }
