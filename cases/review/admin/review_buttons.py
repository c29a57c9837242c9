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

from accounts.exceptions import Refused
from accounts.one_time_keys import LONGEST_ADDRESS, check_not_sent, sending
from accounts.signin.reauthentication import check_is_fresh
from cases.models import Case, Person
from cases.models.distinct_labels import distinct
from cases.review import do_not_publish, outbox, transitions
from cases.review.models import Unpublication, UnpublishReason
from cases.review.policy import AGGREGATES
from cases.review.unpublication_history import history_lines
from cases.review.unreadable import refused_where_unreadable

LONGEST_NOTE = 2000  # characters
SUBMIT_AT_MOST = 500  # records in one action; a list taken in is submitted by its command


@require_POST
def submit_record(request: HttpRequest, noun: str, pk: int) -> HttpResponse:
    """Freeze one record for review and come back to its page."""
    record = _readable(request, noun, pk)
    with sending(request) as sent:
        if submit_one(request, record, note=request.POST.get("note", "")):
            sent.leads_to(page_of(record))
    return HttpResponseRedirect(page_of(record))


def submit_one(request: HttpRequest, record: Person | Case, *, note: str) -> bool:
    """Freeze `record` as it is stored and say so; False, with the reason said, where that is refused."""
    by: Any = request.user
    try:
        with refused_where_unreadable():
            transitions.submit(record=record, by=by, note=note[:LONGEST_NOTE])
    except Refused as refusal:
        messages.error(request, _("Not submitted: %(reason)s") % {"reason": refusal.sentence})
        return False
    messages.success(request, _("Submitted for review. Later edits are not included."))
    return True


def retract_record(request: HttpRequest, noun: str, pk: int) -> HttpResponse:
    """Ask for the reason and take one record out of public at once."""
    record = _readable(request, noun, pk)
    by: Any = request.user
    refusal = ""
    try:
        check_not_sent(request)
        transitions.check_may_retract(record, by)
        if request.method == "POST":
            because = _because(request.POST.get("because", ""))
            with sending(request) as sent:
                transitions.retract(record=record, by=by, reason=request.POST.get("reason", ""), because=because)
                sent.leads_to(page_of(record))
            if not told_behind(request, record):
                messages.success(request, _("%(record)s has been unpublished.") % {"record": distinct(record)})
            return HttpResponseRedirect(page_of(record))
    except Refused as refused:
        refusal = refused.sentence
    context = {
        **admin.site.each_context(request),
        "title": _("Unpublish: %(record)s") % {"record": distinct(record)},
        "record": record,
        "record_address": page_of(record),
        "refusal": refusal,
        "choices": [(one.value, one.label) for one in UnpublishReason if one != UnpublishReason.MERGED],
        "because": request.POST.get("because", ""),
        "reason": request.POST.get("reason", ""),
    }
    return TemplateResponse(request, "admin/review/retract.html", context, status=409 if refusal else 200)


def lift_flag(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for the reason and lift "do not publish"."""
    flag = get_object_or_404(Unpublication.objects.select_related("person", "case", "by"), pk=pk)
    record = _readable(request, flag.record.noun(), flag.record.pk)
    by: Any = request.user
    refusal = ""
    try:
        do_not_publish.check_may_lift(flag, by)
        if request.method == "POST":
            check_is_fresh(request)
            do_not_publish.lift(flag=flag, by=by, reason=request.POST.get("reason", ""))
            messages.success(request, _("“Do not publish” removed. The record can be reviewed again."))
            return HttpResponseRedirect(page_of(record))
    except Refused as refused:
        refusal = refused.sentence
    context = {
        **admin.site.each_context(request),
        "title": _("Remove “do not publish”: %(record)s") % {"record": distinct(record)},
        "record_address": page_of(record), "lines": list(history_lines(record)),
        "refusal": refusal, "reason": request.POST.get("reason", ""),
    }  # fmt: skip
    return TemplateResponse(request, "admin/review/lift.html", context, status=409 if refusal else 200)


def _because(value: str) -> UnpublishReason:
    if value not in UnpublishReason.values or value == UnpublishReason.MERGED:
        raise Refused(_("Choose a reason for unpublishing."))
    return UnpublishReason(value)


@admin.action(description=gettext_lazy("Submit selected"), permissions=["submit"])
def submit_many(model_admin: Any, request: HttpRequest, queryset: QuerySet) -> None:
    """Submit each chosen record; one refused is told and leaves the others."""
    by: Any = request.user
    submitted = 0
    with sending(request) as sent:  # first, for each record is a transaction of its own
        sent.leads_to(request.get_full_path()[:LONGEST_ADDRESS])
    for record in queryset[:SUBMIT_AT_MOST]:
        try:
            with refused_where_unreadable():
                transitions.submit(record=record, by=by)
            submitted += 1
        except Refused as refusal:
            messages.error(request, f"{distinct(record)}: {refusal.sentence}")
    messages.info(
        request,
        ngettext("%(count)s record submitted.", "%(count)s records submitted.", submitted) % {"count": submitted},
    )


def told_behind(request: HttpRequest, record: Person | Case) -> bool:
    """Say so where the decision stands but the public site could not be brought in line with it; else return False."""
    if not outbox.is_behind(record):
        return False
    messages.error(
        request,
        _(
            "Your decision is saved, but the public site could not be updated and still shows %(record)s as "
            "before. We retry automatically, at the latest with the next decision. If it must disappear now, ask an "
            "administrator to turn on the neutral public page (emergency switches)."
        )
        % {"record": distinct(record)},
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
