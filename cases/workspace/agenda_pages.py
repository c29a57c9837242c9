"""Pages of the agenda: hearings by day, and the personal calendar link."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_GET, require_http_methods

from accounts import switches
from accounts.models import SwitchName
from accounts.one_time_keys import sending
from accounts.request_user import user_of
from accounts.signin.reauthentication import check_is_fresh
from cases.models.access_log import note_named
from cases.workspace import calendar_tokens
from cases.workspace.agenda import by_day, entries, span
from cases.workspace.calendar_file import calendar_of
from cases.workspace.period_forms import AgendaForm

SEE = "cases.view_hearing"


def page(request: HttpRequest, name: str, title: str, context: dict[str, Any], status: int = 200) -> TemplateResponse:
    """Render a page of the workspace."""
    full_context = {**admin.site.each_context(request), "title": title, **context}
    return TemplateResponse(request, f"workspace/{name}.html", full_context, status=status)


def need(request: HttpRequest, permission: str) -> None:
    """Raise PermissionDenied unless the user has the permission."""
    if not request.user.has_perm(permission):
        raise PermissionDenied


@require_GET
def agenda(request: HttpRequest) -> HttpResponse:
    """Hearings of a day, week or month, filtered by court or participant; suitable for printing."""
    need(request, SEE)
    form = AgendaForm(request.GET)
    valid = form.is_valid()
    values = form.cleaned_data if valid else {}
    period = values.get("period") or "week"
    day = values.get("day") or timezone.localdate()
    first, last = span(period, day)
    court, official = values.get("court"), values.get("official")
    hearings = entries(
        user_of(request), first, last, court=court and court.pk, official=official and official.pk
    )  # fmt: skip
    note_named(request, [record for entry in hearings for record in entry.named_records])
    step = last - first + dt.timedelta(days=1)
    context = {
        "form": form, "days": by_day(hearings), "first": first, "last": last, "site_zone": settings.TIME_ZONE,
        "before": _query(request, first - dt.timedelta(days=1)), "after": _query(request, first + step),
    }  # fmt: skip
    return page(request, "agenda", _("Agenda"), context, status=200 if valid else 400)


def _query(request: HttpRequest, day: dt.date) -> str:
    query = request.GET.copy()
    query["day"] = day.isoformat()
    return query.urlencode()


@sensitive_variables("token")
@require_http_methods(["GET", "POST"])
def calendar_link(request: HttpRequest) -> HttpResponse:
    """Create or revoke the user's calendar link; a new link is shown only once."""
    need(request, SEE)
    user = user_of(request)
    address = ""
    if request.method == "POST":
        check_is_fresh(request)
        if request.POST.get("verb") == "end":
            calendar_tokens.end_link(by=user)
            messages.success(request, _("The link no longer works."))
            return HttpResponseRedirect(reverse("desk_calendar_link"))
        if switches.is_on(SwitchName.FREEZE):
            messages.error(request, switches.FROZEN)
            return HttpResponseRedirect(reverse("desk_calendar_link"))
        with sending(request) as sent:  # the secret is shown once: a second copy shows the page without it
            token = calendar_tokens.make_link(by=user, titles=request.POST.get("titles") == "on")
            sent.leads_to(reverse("desk_calendar_link"))
        address = request.build_absolute_uri(reverse("desk_calendar", args=[token]))
    context = {"address": address, "link": calendar_tokens.link_of(user)}
    return page(request, "calendar_link", _("Calendar link"), context)


@sensitive_variables("token", "link")
@require_GET
def calendar(request: HttpRequest, token: str) -> HttpResponse:
    """Agenda of the link's owner, without a session. All invalid links get the same response."""
    link = calendar_tokens.find(token)
    if link is None:
        raise Http404
    calendar_tokens.note_reading(link)
    response = HttpResponse(
        calendar_of(link, timezone.localdate()), content_type="text/calendar; charset=utf-8"
    )  # fmt: skip
    response["Content-Disposition"] = 'attachment; filename="agenda.ics"'
    response["Cache-Control"] = "no-store"
    return response
