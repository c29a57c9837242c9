"""The page on which a list is withdrawn, unpublished or undone as a whole, with the counts of what that would do."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from accounts.exceptions import Refused
from accounts.one_time_keys import check_not_sent
from accounts.signin.reauthentication import check_is_fresh
from cases.models import ImportBatch, Step
from cases.review.models import UnpublishReason
from cases.review.transitions import check_readable
from cases.spreadsheets.import_ import list_withdrawal
from cases.spreadsheets.pages import list_steps

MAY = {
    Step.WITHDRAW: "review.submit_snapshot",
    Step.UNPUBLISH: "review.retract_snapshot",
    Step.UNDO: "cases.import_records",
}
LONGEST_REASON = 2000  # characters


def take_back(model_admin: Any, request: HttpRequest, pk: int) -> HttpResponse:
    """Show what withdrawing, unpublishing and undoing would do, or begin one of them."""
    allowed = [step for step, permission in MAY.items() if request.user.has_perm(permission)]
    if not allowed or not request.user.has_perm("cases.view_importbatch"):
        raise PermissionDenied
    batch = get_object_or_404(ImportBatch, pk=pk)
    status = 200
    if request.method == "POST":
        check_not_sent(request)
        try:
            return _begin(request, batch, allowed)
        except Refused as refused:
            messages.error(request, refused.sentence)
            status = 409
    context = {
        **model_admin.admin_site.each_context(request), "title": _("Take back “%(list)s”") % {"list": batch.file_name},
        "opts": model_admin.opts, "batch": batch, "allowed": allowed, "reason": request.POST.get("reason", ""),
        "whole": list_withdrawal.outlook(batch, request.user, as_listed=False),
        "listed": list_withdrawal.outlook(batch, request.user, as_listed=True),
        "refusal": _refusal(batch, request) if Step.UNDO in allowed else "",
        "choices": [(one.value, one.label) for one in UnpublishReason if one != UnpublishReason.MERGED],
        "because": request.POST.get("because", ""),
    }  # fmt: skip
    return TemplateResponse(request, "admin/cases/imports/take_back.html", context, status=status)


def _begin(request: HttpRequest, batch: ImportBatch, allowed: list[Step]) -> HttpResponse:
    wanted = request.POST.get("step", "")
    if wanted not in allowed:
        raise Refused(_("Choose what to do with the list."))
    step, reason, because = Step(wanted), request.POST.get("reason", ""), request.POST.get("because", "")
    check_readable(reason)
    if not reason.strip():
        raise Refused(_("Enter a reason. It is kept in the audit log."))
    if because not in UnpublishReason.values or because == UnpublishReason.MERGED:
        if step != Step.WITHDRAW:
            raise Refused(_("Choose a reason for unpublishing."))
        because = UnpublishReason.OTHER
    if "sure" not in request.POST:
        raise Refused(_("Tick that you are sure. Nothing was changed."))
    check_is_fresh(request)
    if step == Step.UNDO:
        list_withdrawal.check_may_undo_list(batch, request.user)
    options = {"reason": reason[:LONGEST_REASON], "because": because}
    return list_steps.begin(request, batch=batch, step=step, count=batch.row_count, options=lambda: options)


def _refusal(batch: ImportBatch, request: HttpRequest) -> str:
    try:
        list_withdrawal.check_may_undo_list(batch, request.user)
    except Refused as refused:
        return refused.sentence
    return ""
