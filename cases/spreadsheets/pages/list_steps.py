"""Beginning a step of a list that came in, and how far it is; for every role that has such a step."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse

from accounts.one_time_keys import sending
from cases.models import ImportBatch, ImportWork, Step
from cases.spreadsheets.import_ import jobs
from cases.spreadsheets.import_.job_progress import Progress

STEPS = ("cases.import_records", "review.submit_snapshot", "review.approve_snapshot", "review.retract_snapshot")
COSTS = 10  # a record costs as much as that many rows of a list that is read


def begin(
    request: HttpRequest, *, batch: ImportBatch, step: Step, count: int, options: Callable[[], dict[str, Any]] = dict
) -> HttpResponse:
    """Note the step and begin it once that is committed; a second copy of the form leads to the same step. `options` is called
    first, in the transaction that notes the step. Raises Refused."""
    by: Any = request.user
    with sending(request) as sent:
        work = jobs.prepare(by=by, step=step, batch=batch, options=options())
        sent.leads_to(reverse("admin:import_list_step", args=[work.public_id]))
    jobs.start(work, count * COSTS)
    return HttpResponseRedirect(reverse("admin:import_list_step", args=[work.public_id]))


def progress(model_admin: Any, request: HttpRequest, public_id: str) -> HttpResponse:
    """How far a step is; when it is done, on to what it led to."""
    if not any(request.user.has_perm(permission) for permission in STEPS):
        raise PermissionDenied
    work = get_object_or_404(
        ImportWork.objects.filter(batch__isnull=False), public_id=public_id, by=request.user.pk
    )  # fmt: skip
    refusal, back = jobs.refusal_of(work), _address(work)
    if work.done or work.refusal:
        if work.refusal:
            messages.error(request, work.refusal)
        elif work.told:
            messages.info(request, work.told)
        return HttpResponseRedirect(back)
    done, total = Progress(work.public_id).far()
    context = {
        **model_admin.admin_site.each_context(request), "title": work.get_step_display(), "opts": model_admin.opts,
        "work": work, "refusal": refusal, "done": done, "total": total, "back": back,
    }  # fmt: skip
    return TemplateResponse(request, "admin/cases/imports/progress.html", context)


def _address(work: ImportWork) -> str:
    page = "import_review" if work.step in (Step.LAY_OUT, Step.APPROVE) else "cases_importbatch_change"
    return reverse(f"admin:{page}", args=[work.batch_id])
