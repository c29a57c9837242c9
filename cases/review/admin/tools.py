"""The buttons on the page and in the list of a person or case: submit for review, take out of public."""

from typing import Any

from django.apps import apps
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from accounts.refusals import Refused
from cases.models import Case, Person
from cases.review import publish, transitions
from cases.review.policy import AGGREGATES
from cases.review.unreadable import refused_where_unreadable

SUBMIT_AT_MOST = 500  # records in one action; a list taken in is submitted by its command


@require_POST
def submit_record(request: HttpRequest, noun: str, pk: int) -> HttpResponse:
    """Freeze one record for review and come back to its page."""
    record = _readable(request, noun, pk)
    by: Any = request.user
    try:
        with refused_where_unreadable():
            transitions.submit(record=record, by=by, note=request.POST.get("note", "")[:2000])
        messages.success(request, _("Submitted. A reviewer will decide about it as it was at this moment."))
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    return HttpResponseRedirect(page_of(record))


def retract_record(request: HttpRequest, noun: str, pk: int) -> HttpResponse:
    """Ask for the reason and take one record out of public at once."""
    record = _readable(request, noun, pk)
    by: Any = request.user
    refusal = ""
    try:
        transitions.check_may_retract(record, by)
        if request.method == "POST":
            transitions.retract(record=record, by=by, reason=request.POST.get("reason", ""))
            if not told_behind(request, record):
                messages.success(request, _("Nothing of %(record)s is public any more.") % {"record": record})
            return HttpResponseRedirect(page_of(record))
    except Refused as refused:
        refusal = refused.sentence
    context = {
        **admin.site.each_context(request),
        "title": _("Take out of public: %(record)s") % {"record": record},
        "record": record,
        "record_address": page_of(record),
        "refusal": refusal,
    }
    return TemplateResponse(request, "admin/review/retract.html", context, status=409 if refusal else 200)


@admin.action(description=gettext_lazy("Submit the chosen ones for review"), permissions=["submit"])
def submit_many(model_admin: Any, request: HttpRequest, queryset: QuerySet) -> None:
    """Submit each chosen record; one refused is told and leaves the others."""
    by: Any = request.user
    submitted = 0
    for record in queryset[:SUBMIT_AT_MOST]:
        try:
            with refused_where_unreadable():
                transitions.submit(record=record, by=by)
            submitted += 1
        except Refused as refusal:
            messages.error(request, f"{record}: {refusal.sentence}")
    messages.info(
        request,
        ngettext("%(count)s record submitted.", "%(count)s records submitted.", submitted) % {"count": submitted},
    )


def told_behind(request: HttpRequest, record: Person | Case) -> bool:
    """Say so where the decision stands but the public site could not be brought in line with it; else return False."""
    if not publish.is_behind(record.noun(), record.public_id):
        return False
    messages.error(
        request,
        _(
            "This is decided, but the public site could not be changed and still shows %(record)s as before. It is tried again "
            "every few seconds. If it must vanish now, have an administrator hide the public site (emergency switches)."
        )
        % {"record": record},
    )
    return True


def page_of(record: Person | Case) -> str:
    """The address of a record's page."""
    return reverse(f"admin:cases_{record.noun()}_change", args=[record.pk])


def _readable(request: HttpRequest, noun: str, pk: int) -> Person | Case:
    if noun not in AGGREGATES or not request.user.has_perm(f"cases.view_{noun}"):
        raise Http404
    model = apps.get_model("cases", noun)
    return get_object_or_404(model.objects.visible_to(request.user), pk=pk)
