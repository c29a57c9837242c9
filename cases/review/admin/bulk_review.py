"""Several submissions decided in one go, each shown in full before."""

from collections.abc import Collection
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.admin_addresses import encrypted_key, read_key
from accounts.exceptions import Refused
from accounts.one_time_keys import sending
from accounts.signin.reauthentication import check_is_fresh
from cases.models.distinct_labels import distinct
from cases.review import transitions
from cases.review.admin.review_buttons import told_behind
from cases.review.admin.submission_page import TICK, refusals
from cases.review.authorship import accounts_that_touched
from cases.review.diff import compare
from cases.review.models import Snapshot, Status
from cases.review.review_parts import ON_ONE_PAGE
from cases.review.review_warnings import warnings_for
from cases.review.unreadable import refused_where_unreadable

SELECTED = "review.many"
"""The kind under which the address names what was chosen (`accounts.admin_addresses`)."""
AT_MOST = 50  # on one page: more cannot be read with care


def read_many(model_admin: Any, request: HttpRequest) -> HttpResponse:
    """Show the chosen submissions in full, or approve those the reviewer marked, each with its own ticks."""
    if not request.user.has_perm("review.approve_snapshot"):
        raise Http404
    if request.method == "POST":
        check_is_fresh(request)
        queue = reverse("admin:review_snapshot_changelist")
        with sending(request) as sent:  # first, for each approval is a transaction of its own
            sent.leads_to(queue)
        approved = approve_marked(request)
        for record in approved:
            if told_behind(request, record):
                break  # the reason is the same for all of them
        return HttpResponseRedirect(queue)
    wanted = [key for text in request.GET.getlist("id") if (key := read_key(SELECTED, text)) is not None]
    waiting = _visible(request, wanted).filter(status=Status.PENDING)
    chosen = list(waiting.order_by("submitted_at", "pk")[:AT_MOST])
    shown = [one for snapshot in chosen if (one := _shown(request, snapshot)) is not None]
    context = {
        **model_admin.admin_site.each_context(request),
        "title": _("Review"),
        "opts": model_admin.model._meta,
        "shown": shown,
        "left_out": len(set(wanted)) - len(chosen),
    }
    return TemplateResponse(request, "admin/review/many.html", context)


def _keys(data: QueryDict) -> list[int]:
    named = dict.fromkeys(data.getlist("id"))
    return [key for text in named if (key := read_key(SELECTED, text)) is not None]


def _visible(request: HttpRequest, keys: Collection[int]) -> Any:
    return Snapshot.objects.visible_to(request.user).filter(pk__in=keys).select_related("person", "case")


def approve_marked(request: HttpRequest) -> list[Any]:
    """Approve every submission that was marked, and return their records; each stands for itself: one refused is told and leaves
    the others.

    Also one that was withdrawn, replaced or decided while it was read is told, by name as long as the reviewer may know it.
    """
    marked = [
        key for key in _keys(request.POST) if request.POST.get(f"approve-{encrypted_key(SELECTED, key)}") == "yes"
    ]
    found = list(_visible(request, marked[:AT_MOST]).order_by("submitted_at", "pk"))
    approved: list[Any] = []
    for snapshot in found:
        name = encrypted_key(SELECTED, snapshot.pk)
        prefix = f"{name}:"
        ticked = {tick.removeprefix(prefix) for tick in request.POST.getlist(TICK) if tick.startswith(prefix)}
        digest = request.POST.get(f"digest-{name}", "")
        by: Any = request.user
        try:
            transitions.check_move(snapshot, Status.APPROVED)
            transitions.approve(snapshot=snapshot, by=by, digest=digest, ticked=ticked)
            approved.append(snapshot.record)
        except Refused as refusal:
            messages.error(request, f"{distinct(snapshot.record)}: {refusal.sentence}")
    if len(marked) > len(found):
        gone = len(marked) - len(found)
        messages.error(
            request,
            ngettext(
                "%(count)s selected submission was skipped: it no longer exists, or too many were selected at once.",
                "%(count)s selected submissions were skipped: they no longer exist, or too many were selected at once.",
                gone,
            )
            % {"count": gone},
        )
    messages.info(
        request,
        ngettext("%(count)s submission approved.", "%(count)s submissions approved.", len(approved))
        % {"count": len(approved)},
    )
    return approved


def _shown(request: HttpRequest, snapshot: Snapshot) -> dict[str, Any] | None:
    """What the page shows of a submission; None, and told, where its record cannot be compared."""
    user: Any = request.user
    try:
        with refused_where_unreadable():
            comparison = compare(snapshot)
    except Refused as refusal:
        messages.error(request, f"{distinct(snapshot.record)}: {refusal.sentence}")
        return None
    if len(comparison.lines) > ON_ONE_PAGE:
        sentence = _(
            "%(record)s is too long to review together with others. Open it from the queue and review it part by part."
        )
        messages.info(request, sentence % {"record": distinct(snapshot.record)})
        return None
    return {
        "snapshot": snapshot,
        "name": encrypted_key(SELECTED, snapshot.pk),
        "comparison": comparison,
        "ticked": {line.path for line in comparison.lines if line.ticked},
        "warnings": warnings_for(comparison, user=user),
        "touched_by": accounts_that_touched(snapshot),
        "refusal": refusals(snapshot, user).get("approve", ""),
    }
